"""What a law remembers between records: limits and reminders that depend on a day alone.

Everything here is a pure function of its key under one calendar and one set of office hours; a
new calendar makes a new law, and with it a new memory.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from shouwen.rulebook.judge.clock import Clock
from shouwen.rulebook.judge.yardstick import Measure, Yardstick
from shouwen.worktime import Amount, Unit
from shouwen.worktime.spans import Immediate, SameDay, Span

MOST = 50_000
"""Answers kept of each sort; then that sort starts anew."""

BY_THE_DAY, SAME_DAY = "by-the-day", "same-day"

_ONE_DAY = Amount(1, Unit.WORKING_DAY)
_HALF_DAY = Amount(1, Unit.HALF_WORKING_DAY)
_BY_THE_DAY = frozenset(
    {
        Unit.WORKING_DAY,
        Unit.HALF_WORKING_DAY,
        Unit.CALENDAR_DAY,
        Unit.WEEK,
        Unit.MONTH,
        Unit.YEAR,
    }
)


@dataclass(slots=True)
class Memory:
    """Answers of one clock. May be shared between threads: an answer is the same whoever asks."""

    clock: Clock
    limits: dict[tuple[int, int, bool], tuple[Measure, datetime, bool]] = field(
        default_factory=dict
    )
    sorts: dict[int, tuple[str, Measure]] = field(default_factory=dict)
    closes: dict[date, datetime] = field(default_factory=dict)
    measures: dict[tuple[int, Amount, str], tuple[Yardstick, Measure]] = field(default_factory=dict)
    days: dict[date, datetime] = field(default_factory=dict)
    halves: dict[datetime, datetime] = field(default_factory=dict)

    def due(self, start: datetime, measure: Measure) -> tuple[datetime, bool]:
        """Return the limit of a measure without pauses, and whether it is provisional."""
        sort = self.sorts.get(id(measure))
        if sort is None:
            if len(self.sorts) >= MOST:
                self.sorts.clear()
            # The measure is kept with the answer, so that its id is not given to another.
            sort = self.sorts[id(measure)] = (sort_of(measure, self.clock), measure)
        if not sort[0]:
            return self.clock.due(start, measure.span, counting=measure.counting)
        at = self.clock.local(start)
        late = sort[0] is SAME_DAY and at > self.close(at)
        key = (id(measure), at.toordinal(), late)
        found = self.limits.get(key)
        if found is None:
            limit, provisional = self.clock.due(start, measure.span, counting=measure.counting)
            if len(self.limits) >= MOST:
                self.limits.clear()
            found = self.limits[key] = (measure, limit, provisional)
        return found[1], found[2]

    def close(self, at: datetime) -> datetime:
        """Return when the day of a local instant ends for a limit."""
        day = at.date()
        found = self.closes.get(day)
        if found is None:
            found = self.closes[day] = self.clock.close_of(day)
        return found

    def measure(self, yardstick: Yardstick, span: Span, kind: str) -> Measure:
        """Return what a span amounts to under a text, as `Yardstick.measure` does."""
        if not isinstance(span, Amount):
            return yardstick.measure(span, kind)
        key = (id(yardstick), span, kind)
        found = self.measures.get(key)
        if found is None:
            if len(self.measures) >= MOST:
                self.measures.clear()
            found = self.measures[key] = (yardstick, yardstick.measure(span, kind))
        return found[1]

    def day_before(self, limit: datetime) -> datetime:
        """Return one working day before a limit: the close of the working day before its day."""
        day = self.clock.local(limit).date()
        found = self.days.get(day)
        if found is None:
            found = self.days[day] = self.clock.back(limit, _ONE_DAY).limit
        return found

    def half_before(self, limit: datetime) -> datetime:
        """Return half a working day before a limit."""
        found = self.halves.get(limit)
        if found is None:
            if len(self.halves) >= MOST:
                self.halves.clear()
            found = self.halves[limit] = self.clock.back(limit, _HALF_DAY).limit
        return found


def sort_of(measure: Measure, clock: Clock) -> str:
    """Say on what the limit of a measure depends: the day of its start, or also whether it is over.

    Empty for what depends on the minute. Days whose first one is not counted do not ask the hour.
    """
    span, counting = measure.span, measure.counting
    if isinstance(span, Amount) and span.unit in _BY_THE_DAY and counting.first == "next-day":
        return BY_THE_DAY
    if isinstance(span, Immediate | SameDay) and counting.ends == clock.counting.ends:
        return SAME_DAY
    return ""
