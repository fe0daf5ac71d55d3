"""Plain arithmetic on dates: months that do not have the day, days of a coming period."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import Literal

from shouwen.worktime.faults import beyond_calendar, unclear
from shouwen.worktime.spans import DayOf, Unit

ShortMonth = Literal["last-day", "next-day"] | None

_MONTHS = {"next-month": 1, "next-quarter": 3, "next-year": 12}


def days_later(day: date, count: int) -> date:
    """Return the date `count` days later (earlier, if negative)."""
    try:
        return day + timedelta(count)
    except OverflowError as error:
        raise beyond_calendar(f"{day} + {count} d") from error


def months_later(day: date, count: int, rule: ShortMonth) -> tuple[date, date | None]:
    """Return the same-numbered day `count` months on, and the month's last day if it has none.

    Such a month ends as `rule` says: on its last day, or on the day after it; without a rule
    `Unclear` is raised.
    """
    months = day.year * 12 + day.month - 1 + count
    year, month = divmod(months, 12)
    if not 1 <= year <= 9999:
        raise beyond_calendar(f"{day} + {count} m")
    last = calendar.monthrange(year, month + 1)[1]
    if day.day <= last:
        return date(year, month + 1, day.day), None
    end = date(year, month + 1, last)
    if rule is None:
        raise unclear(
            "short-month",
            f"{year} 年 {month + 1} 月没有 {day.day} 日,制度没有规定怎样算",
            f"{end:%Y-%m} has no day {day.day}, and nothing says how to count it",
            say=(
                "在制度中写明 short-month: last-day 或 next-day",
                "let the rulebook say short-month: last-day or next-day",
            ),
            day=day.isoformat(),
            months=count,
        )
    return (end if rule == "last-day" else end + timedelta(1)), end


def shifted(day: date, count: int, unit: Unit, rule: ShortMonth) -> tuple[date, date | None]:
    """Add calendar days, weeks, months or years; see `months_later` for the second value."""
    if unit is Unit.CALENDAR_DAY:
        return days_later(day, count), None
    if unit is Unit.WEEK:
        return days_later(day, 7 * count), None
    return months_later(day, count * (12 if unit is Unit.YEAR else 1), rule)


def day_of(start: date, span: DayOf, rule: ShortMonth) -> date:
    """Return the day of the period after the start's; the day before it if not `inclusive`."""
    size = _MONTHS[span.of]
    head = date(start.year, (start.month - 1) // size * size + 1, 1)
    first, _ = months_later(head, size, "last-day")
    after, _ = months_later(first, size, "last-day")
    found = days_later(first, span.day - 1)
    if span.day < 1 or (found >= after and (span.day > 31 or span.of != "next-month")):
        raise unclear(
            "no-such-day",
            f"期间里没有第 {span.day} 天",
            f"the period has no day {span.day}",
            day=span.day,
            of=span.of,
        )
    if found >= after:
        found, _ = months_later(date(2000, 1, span.day), _months(first), rule)
    return found if span.inclusive else days_later(found, -1)


def _months(first: date) -> int:
    return (first.year - 2000) * 12 + first.month - 1
