"""One matter with its whole story: who, what is owed and why, what happened, what may be done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef

from shouwen.docket import queries as dossiers
from shouwen.docket.domain import Lamp, lamp
from shouwen.docket.errors import unknown_dossier
from shouwen.docket.models import Dossier, Obligation
from shouwen.enactment import queries as enactment
from shouwen.errors import Name, Text
from shouwen.journal import queries as journal
from shouwen.matters.domain import BESIDE_THE_LIST, RATINGS
from shouwen.matters.models import Attachment, HandedIn, Matter
from shouwen.matters.queries.acts import Acts, acts_now
from shouwen.matters.queries.lines import (
    Holder,
    Line,
    finished_text,
    holder,
    lines,
    paused_since,
    remaining_text,
)
from shouwen.matters.queries.story import Event, events
from shouwen.organization import queries as organization
from shouwen.organization.domain import Actor, Snapshot
from shouwen.organization.masking import mask_address, mask_email, mask_name, mask_phone
from shouwen.papers import queries as papers
from shouwen.papers.queries import PaperLine
from shouwen.rulebook.acts import Act
from shouwen.rulebook.procedure import procedures
from shouwen.rulebook.told import acts_named
from shouwen.rulebook.vocabulary import ROLES
from shouwen.rulebook.vocabulary import name_of as word
from shouwen.worktime import WorkTime


@dataclass(frozen=True, slots=True)
class Limit:
    """One obligation as people read it: lamp, limit, what is left, derivation and clauses."""

    key: str
    what: Text
    acts: tuple[str, ...]
    opened_seq: int
    closed_seq: int | None
    bearer: Text
    bearer_role: str
    verdict: str
    lamp: Lamp
    limit: datetime | None
    promised: datetime | None
    left: Text
    provisional: bool
    right: bool
    soft: bool
    steps: Sequence[Mapping[str, Any]]
    cited: Sequence[str]
    closed_at: datetime | None
    running: bool


@dataclass(frozen=True, slots=True)
class Person:
    """Who asked, masked unless the reader asked to see it (and that was recorded)."""

    name: str
    phone: str
    address: str
    email: str
    anonymous: bool


@dataclass(frozen=True, slots=True)
class MaterialState:
    """A material of the item: handed in or not."""

    id: int
    name: Name
    demand: str
    required: bool
    handed_in: bool


PROPOSING = frozenset({"extension-asked", "refusal-filed", "plan-proposed"})
"""Acts that wait for a signature."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A one-time notice: what is missing (by its code), until when, whether all was handed in."""

    papers: Mapping[str, str]
    answer_by: date | None
    answered: bool = False

    @property
    def missing(self) -> tuple[str, ...]:
        """Return the names of what is missing."""
        return tuple(self.papers.values())


@dataclass(frozen=True, slots=True)
class Page:
    """Everything that the page of a matter shows."""

    line: Line
    subject: str
    person: Person
    holder: Holder
    co_handlers: tuple[Name, ...]
    limits: tuple[Limit, ...]
    events: tuple[Event, ...]
    acts: Acts
    materials: tuple[MaterialState, ...]
    notices: tuple[Notice, ...]
    attachments: tuple[Attachment, ...]
    papers: tuple[PaperLine, ...]
    reply: str
    rating: Text | None
    seen_as: str
    seq: int
    item_id: int | None
    final: bool
    settled: bool
    erased: bool
    """Whether its personal data was deleted."""
    waiting_for: str
    """Role whose signature is awaited; empty when none is."""


def page(
    actor: Actor,
    number: str,
    now: datetime,
    *,
    full: bool = False,
    roster: Snapshot | None = None,
) -> Page:
    """Return the page of a matter that the actor may see; `full` shows personal data unmasked.

    The caller records that personal data was shown (`matters.actions.reveal`) before it asks so.
    """
    rows = dossiers.visible(actor).filter(institution=actor.institution_id, number=number)
    found = rows.select_related("matter__item").filter(matter__isnull=False).first()
    if found is None:
        raise unknown_dossier(number)
    return page_of(found, actor, now, full=full, roster=roster)


def page_of(
    dossier: Dossier,
    actor: Actor | None,
    now: datetime,
    *,
    full: bool = False,
    roster: Snapshot | None = None,
) -> Page:
    """Make the page of a dossier; `actor=None` is the citizen, who sees their own data."""
    matter: Matter = dossier.matter
    roster = organization.snapshot(dossier.institution_id, now, roster)
    office = enactment.worktime(dossier.institution_id)
    entries = journal.entries(dossier.uid.hex)
    record = dossiers.records_of({dossier.uid: dossier.kind}, entries)[dossier.uid]
    procedure = procedures()[dossier.kind]
    rating = RATINGS[matter.rating] if matter.rating else None
    papers_asked = _materials(matter)
    story = events(dossier, roster, now, full=full, entries=entries)
    return Page(
        line=lines(
            [dossier],
            institution_id=dossier.institution_id,
            now=now,
            full=full,
            matters={matter.pk: matter},
            roster=roster,
        )[0],
        subject=matter.subject,
        person=_person(matter, full=full),
        holder=holder(roster, dossier.post_id, now),
        co_handlers=tuple(
            holder(roster, bond.post, now).name
            for bond in dossiers.bonds(dossier).get("co-handler", ())
        ),
        limits=limits(dossier, office, now),
        events=story,
        acts=acts_now(dossier, actor, now, record=record),
        materials=papers_asked,
        notices=_notices(story, papers_asked),
        attachments=_attachments(matter, entries),
        papers=tuple(papers.of_dossier(dossier.uid)),
        reply=matter.reply,
        rating=rating,
        seen_as=procedure.states[dossier.state].seen_as,
        seq=dossier.head_seq,
        item_id=matter.item_id,
        final=dossier.final,
        settled=dossier.settled,
        erased=matter.erased_at is not None,
        waiting_for=_awaited(dossier, record.acts),
    )


