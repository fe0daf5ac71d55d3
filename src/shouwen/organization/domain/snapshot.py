"""An institution's roster as values: everything that resolving a role needs, and no database.

Instants are aware datetimes. A fact holds from `since` (left out: always did) until `until`, the
instant itself not included (left out: until further notice).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Literal, Protocol

MOST_ANSWERS = 50_000
"""Answers that one snapshot keeps."""


class Capacity(StrEnum):
    """In what capacity a person holds a post."""

    PRIMARY = "primary"
    BACKUP = "backup"
    ACTING = "acting"

    @property
    def letter(self) -> str:
        """Return what the chip and the journal show: A, B or acting."""
        return {"primary": "A", "backup": "B"}.get(self.value, self.value)


class _Timed(Protocol):
    @property
    def since(self) -> datetime | None: ...
    @property
    def until(self) -> datetime | None: ...


def holds(fact: _Timed, at: datetime) -> bool:
    """Return whether the fact holds at the instant."""
    return (fact.since is None or fact.since <= at) and (fact.until is None or at < fact.until)


@dataclass(frozen=True, slots=True)
class Member:
    """A member of staff; `since` and `until` bound the time of employment."""

    person_id: int
    name: str
    name_en: str = ""
    department_id: int | None = None
    rank: int = 100
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Division:
    """A department."""

    department_id: int
    name: str
    name_en: str = ""
    parent_id: int | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A post."""

    post_id: int
    department_id: int
    title: str
    title_en: str = ""
    is_window: bool = False


