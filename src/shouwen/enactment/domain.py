"""From stored law to law that can be judged: hours, calendars with imports, days in force."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from shouwen.rulebook.values import Edition
from shouwen.worktime import Calendar, OfficeHours
from shouwen.worktime.hours import Season, Week, parse_hours

DEFAULT_HOURS = "08:30-12:00,14:30-18:00"


def office_hours(rows: Sequence[Mapping[str, Any]]) -> OfficeHours:
    """Make office hours from an institution's rows: the first row that fits a day decides.

    Rows for the whole year make the ordinary week; the others are seasons. A working weekday that
    no row opens (a make-up Saturday) keeps the hours of the first working day.
    """
    if not rows:
        return OfficeHours.parse(DEFAULT_HOURS)
    ordinary = [row for row in rows if _whole_year(row)] or [rows[-1]]
    seasons = tuple(
        Season(_month_day(row["from"]), _month_day(row["until"]), _week([row]))
        for row in rows
        if not _whole_year(row)
    )
    return OfficeHours(_week(ordinary), seasons)


def _whole_year(row: Mapping[str, Any]) -> bool:
    return (row.get("from", "01-01"), row.get("until", "12-31")) == ("01-01", "12-31")


def _month_day(text: str) -> tuple[int, int]:
    month, day = text.split("-")
    return int(month), int(day)


def _week(rows: Sequence[Mapping[str, Any]]) -> Week:
    days: dict[int, Any] = {}
    for row in rows:
        hours = parse_hours(",".join(f"{opens}-{closes}" for opens, closes in row["open"]))
        for day in row.get("days", range(1, 8)):
            days.setdefault(day, hours)
    mon, tue, wed, thu, fri, sat, sun = (days.get(day, ()) for day in range(1, 8))
    return (mon, tue, wed, thu, fri, sat, sun)


def with_imports(calendar: Calendar, years: Iterable[Any]) -> Calendar:
    """Return the calendar in which imported years replace or join those the product carries."""
    imported = list(years)
    return calendar.with_years(imported) if imported else calendar


def in_force(
    editions: Iterable[Edition], first_day: date, last_day: date | None, *, trial: bool = False
) -> list[Edition]:
    """Return editions cut to the days on which an institution's adoption puts them in force.

    Citations keep naming the edition as published; only the days of validity are narrowed, or
    widened by a trial (试评), under which every edition begins on the adoption's first day.
    """
    cut = []
    for edition in editions:
        first = first_day if trial else max(edition.first_day, first_day)
        ends = [day for day in (edition.last_day, last_day) if day is not None]
        last = min(ends) if ends else None
        if last is None or last >= first:
            cut.append(replace(edition, first_day=first, last_day=last))
    return cut


def day_before(day: date) -> date:
    """Return the last day of what ends where another thing begins."""
    return day - timedelta(days=1)
