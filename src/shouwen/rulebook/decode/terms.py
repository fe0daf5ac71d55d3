"""The shapes that rules share: acts, roles, spans, conditions, references, clause addresses."""

from __future__ import annotations

from datetime import time
from typing import Any

from shouwen.rulebook import vocabulary
from shouwen.rulebook.decode.shapes import (
    MISSING,
    WORD,
    Built,
    Either,
    Keyed,
    Listed,
    Many,
    MapOf,
    OneOf,
    Pattern,
    Ref,
    Schema,
    Shape,
    Table,
    Truth,
    Whole,
    word,
)
from shouwen.rulebook.errors import Faults
from shouwen.rulebook.strict import Node
from shouwen.rulebook.values import (
    Ahead,
    Deem,
    Limit,
    LimitOf,
    PassTo,
    Range,
    Stated,
)
from shouwen.rulebook.vocabulary.lists import PERIODS
from shouwen.worktime.spans import (
    Amount,
    ByClock,
    DayOf,
    Immediate,
    NextClock,
    SameDay,
    Unit,
)

ADDRESS = r"(?:0|[1-9][0-9]*)(?:[/-][1-9][0-9]*)?(?:\.[1-9][0-9]*(?:-[1-9][0-9]*)?){0,4}"
address = Pattern(ADDRESS, "bad-address")
work = Pattern(WORD, "bad-work")
edition_name = Pattern(rf"{WORD}@[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}", "bad-edition-name")
reference = Pattern(rf"(?:{WORD}#)?{WORD}", "bad-reference")
row_id = Pattern(r"[0-9]{3}(?:-[a-z0-9]+)+", "bad-row")

act = Ref("act", OneOf(vocabulary.ACTS, "unknown-act"))
event = Ref(
    "event",
    OneOf(
        [*vocabulary.ACTS, *vocabulary.DERIVED_EVENTS],
        "unknown-act",
        also=rf"{WORD}\.{WORD}",
    ),
)
"""An act, a derived event, `child.completed`, or what happens to a measure."""
happening = Ref("happening", Pattern(rf"(?:{WORD}#)?{WORD}(?:\.{WORD})?", "bad-word"))
kind = Ref("kind", OneOf(vocabulary.KINDS, "unknown-kind"))
role = Ref("role", OneOf(vocabulary.ROLES, "bad-word", also=WORD))
fact_name = word
unit = OneOf(vocabulary.UNITS, "unknown-unit")

amount = Ref(
    "amount",
    Table(
        {"to": Whole(1, 5000), "unit": unit},
        ("to", "unit"),
        lambda found: Amount(found["to"], Unit(found["unit"])),
    ),
)


def _limit(found: dict[str, Any]) -> Limit:
    of = Unit(found["unit"])
    promise = Amount(found["from"], of) if "from" in found else None
    return Limit(Amount(found["to"], of), promise)


class _Figure(Table):
    """A figure or a range; the lower end may not lie above the upper."""

    __slots__ = ()

    def read(self, node: Node, faults: Faults) -> Any:
        value = Table.read(self, node, faults)
        if isinstance(value, Limit) and value.promise is not None:
            upper = value.span
            if isinstance(upper, Amount) and value.promise.count >= upper.count:
                faults.add("range-backwards", node, low=value.promise.count, high=upper.count)
                return MISSING
        return value


