"""Canonical bytes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from shouwen.errors import Unclear
from shouwen.journal import domain

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
KEYS = st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1)
NUMBERS = st.integers(min_value=-(2**53) + 1, max_value=2**53 - 1)
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=25,
)


@given(VALUES)
@settings(max_examples=600, deadline=None)
def test_the_bytes_are_those_of_rfc_8785(value: Any) -> None:
    assert domain.encode(value) == rfc8785.dumps(value)


@given(VALUES)
@settings(max_examples=150, deadline=None)
def test_what_was_written_is_read_back(value: Any) -> None:
    assert domain.decode(domain.encode(value)) == value


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (1.5, "journal.not-canonical"),
        (float("nan"), "journal.not-canonical"),
        (2**53, "journal.number-too-large"),
        (-(2**53), "journal.number-too-large"),
        ("a\0b", "journal.null-character"),
        ({"x": ["\0"]}, "journal.null-character"),
        ("\ud800", "journal.lone-surrogate"),
        ({"姓名": 1}, "journal.bad-key"),
        ({1: 1}, "journal.bad-key"),
        ({"": 1}, "journal.bad-key"),
        ({"a\n": 1}, "journal.bad-key"),
        (b"bytes", "journal.not-canonical"),
        (object(), "journal.not-canonical"),
        (datetime(2026, 3, 2), "journal.no-zone"),  # noqa: DTZ001
        (Decimal("NaN"), "journal.not-canonical"),
    ],
)
def test_what_the_profile_does_not_know_is_refused(value: Any, code: str) -> None:
    with pytest.raises(Unclear) as refused:
        domain.encode(value)
    assert refused.value.code == code


def test_nesting_has_a_limit_instead_of_a_stack_overflow() -> None:
    value: Any = 1
    for _ in range(100_000):
        value = [value]
    with pytest.raises(Unclear, match="too-deep"):
        domain.encode(value)


def test_dates_decimals_and_ids_are_written_as_text() -> None:
    shanghai = timezone(timedelta(hours=8))
    given_facts = {
        "day": date(2026, 3, 2),
        "at": datetime(2026, 3, 2, 0, 30, tzinfo=shanghai),
        "days": Decimal("0.50"),
        "large": Decimal("1E+3"),
        "id": UUID(int=1),
        "roles": {"b", "a"},
        "yes": True,
    }
    assert domain.decode(domain.encode(given_facts)) == {
        "day": "2026-03-02",
        "at": "2026-03-01T16:30:00.000000Z",
        "days": "0.50",
        "large": "1000",
        "id": "0" * 31 + "1",
        "roles": ["a", "b"],
        "yes": True,
    }


@pytest.mark.parametrize(
    "data",
    [
        b'{"b":1,"a":2}',
        b'{"a": 1}',
        b'{"a":1.0}',
        b'{"a":1e2}',
        b'{"a":-0}',
        b'{"a":1,"a":1}',
        b'{"a":"\\u0041"}',
        b'{"a":"\\ud800"}',
        b'{"a":"\\/"}',
        b'{"a":NaN}',
        b'{"a":1}\n',
        b"\xff",
        b"[" * 100_000,
        b"",
    ],
)
def test_bytes_that_are_not_canonical_are_not_read(data: bytes) -> None:
    with pytest.raises(Unclear):
        domain.decode(data)


@given(st.datetimes(timezones=st.just(UTC)))
def test_an_instant_is_read_as_it_was_written(moment: datetime) -> None:
    assert domain.moment(domain.instant(moment)) == moment
    assert len(domain.instant(moment)) == 27
