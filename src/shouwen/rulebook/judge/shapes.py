"""Records of one shape open the same rules: the openings are worked out once for each shape.

The shape of a record is everything that decides which rules it opens and nothing else: the names
of its acts, the facts that conditions ask for, the texts in force on each day. What the shape
leaves out (instants, people, other fields) is read from the record itself.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from shouwen.rulebook.acts import Act, Record
from shouwen.rulebook.judge.clock import Clock
from shouwen.rulebook.judge.openings import RECLASSIFIED, REOPENED, Opening, judged, opened
from shouwen.rulebook.judge.text import Entry, Index
from shouwen.rulebook.values import Must

MOST_SHAPES = 4_000
"""Shapes kept for one kind of dossier; then the memory starts anew."""

_ANEW = (RECLASSIFIED,)
_STATEMENTS = frozenset({"due-stated", "limited", "promise-shorter"})
_TO_KNOW = {
    "due-stated": ("due", "due-by", "statute", "promise"),
    "limited": ("limited", "due", "due-by", "statute", "promise"),
    "promise-shorter": ("promise-shorter", "statute", "promise"),
}


@dataclass(frozen=True, slots=True)
class Slot:
    """An opening without its record: acts are named by their place."""

    entry: Entry
    place: int
    segment: int
    ended: int | None
    successor: Entry | None


@dataclass(slots=True)
class Shapes:
    """The openings of one kind of dossier, by shape. May be shared between threads."""

    index: Index
    asked: frozenset[str] = field(init=False)
    """Every fact that a condition of the kind asks for, and what computed facts look at."""
    turns: tuple[date, ...] = field(init=False)
    """The days on which a text comes into force or has gone out of it."""
    by_hours: frozenset[str] = field(init=False)
    """Acts at which a condition asks whether the office was open."""
    by_roles: bool = field(init=False)
    heard: frozenset[str] = field(init=False)
    """Acts that do something other than open a rule."""
    kept: dict[Hashable, tuple[Slot, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        entries = [entry for some in self.index.openers.values() for entry in some]
        named = {name for entry in entries for name in entry.rule.if_}
        self.asked = frozenset(named.union(*(_TO_KNOW.get(name, ()) for name in named)))
        self.by_roles = bool(named & _STATEMENTS)
        timed = [entry for entry in entries if "hours" in entry.rule.if_]
        self.by_hours = frozenset(act for entry in timed for act in (*entry.body.after, *_ANEW))
        self.heard = frozenset(name for entry in entries for name in _hears(entry))
        texts = [entry.text for entry in entries]
        ends = [text.last_day.toordinal() + 1 for text in texts if text.last_day < date.max]
        turns = {text.first_day for text in texts} | {date.fromordinal(end) for end in ends}
        self.turns = tuple(sorted(turns))

    def opened(self, record: Record, days: Sequence[date], clock: Clock) -> list[Opening]:
        """Return what the record opened, as `openings.opened` does."""
        shape = self._shape(record, days, clock)
        slots = self.kept.get(shape)
        if slots is None:
            found = opened(self.index, record, days, clock)
            if len(self.kept) >= MOST_SHAPES:
                self.kept.clear()
            self.kept[shape] = tuple(_slot(one, record.acts) for one in found)
            return found
        acts = record.acts
        return [
            Opening(
                slot.entry,
                acts[slot.place],
                slot.place,
                slot.segment,
                None if slot.ended is None else acts[slot.ended],
                slot.successor,
            )
            for slot in slots
        ]

    def wakes(self, record: Record, name: str, clock: Clock) -> bool:
        """Say whether an event that time set among the acts can change any duty.

        It can where it opens a rule, and where anything but an opening hangs on it.
        """
        if name in self.heard:
            return True
        place = next(place for place, act in enumerate(record.acts) if act.name == name)
        segment = max((n for n in range(place) if record.acts[n].name == REOPENED), default=0)
        day = clock.local(record.acts[place].at).date()
        return any(
            entry.text.in_force(day) and judged(entry, record, place, segment, clock) is not None
            for entry in self.index.openers.get(name, ())
        )

    def _shape(self, record: Record, days: Sequence[date], clock: Clock) -> Hashable:
        asked, turns = self.asked, self.turns
        return (
            _values(record.catalogue, asked),
            *(
                (
                    act.name,
                    bisect_right(turns, day),
                    _values(act.fields, asked) if act.fields else (),
                    act.to_roles,
                    act.roles if self.by_roles and "due" in act.fields else None,
                    act.name in self.by_hours and clock.is_office_time(act.at),
                )
                for act, day in zip(record.acts, days, strict=True)
            ),
        )


def _hears(entry: Entry) -> Iterator[str]:
    """Yield the acts that fulfil, end, waive, bound, stop, resume or lengthen a duty."""
    body = entry.body
    yield from entry.acts
    yield from entry.waived_by
    if isinstance(body, Must) and body.before is not None:
        yield body.before
    for _, pause in entry.pauses:
        yield from (*pause.from_, *pause.until)
    for _, extend in entry.extends:
        yield extend.when


def _values(found: Mapping[str, Any], asked: frozenset[str]) -> Hashable:
    """Return the values asked for; what is not a text is told apart by type and spelling."""
    return tuple(
        (name, value if type(value) is str else (type(value), repr(value)))
        for name, value in found.items()
        if name in asked
    )


def _slot(opening: Opening, acts: Sequence[Act]) -> Slot:
    ended = None
    if opening.ended is not None:
        ended = next(place for place, act in enumerate(acts) if act is opening.ended)
    return Slot(opening.entry, opening.place, opening.segment, ended, opening.successor)
