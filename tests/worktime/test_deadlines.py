"""The command's functions: text in, the fixed JSON and CSV forms out."""

from __future__ import annotations

import json
import time
from fractions import Fraction

import pytest

from shouwen.errors import Unclear
from shouwen.worktime import Amount, Unit
from shouwen.worktime.deadlines import batch, deadline, office, parse_start, parse_within

from .common import OFFICE, at


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("5 working-day", Amount(5, Unit.WORKING_DAY)),
        ("0.5 working-day", Amount(1, Unit.HALF_WORKING_DAY)),
        ("1.5 working-days", Amount(3, Unit.HALF_WORKING_DAY)),
        ("2.0 working-day", Amount(2, Unit.WORKING_DAY)),
        (" 8  working-hour ", Amount(8, Unit.WORKING_HOUR)),
        ("1.5 working-hour", Amount(90, Unit.WORKING_MINUTE)),
        ("60 Calendar-Day", Amount(60, Unit.CALENDAR_DAY)),
        ("2 weeks", Amount(2, Unit.WEEK)),
        ("1month", Amount(1, Unit.MONTH)),
    ],
)
def test_a_time_limit_is_read(text: str, amount: Amount) -> None:
    assert parse_within(text) == amount


@pytest.mark.parametrize(
    "text",
    ["", "5", "working-day", "five working-day", "-5 working-day", "0 working-day", "0.0 week",
     "0.25 working-day", "0.5 month", "5 year", "5 fortnight", "1e3 working-day", "٥ working-day",
     "5 working day", "9999999 working-day", "5 working-day; drop table", "0.001 working-hour",
     "5\x00 week", "week 5", "9" * 5000 + " week"],
)  # fmt: skip
def test_a_time_limit_that_cannot_be_read_is_refused_with_the_units(text: str) -> None:
    with pytest.raises(Unclear) as refusal:
        parse_within(text)
    assert refusal.value.code == "bad-within"
    assert "calendar-day" in str(refusal.value.remedy)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-02-13T10:00", "2026-02-13T10:00"),
        ("2026-02-13 10:00:30", "2026-02-13T10:00:30"),
        ("2026-02-13", "2026-02-13T00:00"),
        ("2026/2/3 9:05", "2026-02-03T09:05"),
        ("2026-02-13T02:00Z", "2026-02-13T10:00"),
        ("2026-02-13T11:00+09:00", "2026-02-13T10:00"),
    ],
)
def test_a_start_is_read_in_the_offices_zone(text: str, moment: str) -> None:
    assert parse_start(text, OFFICE) == at(moment)


@pytest.mark.parametrize(
    "text", ["", "tomorrow", "2026-02-30", "2026-13-01", "13/02/2026", "2026-02-13T25:00", "10:00",
             "0001-01-01T00:00+14:00"],
)  # fmt: skip
def test_a_start_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(Unclear, match="bad-start"):
        parse_start(text, OFFICE)


def test_the_answer_has_exactly_the_fixed_form() -> None:
    answer = deadline("2026-02-13T10:00", "5 working-day")
    assert list(answer) == ["limit", "provisional", "steps"]
    assert answer["limit"] == "2026-02-27T18:00:00+08:00"
    assert answer["provisional"] is False
    assert all(list(step) == ["what", "facts", "cited"] for step in answer["steps"])
    assert json.loads(json.dumps(answer)) == answer


@pytest.mark.parametrize(
    ("start", "within", "options", "limit"),
    [
        ("2026-02-13T10:00", "0.5 working-day", {}, "2026-02-14T12:00:00+08:00"),
        ("2026-02-13T10:00", "5 working-day", {"ends": "midnight"}, "2026-02-27T23:59:59+08:00"),
        ("2026-08-03", "60 calendar-day", {}, "2026-10-08T18:00:00+08:00"),
        ("2026-08-03", "60 calendar-day", {"roll": False}, "2026-10-02T18:00:00+08:00"),
        (
            "2026-02-13T10:00",
            "3 working-hour",
            {"hours": "09:00-17:00"},
            "2026-02-13T13:00:00+08:00",
        ),
        ("2026-08-05", "1 working-day", {"calendar": "cn-example"}, "2026-08-08T18:00:00+08:00"),
    ],
)
def test_the_options_of_the_command_are_obeyed(
    start: str, within: str, options: dict[str, object], limit: str
) -> None:
    assert deadline(start, within, **options)["limit"] == limit  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "options", [{"calendar": "mars"}, {"hours": "all day"}, {"ends": "noon"}, {"zone": "Mars"}]
)
def test_an_option_that_cannot_be_is_refused(options: dict[str, object]) -> None:
    with pytest.raises(Unclear):
        deadline("2026-02-13", "5 working-day", **options)  # type: ignore[arg-type]


