"""Stops and resumptions, extensions, and the two together."""

from __future__ import annotations

from datetime import time

import pytest

from shouwen.errors import Unclear
from shouwen.worktime import Amount, Counting, NextClock, Pause, SameDay, Span, Unit

from .common import OFFICE, at, days


def stopped(*pairs: tuple[str, str | None]) -> list[Pause]:
    return [Pause(at(a), at(b) if b else None, ("x#1",)) for a, b in pairs]


def limit(start: str, span: Span, *pairs: tuple[str, str | None], extra: int = 0) -> str:
    more = [(days(extra), ("x#2",))] if extra else []
    found = OFFICE.add(at(start), span, pauses=stopped(*pairs), extra=more)
    assert OFFICE.limit(at(start), span, pauses=stopped(*pairs), extra=more) == found.limit
    return found.limit.isoformat()[:16]


MON = "2026-03-02T10:00"


@pytest.mark.parametrize(
    ("stop", "resume", "due"),
    [
        ("2026-03-03T10:00", "2026-03-05T10:00", "2026-03-11T18:00"),
        ("2026-03-03T10:00", "2026-03-03T16:00", "2026-03-09T18:00"),
        ("2026-03-03T19:00", "2026-03-04T07:00", "2026-03-10T18:00"),
        ("2026-03-02T11:00", "2026-03-04T10:00", "2026-03-11T18:00"),
        ("2026-02-28T10:00", "2026-03-04T10:00", "2026-03-11T18:00"),
        ("2026-03-06T10:00", "2026-03-08T10:00", "2026-03-09T18:00"),
        ("2026-03-09T19:00", "2026-03-12T10:00", "2026-03-09T18:00"),
        ("2026-02-26T10:00", "2026-02-27T10:00", "2026-03-09T18:00"),
    ],
)
def test_the_day_of_the_stop_counts_and_that_of_the_resumption_does_not(
    stop: str, resume: str, due: str
) -> None:
    """Five days from Monday 2 March 2026 end on Monday 9 March without a stop."""
    assert limit(MON, days(5), (stop, resume)) == due


@pytest.mark.parametrize(
    ("resume", "due"),
    [
        ("2026-03-11T10:00", "2026-03-11T18:00"),
        ("2026-03-11T18:00", "2026-03-12T18:00"),
        ("2026-03-14T10:00", "2026-03-16T18:00"),
        ("2026-03-09T17:59", "2026-03-09T18:00"),
    ],
)
def test_a_stop_on_the_last_day_gives_that_day_back(resume: str, due: str) -> None:
    assert limit(MON, days(5), ("2026-03-09T11:00", resume)) == due


def test_two_stops_add_up_and_overlapping_ones_count_once() -> None:
    apart = ("2026-03-03T10:00", "2026-03-04T10:00"), ("2026-03-05T10:00", "2026-03-06T10:00")
    over = ("2026-03-03T10:00", "2026-03-05T10:00"), ("2026-03-04T10:00", "2026-03-06T10:00")
    assert limit(MON, days(5), *apart) == "2026-03-11T18:00"
    assert limit(MON, days(5), *reversed(apart)) == "2026-03-11T18:00"
    assert limit(MON, days(5), *over) == "2026-03-12T18:00"


def test_a_stop_without_an_end_says_how_much_is_left() -> None:
    found = OFFICE.add(at(MON), days(5), pauses=stopped(("2026-03-04T10:00", None)))
    assert found.paused
    assert found.limit == at("2026-03-09T18:00")
    last = found.steps[-1]
    assert (last.what, last.facts["left"], last.cited) == ("paused", 3, ("x#1",))


def test_a_stop_after_the_limit_changes_nothing() -> None:
    found = OFFICE.add(at(MON), days(5), pauses=stopped(("2026-03-09T18:00", None)))
    assert not found.paused
    assert found.limit == at("2026-03-09T18:00")


def test_a_stop_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(Unclear, match="pause-backwards"):
        limit(MON, days(5), ("2026-03-05T10:00", "2026-03-04T10:00"))


def test_working_hours_get_back_exactly_the_office_time_of_the_stop() -> None:
    eight = Amount(8, Unit.WORKING_HOUR)
    assert limit(MON, eight) == "2026-03-03T11:00"
    assert limit(MON, eight, ("2026-03-02T11:00", "2026-03-02T15:00")) == "2026-03-03T15:00"
    assert limit(MON, eight, ("2026-03-02T12:30", "2026-03-02T14:00")) == "2026-03-03T11:00"
    assert limit(MON, eight, ("2026-03-03T11:00", "2026-03-03T17:00")) == "2026-03-03T11:00"


