"""Pauses as intervals: from which instant until which a clause stops the clock of a rule."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from shouwen.rulebook.acts import Act, Record
from shouwen.rulebook.judge.clock import Clock, Standstill
from shouwen.rulebook.judge.facts import View, holds
from shouwen.rulebook.judge.openings import REOPENED, Opening
from shouwen.rulebook.values import Ahead, LimitOf, Pause, Rule


def standstills(
    opening: Opening, record: Record, start: datetime, clock: Clock
) -> tuple[Standstill, ...]:
    """Return the union of all intervals in which the clock stands, clipped to the start.

    A rule whose limit hangs on another's is never paused itself: it moves with the other.
    """
    pauses = opening.entry.pauses
    if not pauses or isinstance(opening.entry.body.within, LimitOf | Ahead):
        return ()
    found = [
        Standstill(max(one.from_, start), one.until, one.cited)
        for rule, pause in pauses
        for one in _intervals(rule, pause, opening, record, clock)
        if one.until is None or one.until > start
    ]
    return tuple(_union(sorted(found, key=lambda one: one.from_)))


def _intervals(
    rule: Rule, pause: Pause, opening: Opening, record: Record, clock: Clock
) -> Iterator[Standstill]:
    cited = tuple(str(citation) for citation in rule.cited)
    stopped: Act | None = None
    for place, act in enumerate(record.acts):
        if stopped is None:
            if act.name in pause.from_ and _stops(rule, opening, record, place, clock):
                stopped = act
        elif act.name in pause.until or act.name == REOPENED:
            yield Standstill(stopped.at, max(act.at, stopped.at), cited)
            stopped = None
    if stopped is not None:
        yield Standstill(stopped.at, None, cited)


def _stops(rule: Rule, opening: Opening, record: Record, place: int, clock: Clock) -> bool:
    if not rule.if_:
        return True
    view = View(record, record.acts[: place + 1], record.acts[place], clock, opening.segment)
    return holds(rule.if_, view, opening.entry.text.unknown)


def _union(ordered: list[Standstill]) -> Iterator[Standstill]:
    held: Standstill | None = None
    for one in ordered:
        if held is None:
            held = one
        elif held.until is None or one.from_ <= held.until:
            held = _joined(held, one)
        else:
            yield held
            held = one
    if held is not None:
        yield held


def _joined(a: Standstill, b: Standstill) -> Standstill:
    until = None if a.until is None or b.until is None else max(a.until, b.until)
    return Standstill(a.from_, until, tuple(dict.fromkeys((*a.cited, *b.cited))))
