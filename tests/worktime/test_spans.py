"""Every kind of span, and every way of counting it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from shouwen.errors import Unclear
from shouwen.worktime import (
    Amount,
    ByClock,
    Counting,
    DayOf,
    Immediate,
    NextClock,
    OfficeHours,
    SameDay,
    Span,
    Unit,
    WorkTime,
    load_calendar,
)

from .common import OFFICE, at, days

HALF, HOUR, MINUTE = Unit.HALF_WORKING_DAY, Unit.WORKING_HOUR, Unit.WORKING_MINUTE


def limit(start: str, span: Span, counting: Counting | None = None) -> str:
    found = OFFICE.add(at(start), span, counting=counting)
    assert OFFICE.limit(at(start), span, counting=counting) == found.limit
    return found.limit.isoformat()[:16]


@pytest.mark.parametrize(
    ("start", "count", "due"),
    [
        ("2026-02-13T10:00", 1, "2026-02-14T12:00"),
        ("2026-02-13T10:00", 2, "2026-02-14T18:00"),
        ("2026-02-13T10:00", 3, "2026-02-24T12:00"),
        ("2026-02-20T10:00", 1, "2026-02-24T12:00"),
    ],
)
def test_half_days_end_at_the_break_and_the_day_of_the_start_is_not_counted(
    start: str, count: int, due: str
) -> None:
    assert limit(start, Amount(count, HALF)) == due


@pytest.mark.parametrize(
    ("start", "count", "due"),
    [
        ("2026-03-02T10:00", 1, "2026-03-02T12:00"),
        ("2026-03-02T12:00", 1, "2026-03-02T12:00"),
        ("2026-03-02T13:00", 1, "2026-03-02T18:00"),
        ("2026-03-02T15:00", 3, "2026-03-03T18:00"),
        ("2026-03-02T18:30", 1, "2026-03-03T12:00"),
        ("2026-03-01T10:00", 1, "2026-03-02T12:00"),
    ],
)
def test_half_days_from_the_same_day_begin_with_the_half_of_the_start(
    start: str, count: int, due: str
) -> None:
    assert limit(start, Amount(count, HALF), Counting(first="same-day")) == due


@pytest.mark.parametrize(
    ("start", "count", "due"),
    [
        ("2026-03-02T10:00", 1, "2026-03-02T18:00"),
        ("2026-03-02T18:00", 1, "2026-03-02T18:00"),
        ("2026-03-02T18:01", 1, "2026-03-03T18:00"),
        ("2026-10-01T10:00", 1, "2026-10-08T18:00"),
        ("2026-03-02T10:00", 5, "2026-03-06T18:00"),
    ],
)
def test_the_day_of_the_start_can_be_day_one(start: str, count: int, due: str) -> None:
    assert limit(start, days(count), Counting(first="same-day")) == due


def test_the_end_of_the_day_can_be_midnight_told_as_its_last_second() -> None:
    found = OFFICE.limit(at("2026-02-13T10:00"), days(5), counting=Counting(ends="midnight"))
    assert found == at("2026-02-27T23:59:59")


@pytest.mark.parametrize(
    ("start", "count", "unit", "due"),
    [
        ("2026-03-02T10:00", 4, HOUR, "2026-03-02T16:30"),
        ("2026-03-02T08:30", 210, MINUTE, "2026-03-02T12:00"),
        ("2026-03-02T12:30", 1, HOUR, "2026-03-02T15:30"),
        ("2026-03-02T17:00", 2, HOUR, "2026-03-03T09:30"),
        ("2026-02-13T17:00", 9, HOUR, "2026-02-24T09:30"),
        ("2026-02-17T17:00", 1, HOUR, "2026-02-24T09:30"),
        ("2026-03-02T06:00", 1, MINUTE, "2026-03-02T08:31"),
    ],
)
def test_working_hours_run_from_the_moment_while_the_office_is_open(
    start: str, count: int, unit: Unit, due: str
) -> None:
    assert limit(start, Amount(count, unit)) == due


def test_plain_hours_run_through_the_night() -> None:
    assert limit("2026-02-13T17:30", Amount(24, Unit.HOUR)) == "2026-02-14T17:30"


@pytest.mark.parametrize(
    ("start", "count", "unit", "rolled", "stayed"),
    [
        ("2026-08-03T10:00", 60, Unit.CALENDAR_DAY, "2026-10-08", "2026-10-02"),
        ("2026-09-19T10:00", 2, Unit.WEEK, "2026-10-08", "2026-10-03"),
        ("2026-09-03T10:00", 1, Unit.MONTH, "2026-10-08", "2026-10-03"),
        ("2025-02-22T10:00", 1, Unit.YEAR, "2026-02-24", "2026-02-22"),
    ],
)
def test_calendar_units_roll_off_a_rest_day_unless_told_to_stay(
    start: str, count: int, unit: Unit, rolled: str, stayed: str
) -> None:
    stays = Counting(last_day_off="stays")
    assert limit(start, Amount(count, unit)) == f"{rolled}T18:00"
    assert limit(start, Amount(count, unit), stays) == f"{stayed}T18:00"


def test_calendar_units_may_count_the_day_of_the_start() -> None:
    same = Counting(first="same-day", last_day_off="stays")
    assert limit("2026-03-02T10:00", Amount(10, Unit.CALENDAR_DAY), same) == "2026-03-11T18:00"
    assert limit("2026-03-02T19:00", Amount(10, Unit.CALENDAR_DAY), same) == "2026-03-12T18:00"
    assert limit("2026-03-02T10:00", Amount(1, Unit.MONTH), same) == "2026-04-01T18:00"


@pytest.mark.parametrize(
    ("rule", "due"), [("last-day", "2027-02-28T18:00"), ("next-day", "2027-03-01T18:00")]
)
def test_a_short_month_ends_as_declared(rule: str, due: str) -> None:
    counting = Counting(short_month=rule, last_day_off="stays")  # type: ignore[arg-type]
    assert limit("2026-12-31T10:00", Amount(2, Unit.MONTH), counting) == due
    steps = OFFICE.add(at("2026-12-31T10:00"), Amount(2, Unit.MONTH), counting=counting).steps
    assert [step.facts["day"] for step in steps if step.what == "short-month"] == [31]


def test_a_short_month_without_a_rule_aborts() -> None:
    undecided = Counting(short_month=None)
    with pytest.raises(Unclear, match="short-month"):
        OFFICE.limit(at("2026-01-31T10:00"), Amount(1, Unit.MONTH), counting=undecided)
    assert limit("2026-01-15T10:00", Amount(1, Unit.MONTH), undecided) == "2026-02-24T18:00"


def test_leap_day_plus_a_year_is_a_short_month_too() -> None:
    assert limit("2024-02-29T10:00", Amount(1, Unit.YEAR)) == "2025-02-28T18:00"
    assert limit("2024-02-29T10:00", Amount(4, Unit.YEAR)) == "2028-02-29T18:00"


@pytest.mark.parametrize(
    ("start", "span", "due"),
    [
        ("2026-03-02T10:00", SameDay(), "2026-03-02T18:00"),
        ("2026-03-02T18:30", SameDay(), "2026-03-03T18:00"),
        ("2026-10-02T10:00", SameDay(), "2026-10-08T18:00"),
        ("2026-03-02T10:00", Immediate(), "2026-03-02T18:00"),
        ("2026-03-02T10:00", Immediate("same-visit"), "2026-03-02T18:00"),
        ("2026-03-02T10:00", ByClock(time(17)), "2026-03-02T17:00"),
        ("2026-03-02T17:00", ByClock(time(17)), "2026-03-02T17:00"),
        ("2026-03-02T17:01", ByClock(time(17)), "2026-03-03T17:00"),
        ("2026-02-15T09:00", ByClock(time(17)), "2026-02-24T17:00"),
        ("2026-03-02T10:59", NextClock((time(17), time(11))), "2026-03-02T11:00"),
        ("2026-03-02T11:00", NextClock((time(11), time(17))), "2026-03-02T17:00"),
        ("2026-02-14T17:00", NextClock((time(11), time(17))), "2026-02-24T11:00"),
    ],
)
def test_moments_of_the_day_fall_on_the_next_working_day_when_it_is_too_late(
    start: str, span: Span, due: str
) -> None:
    assert limit(start, span) == due


@pytest.mark.parametrize(
    ("start", "span", "due"),
    [
        ("2026-03-15T10:00", DayOf(7, "next-month"), "2026-04-07"),
        ("2026-04-15T10:00", DayOf(7, "next-month", inclusive=False), "2026-05-06"),
        ("2026-09-15T10:00", DayOf(7, "next-month"), "2026-10-08"),
        ("2026-01-10T10:00", DayOf(31, "next-month"), "2026-02-28"),
        ("2026-02-10T10:00", DayOf(10, "next-quarter"), "2026-04-10"),
        ("2026-02-10T10:00", DayOf(45, "next-quarter"), "2026-05-15"),
        ("2025-02-10T10:00", DayOf(15, "next-year"), "2026-01-15"),
        ("2025-12-10T10:00", DayOf(1, "next-month", inclusive=False), "2025-12-31"),
    ],
)
def test_a_day_of_the_coming_period(start: str, span: DayOf, due: str) -> None:
    assert limit(start, span) == f"{due}T18:00"


def test_a_short_month_from_the_same_day_ends_with_the_month() -> None:
    same = Counting(first="same-day", last_day_off="stays")
    assert limit("2026-01-31T10:00", Amount(1, Unit.MONTH), same) == "2026-02-28T18:00"


@pytest.mark.parametrize(
    "span", [DayOf(0, "next-month"), DayOf(32, "next-month"), DayOf(93, "next-quarter")]
)
def test_a_day_that_the_period_does_not_have_is_refused(span: DayOf) -> None:
    with pytest.raises(Unclear, match="no-such-day"):
        OFFICE.limit(at("2026-09-10T10:00"), span)


@pytest.mark.parametrize(
    ("event", "count", "unit", "due"),
    [
        ("2026-02-25T09:00", 1, Unit.WORKING_DAY, "2026-02-24T18:00"),
        ("2026-02-25T09:00", 2, Unit.WORKING_DAY, "2026-02-14T18:00"),
        ("2026-02-20T09:00", 1, Unit.WORKING_DAY, "2026-02-14T18:00"),
        ("2026-02-25T09:00", 1, HALF, "2026-02-24T18:00"),
        ("2026-02-25T12:00", 1, HALF, "2026-02-25T12:00"),
        ("2026-02-25T11:59", 1, HALF, "2026-02-24T18:00"),
        ("2026-02-25T15:00", 1, HALF, "2026-02-25T12:00"),
        ("2026-02-25T15:00", 2, HALF, "2026-02-24T18:00"),
        ("2026-02-24T09:00", 2, Unit.CALENDAR_DAY, "2026-02-14T18:00"),
        ("2026-03-31T09:00", 1, Unit.MONTH, "2026-02-28T18:00"),
        ("2026-02-25T09:00", 2, HOUR, "2026-02-24T16:30"),
        ("2026-02-25T09:00", 24, Unit.HOUR, "2026-02-24T09:00"),
    ],
)
def test_a_span_before_a_later_event_never_comes_out_shorter(
    event: str, count: int, unit: Unit, due: str
) -> None:
    found = OFFICE.back(at(event), Amount(count, unit))
    assert found.limit.isoformat()[:16] == due
    assert found.limit <= at(event)


def test_before_an_event_in_2027_is_provisional_when_2027_decides() -> None:
    assert OFFICE.back(at("2027-03-10T09:00"), days(2)).provisional
    assert not OFFICE.back(at("2027-01-01T09:00"), days(2)).provisional


@pytest.mark.parametrize(
    "span",
    [days(0), days(-1), Amount(0, HOUR), days(999_999), Amount(999_999, Unit.MONTH),
     Amount(10**7, Unit.WEEK), Amount(10**9, Unit.HOUR), Amount(10**8, HOUR), NextClock(())],
)  # fmt: skip
def test_a_span_that_cannot_be_is_refused(span: Span) -> None:
    with pytest.raises(Unclear):
        OFFICE.add(at("2026-03-02T10:00"), span)


def test_a_time_without_a_zone_is_refused_everywhere() -> None:
    naive = datetime(2026, 3, 2, 10)  # noqa: DTZ001 - the point of the test
    for call in (
        lambda: OFFICE.add(naive, days(1)),
        lambda: OFFICE.limit(naive, days(1)),
        lambda: OFFICE.back(naive, days(1)),
        lambda: OFFICE.is_office_time(naive),
        lambda: OFFICE.between(at("2026-03-02T10:00"), naive, Unit.HOUR),
        lambda: OFFICE.remaining(naive, at("2026-03-02T10:00"), Unit.HOUR),
    ):
        with pytest.raises(Unclear, match="naive-instant"):
            call()
    with pytest.raises(Unclear, match="not-an-instant"):
        OFFICE.limit(date(2026, 3, 2), days(1))  # type: ignore[arg-type]


def test_the_day_is_the_offices_day_whatever_zone_the_instant_came_in() -> None:
    """16:30 UTC on Friday is half past midnight on Saturday in Shanghai."""
    start = datetime(2026, 3, 6, 16, 30, tzinfo=UTC)
    assert OFFICE.limit(start, days(1)) == at("2026-03-09T18:00")
    assert OFFICE.limit(start, days(1)).tzinfo is OFFICE.zone


def test_an_unknown_zone_is_refused() -> None:
    for zone in ("Asia/Nowhere", "../etc/passwd", ""):
        with pytest.raises(Unclear, match="unknown-zone"):
            WorkTime(load_calendar("cn"), zone=zone)


def test_the_office_knows_when_it_is_open() -> None:
    assert OFFICE.is_office_time(at("2026-03-02T08:30"))
    assert not OFFICE.is_office_time(at("2026-03-02T12:00"))
    assert not OFFICE.is_office_time(at("2026-03-02T13:00"))
    assert not OFFICE.is_office_time(at("2026-03-01T09:00"))
    assert OFFICE.next_opening(at("2026-03-02T13:00")) == at("2026-03-02T14:30")
    assert OFFICE.next_opening(at("2026-02-14T18:00")) == at("2026-02-24T08:30")
    assert OFFICE.next_opening(at("2026-03-02T09:15:07")) == at("2026-03-02T09:15:07")
    assert OFFICE.close_of(date(2026, 3, 2)) == at("2026-03-02T18:00")


def test_a_clause_that_decides_the_counting_is_cited_instead_of_the_law() -> None:
    counting = Counting(cited=("bureau-8@2026-01-01#4",))
    steps = OFFICE.add(at("2026-08-03T10:00"), Amount(60, Unit.CALENDAR_DAY), counting=counting)
    cited = {step.what: step.cited for step in steps.steps}
    assert cited["first-day"] == ("bureau-8@2026-01-01#4",)
    assert cited["roll"] == ("bureau-8@2026-01-01#4", "国办发明电〔2025〕7号")
    assert cited["end-of-day"] == ("bureau-8@2026-01-01#4",)


def test_seasons_move_the_close_of_the_last_day() -> None:
    hours = OfficeHours.of(
        {
            "week": "08:00-12:00,14:30-17:30",
            "seasons": [
                {"from": "07-01", "until": "09-30", "week": "08:00-12:00,15:00-18:00"},
            ],
        }
    )
    office = WorkTime(load_calendar("cn"), hours)
    assert office.limit(at("2026-06-29T10:00"), days(1)) == at("2026-06-30T17:30")
    assert office.limit(at("2026-06-29T10:00"), days(2)) == at("2026-07-01T18:00")
    assert office.limit(at("2026-06-30T16:30"), Amount(7, HOUR)) == at("2026-07-01T17:00")
