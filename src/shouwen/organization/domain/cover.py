"""Who stands in while somebody is away, and which posts have nobody at all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from shouwen.organization.domain.presence import Presence
from shouwen.organization.domain.resolve import present
from shouwen.organization.domain.snapshot import Away, Capacity, Snapshot, holds


@dataclass(frozen=True, slots=True)
class Cover:
    """Who acts for a post from `since` until `until` of an absence."""

    post_id: int
    since: datetime
    until: datetime
    presence: Presence

    @property
    def backed_up(self) -> bool:
        """Return whether the post's own B or acting holder is there."""
        return self.presence.capacity in {Capacity.BACKUP, Capacity.ACTING}

    @property
    def both_away(self) -> bool:
        """Return whether A and B are away at once, so that the line of leaders must act."""
        return not self.backed_up


def cover(
    roster: Snapshot, person_id: int, *, since: datetime, until: datetime
) -> tuple[Cover, ...]:
    """Return who would act for each post of which the person is A, spell by spell.

    `roster` need not hold the absence; neighbouring spells with the same stand-in are one.
    """
    planned = roster.with_absence(Away(person_id, since, until))
    edges = [since, *planned.changes(since, until), until]
    covers: list[Cover] = []
    for post_id in roster.posts:
        spells: list[Cover] = []
        for start, end in pairwise(edges):
            if planned.holder(post_id, Capacity.PRIMARY, start) != person_id:
                continue
            _extend(spells, Cover(post_id, start, end, present(planned, post_id, at=start)))
        covers.extend(spells)
    return tuple(covers)


def _extend(spells: list[Cover], new: Cover) -> None:
    last = spells[-1] if spells else None
    same = last is not None and (
        last.until == new.since
        and last.presence.person_id == new.presence.person_id
        and last.presence.capacity == new.presence.capacity
    )
    if last is not None and same:
        spells[-1] = Cover(last.post_id, last.since, new.until, last.presence)
    else:
        spells.append(new)


def empty_posts(roster: Snapshot, at: datetime) -> tuple[Presence, ...]:
    """Return an alarm for each post for which nobody at all is present at the instant."""
    found = (present(roster, post_id, at=at) for post_id in roster.posts)
    return tuple(one for one in found if one.alarm)


def caretakers(roster: Snapshot, at: datetime) -> tuple[int, ...]:
    """Return who is told that nobody is there: principal leaders, even away, and administrators."""
    leaders = [one.person_id for one in roster.principals if holds(one, at)]
    assigned = roster.assigned.get("administrator", ())
    keepers = [one.person_id for one in assigned if holds(one, at) and one.person_id is not None]
    known = (one for one in dict.fromkeys((*leaders, *keepers)) if one in roster.members)
    return tuple(one for one in known if holds(roster.members[one], at))
