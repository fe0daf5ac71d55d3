"""The golden cases, computed by hand from the official calendars of 2018, 2025 and 2026."""

from __future__ import annotations

from datetime import date

import pytest

from shouwen.worktime import Amount, Pause, Unit

from .common import OFFICE, at, days

WORKING, CALENDAR, MONTH = Unit.WORKING_DAY, Unit.CALENDAR_DAY, Unit.MONTH

CASES = [
    ("2026-02-13", 5, WORKING, "2026-02-27", "a make-up Saturday, then nine days off"),
    ("2026-02-14", 5, WORKING, "2026-02-28", "due on a make-up Saturday"),
    ("2026-09-18", 20, WORKING, "2026-10-22", "two holidays and three make-up days"),
    ("2026-05-08", 2, WORKING, "2026-05-11", "Saturday 9 May is a workday"),
    ("2026-10-01", 5, WORKING, "2026-10-13", "received on a holiday"),
    ("2025-09-26", 20, WORKING, "2025-10-30", "over National Day 2025"),
    ("2018-10-15", 7, WORKING, "2018-10-24", "seven days end with the seventh day"),
    ("2018-10-15", 10, WORKING, "2018-10-29", "ten days end with the tenth day"),
    ("2026-08-03", 60, CALENDAR, "2026-10-08", "2 October rolls over National Day"),
    ("2026-06-19", 15, CALENDAR, "2026-07-06", "Saturday 4 July rolls to Monday"),
    ("2026-01-16", 30, CALENDAR, "2026-02-24", "15 February rolls over Spring Festival"),
    ("2026-01-31", 1, MONTH, "2026-02-28", "no 31st; that Saturday is worked, so no roll"),
    ("2026-09-03", 1, MONTH, "2026-10-08", "3 October rolls over National Day"),
]


@pytest.mark.parametrize(("start", "count", "unit", "due", "why"), CASES)
def test_a_golden_case_falls_on_the_day_computed_by_hand(
    start: str, count: int, unit: Unit, due: str, why: str
) -> None:
    reckoning = OFFICE.add(at(f"{start}T10:00"), Amount(count, unit))
    assert reckoning.limit == at(f"{due}T18:00"), why
    assert not reckoning.provisional


def test_the_derivation_of_the_first_golden_case_is_complete_and_cited() -> None:
    steps = OFFICE.add(at("2026-02-13T10:02"), days(5), cited=("x@2026-01-01#5",)).steps
    notice, code = "国办发明电〔2025〕7号", "民法典#"
    assert [(step.what, dict(step.facts), step.cited) for step in steps] == [
        ("start", {"at": "2026-02-13T10:02:00+08:00", "working-day": True}, ()),
        ("first-day", {"rule": "next-day"}, (f"{code}201",)),
        ("add", {"count": 5, "unit": "working-day"}, ("x@2026-01-01#5",)),
        (
            "counted-days",
            {
                "from": 1,
                "to": 1,
                "first": "2026-02-14",
                "last": "2026-02-14",
                "make-up": ["2026-02-14"],
            },
            (notice,),
        ),
        (
            "rest-days",
            {"first": "2026-02-15", "last": "2026-02-23", "names": ["春节"]},
            (notice,),
        ),
        ("counted-days", {"from": 2, "to": 5, "first": "2026-02-24", "last": "2026-02-27"}, ()),
        ("end-of-day", {"ends": "close", "at": "2026-02-27T18:00:00+08:00"}, (f"{code}203",)),
    ]


def test_a_stop_preserves_the_remaining_whole_working_days() -> None:
    """The worked case: accepted 06-03, correction asked 06-05, received 06-12."""
    start = at("2024-06-03T09:00")
    stop = [Pause(at("2024-06-05T09:00"), at("2024-06-12T09:00"), ("demo@2024-03-01#7.3",))]
    assert OFFICE.limit(start, days(7), pauses=stop).date() == date(2024, 6, 19)
    assert OFFICE.limit(start, days(5), pauses=stop).date() == date(2024, 6, 17)


def test_an_extension_goes_on_where_the_limit_was() -> None:
    start, more = at("2024-06-17T09:00"), (days(5), ("demo@2024-03-01#7.2",))
    reckoning = OFFICE.add(start, days(7), extra=[more])
    assert reckoning.limit == at("2024-07-03T18:00")
    extended = next(step for step in reckoning.steps if step.what == "extend")
    assert extended.cited == ("demo@2024-03-01#7.2",)


@pytest.mark.parametrize(("year", "count"), [(2024, 251), (2025, 248), (2026, 248)])
def test_a_year_has_as_many_working_days_as_the_notice_leaves(year: int, count: int) -> None:
    before, last = date(year - 1, 12, 31), date(year, 12, 31)
    assert OFFICE.calendar.working_days_between(before, last) == count
