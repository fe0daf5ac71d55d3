"""What the tests of working time share."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from shouwen.worktime import Amount, Unit, WorkTime, load_calendar

ZONE = ZoneInfo("Asia/Shanghai")
OFFICE = WorkTime(load_calendar("cn"))


def at(text: str) -> datetime:
    """An instant in Shanghai."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def days(count: int) -> Amount:
    """Working days."""
    return Amount(count, Unit.WORKING_DAY)