@dataclass(frozen=True, slots=True)
class Held:
    """A person holds a post in a capacity."""

    post_id: int
    person_id: int
    capacity: Capacity
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Away:
    """A person is absent; always ends."""

    person_id: int
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Led:
    """A person heads a department, is its leader in charge, or is a principal leader."""

    person_id: int
    kind: Literal["head", "in-charge", "principal"]
    department_id: int | None = None
    order: int = 0
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Assigned:
    """A role of the house given to a person, or to whoever acts for a post."""

    role: str
    person_id: int | None = None
    post_id: int | None = None
    department_id: int | None = None
    order: int = 0
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class OnDuty:
    """A person is on duty (weekly-duty, temporary-duty, duty-officer)."""

    person_id: int
    kind: str
    department_id: int | None
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The roster of one institution between `covers_from` and `covers_until`; make it by `of`."""

    institution_id: int
    version: int
    parent_id: int | None
    below: frozenset[int]
    """The institution and every institution below it."""
    zone: str
    covers_from: datetime | None
    covers_until: datetime | None
    members: Mapping[int, Member]
    divisions: Mapping[int, Division]
    posts: Mapping[int, Place]
    held: Mapping[int, tuple[Held, ...]]
    """By post; primary, then backup, then acting."""
    away: Mapping[int, tuple[Away, ...]]
    """By person."""
    heads: Mapping[int, tuple[Led, ...]]
    """By department, in order."""
    in_charge: Mapping[int, tuple[Led, ...]]
    """By department, in order."""
    principals: tuple[Led, ...]
    assigned: Mapping[str, tuple[Assigned, ...]]
    """By role, in order."""
    on_duty: Mapping[str, tuple[OnDuty, ...]] = field(default_factory=dict)
    """By kind, newest first."""
    memo: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)
    """Answers given already, by epoch; see `epoch`."""

    @staticmethod
    def of(
        *,
        institution_id: int,
        version: int = 0,
        parent_id: int | None = None,
        below: frozenset[int] | None = None,
        zone: str = "Asia/Shanghai",
        covers_from: datetime | None = None,
        covers_until: datetime | None = None,
        members: Sequence[Member] = (),
        divisions: Sequence[Division] = (),
        posts: Sequence[Place] = (),
        held: Sequence[Held] = (),
        away: Sequence[Away] = (),
        led: Sequence[Led] = (),
        assigned: Sequence[Assigned] = (),
        on_duty: Sequence[OnDuty] = (),
    ) -> Snapshot:
        """Return a snapshot with its indexes, from plain rows in any order."""
        leaders = sorted(led, key=lambda one: (one.order, one.person_id))
        return Snapshot(
            institution_id=institution_id,
            version=version,
            parent_id=parent_id,
            below=below or frozenset((institution_id,)),
            zone=zone,
            covers_from=covers_from,
            covers_until=covers_until,
            members={one.person_id: one for one in members},
            divisions={one.department_id: one for one in divisions},
            posts={one.post_id: one for one in posts},
            held=_grouped(sorted(held, key=_by_capacity), "post_id"),
            away=_grouped(sorted(away, key=lambda one: one.since), "person_id"),
            heads=_grouped([one for one in leaders if one.kind == "head"], "department_id"),
            in_charge=_grouped(
                [one for one in leaders if one.kind == "in-charge"], "department_id"
            ),
            principals=tuple(one for one in leaders if one.kind == "principal"),
            assigned=_grouped(sorted(assigned, key=lambda one: one.order), "role"),
            on_duty=_grouped(sorted(on_duty, key=lambda one: one.since, reverse=True), "kind"),
        )

    def covers(self, at: datetime) -> bool:
        """Return whether the instant lies in the window that was loaded."""
        return (self.covers_from is None or self.covers_from <= at) and (
            self.covers_until is None or at < self.covers_until
        )

    def with_absence(self, away: Away) -> Snapshot:
        """Return the same roster as it would be with one more absence."""
        mine = (*self.away.get(away.person_id, ()), away)
        return replace(
            self,
            away={**self.away, away.person_id: tuple(sorted(mine, key=lambda one: one.since))},
            memo={},
        )

    def epoch(self, at: datetime) -> int:
        """Return the number of the stretch of time around the instant in which nothing changes.

        Every answer about the roster is the same at all instants of an epoch, so it can be kept.
        """
        edges = self.memo.get("edges")
        if edges is None:
            instants = {one for fact in self._facts() for one in (fact.since, fact.until) if one}
            edges = self.memo["edges"] = sorted(instants)
        return bisect_right(edges, at)

    def remember(self, key: Any, answer: Any) -> None:
        """Keep an answer for its epoch; all are dropped when they become too many."""
        if len(self.memo) >= MOST_ANSWERS:
            edges = self.memo["edges"]
            self.memo.clear()
            self.memo["edges"] = edges
        self.memo[key] = answer

    def line(self, department_id: int | None) -> Iterator[int]:
        """Yield the department and those above it, nearest first."""
        seen: set[int] = set()
        while department_id is not None and department_id not in seen:
            seen.add(department_id)
            yield department_id
            division = self.divisions.get(department_id)
            department_id = division.parent_id if division else None

    def under(self, department_id: int) -> frozenset[int]:
        """Return the department and every department below it."""
        return frozenset(one for one in self.divisions if department_id in self.line(one))

    def employed(self, person_id: int, at: datetime) -> bool:
        """Return whether the person belongs to the staff at the instant."""
        member = self.members.get(person_id)
        return member is not None and holds(member, at)

    def absence(self, person_id: int, at: datetime) -> Away | None:
        """Return the absence that the person is on at the instant."""
        for away in self.away.get(person_id, ()):
            if away.since <= at < away.until:
                return away
        return None

    def is_present(self, person_id: int, at: datetime) -> bool:
        """Return whether the person is employed and not absent at the instant."""
        return self.employed(person_id, at) and self.absence(person_id, at) is None

    def holder(self, post_id: int, capacity: Capacity, at: datetime) -> int | None:
        """Return who holds the post in this capacity at the instant, present or not."""
        for one in self.held.get(post_id, ()):
            if one.capacity is capacity and holds(one, at):
                return one.person_id
        return None

    def own_posts(self, person_id: int, at: datetime) -> tuple[Held, ...]:
        """Return what the person holds at the instant, primary posts first."""
        mine = [
            one
            for holdings in self.held.values()
            for one in holdings
            if one.person_id == person_id and holds(one, at)
        ]
        return tuple(sorted(mine, key=_by_capacity))

    def changes(self, since: datetime, until: datetime) -> list[datetime]:
        """Return the instants inside (since, until) at which any fact begins or ends, in order."""
        instants: set[datetime] = set()
        for fact in self._facts():
            instants.update(
                one for one in (fact.since, fact.until) if one is not None and since < one < until
            )
        return sorted(instants)

    def _facts(self) -> Iterator[_Timed]:
        yield from self.members.values()
        yield from self.principals
        groups: tuple[Mapping[Any, tuple[_Timed, ...]], ...] = (
            self.held,
            self.away,
            self.heads,
            self.in_charge,
            self.assigned,
            self.on_duty,
        )
        for group in groups:
            for facts in group.values():
                yield from facts


_CAPACITIES = {Capacity.PRIMARY: 0, Capacity.BACKUP: 1, Capacity.ACTING: 2}


def _by_capacity(one: Held) -> tuple[int, int]:
    return _CAPACITIES[one.capacity], one.post_id


def _grouped(rows: Sequence[Any], key: str) -> dict[Any, tuple[Any, ...]]:
    groups: dict[Any, list[Any]] = {}
    for row in rows:
        groups.setdefault(getattr(row, key), []).append(row)
    return {name: tuple(group) for name, group in groups.items()}
