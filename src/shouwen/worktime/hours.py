"""Office hours: by weekday, by dated season, with breaks.

These are the hours in which limits are counted. A make-up workday on a weekend has the hours of
its own weekday if they are given, else those of the first day of the week that has any.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from functools import lru_cache
from itertools import pairwise
from typing import Any

from shouwen.worktime.calendar import Calendar
from shouwen.worktime.faults import beyond_calendar, unclear

MINUTE = 60_000_000
"""Microseconds in a minute: positions inside a day are counted in microseconds from midnight."""

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SEGMENT = re.compile(r"(\d{1,2}):(\d\d)\s*[-–—~至]\s*(\d{1,2}):(\d\d)")
_MONTH_DAY = re.compile(r"(\d\d)-(\d\d)")


@dataclass(frozen=True, slots=True)
class Segment:
    """An unbroken stretch of office time, in minutes from midnight; `closes` may be 1440."""

    opens: int
    closes: int

    @property
    def length(self) -> int:
        """Return the length in minutes."""
        return self.closes - self.opens

    def __str__(self) -> str:
        ends = (divmod(self.opens, 60), divmod(self.closes, 60))
        return "-".join(f"{hour:02}:{minute:02}" for hour, minute in ends)


Hours = tuple[Segment, ...]
Week = tuple[Hours, Hours, Hours, Hours, Hours, Hours, Hours]


@dataclass(frozen=True, slots=True)
class Season:
    """Hours that hold from one month and day until another, both included, every year."""

    first: tuple[int, int]
    last: tuple[int, int]
    week: Week

    def holds(self, day: date) -> bool:
        """Whether `day` lies in the season, which may run over the new year."""
        at = (day.month, day.day)
        if self.first <= self.last:
            return self.first <= at <= self.last
        return at >= self.first or at <= self.last


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """The ordinary week, and the seasons that replace it while they last (the first one wins)."""

    week: Week
    seasons: tuple[Season, ...] = ()

    @classmethod
    def parse(cls, text: str) -> OfficeHours:
        """Read one set of hours for every day: `08:30-12:00,14:30-18:00`."""
        hours = parse_hours(text)
        return cls((hours,) * 7)

    @classmethod
    def of(cls, said: str | Mapping[str, Any]) -> OfficeHours:
        """Read hours from a string, or from `{week: …, seasons: [{from, until, week}]}`.

        A week is a string for all days, or a mapping of `mon`, `tue-thu`, `sat,sun` … to strings.
        """
        if isinstance(said, str):
            return cls.parse(said)
        if not isinstance(said, Mapping) or "week" not in said or set(said) - {"week", "seasons"}:
            raise _bad_hours(said)
        seasons = tuple(_season(each) for each in said.get("seasons") or ())
        return cls(_week(said["week"]), seasons)

    def on(self, day: date) -> Hours:
        """Return the hours of `day`, taken as a working day."""
        week = self.week
        for season in self.seasons:
            if season.holds(day):
                week = season.week
                break
        return week[day.weekday()] or next(hours for hours in week if hours)

    def minutes_on(self, day: date) -> int:
        """Return how many minutes are worked on `day`, taken as a working day."""
        return sum(part.length for part in self.on(day))

    def noon_on(self, day: date) -> int:
        """Return the minute that halves `day`: the start of its longest break, else its middle."""
        hours = self.on(day)
        if len(hours) == 1:
            return hours[0].opens + hours[0].length // 2
        breaks = [after.opens - before.closes for before, after in pairwise(hours)]
        return hours[breaks.index(max(breaks))].closes

    def __str__(self) -> str:
        return ",".join(str(part) for part in next(hours for hours in self.week if hours))


def parse_hours(text: str) -> Hours:
    """Read `08:30-12:00,14:30-18:00`: in order, without overlap, each opening before it closes."""
    parts = [part.strip() for part in re.split(r"[,,、;;]", str(text))]
    found = [_SEGMENT.fullmatch(part) for part in parts]
    hours: list[Segment] = []
    for match in found:
        if match is None:
            raise _bad_hours(text)
        a, b, c, d = (int(each) for each in match.groups())
        opens, closes = a * 60 + b, c * 60 + d
        in_order = (hours[-1].closes if hours else 0) <= opens < closes <= 1440
        if not in_order or b > 59 or d > 59:
            raise _bad_hours(text)
        if hours and hours[-1].closes == opens:
            opens = hours.pop().opens
        hours.append(Segment(opens, closes))
    return tuple(hours)


def _week(said: object) -> Week:
    if isinstance(said, str):
        hours = parse_hours(said)
        return (hours,) * 7
    if not isinstance(said, Mapping) or not said:
        raise _bad_hours(said)
    days: list[Hours] = [()] * 7
    for names, text in said.items():
        for at in _weekdays(str(names)):
            days[at] = parse_hours(text)
    mon, tue, wed, thu, fri, sat, sun = days
    return (mon, tue, wed, thu, fri, sat, sun)


def _weekdays(names: str) -> list[int]:
    found: list[int] = []
    for part in names.split(","):
        ends = [each.strip() for each in part.split("-")]
        if len(ends) > 2 or any(each not in _WEEKDAYS for each in ends):
            raise _bad_hours(names)
        first, last = _WEEKDAYS.index(ends[0]), _WEEKDAYS.index(ends[-1])
        if first > last:
            raise _bad_hours(names)
        found += range(first, last + 1)
    return found


def _season(said: object) -> Season:
    if not isinstance(said, Mapping) or set(said) != {"from", "until", "week"}:
        raise _bad_hours(said)
    return Season(_month_day(said["from"]), _month_day(said["until"]), _week(said["week"]))


def _month_day(said: object) -> tuple[int, int]:
    match = _MONTH_DAY.fullmatch(str(said))
    try:
        day = date(2024, int(match[1]), int(match[2])) if match else None
    except ValueError:
        day = None
    if day is None:
        raise _bad_hours(said)
    return (day.month, day.day)


def _bad_hours(said: object) -> Exception:
    return unclear(
        "bad-hours",
        f"办公时间看不懂:{said}",
        f"these office hours cannot be read: {said}",
        say=("写成 08:30-12:00,14:30-18:00", "write 08:30-12:00,14:30-18:00"),
        given=str(said),
    )


ORDINARY = OfficeHours.parse("08:30-12:00,14:30-18:00")
"""The hours taken when an office has not set its own."""


class Clock:
    """Working time as one line: how much of it passed since 1970, and where a length ends."""

    def __init__(self, calendar: Calendar, hours: OfficeHours) -> None:
        self.calendar, self.hours = calendar, hours
        total, sums = 0, [0]
        for day in calendar.days:
            total += hours.minutes_on(day)
            sums.append(total)
        self._sums = sums
        """Minutes worked in the first n working days."""

    def passed(self, day: date, at: int) -> int:
        """Working microseconds from 1970 until `at` microseconds into `day`."""
        rank = self.calendar.rank(day)
        if not self.calendar.is_working_day(day):
            return self._sums[rank] * MINUTE
        within = 0
        for part in self.hours.on(day):
            within += max(0, min(at, part.closes * MINUTE) - part.opens * MINUTE)
        return self._sums[rank - 1] * MINUTE + within

    def moment(self, passed: int) -> tuple[date, int]:
        """Return the earliest day and microsecond at which so much working time has passed.

        A length that ends with a segment ends at its close (12:00), not at the next opening.
        """
        rank = bisect_left(self._sums, -(-passed // MINUTE))
        if rank >= len(self._sums):
            raise beyond_calendar(f"{passed // (60 * MINUTE)} h")
        day = self.calendar.nth(rank)
        left = passed - self._sums[rank - 1] * MINUTE
        for part in self.hours.on(day):
            if left <= part.length * MINUTE:
                return day, part.opens * MINUTE + left
            left -= part.length * MINUTE
        raise AssertionError("the sums and the hours of a day disagree")

    def opening(self, day: date, at: int) -> tuple[date, int]:
        """Return the given moment if the office is open then, else its next opening."""
        if self.calendar.is_working_day(day):
            for part in self.hours.on(day):
                if at < part.closes * MINUTE:
                    return day, max(at, part.opens * MINUTE)
        after = self.calendar.nth(self.calendar.rank(day) + 1)
        return after, self.hours.on(after)[0].opens * MINUTE


@lru_cache(maxsize=64)
def clock_of(calendar: Calendar, hours: OfficeHours) -> Clock:
    """Return the clock of a calendar and hours, made once for all who share them."""
    return Clock(calendar, hours)


def minute_of(at: time) -> int:
    """Return a clock time as minutes from midnight."""
    return at.hour * 60 + at.minute
