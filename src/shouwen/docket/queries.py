"""Every read on dossiers: the record the law judges, who may do what, lists, health."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from shouwen.docket.domain import Bond, bonds_from_json, bonds_of_role, bound_roles
from shouwen.docket.errors import unknown_dossier
from shouwen.docket.models import (
    Dossier,
    Involvement,
    Moved,
    Obligation,
    Proposal,
    Rejudgement,
    Timer,
)
from shouwen.enactment import queries as enactment
from shouwen.journal import queries as journal
from shouwen.journal.domain import START, Head
from shouwen.organization import queries as organization
from shouwen.organization.domain import Actor, Presence, Snapshot, present
from shouwen.organization.domain import actor as actor_of
from shouwen.organization.visibility import visible_to
from shouwen.rulebook.acts import Act, Record
from shouwen.rulebook.procedure import LAW
from shouwen.rulebook.vocabulary import OUTSIDE_ROLES

DECIDES: Mapping[str, str] = {
    "extension-approved": "extension-approved",
    "extension-refused": "extension-approved",
    "refusal-approved": "refusal-approved",
    "refusal-rejected": "refusal-approved",
    "plan-approved": "plan-approved",
    "withdrawn": "",
}
"""Deciding act → the act that its proposal waited for."""

APPLICANT_ROLES = frozenset({"applicant", "petitioner", "complainant", "requester", "guest"})


@dataclass(frozen=True, slots=True)
class Doer:
    """Who enters an act: person, post and capacity, and the roles held on this dossier now."""

    person: int | None
    post: int | None
    capacity: str
    roles: frozenset[str]

    @property
    def name(self) -> str:
        """Return the opaque id under which the law knows the doer."""
        if self.post is not None:
            return f"post:{self.post}"
        return f"person:{self.person}" if self.person is not None else self.capacity


CITIZEN = Doer(None, None, "applicant", APPLICANT_ROLES)
"""Whoever shows the number and the query code of a dossier."""

SYSTEM = Doer(None, None, "system", frozenset({LAW}))
"""The software itself, for what a clause says happens by itself."""


def doer(dossier: Dossier, actor: Actor) -> Doer:
    """Return how this actor may act on a dossier: for which post, in which roles."""
    posts = posts_of(actor)
    post = _acting_post(dossier, posts)
    held = bound_roles(bonds(dossier), actor.person_id, posts)
    if dossier.pending_post_id in posts:
        held |= {"recipient"}
    roles = held | office_roles(actor, dossier.department_id) | {"any-staff"}
    return Doer(actor.person_id, post, capacity(actor, post), roles)


def newcomer(actor: Actor, post: int | None = None) -> Doer:
    """Return how an actor opens a dossier: as the first-asked, for the post they sit at."""
    posts = posts_of(actor)
    own = [one.post_id for one in actor.posts if one.own]
    chosen = post if post in posts else next(iter([*own, *sorted(posts)]), None)
    roles = office_roles(actor, actor.department_id) | {"any-staff", "first-asked"}
    return Doer(actor.person_id, chosen, capacity(actor, chosen), roles)


def posts_of(actor: Actor) -> frozenset[int]:
    """Return the posts that an actor acts for at the instant."""
    return frozenset(one.post_id for one in actor.posts)


def capacity(actor: Actor, post: int | None) -> str:
    """Return in what capacity an actor acts for a post: A, B, a seat, or as the person alone."""
    acting = actor.acts_for(post) if post is not None else None
    return acting.letter if acting else "person"


def office_roles(actor: Actor, department: int | None) -> frozenset[str]:
    """Return the roles of the office that an actor bears towards a department's dossiers."""
    return frozenset(
        role
        for role, reach in actor.reaches.items()
        if reach is None or (department is not None and department in reach)
    )


def _acting_post(dossier: Dossier, posts: frozenset[int]) -> int | None:
    held = [bond.post for some in bonds(dossier).values() for bond in some if bond.post in posts]
    for post in (dossier.pending_post_id, dossier.post_id, *held, *sorted(posts)):
        if post is not None and post in posts:
            return post
    return None


def bonds(dossier: Dossier) -> dict[str, list[Bond]]:
    """Return who holds which role on the dossier."""
    return bonds_from_json(dossier.bonds)


def bond_name(bond: Bond | None) -> str | None:
    """Return a bond as the law's opaque id."""
    if bond is None:
        return None
    return f"post:{bond.post}" if bond.post is not None else f"person:{bond.person}"


def bond_of(name: object) -> Bond | None:
    """Read an opaque id back (`post:12`, `person:3`)."""
    kind, _, digits = str(name or "").partition(":")
    if not digits.isdigit():
        return None
    return Bond(post=int(digits)) if kind == "post" else Bond(person=int(digits))


