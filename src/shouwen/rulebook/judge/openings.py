"""Which rules a record has opened: the first occurrence, each recipient, and who gave way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from shouwen.rulebook.acts import Act, Record
from shouwen.rulebook.judge.facts import OfficeClock, View, holds
from shouwen.rulebook.judge.text import Entry, Index

RECLASSIFIED = "reclassified"
REOPENED = "reopened"


@dataclass(frozen=True, slots=True)
class Opening:
    """A rule that an act opened, and what ended its turn other than an act of its own."""

    entry: Entry
    act: Act
    place: int
    """Index of the opening act in the record's acts."""
    segment: int
    """Index of the last `reopened` before it, or 0."""
    ended: Act | None = None
    """The `reclassified` act from which the condition no longer holds."""
    successor: Entry | None = None
    """The rule that took over by `instead-of`, from `ended` on."""
    level: int = 0
    period: str = ""
    started: datetime | None = None
    """When the clock started, if not at the opening act (the next level, a later period)."""
    since: Act | None = field(default=None, compare=False)
    """The `reclassified` act from which its condition holds, if it did not at the opening act."""

    @property
    def stands_from(self) -> int:
        """Return the number of the act from which the rule is in place."""
        return (self.since or self.act).seq


def opened(index: Index, record: Record, days: Sequence[date], clock: OfficeClock) -> list[Opening]:
    """Return what the record opened, in the order of opening, replaced rules already dropped.

    `days` are the local days of the acts, side by side with them.
    """
    found = _found(index, record, days, clock)
    if not index.replacers:
        return found
    return [left for opening in found if (left := _given_way(opening, found)) is not None]


def _found(index: Index, record: Record, days: Sequence[date], clock: OfficeClock) -> list[Opening]:
    seen: set[int] = set()
    segment = 0
    found: list[Opening] = []
    for place, act in enumerate(record.acts):
        if act.name == REOPENED:
            segment = place
            seen.clear()
        for entry in index.openers.get(act.name, ()):
            if not entry.by_recipient:
                if id(entry) in seen:
                    continue
                seen.add(id(entry))
            if entry.text.in_force(days[place]):
                opening = judged(entry, record, place, segment, clock)
                if opening is not None:
                    found.append(opening)
    return found


def judged(
    entry: Entry, record: Record, place: int, segment: int, clock: OfficeClock
) -> Opening | None:
    """Evaluate the condition at the opening act, and anew at each reclassification after it."""
    acts = record.acts
    act = acts[place]
    opening = Opening(entry, act, place, segment)
    if not entry.rule.if_:
        return opening
    view = View(record, acts[: place + 1], act, clock, segment)
    result = opening if holds(entry.rule.if_, view, entry.text.unknown) else None
    for later in _reclassifications(acts, place):
        view = replace(view, acts=(*view.acts, later))
        if holds(entry.rule.if_, view, entry.text.unknown):
            result = (
                replace(opening, since=later) if result is None else replace(result, ended=None)
            )
        elif result is not None and result.ended is None:
            result = replace(opening, ended=later)
    return result


def _reclassifications(acts: Sequence[Act], place: int) -> Iterator[Act]:
    for act in acts[place + 1 :]:
        if act.name == REOPENED:
            return
        if act.name == RECLASSIFIED:
            yield act


def _given_way(opening: Opening, found: Sequence[Opening]) -> Opening | None:
    """Return the opening, ended by the first rule that says it stands instead; None if at once."""
    handle = opening.entry.handle
    rivals = [
        other
        for other in found
        if handle in other.entry.replaces and other is not opening and other.ended is None
    ]
    own = opening.stands_from
    if any(one.segment == opening.segment and one.stands_from <= own for one in rivals):
        return None
    later = [
        one
        for one in rivals
        if one.place > opening.place or (one.segment == opening.segment and one.stands_from > own)
    ]
    if not later:
        return opening
    first = min(later, key=lambda one: one.stands_from)
    moment = first.since or first.act
    if opening.ended is not None and opening.ended.seq <= moment.seq:
        return opening
    return replace(opening, ended=moment, successor=first.entry)
