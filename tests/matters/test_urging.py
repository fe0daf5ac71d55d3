"""When a citizen may urge: once a limit burns, and once on a working day."""

from __future__ import annotations

from datetime import datetime

import pytest

from shouwen.matters.domain import urging_at
from tests.people import at

LIMIT, REMIND = at("2026-03-06 18:00"), at("2026-03-05 18:00")


@pytest.mark.parametrize(
    ("verdict", "limit", "remind", "again", "now", "why", "since"),
    [
        ("open", LIMIT, REMIND, None, "2026-03-05 17:59", "not-yet", REMIND),
        ("open", LIMIT, REMIND, None, "2026-03-05 18:00", "", None),
        ("open", LIMIT, None, None, "2026-03-06 17:00", "not-yet", LIMIT),
        ("broken", LIMIT, REMIND, None, "2026-03-09 09:00", "", None),
        ("open", LIMIT, REMIND, at("2026-03-06 09:00"), "2026-03-06 08:59", "today", "again"),
        ("open", LIMIT, REMIND, at("2026-03-06 09:00"), "2026-03-06 09:00", "", None),
        ("open", LIMIT, REMIND, at("2026-03-04 09:00"), "2026-03-03 12:00", "not-yet", REMIND),
        ("paused", LIMIT, REMIND, None, "2026-03-09 09:00", "paused", None),
        ("unset", None, None, None, "2026-03-09 09:00", "no-limit", None),
        ("none", None, None, None, "2026-03-09 09:00", "no-limit", None),
    ],
)
def test_urging_waits_until_the_limit_burns_and_a_working_day_between(
    verdict: str,
    limit: datetime | None,
    remind: datetime | None,
    again: datetime | None,
    now: str,
    why: str,
    since: datetime | str | None,
) -> None:
    found = urging_at(verdict, limit, remind, again, at(now))
    assert found.why == why
    assert found.since == (again if since == "again" else since)
    assert found.may == (not found.text.zh)
