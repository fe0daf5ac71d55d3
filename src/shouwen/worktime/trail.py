"""The trail of a reckoning: the steps, told while they are computed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from shouwen.worktime.calendar import Calendar
from shouwen.worktime.counting import Counting, Pause
from shouwen.worktime.hours import MINUTE
from shouwen.worktime.spans import Amount, ByClock, DayOf, Immediate, NextClock, Span
from shouwen.worktime.steps import Step

FIRST_DAY = ("民法典#201",)
SHORT_MONTH = ("民法典#202",)
LAST_DAY = ("民法典#203",)

_FIRST_DAYS = {
    rule: Step("first-day", {"rule": rule}, FIRST_DAY)
    for rule in ("next-day", "same-day", "moment")
}


def span_facts(span: Span) -> dict[str, Any]:
    """Return a span as JSON: what was to be added."""
    if isinstance(span, Amount):
        return {"count": span.count, "unit": str(span.unit)}
    if isinstance(span, ByClock):
        return {"at": f"{span.at:%H:%M}"}
    if isinstance(span, NextClock):
        return {"next": [f"{each:%H:%M}" for each in span.times]}
    if isinstance(span, DayOf):
        return {"day": span.day, "of": span.of, "inclusive": span.inclusive}
    return {"word": span.word if isinstance(span, Immediate) else "same-day"}


@lru_cache(maxsize=1024)
def _amount_step(what: str, span: Amount, cited: tuple[str, ...]) -> Step:
    return Step(what, span_facts(span), cited)


class Trail:
    """Collects steps. The order is the order of the computation."""

    __slots__ = ("calendar", "counting", "steps")

    def __init__(self, calendar: Calendar, counting: Counting) -> None:
        self.calendar, self.counting = calendar, counting
        self.steps: list[Step] = []

    def add(self, step: Step) -> None:
        """Append a step."""
        self.steps.append(step)

    def start(self, at: datetime) -> None:
        """Tell the start, and what kind of day it is."""
        day = at.date()
        facts: dict[str, Any] = {"at": at.isoformat(), "working-day": True}
        cited: tuple[str, ...] = ()
        mark = self.calendar.marks.get(day)
        if mark:
            facts["working-day"], facts["name"] = mark.worked, mark.name
            cited = (mark.cited,) if mark.cited else ()
        elif day.weekday() in self.calendar.weekend:
            facts["working-day"], facts["name"] = False, ""
        self.steps.append(Step("start", facts, cited))

    def first_day(self, rule: str) -> None:
        """Tell whether the day of the start counts."""
        cited = self.counting.cited
        self.add(Step("first-day", {"rule": rule}, cited) if cited else _FIRST_DAYS[rule])

    def span(self, what: str, span: Span, cited: tuple[str, ...]) -> None:
        """Tell what is added (`add`), or by what it is extended (`extend`)."""
        if isinstance(span, Amount):
            self.steps.append(_amount_step(what, span, tuple(cited)))
        else:
            self.steps.append(Step(what, span_facts(span), cited))

    def days(
        self, day: date, before: int, rank: int, skips: Sequence[tuple[int, int, Pause]], count: int
    ) -> None:
        """Tell the `count` working days after rank `before` up to `rank`, and the stops."""
        number = 1
        stopped = skips[0][2].from_.date() if skips and skips[0][0] <= before else None
        self.first_gap(day, before, stopped)
        for upto, after, pause in skips:
            if number <= count:
                number = self.runs(before + 1, min(upto, rank), number)
            self.pause(pause, after - upto, "working-day")
            before = max(before, after)
            if before < rank and pause.until:
                self.first_gap(pause.until.date(), before, None)
        if number <= count:
            self.runs(before + 1, rank, number)
        else:
            self.add(Step("given-back", {"day": self.calendar.nth(rank).isoformat()}))

    def first_gap(self, day: date, before: int, until: date | None) -> None:
        """Tell the rest days between `day` and the first day that is counted."""
        first = self.calendar.nth(before + 1)
        if until is not None and until < first:
            first = until
        gap = first.toordinal() - day.toordinal() - 1
        if gap > 0:
            begin = day.toordinal() + 1
            self.steps.append(
                self.calendar.rest_step(date.fromordinal(begin), date.fromordinal(begin + gap - 1))
            )

    def runs(self, first: int, last: int, number: int) -> int:
        """Tell counted days as unbroken runs with the rest days between; return the next number."""
        calendar, add = self.calendar, self.steps.append
        if first > last:
            return number
        ends, written, made_up = calendar.blocks, calendar.written, calendar.made_up
        block = calendar.block(first)
        while True:
            end = ends[block]
            if end > last:
                end = last
            facts: dict[str, Any] = {
                "from": number,
                "to": number + end - first,
                "first": written[first - 1],
                "last": written[end - 1],
            }
            cited: tuple[str, ...] = ()
            if block in made_up:
                found = [each for each in made_up[block] if first <= each[0] <= end]
                if found:
                    facts["make-up"] = [written[rank - 1] for rank, _ in found]
                    cited = tuple(dict.fromkeys(mark.cited for _, mark in found if mark.cited))
            add(Step("counted-days", facts, cited))
            number += end - first + 1
            if end == last:
                return number
            add(calendar.rest_after(block))
            first, block = end + 1, block + 1

    def pause(self, pause: Pause, lost: int | None, unit: str) -> None:
        """Tell a stop that ended, and how much it gave back."""
        assert pause.until is not None
        facts: dict[str, Any] = {
            "from": pause.from_.isoformat(),
            "until": pause.until.isoformat(),
        }
        if lost is not None:
            facts |= {"given-back": lost, "unit": unit}
        self.add(Step("pause", facts, pause.cited))

    def standing(self, pause: Pause, left: int) -> None:
        """Tell that the clock still stands; the limit is what it would be had it not stopped."""
        self.add(Step("paused", {"from": pause.from_.isoformat(), "left": left}, pause.cited))

    def short_month(self, day: date, end: date, target: date) -> None:
        """Tell that the month has no such day, and which one was taken."""
        facts = {"day": day.day, "month": f"{end:%Y-%m}", "taken": target.isoformat()}
        self.add(Step("short-month", facts, self.counting.cited or SHORT_MONTH))

    def target(self, day: date) -> None:
        """Tell the last day of a calendar span, before moving off a rest day."""
        self.add(Step("last-day", {"day": day.isoformat()}))

    def hours(self, since: datetime, until: datetime, micros: int) -> None:
        """Tell office time counted without a stop, and the rest days inside it."""
        calendar = self.calendar
        facts = {
            "from": since.isoformat(),
            "until": until.isoformat(),
            "minutes": round(micros / MINUTE, 2),
        }
        self.add(Step("counted-hours", facts))
        first, last = calendar.rank(since.date()), calendar.rank(until.date())
        if not calendar.is_working_day(since.date()):
            self.first_gap(since.date(), first, until.date())
            first += 1
        for block in range(calendar.block(first), calendar.block(last)):
            self.add(calendar.rest_after(block))

    def waited(self, day: date, found: date) -> None:
        """Tell that the moment fell on a later working day than the start."""
        if found != day:
            facts = {"from": day.isoformat(), "to": found.isoformat()}
            self.add(Step("next-working-day", facts))

    def end(self, last: date, day: date, limit: datetime, *, half: bool, rolls: bool) -> None:
        """Tell how the last day was taken: moved off a rest day or not, and when it ends."""
        cited = self.counting.cited or LAST_DAY
        if day != last:
            rest = self.calendar.rest_step(last, date.fromordinal(day.toordinal() - 1))
            facts = {"from": str(last), "to": str(day), "names": rest.facts["names"]}
            self.add(Step("roll", facts, (*cited, *rest.cited)))
        elif rolls and not self.calendar.is_working_day(last):
            self.add(Step("stays", {"day": last.isoformat()}, self.counting.cited))
        facts = {"ends": "noon" if half else self.counting.ends, "at": limit.isoformat()}
        self.steps.append(Step("end-of-day", facts, cited))

    def provisional(self, years: tuple[int, ...]) -> None:
        """Tell which years are not final, and why."""
        whys = [self.calendar.why_provisional(year) for year in years]
        facts = {
            "years": list(years),
            "why": {
                "zh": ";".join(why.zh for why in whys if why),
                "en": "; ".join(why.en for why in whys if why),
            },
        }
        self.add(Step("provisional", facts))