def _awaited(dossier: Dossier, acts: Sequence[Act]) -> str:
    """Return the role whose signature a matter waits for; nothing is asked if nothing was."""
    if dossier.settled or not any(one.name in PROPOSING for one in acts):
        return ""
    waiting = dossier.proposals.filter(decided_at__isnull=True).order_by("-seq")
    return waiting.values_list("role", flat=True).first() or ""


def _attachments(matter: Matter, entries: Sequence[journal.Entry]) -> tuple[Attachment, ...]:
    """Return the files of a matter; nothing is asked if no entry brought any."""
    if not any(entry.facts.get("fields", {}).get("files") for entry in entries):
        return ()
    return tuple(matter.attachments.order_by("at", "id"))


def _notices(story: Sequence[Event], asked: Sequence[MaterialState]) -> tuple[Notice, ...]:
    """Return the one-time notices as the record tells them, the first one first."""
    names: dict[str, str] = {str(one.id): one.name for one in asked}
    found: list[Notice] = []
    for event in reversed(story):
        if event.act == "told-once":
            given = {code: names[code] for code in event.fields.get("missing", []) if code in names}
            if "extra" in event.texts:
                given[BESIDE_THE_LIST] = event.texts["extra"]
            until = event.fields.get("answer-by")
            found.append(Notice(given, date.fromisoformat(until) if until else None))
        elif event.act == "correction-received" and found:
            found[-1] = replace(found[-1], answered=True)
        elif event.act == "correction-part-received" and found:
            came = event.fields.get("received", [])
            left = {code: name for code, name in found[-1].papers.items() if code not in came}
            found[-1] = replace(found[-1], papers=left)
    return tuple(found)


def _person(matter: Matter, *, full: bool) -> Person:
    if full:
        return Person(
            matter.applicant, matter.phone, matter.address, matter.email, matter.anonymous
        )
    return Person(
        mask_name(matter.applicant),
        mask_phone(matter.phone),
        mask_address(matter.address),
        mask_email(matter.email),
        matter.anonymous,
    )


def _materials(matter: Matter) -> tuple[MaterialState, ...]:
    if matter.item is None:
        return ()
    got = HandedIn.objects.filter(matter=matter, material=OuterRef("pk"))
    return tuple(
        MaterialState(one.pk, Name(one.name, one.name_en), one.demand, one.required, one.handed)
        for one in matter.item.materials.annotate(handed=Exists(got))
    )


def limits(dossier: Dossier, office: WorkTime, now: datetime) -> tuple[Limit, ...]:
    """Return the obligations of a dossier: running ones first, the earliest limit on top."""
    rows = sorted(
        dossier.obligations.all(),
        key=lambda row: (
            row.closed_at is not None,
            row.right,
            row.limit_at is None,
            row.limit_at or row.opened_at,
        ),
    )
    return tuple(limit_of(row, office, now) for row in rows)


def limit_of(row: Obligation, office: WorkTime, now: datetime) -> Limit:
    """Return a stored (or merely computed) obligation as people read it."""
    said = Text("", "")
    if row.closed_at is None and row.limit_at is not None:
        paused = row.verdict == "paused"
        since = paused_since(row.steps) if paused else None
        said = remaining_text(office, row.limit_at, since or now, row.unit, paused=paused)
    elif row.closed_at is not None and row.limit_at is not None and row.verdict in {"kept", "late"}:
        said = finished_text(office, row.limit_at, row.closed_at, row.unit)
    return Limit(
        key=row.key,
        what=acts_named(row.acts),
        acts=tuple(row.acts),
        opened_seq=row.opened_seq,
        closed_seq=row.closed_seq,
        bearer=word(row.bearer, among=ROLES),
        bearer_role=row.bearer,
        verdict=row.verdict,
        lamp=lamp(row.verdict, row.limit_at, row.remind_at, now),
        limit=row.limit_at,
        promised=row.promised_at,
        left=said,
        provisional=row.provisional,
        right=row.right,
        soft=row.soft,
        steps=row.steps,
        cited=row.cited,
        closed_at=row.closed_at,
        running=row.closed_at is None,
    )
