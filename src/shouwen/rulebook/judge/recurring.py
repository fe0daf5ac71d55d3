"""Duties that come again every period until an act ends them: the form due each month.

The first period is the one in which the rule opened, counted from that act; each later one is
counted from its first instant. An act counts for the period that it names (`period: 2024-05`),
else for the first period not yet served whose limit has not passed, else for the oldest unserved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo

from shouwen.rulebook.acts import Act
from shouwen.rulebook.judge.openings import Opening

MOST_PERIODS = 1200
"""A hundred years of months; a record that asks for more is not believed."""

_MONTHS = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}
_DAYS = {"session": 1, "day": 1, "working-day": 1, "week": 7}


@dataclass(slots=True)
class Period:
    """One period: its opening, its limit, and the act that served it."""

    opening: Opening
    limit: datetime | None
    served: Act | None = None


def periods(opening: Opening, every: str, zone: tzinfo, now: datetime) -> Iterator[Opening]:
    """Yield the opening once for each period that has begun by `now`."""
    start = opening.act.at.astimezone(zone)
    day = _first_day(start.date(), every)
    for turn in range(MOST_PERIODS):
        began = start if turn == 0 else datetime.combine(day, time(), zone)
        if began > now:
            return
        yield replace(opening, started=began, period=_label(day, every))
        day = _next_day(day, every)


def following(every: str, zone: tzinfo, now: datetime) -> datetime:
    """Return when the period after the one that `now` lies in begins."""
    day = _first_day(now.astimezone(zone).date(), every)
    return datetime.combine(_next_day(day, every), time(), zone)


def serve(
    turns: list[Opening], acts: list[Act], limit_of: Callable[[Opening], datetime | None]
) -> list[Period]:
    """Give each act to the period that it serves."""
    result = [Period(turn, limit_of(turn)) for turn in turns]
    for act in acts:
        period = _served_by(act, result)
        if period is not None:
            period.served = act
    return result


def _served_by(act: Act, all_periods: list[Period]) -> Period | None:
    waiting = [
        one
        for one in all_periods
        if one.served is None and one.opening.started is not None and one.opening.started <= act.at
    ]
    named = act.fields.get("period")
    if named is not None:
        return next((one for one in waiting if one.opening.period == named), None)
    in_time = (one for one in waiting if one.limit is None or act.at <= one.limit)
    return next(in_time, waiting[0] if waiting else None)


def _first_day(day: date, every: str) -> date:
    if every in _MONTHS:
        months = _MONTHS[every]
        return date(day.year, (day.month - 1) // months * months + 1, 1)
    return day - timedelta(days=day.weekday()) if every == "week" else day


def _next_day(day: date, every: str) -> date:
    if every not in _MONTHS:
        return day + timedelta(days=_DAYS[every])
    ordinal = day.year * 12 + day.month - 1 + _MONTHS[every]
    return date(ordinal // 12, ordinal % 12 + 1, 1)


def _label(day: date, every: str) -> str:
    match every:
        case "month":
            return f"{day:%Y-%m}"
        case "quarter":
            return f"{day:%Y}-Q{(day.month + 2) // 3}"
        case "half-year":
            return f"{day:%Y}-H{1 if day.month < 7 else 2}"
        case "year":
            return f"{day:%Y}"
    return day.isoformat()