def record(dossier: Dossier) -> Record:
    """Return the dossier as the law sees it: the fold of its journal entries."""
    return records([dossier])[dossier.uid]


def records(dossiers: Iterable[Dossier]) -> dict[UUID, Record]:
    """Return the records of several dossiers with one read of the journal."""
    kinds = {dossier.uid: dossier.kind for dossier in dossiers}
    return records_of(kinds, journal.entries_of([uid.hex for uid in kinds]))


def records_of(kinds: Mapping[UUID, str], entries: Iterable[journal.Entry]) -> dict[UUID, Record]:
    """Return the records that entries make, which the caller has read already."""
    acts: dict[UUID, list[Act]] = {uid: [] for uid in kinds}
    catalogue: dict[UUID, Mapping[str, Any]] = {}
    for entry in entries:
        uid = UUID(hex=entry.dossier)
        acts[uid].append(act_of(entry))
        if "catalogue" in entry.facts:
            catalogue[uid] = entry.facts["catalogue"]
    return {
        uid: Record(kind, tuple(acts[uid]), catalogue.get(uid, {})) for uid, kind in kinds.items()
    }


def act_of(entry: journal.Entry) -> Act:
    """Return a journal entry as the act that the law judges."""
    facts = entry.facts
    by = entry.by
    name = Doer(by.get("person"), by.get("post"), by.get("as", ""), frozenset()).name
    return Act(
        name=entry.act,
        at=entry.at,
        seq=entry.seq,
        by=name,
        roles=frozenset(facts.get("roles", ())),
        fields={**facts.get("fields", {}), **dict.fromkeys(entry.values, "given")},
        to=facts.get("to"),
        to_roles=frozenset(facts.get("to_roles", ())),
    )


def head(dossier: Dossier) -> Head:
    """Return the last link of the dossier's chain as its row keeps it."""
    if dossier.head_seq < 0 or dossier.head_recorded is None:
        return START
    return Head(dossier.head_seq, dossier.head_hash, dossier.head_recorded)


def set_head(dossier: Dossier, entry: journal.Entry) -> None:
    """Note a new last link on the dossier's row."""
    dossier.head_seq, dossier.head_hash = entry.seq, entry.hash
    dossier.head_recorded = entry.recorded


def local_day(dossier: Dossier, at: datetime) -> date:
    """Return the day of an instant where the institution is."""
    return enactment.worktime(dossier.institution_id).local(at).date()


class Rosters:
    """The rosters that one act or one batch needs, each read from the database once."""

    def __init__(self, known: Snapshot | None = None) -> None:
        self._kept: dict[tuple[int, int], Snapshot] = {}
        self._known = known

    def at(self, institution_id: int, instant: datetime) -> Snapshot:
        """Return the institution's roster that covers an instant."""
        key = (institution_id, instant.astimezone(UTC).year)
        if key not in self._kept:
            self._kept[key] = organization.snapshot(institution_id, instant, self._known)
        return self._kept[key]


def department_of(roster: Snapshot, post_id: int) -> int | None:
    """Return the department that a post belongs to."""
    post = roster.posts.get(post_id)
    return post.department_id if post else None


def roles_of(roster: Snapshot, bond: Bond | None, at: datetime) -> frozenset[str]:
    """Return the roles that the recipient of an act bears: those of whoever is there now."""
    person = bond.person if bond else None
    department: int | None = None
    if bond is not None and bond.post is not None:
        person = present(roster, bond.post, at=at).person_id
        department = department_of(roster, bond.post)
    if person is None:
        return frozenset()
    return office_roles(actor_of(roster, person, at=at), department)


def bearer_at(
    dossier: Dossier, role: str, recipient: str | None, at: datetime, rosters: Rosters
) -> tuple[int | None, int | None]:
    """Return the post and the person who bore a role on the dossier at an instant.

    A bound role is borne by its post's holder of that day; an office's role by whoever the
    organization resolves it to; failing both, by whoever is responsible for the dossier.
    """
    roster = rosters.at(dossier.institution_id, at)
    bond = bond_of(recipient) or next(iter(bonds_of_role(dossier.bonds, role)), None)
    if bond is not None and bond.post is None:
        return (dossier.post_id, bond.person)
    if bond is not None and bond.post is not None:
        return (bond.post, present(roster, bond.post, at=at).person_id)
    found = organization.resolve(
        role,
        institution_id=dossier.institution_id,
        department_id=dossier.department_id,
        post_id=dossier.post_id,
        at=at,
        roster=roster,
    )
    return (found.post_id or dossier.post_id, found.person_id)


