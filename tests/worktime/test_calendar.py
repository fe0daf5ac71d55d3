"""Calendars: the oracle, finality, regions, citations, and files that are at fault."""

from __future__ import annotations

import random
from datetime import date, timedelta

import chinese_calendar
import pytest

from shouwen.errors import Text, Unclear
from shouwen.worktime import Calendar, Year, calendar_names, load_calendar
from shouwen.worktime.library import read_calendar

from .common import OFFICE, at, days

CN = load_calendar("cn")
FIRST, LAST = date(2007, 1, 1), date(2026, 12, 31)


def test_every_day_from_2007_to_2026_agrees_with_the_oracle() -> None:
    """No disagreement is known; one would be listed here with its reason."""
    span = range(FIRST.toordinal(), LAST.toordinal() + 1)
    all_days = [date.fromordinal(day) for day in span]
    differing = [d for d in all_days if chinese_calendar.is_workday(d) != CN.is_working_day(d)]
    assert len(all_days) == 7305
    assert differing == []


def test_a_hundred_thousand_random_sums_agree_with_the_oracle() -> None:
    """Each sum is checked on a list of working days built from the oracle alone."""
    worked = [
        day
        for at_ in range(FIRST.toordinal(), LAST.toordinal() + 1)
        if chinese_calendar.is_workday(day := date.fromordinal(at_))
    ]
    after = {}
    position = 0
    for at_ in range(FIRST.toordinal(), LAST.toordinal() + 1):
        day = date.fromordinal(at_)
        position += position < len(worked) and worked[position] == day
        after[day] = position
    chance = random.Random(20261121)
    for _ in range(100_000):
        day = FIRST + timedelta(chance.randrange(7200))
        count = chance.randint(1, 60)
        if after[day] + count <= len(worked):
            assert CN.add_working_days(day, count) == worked[after[day] + count - 1]


def test_every_final_year_cites_a_numbered_dated_notice_with_an_address() -> None:
    for number in range(2007, 2027):
        for notice in CN.years[number].notices:
            assert "发明电〔" in notice.number
            assert notice.date is not None
            assert str(number) in notice.title or "70周年" in notice.title
            assert notice.url.startswith("https://www.gov.cn/zhengce/")


def test_a_holiday_that_a_second_notice_changed_cites_the_second() -> None:
    assert CN.marks[date(2019, 5, 2)].cited == "国办发明电〔2019〕3号"
    assert CN.marks[date(2019, 10, 1)].cited == "国办发明电〔2018〕15号"
    assert CN.marks[date(2020, 2, 1)].cited == "国办发明电〔2020〕1号"
    assert CN.notice("国发明电〔2015〕1号") is not None


def test_2027_has_the_thirteen_statutory_days_and_is_provisional() -> None:
    year = CN.years[2027]
    assert sum(len(found) for found in year.rest.values()) == 13
    assert not CN.is_working_day(date(2027, 2, 8))
    assert CN.why_provisional(2027) is not None
    assert CN.unsettled(date(2026, 12, 1), date(2027, 1, 4)) == (2027,)


def test_a_limit_that_counts_into_2027_says_so_and_one_that_ends_before_does_not() -> None:
    inside = OFFICE.add(at("2026-12-30T10:00"), days(1))
    across = OFFICE.add(at("2026-12-31T10:00"), days(1))
    assert not inside.provisional
    assert across.provisional
    assert across.steps[-1].what == "provisional"
    assert across.steps[-1].facts["years"] == [2027]
    assert "2027" in across.steps[-1].facts["why"]["en"]


@pytest.mark.parametrize("start", ["2005-06-01T09:00", "2031-06-02T09:00"])
def test_a_year_without_a_calendar_gives_a_provisional_answer_never_a_silent_one(
    start: str,
) -> None:
    assert OFFICE.add(at(start), days(3)).provisional
    assert OFFICE.due(at(start), days(3))[1]


def test_the_first_counted_days_decide_not_the_day_of_the_start() -> None:
    """31 December 2006 was worked; everything counted after it lies in 2007."""
    assert not OFFICE.add(at("2006-12-31T10:00"), days(2)).provisional
    assert OFFICE.add(at("2006-12-29T10:00"), days(2)).provisional


@pytest.mark.parametrize("count", [200, -5000])
def test_the_fast_sum_refuses_years_that_are_not_final(count: int) -> None:
    with pytest.raises(Unclear) as refusal:
        CN.add_working_days(date(2026, 6, 1), count)
    assert refusal.value.code == "year-not-final"


