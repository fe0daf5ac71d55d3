"""Values that acts carry as dates, instants or spans, turned into instants."""

from __future__ import annotations

from datetime import date, datetime, tzinfo
from typing import Any

from shouwen.rulebook.judge.clock import Clock


def instant(value: Any, clock: Clock, zone: tzinfo) -> datetime | None:
    """Return the instant that an entered value means; a day lasts until the office closes.

    Journal facts come as ISO text. None for a value that is no date at all.
    """
    if isinstance(value, str):
        value = _parsed(value)
    if isinstance(value, datetime):
        return value if value.tzinfo is not None else value.replace(tzinfo=zone)
    return clock.close_of(value) if isinstance(value, date) else None


def _parsed(text: str) -> date | datetime | None:
    try:
        return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)
    except ValueError:
        return None