def bearers(dossier: Dossier, roles: Iterable[str], at: datetime, rosters: Rosters) -> set[int]:
    """Return the people of the office who bore any of these roles at an instant."""
    inside = [role for role in roles if role not in OUTSIDE_ROLES]
    found = {bearer_at(dossier, role, None, at, rosters)[1] for role in inside}
    return {person for person in found if person is not None}


def responsible(dossier: Dossier, at: datetime) -> Presence:
    """Return the one person who is at work and answers for an open dossier at an instant."""
    assert dossier.post_id is not None
    return organization.present(dossier.post_id, at, institution_id=dossier.institution_id)


def visible(actor: Actor) -> QuerySet[Dossier]:
    """Return the dossiers that an actor may see: the one entry for every list, page and export."""
    part = Involvement.objects.filter(dossier=OuterRef("pk")).filter(
        Q(post__in=actor.sees_posts) | Q(person=actor.person_id)
    )
    mine = Q(institution=actor.institution_id) & Exists(part)
    return Dossier.objects.filter(visible_to(actor) | mine)


def by_number(actor: Actor, number: str) -> Dossier:
    """Return a dossier that the actor may see; a hidden one answers like one that is not there."""
    found = visible(actor).filter(institution=actor.institution_id, number=number).first()
    if found is None:
        raise unknown_dossier(number)
    return found


def with_open_limits(institution_id: int) -> list[UUID]:
    """Return the dossiers on which a limit is running: those that a new calendar may move."""
    rows = Obligation.objects.filter(institution=institution_id, closed_at__isnull=True)
    return list(rows.values_list("dossier", flat=True).distinct())


def anything_due(now: datetime) -> bool:
    """Say whether `tick` would find something to do."""
    unfinished = Rejudgement.objects.filter(finished_at=None)
    return Timer.objects.filter(at__lt=now).exists() or unfinished.exists()


def waiting_for_signature(actor: Actor) -> QuerySet[Proposal]:
    """Return the proposals that wait for a role which this actor holds, oldest first."""
    wanted = Q(pk__in=())
    for role, departments in actor.reaches.items():
        one = Q(role=role)
        wanted |= one if departments is None else one & Q(department__in=departments)
    rows = Proposal.objects.filter(institution=actor.institution_id, decided_at__isnull=True)
    return rows.filter(wanted).select_related("dossier", "asked_by").order_by("asked_at")


def uid_of(institution_id: int, number: str) -> UUID | None:
    """Return the id of a dossier by its number, for the proof of its chain; None if unknown."""
    rows = Dossier.objects.filter(institution=institution_id, number=number)
    return rows.values_list("uid", flat=True).first()


def numbers_of(uids: Iterable[UUID]) -> dict[UUID, str]:
    """Return the numbers of dossiers; what is no dossier is left out."""
    return dict(Dossier.objects.filter(uid__in=list(uids)).values_list("uid", "number"))


@dataclass(frozen=True, slots=True)
class Carried:
    """How far a change of the law or the calendar has been carried through open dossiers."""

    id: int
    why: Mapping[str, Any]
    begun_at: datetime
    total: int
    seen: int
    moved: int
    failed: int
    finished: bool


def rejudgement(institution_id: int, rejudgement_id: int) -> Carried | None:
    """Return one rejudgement of the institution; None if there is none."""
    row = Rejudgement.objects.filter(institution=institution_id, pk=rejudgement_id).first()
    return _carried(row) if row is not None else None


def rejudgements(institution_id: int, most: int = 20) -> list[Carried]:
    """Return the newest rejudgements of the institution."""
    rows = Rejudgement.objects.filter(institution=institution_id).order_by("-pk")[:most]
    return [_carried(row) for row in rows]


def _carried(row: Rejudgement) -> Carried:
    done = row.finished_at is not None
    return Carried(row.pk, row.why, row.begun_at, row.total, row.seen, row.moved, row.failed, done)


@dataclass(frozen=True, slots=True)
class MovedLimit:
    """A limit that a change moved."""

    id: int
    number: str
    rule: str
    was: datetime | None
    now: datetime | None


def moved_limits(rejudgement_id: int, *, after: int = 0, most: int = 200) -> list[MovedLimit]:
    """Return limits that a rejudgement moved, in the order of discovery, after a row id."""
    rows = Moved.objects.filter(rejudgement=rejudgement_id, pk__gt=after).order_by("pk")
    return [
        MovedLimit(row.pk, row.dossier.number, row.rule, row.was, row.now)
        for row in rows.select_related("dossier")[:most]
    ]


def any_dossier(institution_id: int) -> bool:
    """Say whether the office has registered anything yet."""
    return Dossier.objects.filter(institution=institution_id).exists()
