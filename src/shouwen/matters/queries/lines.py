"""One matter as a row of a list: lamp, what is left, who, what is awaited; already masked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from shouwen.docket.domain import Lamp, lamp
from shouwen.docket.models import Dossier, Obligation
from shouwen.enactment import queries as enactment
from shouwen.errors import Name, Text
from shouwen.matters.domain import CHANNELS
from shouwen.matters.models import Matter
from shouwen.organization import queries as organization
from shouwen.organization.domain import Snapshot, present
from shouwen.organization.masking import mask_name
from shouwen.rulebook.procedure import procedures
from shouwen.rulebook.told import acts_named
from shouwen.rulebook.values import Must
from shouwen.worktime import Unit, WorkTime, words

NOBODY = Name("")


@dataclass(frozen=True, slots=True)
class Holder:
    """Who answers for a matter now: the post, and the person who is there for it."""

    post: int | None
    person: int | None
    name: Name
    department: Name
    letter: str
    """A, B, or the seat of whoever stands in; empty when nobody does."""


@dataclass(frozen=True, slots=True)
class Left:
    """The lamp of a limit and what is left of it, in words of both languages."""

    lamp: Lamp
    limit: datetime | None
    said: Text
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A matter as lists show it."""

    uid: str
    number: str
    title: str
    kind: str
    kind_name: Text
    state: str
    state_name: Text
    applicant: str
    channel: Text
    item: Name
    holder: Holder
    first_asked: Name
    pending: Name
    """Name of the post that has yet to take it over."""
    left: Left
    awaits: Text
    """The act that the most pressing limit waits for; empty where none runs."""
    cited: str
    """The clause of that limit."""
    opened_at: datetime
    """In the office's zone."""
    last_act_at: datetime
    seq: int


def lines(
    dossiers: Sequence[Dossier],
    *,
    institution_id: int,
    now: datetime,
    full: bool = False,
    matters: Mapping[UUID, Matter] | None = None,
    roster: Snapshot | None = None,
) -> list[Line]:
    """Make the rows of a list; one statement for all matters, one for the roster's version.

    One more where clocks stand still. `matters` and `roster` save theirs when they are known.
    """
    if not dossiers:
        return []
    if matters is None:
        wanted = Matter.objects.filter(pk__in=[one.pk for one in dossiers])
        matters = {row.pk: row for row in wanted.select_related("item")}
    roster = organization.snapshot(institution_id, now, roster)
    office = enactment.worktime(institution_id)
    stopped, duties = _stopped(dossiers), _duties(dossiers, institution_id)
    return [
        _line(
            one,
            matters.get(one.pk),
            roster,
            office,
            now,
            full=full,
            since=stopped.get(one.pk),
            duties=duties,
        )
        for one in dossiers
    ]


def _duties(dossiers: Sequence[Dossier], institution_id: int) -> Mapping[str, tuple[Text, str]]:
    """Return, by rule, which act is owed and the clause that says so."""
    wanted = {one.limit_rule for one in dossiers if one.limit_rule}
    return {
        rule.id: (acts_named(rule.body.acts), str(rule.cited[0]))
        for edition in enactment.editions(institution_id)
        for clause in edition.clauses
        for rule in clause.rules
        if rule.id in wanted and isinstance(rule.body, Must)
    }


def _stopped(dossiers: Sequence[Dossier]) -> Mapping[UUID, datetime]:
    """Return since when the clock of each dossier that is paused stands still."""
    paused = [one.pk for one in dossiers if one.verdict == "paused"]
    if not paused:
        return {}
    rows = Obligation.objects.filter(dossier__in=paused, verdict="paused")
    found = {uid: paused_since(steps) for uid, steps in rows.values_list("dossier", "steps")}
    return {uid: since for uid, since in found.items() if since is not None}


