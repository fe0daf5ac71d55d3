"""Questions of a form and answers as a rulebook writes them: one meaning, both ways."""

from __future__ import annotations

import pytest

from shouwen.enactment import choosing
from shouwen.rulebook.library import load_library


def asked() -> dict[str, choosing.Question]:
    library = load_library()
    return {one.slug: one for one in choosing.questions(library.editions, library.adoptions)}


def test_every_open_key_of_the_library_is_asked_once() -> None:
    library = load_library()
    keys = sum(len(rule.open) for edition in library.editions for rule in edition.rules)
    assert len(asked()) == keys


def test_every_reference_survives_the_form() -> None:
    for one in asked().values():
        if one.reference is not None:
            assert choosing.encode(one, *choosing.decode(one, one.reference)) == one.reference


@pytest.mark.parametrize(
    ("slug", "count", "word", "value", "said"),
    [
        ("group-hq-first-asked--outcome--within", "2", "working-day",
         {"to": 2, "unit": "working-day"}, "2 个工作日"),
        ("group-hq-first-asked--guide--within", "", "same-visit", "same-visit", "当场"),
        ("group-hq-first-asked--progress--within", "5", "next-month",
         {"day": 5, "of": "next-month"}, "下月 5 日"),
        ("group-hq-time-limit--graft--decided-by", "", "above party",
         {"above": "party"}, "当事人的上一级"),
        ("group-hq-time-limit--annual--grades", "", "excellent、good",
         ["excellent", "good"], "excellent、good"),
        ("group-hq-time-limit--on-time--weight", "30", "", 30, "30"),
        ("group-hq-time-limit--working-days--first", "", "same-day", "same-day", "当日起算"),
    ],
)  # fmt: skip
def test_an_answer_is_written_as_a_rulebook_writes_it(
    slug: str, count: str, word: str, value: object, said: str
) -> None:
    one = asked()[slug]
    assert choosing.encode(one, count, word) == value
    assert choosing.said(one, value).zh == said


@pytest.mark.parametrize("slug", ["group-hq-first-asked--outcome--within"])
def test_an_empty_answer_is_none(slug: str) -> None:
    assert choosing.encode(asked()[slug], "", "working-day") is None


def test_a_bounded_key_offers_its_own_unit_only() -> None:
    one = asked()["group-hq-time-limit--superior-plan--within"]
    assert (one.setting.low, one.setting.high) == (5, 7)
    assert list(one.options) == ["working-day"]


def test_a_word_where_a_number_belongs_raises() -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        choosing.encode(asked()["group-hq-first-asked--outcome--within"], "五", "working-day")
