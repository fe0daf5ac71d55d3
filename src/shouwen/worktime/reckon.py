"""The computation itself: one path, which tells its steps to a trail if there is one.

A run adds one or more *legs* (the span, then each extension). A leg ends at a `Point`; the end of
the last one is turned into an instant. Pauses are used up in order by the leg they interrupt.

How a stop counts. In days, the day of the stop counts and the day of the resumption does not, just
as the day of the start does not: whoever had six days left when the clock stopped has six left
when it runs again. If it stopped on the very last day, that day is given back in full. In hours,
exactly the office time of the stop is given back.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo

from shouwen.worktime.calendar import Calendar
from shouwen.worktime.counting import Counting, Pause
from shouwen.worktime.dates import ShortMonth, day_of, days_later, shifted
from shouwen.worktime.faults import unclear
from shouwen.worktime.hours import MINUTE, OfficeHours, clock_of, minute_of
from shouwen.worktime.spans import (
    Amount,
    ByClock,
    DayOf,
    Immediate,
    NextClock,
    SameDay,
    Span,
    Unit,
)
from shouwen.worktime.steps import Step
from shouwen.worktime.trail import Trail

_ONE_DAY = timedelta(1)

Skip = tuple[int, int, Pause]
"""Working days that a pause left out: after this rank, up to that one."""

_CALENDAR_UNITS = frozenset({Unit.CALENDAR_DAY, Unit.WEEK, Unit.MONTH, Unit.YEAR})


@dataclass(slots=True)
class Point:
    """Where a leg ended: a day (`half`: noon; `rolls`: may move off a rest day) or an instant."""

    day: date
    instant: datetime | None = None
    half: bool = False
    rolls: bool = False


class Run:
    """One reckoning under way."""

    __slots__ = (
        "calendar",
        "counting",
        "high",
        "hours",
        "low",
        "pauses",
        "standing",
        "trail",
        "zone",
    )

    def __init__(
        self,
        calendar: Calendar,
        hours: OfficeHours,
        zone: tzinfo,
        counting: Counting,
        pauses: list[Pause],
        trail: Trail | None,
    ) -> None:
        self.calendar, self.hours, self.zone, self.counting = calendar, hours, zone, counting
        self.pauses, self.trail = pauses, trail
        self.standing: Pause | None = None
        """A pause that has not ended."""
        self.low: date | None = None
        self.high: date | None = None
        """The days about which the calendar was asked."""

    # ---- instants ------------------------------------------------------------------------

    def instant(self, day: date, minute: int) -> datetime:
        """Return a minute of a day as an instant; minute 1440 is the day's last second."""
        if minute == 1440:
            return datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=self.zone)
        hour, minute = divmod(minute, 60)
        return datetime(day.year, day.month, day.day, hour, minute, tzinfo=self.zone)

    def end_of(self, day: date, half: bool = False) -> datetime:
        """Return when a day, or its first half, ends for the purpose of a limit."""
        if half:
            return self.instant(day, self.hours.noon_on(day))
        if self.counting.ends == "midnight":
            return self.instant(day, 1440)
        return self.instant(day, self.hours.on(day)[-1].closes)

    def micros(self, day: date, micros: int) -> datetime:
        """Return a microsecond of a day as an instant."""
        if micros == 1440 * MINUTE:
            return self.instant(day, 1440)
        midnight = datetime(day.year, day.month, day.day, tzinfo=self.zone)
        return midnight + timedelta(microseconds=micros)

    def passed(self, at: datetime) -> int:
        """Return the working microseconds from 1970 until `at`."""
        seconds = (at.hour * 60 + at.minute) * 60 + at.second
        micros = seconds * 1_000_000 + at.microsecond
        return clock_of(self.calendar, self.hours).passed(at.date(), micros)

    def saw(self, first: date, last: date) -> None:
        """Remember that these days decide the answer, both included."""
        if self.low is None or first < self.low:
            self.low = first
        if self.high is None or last > self.high:
            self.high = last

    def rolled(self, day: date) -> date:
        """Return the day to which a last day moves, as the counting says."""
        if self.counting.last_day_off == "stays":
            return day
        found = self.calendar.next_working_day(day)
        self.saw(day, found)
        return found

    def interrupting(self, limit: datetime) -> Pause | None:
        """Take the next pause if it began before `limit` and ended; note one that did not end."""
        if not self.pauses or self.pauses[0].from_ >= limit:
            return None
        pause = self.pauses.pop(0)
        if pause.until is None:
            self.standing = pause
            return None
        return pause

    # ---- legs ----------------------------------------------------------------------------

    def leg(self, at: datetime, span: Span, first: str) -> Point:
        """Add one span from `at`."""
        if isinstance(span, Amount):
            return self._amount(at, span, first)
        if isinstance(span, DayOf):
            target = day_of(at.date(), span, self.counting.short_month)
            return self._calendar(at, target)
        return self._moment(at, span)

    def _amount(self, at: datetime, span: Amount, first: str) -> Point:
        if span.count < 1:
            raise unclear(
                "empty-span",
                f"期限的数量必须至少是 1,得到 {span.count}",
                f"a span must be at least 1, not {span.count}",
                count=span.count,
            )
        unit = span.unit
        if unit is Unit.WORKING_DAY:
            return self._working_days(at, span.count, False, first)
        if unit is Unit.HALF_WORKING_DAY:
            halves = span.count
            if first == "same-day" and self._day_one(at) and at > self.end_of(at.date(), True):
                halves += 1
            return self._working_days(at, (halves + 1) // 2, halves % 2 == 1, first)
        if unit is Unit.HOUR:
            return self._hours(at, span.count)
        if unit in (Unit.WORKING_HOUR, Unit.WORKING_MINUTE):
            return self._minutes(at, span.count * (60 if unit is Unit.WORKING_HOUR else 1))
        return self._calendar(at, self._target(at, span, first))

    def _day_one(self, at: datetime) -> bool:
        """Whether the day of `at` can itself be the first day."""
        return self.calendar.is_working_day(at.date()) and at <= self.end_of(at.date())

    def _working_days(self, at: datetime, days: int, half: bool, first: str) -> Point:
        nth, rank_of, day = self.calendar.nth, self.calendar.rank, at.date()
        before = rank_of(day)
        if first == "same-day" and self._day_one(at):
            before -= 1
        rank, skips = before + days, []
        while self.pauses and (pause := self.interrupting(self.end_of(nth(rank), half))):
            assert pause.until is not None
            skip = rank_of(pause.from_.date()), rank_of(pause.until.date()), pause
            rank += skip[1] - skip[0]
            if self.end_of(nth(rank), half) <= pause.until:
                rank += 1
            skips.append(skip)
        found = nth(rank)
        self.saw(day if first == "same-day" else day + _ONE_DAY, found)
        if self.trail is not None:
            self.trail.days(day, before, rank, skips, days)
        return Point(found, half=half)

    def _target(self, at: datetime, span: Amount, first: str) -> date:
        """Return the last day of a calendar span, not yet moved off a rest day."""
        day, rule = at.date(), self.counting.short_month
        if first == "same-day" and at > self.end_of(day):
            day = days_later(day, 1)
        target, short = shifted(day, span.count, span.unit, rule)
        if short and self.trail is not None:
            self.trail.short_month(day, short, target)
        if first == "same-day" and not short:
            target = days_later(target, -1)
        return target

    def _calendar(self, at: datetime, target: date) -> Point:
        if self.trail is not None:
            self.trail.target(target)
        while pause := self.interrupting(self.end_of(self.rolled(target))):
            assert pause.until is not None
            resumed = pause.until.date()
            lost = (resumed - pause.from_.date()).days
            target = max(days_later(target, lost), resumed)
            if self.end_of(self.rolled(target)) <= pause.until:
                target = days_later(target, 1)
            if self.trail is not None:
                self.trail.pause(pause, lost, "calendar-day")
                self.trail.target(target)
        if target < at.date():
            raise unclear("before-start", "期限早于起点", "the limit lies before the start")
        return Point(target, rolls=True)

    def _hours(self, at: datetime, count: int) -> Point:
        try:
            limit = (at.astimezone(UTC) + timedelta(hours=count)).astimezone(self.zone)
            while pause := self.interrupting(limit):
                assert pause.until is not None
                lost = pause.until.astimezone(UTC) - pause.from_.astimezone(UTC)
                limit = (limit.astimezone(UTC) + lost).astimezone(self.zone)
                if self.trail is not None:
                    self.trail.pause(pause, int(lost.total_seconds() // 60), "minute")
        except OverflowError as error:
            raise unclear(
                "span-too-long", "时限太长", "the span is too long", hours=count
            ) from error
        return Point(limit.date(), limit)

    def _minutes(self, at: datetime, count: int) -> Point:
        clock = clock_of(self.calendar, self.hours)
        goal = self.passed(at) + count * MINUTE
        since, limit = at, self.micros(*clock.moment(goal))
        while pause := self.interrupting(limit):
            assert pause.until is not None
            lost = self.passed(pause.until) - self.passed(pause.from_)
            if self.trail is not None:
                self.trail.hours(since, pause.from_, self.passed(pause.from_) - self.passed(since))
                self.trail.pause(pause, lost // MINUTE, "working-minute")
            goal, since = goal + lost, pause.until
            limit = self.micros(*clock.moment(goal))
        self.saw(at.date(), limit.date())
        if self.trail is not None:
            self.trail.hours(since, limit, goal - self.passed(since))
        return Point(limit.date(), limit)

    def _moment(self, at: datetime, span: Immediate | SameDay | ByClock | NextClock) -> Point:
        found = self._first_moment(at, span)
        while pause := self.interrupting(found.instant or self.end_of(found.day)):
            assert pause.until is not None
            if self.trail is not None:
                self.trail.pause(pause, None, "")
            found = self._first_moment(pause.until, span)
        self.saw(at.date(), found.day)
        if self.trail is not None:
            self.trail.waited(at.date(), found.day)
        return found

    def _first_moment(self, at: datetime, span: Immediate | SameDay | ByClock | NextClock) -> Point:
        """Return the first moment of the kind that is not before `at`, on a working day."""
        day = at.date()
        if isinstance(span, (Immediate, SameDay)):
            return Point(day if self._day_one(at) else self._following(day))
        times = (span.at,) if isinstance(span, ByClock) else tuple(sorted(span.times))
        if not times:
            raise unclear("no-clock-time", "没有写明钟点", "no clock time was given")
        if self.calendar.is_working_day(day):
            for each in times:
                instant = self.instant(day, minute_of(each))
                if at < instant or (at == instant and isinstance(span, ByClock)):
                    return Point(day, instant)
        day = self._following(day)
        return Point(day, self.instant(day, minute_of(times[0])))

    def _following(self, day: date) -> date:
        return self.calendar.nth(self.calendar.rank(day) + 1)

    # ---- the whole -----------------------------------------------------------------------

    def extended(self, point: Point, amount: Amount) -> Point:
        """Add an extension where the span before it ended; its own first day is the next one."""
        if point.instant is not None:
            return self.leg(point.instant, amount, "next-day")
        same_kind = point.rolls and amount.unit in _CALENDAR_UNITS
        day = point.day if same_kind or not point.rolls else self.rolled(point.day)
        return self.leg(self.end_of(day, point.half), amount, "next-day")

    def finish(self, point: Point) -> datetime:
        """Turn the last point into the limit, moving off a rest day if the counting says so."""
        if point.instant is not None:
            return point.instant
        day = self.rolled(point.day) if point.rolls else point.day
        limit = self.end_of(day, point.half)
        if self.trail is not None:
            self.trail.end(point.day, day, limit, half=point.half, rolls=point.rolls)
        return limit

    def back(self, at: datetime, amount: Amount) -> Point:
        """Return the last moment that still is `amount` ahead of `at`; see `WorkTime.back`."""
        unit, count, day, calendar = amount.unit, amount.count, at.date(), self.calendar
        if count < 1:
            raise unclear("empty-span", "提前量必须至少是 1", "it must be at least 1", count=count)
        if unit is Unit.HOUR:
            instant = (at.astimezone(UTC) - timedelta(hours=count)).astimezone(self.zone)
            return Point(instant.date(), instant)
        if unit in (Unit.WORKING_HOUR, Unit.WORKING_MINUTE):
            minutes = count * (60 if unit is Unit.WORKING_HOUR else 1)
            clock = clock_of(calendar, self.hours)
            instant = self.micros(*clock.moment(self.passed(at) - minutes * MINUTE))
            self.saw(instant.date(), day)
            return Point(instant.date(), instant)
        if unit in (Unit.WORKING_DAY, Unit.HALF_WORKING_DAY):
            return self._back_halves(at, count, unit is Unit.HALF_WORKING_DAY)
        rule: ShortMonth = self.counting.short_month
        target, _ = shifted(day, -count, unit, "last-day" if rule == "next-day" else rule)
        if self.trail is not None:
            self.trail.target(target)
        if self.counting.last_day_off == "next-working-day":
            found = calendar.previous_working_day(target)
            self.saw(found, target)
            if found != target and self.trail is not None:
                self.trail.add(Step("roll-back", {"from": str(target), "to": str(found)}))
            target = found
        return Point(target)

    def _back_halves(self, at: datetime, count: int, halves: bool) -> Point:
        """Count back whole or half days; the one of the event itself is not counted."""
        calendar, day = self.calendar, at.date()
        worked = calendar.is_working_day(day)
        rank = calendar.rank(day) - (1 if worked else 0)
        """The last working day before the event's."""
        slot = 2 * rank
        if halves and worked and at >= self.end_of(day, True):
            slot += 1
        slot -= count - 1 if halves else 2 * (count - 1)
        found = calendar.nth((slot + 1) // 2)
        self.saw(found, days_later(day, -1))
        if self.trail is not None:
            self.trail.runs((slot + 1) // 2, rank, 1)
        return Point(found, half=slot % 2 == 1)