def _line(
    dossier: Dossier,
    matter: Matter | None,
    roster: Snapshot,
    office: WorkTime,
    now: datetime,
    *,
    full: bool,
    since: datetime | None,
    duties: Mapping[str, tuple[Text, str]],
) -> Line:
    procedure = procedures()[dossier.kind]
    awaited = duties.get(dossier.limit_rule, (Text("", ""), ""))
    applicant = (matter.applicant if full else mask_name(matter.applicant)) if matter else ""
    return Line(
        uid=dossier.uid.hex,
        number=dossier.number,
        title=matter.title if matter else "",
        kind=dossier.kind,
        kind_name=procedure.title,
        state=dossier.state,
        state_name=procedure.states[dossier.state].title,
        applicant=applicant,
        channel=CHANNELS.get(matter.channel if matter else "", Text("", "")),
        item=Name(matter.item.name, matter.item.name_en) if matter and matter.item else NOBODY,
        holder=holder(roster, dossier.post_id, now),
        first_asked=name_of(roster, dossier.first_asked_id),
        pending=post_name(roster, dossier.pending_post_id),
        left=left(dossier, office, now, since=since),
        awaits=awaited[0],
        cited=awaited[1],
        opened_at=office.local(dossier.opened_at),
        last_act_at=office.local(dossier.last_act_at),
        seq=dossier.head_seq,
    )


def left(
    dossier: Dossier, office: WorkTime, now: datetime, *, since: datetime | None = None
) -> Left:
    """Return the lamp and the remaining time of a dossier's most pressing limit.

    While the clock stands still, `since` is when it stopped: that is what is left.
    """
    shown = lamp(dossier.verdict, dossier.limit_at, dossier.remind_at, now)
    if dossier.settled and shown == "none":
        return Left("kept", None, Text("已办结", "Done"))
    if dossier.limit_at is None:
        none = Text("待核", "Check") if shown == "failed" else Text("不限时", "No limit")
        return Left(shown, None, none)
    said = remaining_text(
        office,
        dossier.limit_at,
        since or now if shown == "paused" else now,
        dossier.limit_unit,
        paused=shown == "paused",
    )
    return Left(shown, dossier.limit_at, said, dossier.provisional)


def remaining_text(
    office: WorkTime, limit: datetime, now: datetime, unit: str, *, paused: bool = False
) -> Text:
    """Return what is left of a limit, in both languages (ux.md 4.3)."""
    stated = Unit(unit) if unit else Unit.WORKING_DAY
    found = office.remaining(limit, now, stated, paused=paused)
    return Text(words.remaining(found, "zh"), words.remaining(found, "en"))


def finished_text(office: WorkTime, limit: datetime, done: datetime, unit: str) -> Text:
    """Return how something finished stands against its limit, in both languages."""
    stated = Unit(unit) if unit else Unit.WORKING_DAY
    found = office.finished(limit, done, stated)
    return Text(words.remaining(found, "zh"), words.remaining(found, "en"))


def paused_since(steps: Sequence[Mapping[str, Any]]) -> datetime | None:
    """Return when the clock stopped, from the steps of a derivation; None while it runs."""
    for step in reversed(steps):
        if step["what"] == "paused" and "from" in step["facts"]:
            return datetime.fromisoformat(step["facts"]["from"])
    return None


def holder(roster: Snapshot, post: int | None, now: datetime) -> Holder:
    """Return who is there for a post now."""
    if post is None or post not in roster.posts:
        return Holder(post, None, NOBODY, NOBODY, "")
    found = present(roster, post, at=now)
    department = roster.divisions.get(roster.posts[post].department_id)
    return Holder(
        post,
        found.person_id,
        name_of(roster, found.person_id),
        Name(department.name, department.name_en) if department else NOBODY,
        found.letter,
    )


def name_of(roster: Snapshot, person: int | None) -> Name:
    """Return a colleague's name; empty for nobody."""
    member = roster.members.get(person) if person is not None else None
    return Name(member.name, member.name_en) if member else NOBODY


def post_name(roster: Snapshot, post: int | None) -> Name:
    """Return a post's title; empty for none."""
    found = roster.posts.get(post) if post is not None else None
    return Name(found.title, found.title_en) if found else NOBODY
