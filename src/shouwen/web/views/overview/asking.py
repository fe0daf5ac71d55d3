"""What a leader asks the overview for: a period and a department, kept in the address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext

from shouwen.docket import statistics
from shouwen.docket.statistics import Reach
from shouwen.enactment import queries as enactment
from shouwen.organization import queries as organization
from shouwen.web.errors import language
from shouwen.web.staff import StaffRequest
from shouwen.worktime import WorkTime

MONTHS = 12
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class Period:
    """Days whose figures are asked for, both ends included; `code` stands in the address."""

    code: str
    name: str
    first: date
    last: date


def month_before(day: date, count: int) -> date:
    """Return the first day of the month that lies `count` months before a day's."""
    months = day.year * 12 + day.month - 1 - count
    return date(months // 12, months % 12 + 1, 1)


def month_end(first: date) -> date:
    """Return the last day of a month."""
    return month_before(first, -1) - timedelta(days=1)


def periods(today: date) -> list[Period]:
    """Return the periods to choose from."""
    month, last = month_before(today, 0), month_before(today, 1)
    quarter = month_before(today, (today.month - 1) % 3)
    return [
        Period("month", gettext("本月"), month, today),
        Period("last-month", gettext("上月"), last, month_end(last)),
        Period("quarter", gettext("本季度"), quarter, today),
        Period("year", gettext("今年"), date(today.year, 1, 1), today),
        Period("12-months", gettext("近 12 个月"), month_before(today, MONTHS - 1), today),
    ]


def period_of(code: str, today: date) -> Period:
    """Return the period of a code (`month`, …, or a month such as 2026-02); else this month."""
    known = periods(today)
    found = _MONTH.fullmatch(code)
    if found is not None:
        first = date(int(found[1]), int(found[2]), 1)
        if first <= today:
            return Period(code, code, first, min(month_end(first), today))
    return next((one for one in known if one.code == code), known[0])


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: by whom, over which departments and days, at which instant."""

    whole: Reach
    """All that the reader may see figures of."""
    reach: Reach
    department: int | None
    period: Period
    now: datetime
    office: WorkTime

    @property
    def today(self) -> date:
        """Return the day in the office."""
        return self.office.local(self.now).date()

    @property
    def tomorrow_end(self) -> datetime:
        """Return the end of tomorrow, until which a limit counts as due soon."""
        return self.day_end(self.today + timedelta(days=1))

    def day_start(self, day: date) -> datetime:
        """Return when a day begins in the office."""
        return datetime.combine(day, time(), self.office.zone)

    def day_end(self, day: date) -> datetime:
        """Return the last instant of a day in the office."""
        return self.day_start(day + timedelta(days=1)) - timedelta(microseconds=1)

    def url(self, page: str, **more: str) -> str:
        """Return an address of the overview that keeps the department, with more in it."""
        asked = {"department": str(self.department or ""), **more}
        given = urlencode({name: value for name, value in asked.items() if value})
        return f"{reverse(page)}?{given}" if given else reverse(page)


def question(request: StaffRequest) -> Question:
    """Read the question from the address; refuse those who have no right to figures."""
    whole = statistics.reach_of(request.actor)
    office = enactment.worktime(whole.institution_id)
    department = number(request.GET, "department")
    return Question(
        whole=whole,
        reach=whole.only(department),
        department=department,
        period=period_of(request.GET.get("period", ""), office.local(request.now).date()),
        now=request.now,
        office=office,
    )


def number(given: QueryDict, name: str) -> int | None:
    """Return a number of the address; None when there is none."""
    text = given.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def divisions(request: StaffRequest, reach: Reach) -> Iterator[tuple[int, str]]:
    """Yield id and name of the departments that a reach covers."""
    roster = organization.snapshot(reach.institution_id, request.now, request.roster)
    english = language().startswith("en")
    for one in roster.divisions.values():
        if reach.departments is None or one.department_id in reach.departments:
            yield one.department_id, (one.name_en if english else "") or one.name
