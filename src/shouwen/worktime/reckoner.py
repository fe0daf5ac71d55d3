"""`WorkTime`: a calendar, office hours, a zone and a way of counting, put to use."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, tzinfo
from fractions import Fraction
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from shouwen.worktime import counts
from shouwen.worktime.calendar import Calendar
from shouwen.worktime.counting import DEFAULT, Counting, Pause, in_order
from shouwen.worktime.counts import Remaining
from shouwen.worktime.faults import demand_aware, unclear
from shouwen.worktime.hours import ORDINARY, OfficeHours, clock_of
from shouwen.worktime.reckon import Run
from shouwen.worktime.spans import Amount, Span, Unit
from shouwen.worktime.steps import Reckoning
from shouwen.worktime.trail import Trail

Extra = Sequence[tuple[Amount, tuple[str, ...]]]
"""Extensions in order, each with what it rests on."""

_BY_THE_MOMENT = frozenset({Unit.HOUR, Unit.WORKING_HOUR, Unit.WORKING_MINUTE})


class WorkTime:
    """Adds spans to instants and counts between them, for one office. Immutable.

    Every instant must be aware, else `Unclear` is raised; every answer is in the office's zone.
    """

    def __init__(
        self,
        calendar: Calendar,
        hours: OfficeHours = ORDINARY,
        counting: Counting = DEFAULT,
        zone: str | tzinfo = "Asia/Shanghai",
    ) -> None:
        self.calendar, self.hours, self.counting = calendar, hours, counting
        self.zone = zone if isinstance(zone, tzinfo) else _zone(zone)

    def local(self, instant: datetime) -> datetime:
        """Return an aware instant in the office's zone; `Unclear` if it has no zone."""
        if isinstance(instant, datetime) and instant.tzinfo is self.zone:
            return instant
        return demand_aware(instant).astimezone(self.zone)

    # ---- adding --------------------------------------------------------------------------

    def add(
        self,
        start: datetime,
        span: Span,
        *,
        pauses: Sequence[Pause] = (),
        extra: Extra = (),
        cited: tuple[str, ...] = (),
        counting: Counting | None = None,
    ) -> Reckoning:
        """Add a span, then each extension, leaving out the pauses; return the limit and its steps.

        `cited` is what the span rests on; `counting` replaces the office's own way of counting.
        """
        counting = counting or self.counting
        trail = Trail(self.calendar, counting)
        run, limit = self._run(start, span, pauses, extra, cited, counting, trail)
        years = self._unsettled(run)
        if run.standing:
            stop = run.standing.from_
            left = counts.between(self, stop, limit, Unit.WORKING_DAY)
            trail.standing(run.standing, int(left))
        if years:
            trail.provisional(years)
        return Reckoning(limit, bool(years), tuple(trail.steps), run.standing is not None)

    def due(
        self,
        start: datetime,
        span: Span,
        *,
        pauses: Sequence[Pause] = (),
        extra: Extra = (),
        counting: Counting | None = None,
    ) -> tuple[datetime, bool]:
        """Return the limit that `add` returns and whether it is provisional, without steps."""
        counting = counting or self.counting
        run, limit = self._run(start, span, pauses, extra, (), counting, None)
        return limit, bool(self._unsettled(run))

    def limit(
        self,
        start: datetime,
        span: Span,
        *,
        pauses: Sequence[Pause] = (),
        extra: Extra = (),
        counting: Counting | None = None,
    ) -> datetime:
        """Return the limit alone. It may be provisional: `due` and `add` say so."""
        return self.due(start, span, pauses=pauses, extra=extra, counting=counting)[0]

    def _run(
        self,
        start: datetime,
        span: Span,
        pauses: Sequence[Pause],
        extra: Extra,
        cited: tuple[str, ...],
        counting: Counting,
        trail: Trail | None,
    ) -> tuple[Run, datetime]:
        at = self.local(start)
        stops = in_order(pauses, at, self.zone) if pauses else []
        run = Run(self.calendar, self.hours, self.zone, counting, stops, trail)
        if trail is not None:
            trail.start(at)
            if isinstance(span, Amount):
                trail.first_day("moment" if span.unit in _BY_THE_MOMENT else counting.first)
            trail.span("add", span, cited)
        point = run.leg(at, span, counting.first)
        for amount, clauses in extra:
            if trail is not None:
                trail.span("extend", amount, clauses)
            point = run.extended(point, amount)
        return run, run.finish(point)

    def _unsettled(self, run: Run) -> tuple[int, ...]:
        if run.low is None or run.high is None:
            return ()
        return self.calendar.unsettled(run.low, run.high)

    def back(
        self,
        instant: datetime,
        amount: Amount,
        *,
        cited: tuple[str, ...] = (),
        counting: Counting | None = None,
    ) -> Reckoning:
        """Return the last moment that is `amount` ahead of a later event.

        The event's own day (or half day) is not counted: one working day ahead of a meeting is
        the close of the working day before. A calendar span that falls on a rest day moves back
        to a working day, so that it is never less than asked for; hours are exact.
        """
        at, counting = self.local(instant), counting or self.counting
        trail = Trail(self.calendar, counting)
        trail.start(at)
        trail.span("ahead", amount, cited)
        run = Run(self.calendar, self.hours, self.zone, counting, [], trail)
        limit = run.finish(run.back(at, amount))
        years = self._unsettled(run)
        if years:
            trail.provisional(years)
        return Reckoning(limit, bool(years), tuple(trail.steps))

    # ---- asking --------------------------------------------------------------------------

    def is_working_day(self, day: date) -> bool:
        """Whether `day` is worked, as far as the calendar knows."""
        return self.calendar.is_working_day(day)

    def is_office_time(self, instant: datetime) -> bool:
        """Whether the office is open at `instant` (the minute of closing is not)."""
        at = self.local(instant)
        return self.next_opening(at) == at

    def next_opening(self, instant: datetime) -> datetime:
        """Return `instant` if the office is open then, else the next moment at which it opens."""
        at = self.local(instant)
        micros = ((at.hour * 60 + at.minute) * 60 + at.second) * 1_000_000 + at.microsecond
        day, found = clock_of(self.calendar, self.hours).opening(at.date(), micros)
        return at if (day, found) == (at.date(), micros) else self._plain.micros(day, found)

    def close_of(self, day: date) -> datetime:
        """Return when `day` ends for a limit: close of business or midnight, by the counting."""
        return self._plain.end_of(day)

    def between(self, a: datetime, b: datetime, unit: Unit) -> int | Fraction:
        """Count units after `a` up to `b`; see `counts.between`."""
        return counts.between(self, self.local(a), self.local(b), unit)

    def remaining(
        self, limit: datetime, now: datetime, unit: Unit, paused: bool = False
    ) -> Remaining:
        """Tell how the limit stands at `now`; see `counts.remaining`."""
        return counts.remaining(self, self.local(limit), self.local(now), unit, paused=paused)

    def finished(self, limit: datetime, done: datetime, unit: Unit) -> Remaining:
        """Tell how something was finished against its limit; see `counts.finished`."""
        return counts.finished(self, self.local(limit), self.local(done), unit)

    def passed(self, instant: datetime) -> int:
        """Return the working microseconds from 1970 until `instant`."""
        return self._plain.passed(self.local(instant))

    @property
    def _plain(self) -> Run:
        return Run(self.calendar, self.hours, self.zone, self.counting, [], None)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise unclear(
            "unknown-zone",
            f"没有名为 {name} 的时区",
            f"there is no time zone called {name}",
            say=("写成 Asia/Shanghai 的样子", "write it like Asia/Shanghai"),
            zone=name,
        ) from error
