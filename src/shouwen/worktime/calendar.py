"""Calendars: which days are worked, and the notice that says so.

A calendar is a weekend, a set of years with their notices, and perhaps a parent that it inherits
from. A year is *final* when its notice is known; every other year is computed from what there is
and called provisional by whoever uses it (`unsettled`), never silently.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import accumulate, pairwise
from typing import Any

from shouwen.errors import Text
from shouwen.worktime.faults import beyond_calendar, unclear
from shouwen.worktime.steps import Step

FIRST = date(1970, 1, 1)
LAST = date(2099, 12, 31)
_ORIGIN = FIRST.toordinal()
_DAYS = LAST.toordinal() - _ORIGIN + 1


@dataclass(frozen=True, slots=True)
class Notice:
    """What a year rests on. `covers` names the holidays it replaced; empty means the others."""

    number: str
    title: str = ""
    date: date | None = None
    url: str = ""
    covers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Year:
    """One year of a calendar: holiday name to days off, and to days worked instead.

    `provisional` says why the year is not final; `None` means that it is. Days may reach into the
    last month of the year before, as notices do.
    """

    year: int
    rest: Mapping[str, tuple[date, ...]] = field(default_factory=dict)
    work: Mapping[str, tuple[date, ...]] = field(default_factory=dict)
    notices: tuple[Notice, ...] = ()
    provisional: Text | None = None

    def cite(self, name: str) -> str:
        """Return the number of the notice that a holiday of this year rests on, or ''."""
        for notice in self.notices:
            if name in notice.covers:
                return notice.number
        return next((each.number for each in self.notices if not each.covers), "")

    def as_json(self) -> dict[str, Any]:
        """Return the year in our own JSON form, which `importing.read_json` reads back."""

        def days(table: Mapping[str, tuple[date, ...]]) -> dict[str, list[str]]:
            return {name: [day.isoformat() for day in found] for name, found in table.items()}

        said: dict[str, Any] = {"year": self.year, "rest": days(self.rest), "work": days(self.work)}
        if self.provisional:
            said["provisional"] = {"zh": self.provisional.zh, "en": self.provisional.en}
        said["notices"] = [
            {
                "number": each.number,
                "title": each.title,
                "date": each.date.isoformat() if each.date else None,
                "url": each.url,
                "covers": list(each.covers),
            }
            for each in self.notices
        ]
        return said


@dataclass(frozen=True, slots=True)
class Mark:
    """What a calendar says of one day: worked or off, for which holiday, by which notice."""

    worked: bool
    name: str
    cited: str


class Calendar:
    """Working days by date. Immutable; tables are built at first use and shared by all callers."""

    def __init__(
        self,
        name: str,
        years: Sequence[Year],
        *,
        title: Text | None = None,
        weekend: frozenset[int] = frozenset({5, 6}),
        parent: Calendar | None = None,
    ) -> None:
        self.name = name
        self.title = title or Text(name, name)
        self.weekend: frozenset[int] = parent.weekend if parent else weekend
        self.parent: Calendar | None = parent
        self.years: Mapping[int, Year] = {each.year: each for each in years}
        """The calendar's own years; what it inherits is asked of `parent`."""
        if len(self.weekend) == 7:
            raise unclear("no-working-day", "一周七天都是休息日", "all seven days are rest days")

    def __repr__(self) -> str:
        return f"Calendar({self.name!r})"

    def with_years(self, years: Sequence[Year]) -> Calendar:
        """Return a calendar in which `years` replace or join the calendar's own."""
        merged = {**self.years, **{each.year: each for each in years}}
        found = [merged[key] for key in sorted(merged)]
        return Calendar(
            self.name, found, title=self.title, weekend=self.weekend, parent=self.parent
        )

    # ---- what a day is -------------------------------------------------------------------

    @cached_property
    def marks(self) -> Mapping[date, Mark]:
        """Every day that a notice speaks of; a later year and a child calendar win."""
        said: dict[date, Mark] = dict(self.parent.marks) if self.parent else {}
        for key in sorted(self.years):
            year = self.years[key]
            for worked, table in ((False, year.rest), (True, year.work)):
                for name, days in table.items():
                    cited = year.cite(name)
                    said.update((day, Mark(worked, name, cited)) for day in days)
        return said

    def is_working_day(self, day: date) -> bool:
        """Whether the office works on `day`, as far as is known."""
        mark = self.marks.get(day)
        return mark.worked if mark else day.weekday() not in self.weekend

    def notice(self, number: str) -> Notice | None:
        """Find the notice with this number, for its title and address."""
        for year in self.years.values():
            for each in year.notices:
                if each.number == number:
                    return each
        return self.parent.notice(number) if self.parent else None

    # ---- what is known -------------------------------------------------------------------

    def why_provisional(self, year: int) -> Text | None:
        """Return why `year` is not final, or None if it is."""
        own = self.years.get(year)
        if own is not None and own.provisional:
            return own.provisional
        if self.parent:
            return self.parent.why_provisional(year)
        if own is None:
            return Text(
                f"没有 {year} 年的放假安排,只按周末推算",
                f"there is no calendar for {year}; only weekends are taken as rest days",
            )
        return None

    @cached_property
    def _settled(self) -> tuple[int, int]:
        """First and last year of the latest unbroken run of final years; (1, 0) if none."""
        known = [y for y in range(FIRST.year, LAST.year + 1) if not self.why_provisional(y)]
        if not known:
            return (1, 0)
        start = known[0]
        for before, after in pairwise(known):
            start = after if after - before > 1 else start
        return (start, known[-1])

    def unsettled(self, first: date, last: date) -> tuple[int, ...]:
        """Years between two days, both included, whose arrangement is not final."""
        start, end = self._settled
        if start <= first.year and last.year <= end:
            return ()
        span = range(first.year, last.year + 1)
        return tuple(year for year in span if self.why_provisional(year))

    # ---- counting ------------------------------------------------------------------------

    @cached_property
    def _ranks(self) -> list[int]:
        """For each day from 1970: working days up to and including it."""
        offset = FIRST.weekday()
        week = [(offset + i) % 7 not in self.weekend for i in range(7)]
        worked = bytearray((week * (_DAYS // 7 + 1))[:_DAYS])
        for day, mark in self.marks.items():
            if FIRST <= day <= LAST:
                worked[day.toordinal() - _ORIGIN] = mark.worked
        return list(accumulate(worked))

    @cached_property
    def days(self) -> list[date]:
        """Every working day from 1970 to 2099, in order: number n is `days[n - 1]`."""
        before, found = 0, []
        for at, rank in enumerate(self._ranks):
            if rank != before:
                found.append(date.fromordinal(_ORIGIN + at))
            before = rank
        return found

    def rank(self, day: date) -> int:
        """How many working days there are from 1970 up to and including `day`."""
        at = day.toordinal() - _ORIGIN
        if not 0 <= at < _DAYS:
            raise beyond_calendar(day.isoformat())
        return self._ranks[at]

    def nth(self, rank: int) -> date:
        """Return the working day with this number (see `rank`)."""
        if not 0 < rank <= len(self.days):
            raise beyond_calendar(f"第 {rank} 个工作日")
        return self.days[rank - 1]

    def next_working_day(self, day: date) -> date:
        """Return `day` if it is worked, else the first working day after it."""
        return day if self.is_working_day(day) else self.nth(self.rank(day) + 1)

    def previous_working_day(self, day: date) -> date:
        """Return `day` if it is worked, else the last working day before it."""
        return self.nth(self.rank(day))

    def working_days_between(self, a: date, b: date) -> int:
        """Count the working days after `a` up to and including `b`; negative if `b` is earlier."""
        return self.rank(b) - self.rank(a)

    @cached_property
    def _fast(self) -> tuple[list[int], list[date], int, int]:
        """Tables of `add_working_days`, and the ranks between which every year is final."""
        start, end = self._settled
        if start > end:
            return self._ranks, self.days, 0, -1
        low = 0 if start == FIRST.year else self.rank(date(start - 1, 12, 31))
        return self._ranks, self.days, low, self.rank(date(end, 12, 31))

    def add_working_days(self, day: date, count: int) -> date:
        """Return the `count`-th working day after `day` (before it, if negative).

        Answers for final years only: a day counted in a year without a final arrangement raises
        `Unclear` (`WorkTime.add` answers those and says that the answer is provisional).
        """
        ranks, days, low, high = self._fast
        try:
            rank = ranks[day.toordinal() - _ORIGIN]
            if count > 0 and low <= rank and rank + count <= high:
                return days[rank + count - 1]
        except IndexError:
            pass
        return self._carefully(day, count)

    def _carefully(self, day: date, count: int) -> date:
        if count == 0:
            raise unclear("zero-days", "天数不能是零", "the number of days must not be zero")
        rank = self.rank(day)
        if count > 0:
            found = self.nth(rank + count)
            missing = self.unsettled(date.fromordinal(day.toordinal() + 1), found)
        else:
            found = self.nth(rank + count + (0 if self.is_working_day(day) else 1))
            missing = self.unsettled(found, date.fromordinal(day.toordinal() - 1))
        if missing:
            why = self.why_provisional(missing[0]) or Text("", "")
            raise unclear(
                "year-not-final",
                f"无法确定:{why.zh}",
                f"cannot be settled: {why.en}",
                say=("用 WorkTime.add 取得注明暂定的结果", "ask WorkTime.add: it says provisional"),
                years=list(missing),
            )
        return found

    # ---- how the counted days are told ---------------------------------------------------

    @cached_property
    def blocks(self) -> list[int]:
        """For each unbroken block of working days the rank of its last day, in order."""
        found = [i + 1 for i, (a, b) in enumerate(pairwise(self.days)) if (b - a).days > 1]
        return [*found, len(self.days)]

    @cached_property
    def written(self) -> list[str]:
        """Every working day of `days` as text."""
        return [day.isoformat() for day in self.days]

    @cached_property
    def made_up(self) -> Mapping[int, Sequence[tuple[int, Mark]]]:
        """For each block with days worked although the week says rest: their ranks and marks."""
        found: dict[int, list[tuple[int, Mark]]] = {}
        for day in sorted(self.marks):
            mark = self.marks[day]
            if mark.worked and day.weekday() in self.weekend and FIRST <= day <= LAST:
                rank = self.rank(day)
                found.setdefault(self.block(rank), []).append((rank, mark))
        return found

    @cached_property
    def _rests(self) -> list[Step | None]:
        return [None] * len(self.blocks)

    def block(self, rank: int) -> int:
        """Return which block of working days the day numbered `rank` lies in."""
        return bisect_left(self.blocks, rank)

    def rest_after(self, block: int) -> Step:
        """Return the step that names the rest days after a block; made once, then shared."""
        step = self._rests[block]
        if step is None:
            rank = self.blocks[block]
            first = date.fromordinal(self.nth(rank).toordinal() + 1)
            last = date.fromordinal(self.nth(rank + 1).toordinal() - 1)
            step = self._rests[block] = self.rest_step(first, last)
        return step

    def rest_step(self, first: date, last: date) -> Step:
        """Return the step `rest-days` for a run of rest days, naming holidays and notices."""
        span = range(first.toordinal(), last.toordinal() + 1)
        marks = [self.marks.get(date.fromordinal(at)) for at in span]
        names = dict.fromkeys(mark.name for mark in marks if mark)
        cited = dict.fromkeys(mark.cited for mark in marks if mark and mark.cited)
        facts = {"first": first.isoformat(), "last": last.isoformat(), "names": list(names)}
        return Step("rest-days", facts, tuple(cited))
