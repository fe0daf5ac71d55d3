"""How a limit stands, and how it is said: the table of the interface reference."""

from __future__ import annotations

from datetime import date, time

import pytest

from shouwen.errors import Text
from shouwen.worktime import (
    Amount,
    ByClock,
    Counting,
    DayOf,
    Immediate,
    NextClock,
    Pause,
    SameDay,
    Span,
    Unit,
    words,
)
from shouwen.worktime.steps import Step

from .common import OFFICE, at, days

DAY, CALENDAR, HOUR = Unit.WORKING_DAY, Unit.CALENDAR_DAY, Unit.WORKING_HOUR
LIMIT = "2026-02-27T18:00"


@pytest.mark.parametrize(
    ("now", "unit", "zh", "en"),
    [
        ("2026-02-27T10:00", DAY, "今天 18:00 到期", "due today 18:00"),
        ("2026-02-24T10:00", DAY, "还剩 3 个工作日", "3 working days left"),
        ("2026-02-26T10:00", DAY, "还剩 1 个工作日", "1 working day left"),
        ("2026-02-20T23:00", DAY, "还剩 4 个工作日", "4 working days left"),
        ("2026-02-20T23:00", CALENDAR, "还剩 7 天", "7 days left"),
        ("2026-02-20T23:00", Unit.MONTH, "还剩 7 天", "7 days left"),
        ("2026-02-27T14:40", HOUR, "还剩 3 小时(工作时间)", "3 working hours left"),
        ("2026-02-27T17:40", HOUR, "还剩 20 分钟(工作时间)", "20 working minutes left"),
        ("2026-02-27T18:00", DAY, "已过时限", "past the limit"),
        ("2026-02-27T21:00", DAY, "已过时限", "past the limit"),
        ("2026-03-01T10:00", DAY, "已超 1 个工作日", "1 working day over"),
        ("2026-03-02T10:00", DAY, "已超 2 个工作日", "2 working days over"),
        ("2026-03-02T10:00", CALENDAR, "已超 3 天", "3 days over"),
    ],
)
def test_what_is_left_is_said_as_the_table_says(now: str, unit: Unit, zh: str, en: str) -> None:
    """Saturday 28 February 2026 is worked."""
    left = OFFICE.remaining(at(LIMIT), at(now), unit)
    assert (words.remaining(left, "zh"), words.remaining(left, "en")) == (zh, en)


def test_a_stopped_clock_says_how_much_was_left_when_it_stopped() -> None:
    left = OFFICE.remaining(at(LIMIT), at("2026-02-14T10:00"), DAY, paused=True)
    assert words.remaining(left, "zh") == "暂停,停在还剩 4 个工作日"
    assert words.remaining(left, "en") == "paused with 4 working days left"


def test_a_provisional_limit_says_why() -> None:
    left = OFFICE.remaining(at("2027-01-06T18:00"), at("2026-12-31T10:00"), DAY)
    why = OFFICE.calendar.why_provisional(2027)
    assert words.remaining(left, "zh", provisional=why) == (
        "还剩 3 个工作日(暂定:2027 年放假安排未公布)"
    )
    assert words.remaining(left, "en", provisional=Text("x", "no calendar")) == (
        "3 working days left (provisional: no calendar)"
    )


@pytest.mark.parametrize(
    ("a", "b", "unit", "count"),
    [
        ("2026-01-31T10:00", "2026-02-28T09:00", Unit.MONTH, 1),
        ("2026-01-15T10:00", "2026-02-14T23:00", Unit.MONTH, 0),
        ("2026-01-15T10:00", "2026-02-15T09:00", Unit.MONTH, 1),
        ("2024-02-29T10:00", "2025-02-28T09:00", Unit.YEAR, 1),
        ("2026-03-02T10:00", "2026-03-15T09:00", Unit.WEEK, 1),
        ("2026-03-02T10:00", "2026-03-03T12:00", Unit.HALF_WORKING_DAY, 1),
        ("2026-03-02T10:00", "2026-03-03T11:59", Unit.HALF_WORKING_DAY, 0),
        ("2026-03-02T10:00", "2026-03-03T18:00", Unit.HALF_WORKING_DAY, 2),
    ],
)
def test_units_between_two_moments(a: str, b: str, unit: Unit, count: int) -> None:
    assert OFFICE.between(at(a), at(b), unit) == count
    assert OFFICE.between(at(b), at(a), unit) == -count


