"""Office hours: reading them, breaks, seasons, make-up days."""

from __future__ import annotations

from datetime import date

import pytest

from shouwen.errors import Unclear
from shouwen.worktime import Amount, OfficeHours, Unit, WorkTime, load_calendar
from shouwen.worktime.hours import Segment, parse_hours

from .common import at

MONDAY, SATURDAY = date(2026, 3, 2), date(2026, 2, 14)


def test_hours_are_read_with_breaks() -> None:
    assert parse_hours("08:30-12:00,14:30-18:00") == (Segment(510, 720), Segment(870, 1080))
    assert parse_hours("9:00–12:00、13:00~17:30") == (Segment(540, 720), Segment(780, 1050))
    assert str(OfficeHours.parse("8:30-12:00,14:30-18:00")) == "08:30-12:00,14:30-18:00"


def test_segments_that_touch_are_one() -> None:
    assert parse_hours("08:00-12:00,12:00-16:00") == (Segment(480, 960),)


@pytest.mark.parametrize(
    "text",
    ["", "9-17", "08:30", "12:00-08:00", "08:30-12:00,11:00-18:00", "08:60-12:00", "08:00-24:01",
     "08:30-12:00,", "08:30-08:30", "八点-十二点", "25:00-26:00", "08:30-12:00;rm -rf"],
)  # fmt: skip
def test_hours_that_cannot_be_are_refused_with_a_remedy(text: str) -> None:
    with pytest.raises(Unclear) as refusal:
        OfficeHours.parse(text)
    assert refusal.value.code == "bad-hours"
    assert refusal.value.remedy is not None


@pytest.mark.parametrize(
    "said",
    [
        5,
        {},
        {"week": {}},
        {"week": {"monday": "08:00-12:00"}},
        {"week": {"fri-mon": "08:00-12:00"}},
        {"week": {"mon-wed-fri": "08:00-12:00"}},
        {"week": "08:00-12:00", "extra": 1},
        {"week": "08:00-12:00", "seasons": [{"from": "05-01"}]},
        {
            "week": "08:00-12:00",
            "seasons": [{"from": "13-01", "until": "09-30", "week": "8:00-9:00"}],
        },
        {"week": "08:00-12:00", "seasons": ["summer"]},
    ],
)
def test_a_week_that_cannot_be_is_refused(said: object) -> None:
    with pytest.raises(Unclear, match="bad-hours"):
        OfficeHours.of(said)  # type: ignore[arg-type]


def test_weekdays_differ_and_a_make_up_saturday_has_the_hours_of_the_first_day() -> None:
    hours = OfficeHours.of({"week": {"mon-thu": "08:00-12:00,13:00-17:00", "fri": "08:00-12:00"}})
    assert hours.minutes_on(MONDAY) == 480
    assert hours.minutes_on(date(2026, 3, 6)) == 240
    assert hours.on(SATURDAY) == hours.on(MONDAY)


def test_a_saturday_with_hours_of_its_own_has_those_when_it_is_worked() -> None:
    hours = OfficeHours.of({"week": {"mon-fri": "08:00-12:00,13:00-17:00", "sat": "09:00-12:00"}})
    office = WorkTime(load_calendar("cn"), hours)
    assert office.limit(at("2026-02-13T10:00"), Amount(1, Unit.WORKING_DAY)) == at(
        "2026-02-14T12:00"
    )


def test_a_season_may_run_over_the_new_year_and_the_first_that_holds_wins() -> None:
    hours = OfficeHours.of(
        {
            "week": "08:00-12:00",
            "seasons": [
                {"from": "11-01", "until": "02-29", "week": "09:00-12:00"},
                {"from": "01-01", "until": "12-31", "week": "10:00-12:00"},
            ],
        }
    )
    assert hours.minutes_on(date(2026, 12, 1)) == 180
    assert hours.minutes_on(date(2028, 2, 29)) == 180
    assert hours.minutes_on(date(2026, 3, 1)) == 120


def test_a_day_is_halved_at_its_longest_break_or_in_the_middle() -> None:
    assert OfficeHours.parse("08:00-10:00,10:15-12:00,14:00-18:00").noon_on(MONDAY) == 720
    assert OfficeHours.parse("09:00-17:00").noon_on(MONDAY) == 780


def test_an_office_open_until_midnight_closes_with_the_last_second() -> None:
    office = WorkTime(load_calendar("cn"), OfficeHours.parse("08:00-24:00"))
    assert office.limit(at("2026-03-02T10:00"), Amount(1, Unit.WORKING_DAY)) == at(
        "2026-03-03T23:59:59"
    )
