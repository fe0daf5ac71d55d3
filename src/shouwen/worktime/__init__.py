"""Working time: calendars, office hours, spans, and limits that explain themselves.

Pure: no Django, no database, no clock. `WorkTime.add` is the heart; docs/worktime.md the manual.
"""

from __future__ import annotations

from shouwen.worktime.calendar import Calendar, Notice, Year
from shouwen.worktime.counting import Counting, Pause
from shouwen.worktime.counts import Remaining
from shouwen.worktime.hours import OfficeHours
from shouwen.worktime.library import calendar_names, load_calendar
from shouwen.worktime.reckoner import WorkTime
from shouwen.worktime.spans import (
    Amount,
    ByClock,
    DayOf,
    Immediate,
    NextClock,
    SameDay,
    Span,
    Unit,
)
from shouwen.worktime.steps import Reckoning, Step

__all__ = [
    "Amount",
    "ByClock",
    "Calendar",
    "Counting",
    "DayOf",
    "Immediate",
    "NextClock",
    "Notice",
    "OfficeHours",
    "Pause",
    "Reckoning",
    "Remaining",
    "SameDay",
    "Span",
    "Step",
    "Unit",
    "WorkTime",
    "Year",
    "calendar_names",
    "load_calendar",
]
