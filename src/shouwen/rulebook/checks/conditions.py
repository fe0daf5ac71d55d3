"""When two conditions exclude each other, and whether a condition can be known in time."""

from __future__ import annotations

from collections.abc import Mapping

from shouwen.rulebook.values import Conditions, Range, Wanted
from shouwen.rulebook.vocabulary import MANY_VALUED_FACTS

NONE = "none"


def disjoint(one: Conditions, other: Conditions) -> bool:
    """Whether both cannot hold at once: some shared fact would need two values."""
    return any(_apart(fact, one[fact], other[fact]) for fact in one.keys() & other.keys())


def _apart(fact: str, one: Wanted, other: Wanted) -> bool:
    if one == "given" or other == "given":
        return fact in MANY_VALUED_FACTS and (one == (NONE,) or other == (NONE,))
    if isinstance(one, Range) and isinstance(other, Range):
        return _ranges_apart(one, other)
    if isinstance(one, Range) or isinstance(other, Range):
        return False
    if fact in MANY_VALUED_FACTS:
        return _many_apart(set(one), set(other))
    return not set(one) & set(other)


def _many_apart(one: set[str], other: set[str]) -> bool:
    """Several words may be true at once; only `none` is true alone."""
    return (one == {NONE} and NONE not in other) or (other == {NONE} and NONE not in one)


def _ranges_apart(one: Range, other: Range) -> bool:
    return _below(one, other) or _below(other, one)


def _below(low: Range, high: Range) -> bool:
    """Whether every number of `low` is less than every number of `high`."""
    top, top_out = (low.to, False) if low.to is not None else (low.under, True)
    bottom, bottom_out = (high.from_, False) if high.from_ is not None else (high.over, True)
    if top is None or bottom is None:
        return False
    return top < bottom or (top == bottom and (top_out or bottom_out))


def uncovered(values: tuple[str, ...], rows: tuple[Wanted, ...]) -> tuple[str, ...]:
    """Return the values of a fact that none of the rows wants."""
    wanted = {word for row in rows if isinstance(row, tuple) for word in row}
    if "given" in rows:
        return ()
    return tuple(value for value in values if value not in wanted)


def merged(one: Conditions, other: Conditions) -> Mapping[str, Wanted]:
    """Return conditions that hold when both do; words of a shared fact are intersected."""
    result: dict[str, Wanted] = dict(one)
    for fact, wanted in other.items():
        mine = result.get(fact)
        if isinstance(mine, tuple) and isinstance(wanted, tuple):
            shared = tuple(word for word in mine if word in wanted)
            result[fact] = shared or wanted
        else:
            result[fact] = wanted
    return result