def test_the_steps_of_working_hours_name_each_stretch_and_add_up() -> None:
    stop = stopped(("2026-03-02T11:00", "2026-03-02T15:00"))
    steps = OFFICE.add(at(MON), Amount(8, Unit.WORKING_HOUR), pauses=stop).steps
    told = [
        (step.facts["from"][11:16], step.facts["until"][5:16], step.facts["minutes"])
        for step in steps
        if step.what == "counted-hours"
    ]
    assert told == [("10:00", "03-02T11:00", 60.0), ("15:00", "03-03T15:00", 420.0)]
    assert [s.facts["given-back"] for s in steps if s.what == "pause"] == [90]


def test_a_last_day_given_back_twice_is_not_counted_again() -> None:
    stops = (
        ("2026-03-09T11:00", "2026-03-10T19:00"),
        ("2026-03-11T11:00", "2026-03-12T19:00"),
    )
    found = OFFICE.add(at(MON), days(5), pauses=stopped(*stops))
    assert found.limit == at("2026-03-13T18:00")
    counted = [step.facts for step in found.steps if step.what == "counted-days"]
    assert [(run["from"], run["to"], run["last"]) for run in counted] == [
        (1, 4, "2026-03-06"),
        (5, 5, "2026-03-09"),
    ]
    given = [step.facts["day"] for step in found.steps if step.what == "given-back"]
    assert given == ["2026-03-13"]


def test_plain_hours_get_back_the_length_of_the_stop() -> None:
    stop = ("2026-03-02T12:00", "2026-03-03T12:30")
    assert limit(MON, Amount(24, Unit.HOUR), stop) == "2026-03-04T10:30"


@pytest.mark.parametrize(
    ("stop", "resume", "due"),
    [
        ("2026-06-25T10:00", "2026-06-29T10:00", "2026-07-08T18:00"),
        ("2026-07-05T10:00", "2026-07-05T20:00", "2026-07-06T18:00"),
        ("2026-07-05T10:00", "2026-07-09T20:00", "2026-07-10T18:00"),
        ("2026-07-06T18:00", "2026-07-09T20:00", "2026-07-06T18:00"),
    ],
)
def test_calendar_days_move_by_the_days_of_the_stop_before_rolling(
    stop: str, resume: str, due: str
) -> None:
    """15 days from 19 June 2026 end on Saturday 4 July, which rolls to Monday 6 July."""
    start = "2026-06-19T10:00"
    assert limit(start, Amount(15, Unit.CALENDAR_DAY), (stop, resume)) == due


def test_moments_of_the_day_start_afresh_when_the_clock_runs_again() -> None:
    stop = ("2026-03-02T10:30", "2026-03-03T12:00")
    assert limit(MON, NextClock((time(11), time(17))), stop) == "2026-03-03T17:00"
    assert limit(MON, SameDay(), ("2026-03-02T10:30", "2026-03-03T19:00")) == "2026-03-04T18:00"


def test_an_extension_follows_the_stop_and_has_stops_of_its_own() -> None:
    first = ("2026-03-03T10:00", "2026-03-04T10:00")
    second = ("2026-03-11T10:00", "2026-03-12T10:00")
    assert limit(MON, days(5), first) == "2026-03-10T18:00"
    assert limit(MON, days(5), first, extra=2) == "2026-03-12T18:00"
    assert limit(MON, days(5), first, second, extra=2) == "2026-03-13T18:00"


def test_extending_equals_having_been_given_the_whole() -> None:
    stop = [("2026-03-03T10:00", "2026-03-05T10:00"), ("2026-03-12T10:00", "2026-03-16T10:00")]
    assert limit(MON, days(5), *stop, extra=7) == limit(MON, days(12), *stop)


def test_calendar_days_extended_by_calendar_days_roll_only_at_the_end() -> None:
    start, more = at("2026-08-03T10:00"), Amount(30, Unit.CALENDAR_DAY)
    found = OFFICE.add(start, Amount(60, Unit.CALENDAR_DAY), extra=[(more, ())])
    assert found.limit == at("2026-11-02T18:00")
    assert found.limit == OFFICE.limit(start, Amount(90, Unit.CALENDAR_DAY))


def test_calendar_days_extended_by_working_days_go_on_from_the_rolled_day() -> None:
    start = at("2026-08-03T10:00")
    found = OFFICE.limit(start, Amount(60, Unit.CALENDAR_DAY), extra=[(days(1), ())])
    assert found == at("2026-10-09T18:00")


def test_an_extension_in_hours_goes_on_from_the_close() -> None:
    extra = [(Amount(2, Unit.WORKING_HOUR), ())]
    assert OFFICE.limit(at(MON), days(5), extra=extra) == at("2026-03-10T10:30")


def test_midnight_offices_stop_and_resume_by_day_too() -> None:
    counting = Counting(ends="midnight")
    stop = stopped(("2026-03-09T20:00", "2026-03-10T09:00"))
    found = OFFICE.limit(at(MON), days(5), pauses=stop, counting=counting)
    assert found == at("2026-03-10T23:59:59")
