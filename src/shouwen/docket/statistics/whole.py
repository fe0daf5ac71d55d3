"""Everything that a leader's overview is made of, in six statements."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from datetime import time as clock

from shouwen.docket.models import Dossier
from shouwen.docket.statistics.now import (
    DueAt,
    Group,
    Now,
    due_at,
    groups,
    now_figures,
    pressing,
)
from shouwen.docket.statistics.reach import Reach, reach_of
from shouwen.docket.statistics.sums import Part, parts
from shouwen.enactment import queries as enactment
from shouwen.organization.domain import Actor
from shouwen.worktime import WorkTime

DAYS_AHEAD = 10
"""Working days whose limits are shown."""

MANY = 50_000
"""Open dossiers from which on an institution's groups are kept for a moment."""

KEPT_FOR = 20.0
"""Seconds for which they are kept; what was counted when is told."""

_kept: dict[int, tuple[float, datetime, list[Group]]] = {}
_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class Overview:
    """What burns, where things are stuck, what falls due, and how it went."""

    reach: Reach
    as_of: datetime
    """When the groups were counted: now, or a few seconds ago in a very large office."""
    single: Now
    groups: list[Group]
    due: list[DueAt]
    pressing: list[Dossier]
    parts: list[Part]


def overview(
    actor: Actor,
    *,
    now: datetime,
    department: int | None = None,
    since: date | None = None,
    most: int = 8,
) -> Overview:
    """Return an actor's overview, of one department perhaps, with sums `since` a day.

    Raises `Refused` for those who have no right to figures.
    """
    reach = reach_of(actor).only(department)
    office = enactment.worktime(reach.institution_id)
    today = office.local(now).date()
    tomorrow_end = day_end(today + timedelta(days=1), office)
    single = now_figures(reach, actor, now)
    as_of, grouped = _groups(reach, now, tomorrow_end)
    return Overview(
        reach=reach,
        as_of=as_of,
        single=single,
        groups=grouped,
        due=due_at(reach, now, day_end(working_days(today, office)[-1], office)),
        pressing=pressing(reach, now, tomorrow_end, most=most),
        parts=parts(
            reach,
            since=since or today.replace(year=today.year - 1, day=1),
            until=today,
            summed=single.summed,
        ),
    )


def _groups(reach: Reach, now: datetime, due_until: datetime) -> tuple[datetime, list[Group]]:
    """Return the groups, and when they were counted."""
    kept = _kept.get(reach.institution_id)
    if kept is not None and time.monotonic() - kept[0] < KEPT_FOR and kept[1] <= now:
        inside = reach.departments
        return kept[1], [one for one in kept[2] if inside is None or one.department in inside]
    found = groups(reach, now, due_until)
    if reach.departments is None and sum(one.open for one in found) >= MANY:
        with _lock:
            _kept[reach.institution_id] = (time.monotonic(), now, found)
    return now, found


def forget() -> None:
    """Drop what was kept (tests)."""
    with _lock:
        _kept.clear()


def working_days(today: date, office: WorkTime, count: int = DAYS_AHEAD) -> list[date]:
    """Return the next working days, today among them when it is one."""
    found: list[date] = []
    day = today
    while len(found) < count:
        if office.is_working_day(day):
            found.append(day)
        day += timedelta(days=1)
    return found


def day_end(day: date, office: WorkTime) -> datetime:
    """Return the last instant of a day in the office."""
    after = datetime.combine(day + timedelta(days=1), clock(), office.zone)
    return after - timedelta(microseconds=1)