@pytest.mark.parametrize(
    ("done", "zh", "en"),
    [
        ("2026-02-25T10:00", "按时办结,提前 2 个工作日", "finished in time, 2 working days early"),
        ("2026-02-27T18:00", "当天办结", "finished on the day"),
        ("2026-02-27T18:01", "超期办结", "finished late"),
        ("2026-02-28T10:00", "超期 1 个工作日办结", "finished 1 working day late"),
    ],
)
def test_the_end_is_said_against_the_limit(done: str, zh: str, en: str) -> None:
    told = OFFICE.finished(at(LIMIT), at(done), DAY)
    assert (words.remaining(told, "zh"), words.remaining(told, "en")) == (zh, en)


@pytest.mark.parametrize(
    ("style", "zh", "en"),
    [
        ("list", "02-27 周五", "Fri 02-27"),
        ("record", "2026-02-27(周五)18:00", "2026-02-27 (Fri) 18:00"),
        ("citizen", "2月27日(周五)18:00", "Fri 27 February 2026, 18:00"),
        ("papers", "2026年2月27日", "27 February 2026"),
    ],
)
def test_a_moment_is_written_for_its_reader(style: words.Style, zh: str, en: str) -> None:
    assert words.moment(at(LIMIT), "zh", style) == zh
    assert words.moment(at(LIMIT), "en", style) == en


def test_a_list_shows_the_year_only_where_it_is_another() -> None:
    assert words.moment(at(LIMIT), "zh", "list", today=date(2026, 1, 1)) == "02-27 周五"
    assert words.moment(at(LIMIT), "zh", "list", today=date(2025, 1, 1)) == "2026-02-27"


def test_midnight_is_written_as_24_00() -> None:
    assert words.moment(at("2026-02-27T23:59:59")) == "2026-02-27(周五)24:00"


def test_the_first_golden_case_reads_as_a_person_would_say_it() -> None:
    steps = OFFICE.add(at("2026-02-13T10:02"), days(5)).steps
    assert [words.say(step) for step in steps] == [
        "起点 2026-02-13(周五)10:02",
        "次日起算,当日不计",
        "加 5 个工作日",
        "第 1 天 02-14 周六 上班(调休)",
        "02-15 周日 至 02-23 周一 休(春节)",
        "第 2–5 天 02-24 周二 至 02-27 周五",
        "止 2026-02-27(周五)18:00 下班",
    ]
    assert [words.say(step, "en") for step in steps] == [
        "starts 2026-02-13 (Fri) 10:02",
        "counted from the next day",
        "plus 5 working days",
        "day 1: Sat 02-14 (make-up workday: Sat 02-14)",
        "Sun 02-15 to Mon 02-23: rest (春节)",
        "days 2–5: Tue 02-24 to Fri 02-27",
        "until 2026-02-27 (Fri) 18:00, close of business",
    ]


SPANS: list[Span] = [
    *(Amount(3, unit) for unit in Unit),
    Immediate(),
    Immediate("same-visit"),
    SameDay(),
    ByClock(time(17)),
    NextClock((time(11), time(17))),
    DayOf(7, "next-month"),
    DayOf(7, "next-year", inclusive=False),
]


@pytest.mark.parametrize("span", SPANS, ids=str)
@pytest.mark.parametrize("start", ["2026-10-01T10:00", "2026-02-14T10:00", "2026-12-31T19:00"])
def test_every_step_of_every_span_can_be_said_in_both_languages(span: Span, start: str) -> None:
    """No code is left unsaid, no field unfilled, and no language slips into the other."""
    begin = at(start)
    steps = list(OFFICE.add(begin, span, extra=[(days(2), ())]).steps)
    limit = OFFICE.limit(begin, span)
    for until in (limit, None):
        pause = Pause(begin + (limit - begin) / 2, until)
        steps += OFFICE.add(begin, span, pauses=[pause]).steps
    stays = Counting(first="same-day", ends="midnight", last_day_off="stays")
    steps += OFFICE.add(begin, span, counting=stays).steps
    if isinstance(span, Amount):
        steps += OFFICE.back(begin, span).steps
    for step in steps:
        zh, en = words.say(step, "zh"), words.say(step, "en")
        assert any("\u4e00" <= letter <= "\u9fff" for letter in zh), step
        assert step.what not in (zh, en)
        assert en.isascii() or step.facts.get("names") or "–" in en, en


def test_a_short_month_is_said() -> None:
    steps = OFFICE.add(at("2026-01-31T10:00"), Amount(1, Unit.MONTH)).steps
    said = [words.say(step) for step in steps if step.what == "short-month"]
    assert said == ["2026-02 没有 31 日,取 02-28 周六"]


def test_a_step_of_another_room_is_shown_by_its_code() -> None:
    assert words.say(Step("weighed")) == "weighed"


def test_the_laws_own_paused_is_none_of_the_calendars_steps() -> None:
    assert words.say(Step("paused", {}, ())) == "paused"
