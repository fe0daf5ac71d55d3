"""A small office for tests: one department below another, two posts, leaders, one spare person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from shouwen.organization import actions
from shouwen.organization.domain import SYSTEM
from shouwen.organization.models import Department, Institution, Person, Post

START = datetime(2026, 3, 2, 0, 30, tzinfo=UTC)
"""A Monday, 08:30 in Shanghai."""
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
PASSWORD = "Correct-horse-9"


@dataclass
class Office:
    house: Institution
    hall: Department
    care: Department
    window: Post
    desk: Post
    lin: Person
    """A of the window."""
    zhao: Person
    """B of the window."""
    sun: Person
    """A of the desk, which has no B."""
    head: Person
    """Head of the hall."""
    chief: Person
    """Leader in charge of both departments."""
    boss: Person
    """Principal leader."""
    spare: Person
    """Holds nothing."""


def build(code: str = "SX", parent: Institution | None = None, at: datetime = START) -> Office:
    """Set an office up through the actions."""
    by = SYSTEM
    house = actions.create_institution(
        name="示例县政务服务局", code=code, parent=parent, by=by, at=at
    )
    hall = actions.create_department(house, name="政务大厅", by=by, at=at)
    care = actions.create_department(house, name="社会事务科", parent=hall, by=by, at=at)
    window = actions.create_post(
        hall, title="综合受理岗", is_window=True, window="03", by=by, at=at
    )
    desk = actions.create_post(care, title="低保岗", duties="低保 救助", by=by, at=at)
    staff = [
        actions.create_person(
            house,
            username=f"{code.lower()}-{number}",
            name=name,
            department=department,
            by=by,
            at=at,
        )
        for number, (name, department) in enumerate(
            [
                ("林小满", hall),
                ("赵知秋", hall),
                ("孙惊蛰", care),
                ("周立夏", hall),
                ("吴霜降", None),
                ("郑清明", None),
                ("王谷雨", care),
            ]
        )
    ]
    lin, zhao, sun, head, chief, boss, spare = staff
    actions.appoint(window, lin, by=by, at=at)
    actions.appoint(window, zhao, capacity="backup", by=by, at=at)
    actions.appoint(desk, sun, by=by, at=at)
    actions.appoint_leader(house, head, kind="head", department=hall, by=by, at=at)
    for department in (hall, care):
        actions.appoint_leader(house, chief, kind="in-charge", department=department, by=by, at=at)
    actions.appoint_leader(house, boss, kind="principal", by=by, at=at)
    return Office(house, hall, care, window, desk, lin, zhao, sun, head, chief, boss, spare)


def leave(
    person: Person, since: datetime, until: datetime, note: str = "见交接单"
) -> actions.Departure:
    """Enter an absence."""
    return actions.go_absent(
        person, since=since, until=until, reason="leave", note=note, by=SYSTEM, at=since
    )