figure = Ref(
    "figure",
    _Figure({"from": Whole(1, 5000), "to": Whole(1, 5000), "unit": unit}, ("to", "unit"), _limit),
)
clock = Built(Pattern(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]", "bad-clock"), time.fromisoformat)
limit_of = Table({"limit-of": reference}, ("limit-of",), lambda found: LimitOf(found["limit-of"]))
stated = Ref(
    "stated",
    Table(
        {
            "stated": Many(OneOf(vocabulary.STATED_SOURCES, "bad-word", also=WORD)),
            "at-most": amount,
        },
        ("stated",),
        lambda found: Stated(found["stated"], found.get("at-most")),
    ),
)
ahead = Table(
    {
        "ahead": Whole(1, 5000),
        "unit": unit,
        "of": Either({"text": word, "mapping": limit_of}),
    },
    ("ahead", "unit", "of"),
    lambda found: Ahead(Amount(found["ahead"], Unit(found["unit"])), found["of"]),
)
by_clock = Table({"at": clock}, ("at",), lambda found: Limit(ByClock(found["at"])))
next_clock = Table(
    {"next": Listed(clock)}, ("next",), lambda found: Limit(NextClock(tuple(found["next"])))
)
day_of = Table(
    {"day": Whole(1, 31), "of": OneOf(PERIODS), "inclusive": Truth()},
    ("day", "of"),
    lambda found: Limit(DayOf(found["day"], found["of"], found.get("inclusive", True))),
)
_WORDS = {
    "immediate": Limit(Immediate()),
    "same-visit": Limit(Immediate("same-visit")),
    "same-day": Limit(SameDay()),
}
ALWAYS = "always"


class _WordSpan(OneOf):
    """`immediate`, `same-visit`, `same-day`; `open` is refused with what to write instead."""

    __slots__ = ()

    def read(self, node: Node, faults: Faults) -> Any:
        if not node.bad and node.value == "open":
            faults.add("within-open", node)
            return MISSING
        value = OneOf.read(self, node, faults)
        return _WORDS.get(value, value) if isinstance(value, str) else value


def _within(*more_words: str) -> Shape:
    mapping = Keyed(
        {
            "limit-of": limit_of,
            "stated": stated,
            "ahead": ahead,
            "at": by_clock,
            "next": next_clock,
            "day": day_of,
        },
        figure,
    )
    words = _WordSpan((*_WORDS, *more_words), "unknown-span")
    return Either({"text": words, "mapping": mapping})


within = Ref("within", _within())
within_or_always = Ref("within-or-always", _within(ALWAYS))
extension = Keyed({"stated": stated, "limit-of": limit_of}, figure)

otherwise = Ref(
    "otherwise",
    Either(
        {
            "text": word,
            "mapping": Keyed(
                {"deem": Table({"deem": act}, ("deem",), lambda found: Deem(found["deem"]))},
                Table({"pass-to": role}, ("pass-to",), lambda found: PassTo(found["pass-to"])),
            ),
        }
    ),
)


def _plain(value: Any) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


class _Value:
    """A value of a fact: a word, a number, a truth value, or a name in any language."""

    __slots__ = ()

    def read(self, node: Node, faults: Faults) -> Any:
        """Return the value as text; truth is `yes` or `no`."""
        if node.bad:
            return MISSING
        if isinstance(node.value, tuple | dict) or node.value == "":
            faults.add("expected-word", node, known=["…"])
            return MISSING
        return _plain(node.value)

    def schema(self) -> Schema:
        """Describe it."""
        return {"type": ["string", "boolean", "integer"], "minLength": 1}


value = Ref("value", _Value())


class _Bounds(Table):
    """A numeric condition."""

    __slots__ = ()

    def read(self, node: Node, faults: Faults) -> Any:
        found = Table.read(self, node, faults)
        if isinstance(found, Range) and _empty(found):
            faults.add("range-backwards", node, low=_low(found), high=_high(found))
            return MISSING
        return found


def _low(found: Range) -> int | None:
    return found.from_ if found.from_ is not None else found.over


def _high(found: Range) -> int | None:
    return found.to if found.to is not None else found.under


def _empty(found: Range) -> bool:
    low, high = _low(found), _high(found)
    if low is None or high is None:
        return False
    return low > high or (low == high and (found.over is not None or found.under is not None))


_number = Whole(-1_000_000_000, 1_000_000_000)
bounds = _Bounds(
    {"from": _number, "to": _number, "over": _number, "under": _number},
    (),
    lambda found: Range(
        from_=found.get("from"),
        to=found.get("to"),
        over=found.get("over"),
        under=found.get("under"),
    ),
    some_of=("from", "to", "over", "under"),
)
GIVEN = "given"


def _number_is(number: int) -> Range:
    return Range(from_=number, to=number)


wanted = Ref(
    "wanted",
    Either(
        {
            "text": Built(Pattern(r"[\s\S]+"), lambda text: GIVEN if text == GIVEN else (text,)),
            "truth": Built(Truth(), lambda truth: (_plain(truth),)),
            "number": Built(_number, _number_is),
            "list": Listed(value),
            "mapping": bounds,
        }
    ),
)
conditions = Ref("conditions", MapOf(Pattern(rf"{WORD}(?:\.{WORD})?"), wanted))
given = MapOf(word, Many(value))