def test_a_limit_in_2027_is_provisional_and_says_so() -> None:
    answer = deadline("2026-12-31T10:00", "5 working-day")
    assert answer["provisional"] is True
    assert answer["steps"][-1]["what"] == "provisional"


def test_a_batch_writes_the_rows_back_with_their_limits() -> None:
    lines = ["\ufeffstart,within\r\n", "2026-02-13T10:00,5 working-day\r\n", "\r\n",
             "2026-12-31,1 working-day\r\n"]  # fmt: skip
    assert list(batch(lines)) == [
        "start,within,limit,provisional,error",
        "2026-02-13T10:00,5 working-day,2026-02-27T18:00:00+08:00,false,",
        "2026-12-31,1 working-day,2027-01-04T18:00:00+08:00,true,",
    ]


def test_other_columns_stay_and_old_answers_are_replaced() -> None:
    lines = [
        "id,Start,error,within,limit",
        "7,2026-02-13,old,1 week,old",
        '"a,""b",2026-02-13,,1 week,',
    ]
    assert list(batch(lines)) == [
        "id,Start,within,limit,provisional,error",
        "7,2026-02-13,1 week,2026-02-24T18:00:00+08:00,false,",
        '"a,""b",2026-02-13,1 week,2026-02-24T18:00:00+08:00,false,',
    ]


@pytest.mark.parametrize(
    "bad",
    ["yesterday,5 working-day", "2026-02-13,soon", "2026-02-13", "2026-02-13,5 working-day,extra",
     '2026-02-13,"5 working-day', "2026-02-13,\x00", "9999-12-31,5 working-day", '"a"b,5 week', ",",
     "x" * 200_000],
)  # fmt: skip
def test_a_bad_row_costs_only_itself(bad: str) -> None:
    good = "2026-02-13T10:00,5 working-day"
    out = list(batch(["start,within", good, bad, good]))
    assert len(out) == 4
    assert out[1] == out[3] == f"{good},2026-02-27T18:00:00+08:00,false,"
    assert out[2].rsplit(",", 3)[1:3] == ["", ""]
    assert not out[2].endswith(",")


def test_a_batch_can_answer_in_english() -> None:
    out = list(batch(["start,within", "2026-02-13,soon"], language="en"))
    assert out[1] == "2026-02-13,soon,,,this time limit cannot be read: soon"


@pytest.mark.parametrize("head", [[], [""], ["a,b"], ["start"], ["start,start,within"], ['"start']])
def test_a_batch_without_its_two_columns_is_refused(head: list[str]) -> None:
    with pytest.raises(Unclear, match="bad-columns"):
        list(batch(head))


def test_a_hundred_thousand_rows_take_a_few_seconds() -> None:
    """Generous, for a busy machine: alone it takes about one second."""
    rows = [f"2025-{1 + n % 12:02}-{1 + n % 28:02}T09:{n % 60:02},{1 + n % 40} working-day"
            for n in range(100_000)]  # fmt: skip
    began = time.process_time()
    out = list(batch(["start,within", *rows], office()))
    assert len(out) == 100_001
    assert time.process_time() - began < 10
    assert sum(line.endswith(",") for line in out) == 100_000


def test_parts_of_an_hour_are_exact() -> None:
    start = at("2026-03-02T09:00")
    limit = OFFICE.limit(start, parse_within("0.75 working-hour"))
    assert OFFICE.between(start, limit, Unit.WORKING_HOUR) == Fraction(3, 4)