@pytest.mark.parametrize(
    ("day", "count"), [(date(1969, 1, 1), 1), (date(2099, 12, 1), 60), (date(1, 1, 1), 5)]
)
def test_dates_beyond_every_calendar_are_refused_clearly(day: date, count: int) -> None:
    with pytest.raises(Unclear) as refusal:
        CN.add_working_days(day, count)
    assert refusal.value.code in ("date-beyond-calendar", "year-not-final")


def test_the_fast_sum_also_counts_back() -> None:
    assert CN.add_working_days(date(2026, 2, 24), -1) == date(2026, 2, 14)
    assert CN.add_working_days(date(2026, 2, 20), -1) == date(2026, 2, 14)
    assert CN.add_working_days(date(2026, 2, 24), -2) == date(2026, 2, 13)
    with pytest.raises(Unclear, match="zero-days"):
        CN.add_working_days(date(2026, 2, 24), 0)


def test_a_regional_calendar_inherits_and_adds() -> None:
    region = load_calendar("cn-example")
    assert region.parent is CN
    assert not region.is_working_day(date(2026, 8, 6))
    assert region.is_working_day(date(2026, 8, 8))
    assert not region.is_working_day(date(2026, 10, 1))
    assert region.why_provisional(2026) is None
    assert region.why_provisional(2027) is not None
    assert region.marks[date(2026, 8, 6)].cited == "示县政发〔2025〕31号"
    assert region.notice("国办发明电〔2025〕7号") is not None


def test_a_regional_year_is_not_final_while_the_parents_is_not() -> None:
    local = Year(2027, {"丰收节": (date(2027, 8, 5),)})
    region = Calendar("here", [local], parent=CN)
    assert region.why_provisional(2027) is not None


def test_a_gap_between_final_years_is_provisional() -> None:
    years = [Year(y, {"元旦": (date(y, 1, 1),)}) for y in (2020, 2022)]
    calendar = Calendar("gap", years)
    assert calendar.unsettled(date(2020, 6, 1), date(2022, 6, 1)) == (2021,)
    with pytest.raises(Unclear, match="year-not-final"):
        calendar.add_working_days(date(2020, 12, 1), 60)
    assert calendar.add_working_days(date(2020, 3, 2), 1) == date(2020, 3, 3)


def test_a_week_without_working_days_is_refused() -> None:
    with pytest.raises(Unclear, match="no-working-day"):
        Calendar("never", [], weekend=frozenset(range(7)))


def test_new_years_replace_old_ones_in_a_new_calendar() -> None:
    settled = Year(2027, {"元旦": (date(2027, 1, 1), date(2027, 1, 4))})
    after = CN.with_years([settled])
    assert after.why_provisional(2027) is None
    assert not after.is_working_day(date(2027, 1, 4))
    assert CN.is_working_day(date(2027, 1, 4))


def test_the_calendars_that_come_along_are_listed_and_unknown_ones_refused() -> None:
    assert {"cn", "cn-example"} <= set(calendar_names())
    for name in ("us", "../cn", "", "CN"):
        with pytest.raises(Unclear, match="unknown-calendar"):
            load_calendar(name)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "- 1",
        "calendar: [",
        "calendar: x\nyears: [2026]",
        "calendar: x\nyears: {abc: {}}",
        "calendar: x\nyears: {2026: 5}",
        "calendar: x\nyears: {2026: {holidays: {}}}",
        "calendar: x\nyears: {2026: {rest: [2026-01-01]}}",
        "calendar: x\nyears: {2026: {rest: {a: 2026-01-01}}}",
        "calendar: x\nyears: {2026: {rest: {a: [2026-02-30]}}}",
        "calendar: x\nyears: {2026: {rest: {a: [2026-01-03..2026-01-01]}}}",
        "calendar: x\nyears: {2026: {rest: {a: [2026-01-01..2027-01-01]}}}",
        "calendar: x\nyears: {2026: {rest: {a: [2024-01-01]}}}",
        "calendar: x\nyears: {2026: {rest: {a: [2026-01-01]}, work: {a: [2026-01-01]}}}",
        "calendar: x\nyears: {2026: {notices: [{title: x}]}}",
        "calendar: x\nyears: {2026: {notices: [{number: x, date: soon}]}}",
        "calendar: x\nweekend: [caturday]",
        "calendar: x\nparent: nowhere",
        "calendar: !!python/object/apply:os.system [ls]",
    ],
)
def test_a_calendar_file_at_fault_is_refused_with_a_remedy(text: str) -> None:
    with pytest.raises(Unclear) as refusal:
        read_calendar(text.encode())
    assert refusal.value.remedy is not None


def test_a_calendar_can_be_given_its_parent() -> None:
    read = read_calendar(b"calendar: x\ntitle: {zh: A, en: B}", parent=CN)
    assert read.title == Text("A", "B")
    assert not read.is_working_day(date(2026, 10, 1))
