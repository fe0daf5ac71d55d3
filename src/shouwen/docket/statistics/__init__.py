"""Figures for those who lead: sums over days, and what is open now; never over histories.

Past days come from `DaySum`; the days that the worker has not summed yet, today among them, are
counted from obligations and breaches by their indexes. A duty counts once: on the day on which it
was kept, or on the day on which its limit passed. What is open is counted from dossiers that are
not settled.
"""

from __future__ import annotations

from shouwen.docket.statistics.now import (
    DueAt,
    Group,
    Now,
    due_at,
    groups,
    now_figures,
    open_by_post,
    pressing,
)
from shouwen.docket.statistics.reach import Reach, reach_of
from shouwen.docket.statistics.rows import Asked, Duties, DutyRow, Show, dossiers, duties
from shouwen.docket.statistics.sums import Part, Tally, counted, parts, tally, work_of
from shouwen.docket.statistics.whole import Overview, overview, working_days

__all__ = [
    "Asked",
    "DueAt",
    "Duties",
    "DutyRow",
    "Group",
    "Now",
    "Overview",
    "Part",
    "Reach",
    "Show",
    "Tally",
    "counted",
    "dossiers",
    "due_at",
    "duties",
    "groups",
    "now_figures",
    "open_by_post",
    "overview",
    "parts",
    "pressing",
    "reach_of",
    "tally",
    "work_of",
    "working_days",
]
