"""Spans: how a regulation states a length of time or a moment to come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from enum import StrEnum
from typing import Literal


class Unit(StrEnum):
    """The units in which regulations count."""

    HOUR = "hour"
    WORKING_MINUTE = "working-minute"
    WORKING_HOUR = "working-hour"
    HALF_WORKING_DAY = "half-working-day"
    WORKING_DAY = "working-day"
    CALENDAR_DAY = "calendar-day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Amount:
    """`count` units, counted from the start as the reckoning says (5 working days)."""

    count: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class Immediate:
    """立即、即时、当场: at once; `word` keeps which of the words was written."""

    word: Literal["immediate", "same-visit"] = "immediate"


@dataclass(frozen=True, slots=True)
class SameDay:
    """当天: before the end of the day of the start, or of the next working day after a rest day."""


@dataclass(frozen=True, slots=True)
class ByClock:
    """By a clock time on the working day of the start (17:00 the same day)."""

    at: time


@dataclass(frozen=True, slots=True)
class NextClock:
    """By the next of several cut-offs after the start, over rest days (next of 11:00, 17:00)."""

    times: tuple[time, ...]


@dataclass(frozen=True, slots=True)
class DayOf:
    """A day of the period after the start's (the 7th of next month).

    `inclusive=False` means before that day: the day ahead of it is the last good one.
    """

    day: int
    of: Literal["next-month", "next-quarter", "next-year"]
    inclusive: bool = True


Span = Amount | Immediate | SameDay | ByClock | NextClock | DayOf
