"""What holds for every start, span and stop."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouwen.errors import Unclear
from shouwen.worktime import (
    Amount,
    ByClock,
    Counting,
    DayOf,
    Immediate,
    NextClock,
    OfficeHours,
    Pause,
    SameDay,
    Span,
    Unit,
    WorkTime,
    load_calendar,
)

from .common import OFFICE, ZONE, days

SEASONS = WorkTime(
    load_calendar("cn-example"),
    OfficeHours.of(
        {
            "week": {"mon-thu": "08:00-12:00,14:30-17:30", "fri": "08:00-12:00,13:00-16:00"},
            "seasons": [{"from": "05-01", "until": "09-30", "week": "08:00-12:00,15:00-18:00"}],
        }
    ),
)

minutes = st.integers(0, 14 * 365 * 1440)
starts = minutes.map(lambda m: datetime(2012, 1, 1, tzinfo=ZONE) + timedelta(minutes=m))
offices = st.sampled_from([OFFICE, SEASONS])
units = st.sampled_from(list(Unit))
exact_units = st.sampled_from([unit for unit in Unit if unit not in (Unit.MONTH, Unit.YEAR)])
amounts = st.builds(Amount, st.integers(1, 40), units)
extensions = st.builds(Amount, st.integers(1, 15), units)
clocks = st.builds(time, st.integers(0, 23), st.integers(0, 59))
spans: st.SearchStrategy[Span] = st.one_of(
    amounts,
    st.builds(Immediate),
    st.builds(SameDay),
    st.builds(ByClock, clocks),
    st.builds(NextClock, st.lists(clocks, min_size=1, max_size=3).map(tuple)),
    st.builds(
        DayOf,
        st.integers(1, 28),
        st.sampled_from(["next-month", "next-quarter", "next-year"]),
        st.booleans(),
    ),
)
countings = st.builds(
    Counting,
    first=st.sampled_from(["next-day", "same-day"]),
    ends=st.sampled_from(["close", "midnight"]),
    last_day_off=st.sampled_from(["next-working-day", "stays"]),
    short_month=st.sampled_from(["last-day", "next-day"]),
)


@st.composite
def stops(draw: Callable[..., int], start: datetime) -> list[Pause]:
    """Up to three stops around the days after a start."""
    found = []
    for _ in range(draw(st.integers(0, 3))):
        begin = start + timedelta(minutes=draw(st.integers(-3000, 40000)))
        found.append(Pause(begin, begin + timedelta(minutes=draw(st.integers(0, 20000)))))
    return found


@settings(max_examples=600, deadline=None)
@given(st.data(), offices, starts, spans, countings)
def test_steps_are_the_computation_the_answer_with_them_is_the_answer_without(
    data: st.DataObject, office: WorkTime, start: datetime, span: Span, counting: Counting
) -> None:
    pauses = data.draw(stops(start))
    extra = [(each, ()) for each in data.draw(st.lists(extensions, max_size=2))]
    told = office.add(start, span, pauses=pauses, extra=extra, counting=counting)
    bare = office.due(start, span, pauses=pauses, extra=extra, counting=counting)
    assert (told.limit, told.provisional) == bare
    assert (told.steps[-1].what == "provisional") == told.provisional
    assert told.steps[0].what == "start"


@settings(max_examples=400, deadline=None)
@given(starts, st.integers(1, 300))
def test_the_fast_sum_and_the_derived_limit_are_the_same_day(start: datetime, count: int) -> None:
    limit, provisional = OFFICE.due(start, days(count))
    if provisional:
        with pytest.raises(Unclear):
            OFFICE.calendar.add_working_days(start.date(), count)
    else:
        assert limit.date() == OFFICE.calendar.add_working_days(start.date(), count)


@settings(max_examples=400, deadline=None)
@given(starts, st.integers(1, 60), st.data())
def test_the_counted_days_in_the_steps_add_up_and_end_at_the_limit(
    start: datetime, count: int, data: st.DataObject
) -> None:
    """Every counted day is worked, outside the stops, once, and there are as many as asked."""
    found = OFFICE.add(start, days(count), pauses=data.draw(stops(start)))
    runs = [step.facts for step in found.steps if step.what == "counted-days"]
    counted = [
        day
        for run in runs
        for day in (
            datetime.fromisoformat(run["first"]).date() + timedelta(n)
            for n in range(run["to"] - run["from"] + 1)
        )
    ]
    assert [run["from"] for run in runs] == [
        1 + sum(each["to"] - each["from"] + 1 for each in runs[:at]) for at in range(len(runs))
    ]
    assert all(OFFICE.is_working_day(day) for day in counted)
    assert len(counted) == len(set(counted)) == count
    if not any(step.what == "given-back" for step in found.steps):
        assert counted[-1] == found.limit.date()


@settings(max_examples=500, deadline=None)
@given(offices, starts, spans, countings)
def test_a_limit_is_never_before_its_start(
    office: WorkTime, start: datetime, span: Span, counting: Counting
) -> None:
    assert office.limit(start, span, counting=counting) >= start


@settings(max_examples=400, deadline=None)
@given(offices, starts, st.integers(0, 20000), spans, countings)
def test_a_later_start_never_has_an_earlier_limit(
    office: WorkTime, start: datetime, later: int, span: Span, counting: Counting
) -> None:
    after = start + timedelta(minutes=later)
    first = office.limit(start, span, counting=counting)
    assert first <= office.limit(after, span, counting=counting)


@settings(max_examples=400, deadline=None)
@given(offices, starts, amounts, st.integers(0, 30), countings)
def test_more_units_never_have_an_earlier_limit(
    office: WorkTime, start: datetime, amount: Amount, more: int, counting: Counting
) -> None:
    longer = Amount(amount.count + more, amount.unit)
    shorter = office.limit(start, amount, counting=counting)
    assert shorter <= office.limit(start, longer, counting=counting)


@settings(max_examples=500, deadline=None)
@given(st.data(), offices, starts, spans, countings)
def test_a_stop_never_shortens_a_limit_and_no_limit_falls_inside_one(
    data: st.DataObject, office: WorkTime, start: datetime, span: Span, counting: Counting
) -> None:
    pauses = data.draw(stops(start))
    without = office.limit(start, span, counting=counting)
    limit = office.limit(start, span, counting=counting, pauses=pauses)
    assert limit >= without
    for pause in pauses:
        assert pause.until is not None
        began = max(pause.from_, start)
        assert not began < limit < pause.until


@settings(max_examples=300, deadline=None)
@given(starts, st.integers(1, 60), st.integers(0, 30000), st.integers(1, 20000))
def test_whole_days_left_are_the_same_before_and_after_a_stop(
    start: datetime, count: int, begin: int, length: int
) -> None:
    stop = start + timedelta(minutes=begin)
    resumed = stop + timedelta(minutes=length)
    limit = OFFICE.limit(start, days(count))
    if stop < limit:
        moved = OFFICE.limit(start, days(count), pauses=[Pause(stop, resumed)])
        left = OFFICE.between(stop, limit, Unit.WORKING_DAY)
        after = OFFICE.between(resumed, moved, Unit.WORKING_DAY)
        assert after == left or (left == 0 and after == 1)


@settings(max_examples=300, deadline=None)
@given(offices, starts, st.integers(1, 400), exact_units)
def test_counting_between_undoes_adding(
    office: WorkTime, start: datetime, count: int, unit: Unit
) -> None:
    stays = Counting(last_day_off="stays")
    limit = office.limit(start, Amount(count, unit), counting=stays)
    assert office.between(start, limit, unit) == count
    assert office.between(limit, start, unit) == -count


@settings(max_examples=300, deadline=None)
@given(offices, starts, st.integers(1, 3000))
def test_office_minutes_ahead_of_a_moment_are_undone_by_adding_them(
    office: WorkTime, event: datetime, count: int
) -> None:
    amount = Amount(count, Unit.WORKING_MINUTE)
    before = office.back(event, amount).limit
    assert office.between(before, event, Unit.WORKING_MINUTE) == count
    assert office.between(office.limit(before, amount), event, Unit.WORKING_MINUTE) == 0


@settings(max_examples=300, deadline=None)
@given(offices, starts)
def test_the_next_opening_is_open_and_nothing_was_worked_before_it(
    office: WorkTime, moment: datetime
) -> None:
    opening = office.next_opening(moment)
    assert office.is_office_time(opening)
    assert office.between(moment, opening, Unit.WORKING_MINUTE) == 0


@settings(max_examples=300, deadline=None)
@given(offices, starts, amounts)
def test_ahead_of_an_event_is_never_after_it(
    office: WorkTime, event: datetime, amount: Amount
) -> None:
    assert office.back(event, amount).limit <= event
