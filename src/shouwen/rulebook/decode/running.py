"""The seven verbs that the engine runs: must, may, gate, extend, pause, reckon, means."""

from __future__ import annotations

from typing import Any

from shouwen.rulebook import vocabulary
from shouwen.rulebook.decode import terms
from shouwen.rulebook.decode.shapes import (
    WORD,
    Built,
    Either,
    Listed,
    Many,
    OneOf,
    Pattern,
    Table,
    Truth,
    Whole,
    dotted,
    word,
)
from shouwen.rulebook.decode.verb import Verb
from shouwen.rulebook.values import Extend, Gate, May, Means, Must, Pause, Reckon
from shouwen.rulebook.vocabulary.lists import (
    MEANWHILE,
    RECKONED_ENDS,
    RECKONED_FIRST,
    RECKONED_LAST_DAY_OFF,
    RECKONED_SHORT_MONTH,
)

CLOCK_OR_EVENT = Either(
    {
        "text": Pattern(
            rf"(?:[01][0-9]|2[0-3]):[0-5][0-9]|session-end|{WORD}(?:\.{WORD})?",
            "bad-word",
        )
    }
)
by_field = Table({"field": word}, ("field",), lambda found: found["field"])
per = OneOf(vocabulary.BEARERS)


def _gate(found: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    return {name: () if words == (vocabulary.ANY,) else words for name, words in found.items()}


def _may(**parts: Any) -> May:
    if parts.get("within") == terms.ALWAYS:
        del parts["within"]
    return May(**parts)


MUST = Verb(
    "must",
    Many(terms.act),
    {
        "per": per,
        "who": terms.role,
        "to": Many(terms.role),
        "after": Many(terms.event),
        "every": OneOf(vocabulary.CYCLES),
        "within": terms.within,
        "before": CLOCK_OR_EVENT,
        "by": by_field,
        "until": Many(terms.event),
        "unless": Many(word),
        "otherwise": terms.otherwise,
        "soft": Truth(),
    },
    needed=(("who",), ("after", "every"), ("within", "before", "by"), ("otherwise",)),
    exclusive=(("for", "per"), ("within", "before", "by")),
    body=Must,
    subject_name="acts",
    attributes={"by": "by_field"},
    standing=True,
    kinds_needed=True,
)
MAY = Verb(
    "may",
    Many(terms.act),
    {
        "who": terms.role,
        "to": Many(terms.role),
        "after": Many(terms.event),
        "within": terms.within_or_always,
        "among": Many(word),
        "meanwhile": OneOf(MEANWHILE),
    },
    needed=(("who",), ("after",)),
    body=_may,
    subject_name="acts",
    kinds_needed=True,
)
GATE = Verb(
    "gate",
    Many(terms.act),
    {
        "given": Built(terms.given, _gate),
        "done": Many(terms.event),
        "who": Many(terms.role),
        "to": Many(terms.role),
        "never-by": Many(terms.role),
    },
    needed=(("given", "done", "who", "to", "never-by"),),
    body=Gate,
    subject_name="acts",
    kinds_needed=True,
)
_TARGET = terms.reference
"""A rule of this work, one of another (`work#name`), or `all`."""
EXTEND = Verb(
    "extend",
    _TARGET,
    {
        "when": terms.event,
        "grounds": Many(word),
        "by": terms.extension,
        "times": Either(
            {
                "number": Whole(1, 100),
                "text": Built(OneOf(("unlimited",)), lambda _: UNLIMITED),
            }
        ),
    },
    needed=(("when",), ("by",), ("grounds",)),
    body=lambda **parts: Extend(**{**parts, "times": _times(parts)}),
    subject_name="rule",
)
UNLIMITED = 0


def _times(parts: dict[str, Any]) -> int | None:
    times = parts.get("times", 1)
    return None if times == UNLIMITED else times


PAUSE = Verb(
    "pause",
    _TARGET,
    {"from": Many(terms.event), "until": Many(terms.event)},
    needed=(("from",), ("until",)),
    body=Pause,
    subject_name="rule",
    attributes={"from": "from_"},
)
RECKON = Verb(
    "reckon",
    OneOf((*vocabulary.UNITS, *vocabulary.WORD_SPANS), "unknown-unit"),
    {
        "first": OneOf(RECKONED_FIRST),
        "ends": OneOf(RECKONED_ENDS),
        "last-day-off": OneOf(RECKONED_LAST_DAY_OFF),
        "short-month": OneOf(RECKONED_SHORT_MONTH),
        "is": terms.amount,
    },
    needed=(("first", "ends", "last-day-off", "short-month", "is"),),
    body=Reckon,
    subject_name="unit",
    attributes={"is": "is_"},
)
MEANS = Verb(
    "means",
    dotted,
    {
        "is": Many(dotted),
        "first-of": Listed(terms.role),
        "values": Listed(word),
        "among": word,
        "lasts": terms.amount,
    },
    needed=(("is", "first-of", "values", "lasts"),),
    exclusive=(("is", "first-of", "values", "lasts"),),
    body=Means,
    subject_name="word",
    attributes={"is": "is_"},
)

RUNNING = {verb.name: verb for verb in (MUST, MAY, GATE, EXTEND, PAUSE, RECKON, MEANS)}
