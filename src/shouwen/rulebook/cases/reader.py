"""Reading case files, as strictly as rulebooks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from shouwen.rulebook import vocabulary
from shouwen.rulebook.cases.values import Case, CaseFile, Entered, Expectation, What
from shouwen.rulebook.decode import terms
from shouwen.rulebook.decode.shapes import (
    MISSING,
    WORD,
    Listed,
    Many,
    OneOf,
    Pattern,
    Prose,
    Schema,
    Table,
)
from shouwen.rulebook.duties import Verdict
from shouwen.rulebook.errors import Faults
from shouwen.rulebook.strict import Node, bytes_of, parse

_INSTANT = r"\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?"
_NOTHING = "none"
EXPECTATIONS: tuple[What, ...] = ("due", "breach", "refused", "permitted")
VERDICTS = (*(str(each) for each in Verdict), _NOTHING)


class When:
    """A day or an instant in the office's zone."""

    __slots__ = ()

    def read(self, node: Node, faults: Faults) -> Any:
        """Return a date, or a naive datetime."""
        if node.bad:
            return MISSING
        if isinstance(node.value, date):
            return node.value
        try:
            text = node.value if isinstance(node.value, str) else ""
            return (
                datetime.fromisoformat(text)
                if re.fullmatch(_INSTANT, text)
                else date.fromisoformat(text)
            )
        except ValueError:
            faults.add("bad-instant", node, value=node.value)
            return MISSING

    def schema(self) -> Schema:
        """Describe both forms."""
        return {"type": "string", "pattern": rf"^(?:\d{{4}}-\d\d-\d\d|{_INSTANT})$"}


class Plain:
    """A mapping of free content: facts, fields."""

    __slots__ = ()

    def read(self, node: Node, faults: Faults) -> Any:
        """Return the mapping without its places."""
        if node.bad:
            return MISSING
        if not node.is_mapping:
            faults.add("expected-mapping", node, known=["…"])
            return MISSING
        return node.plain()

    def schema(self) -> Schema:
        """Describe it."""
        return {"type": "object"}


class _Clauses(Listed):
    """The clauses that must be cited; an empty list says that none may be."""

    __slots__ = ()

    def __init__(self) -> None:
        super().__init__(Prose(1, 120))

    def read(self, node: Node, faults: Faults) -> Any:
        """Return the clauses."""
        return () if node.is_list and not node.value else super().read(node, faults)

    def schema(self) -> Schema:
        """Describe the list, which may be empty."""
        return {**super().schema(), "minItems": 0}


_when = When()
_role = Pattern(WORD)
_act = Table(
    {"act": terms.event, "at": _when, "by": Many(_role), "to": Many(_role), "fields": Plain()},
    ("act", "at"),
)
_expectation = Table(
    {
        **{key: Prose(1, 200) for key in EXPECTATIONS},
        "limit": _when,
        "promised": _when,
        "verdict": OneOf(VERDICTS),
        "at": _when,
        "who": _role,
        "recipient": _role,
        "because": _Clauses(),
    },
    one_of=EXPECTATIONS,
)


class _Items:
    """A list whose items are read by a function that also wants their nodes."""

    __slots__ = ("describe", "one")

    def __init__(self, one: Any, describe: Any) -> None:
        self.one, self.describe = one, describe

    def read(self, node: Node, faults: Faults) -> Any:
        """Return the items that could be read."""
        if node.bad:
            return MISSING
        if not node.is_list or not node.value:
            faults.add("expected-list", node)
            return MISSING
        made = [self.one(item, faults) for item in node.value]
        return tuple(each for each in made if each is not MISSING)

    def schema(self) -> Schema:
        """Describe the list."""
        return {"type": "array", "minItems": 1, "items": self.describe()}


def _entered(node: Node, faults: Faults) -> Any:
    """Read an act in its long form, or its short one: `{accepted: 2024-04-30T10:00}`."""
    if not node.is_mapping or node.bad:
        faults.add("bad-act", node)
        return MISSING
    if node.get("act") is None:
        return _short(node, faults)
    found = _act.read(node, faults)
    if found is MISSING:
        return MISSING
    own = {key: found.get(key, ()) for key in ("by", "to")}
    return Entered(
        found["act"], _instant(found["at"]), **own, fields=found.get("fields", {}), line=node.line
    )


def _short(node: Node, faults: Faults) -> Any:
    known = {*vocabulary.ACTS, *vocabulary.DERIVED_EVENTS}
    names = [key for key, _ in node.items() if key in known or "." in key]
    if len(names) != 1:
        faults.add("bad-act", node)
        return MISSING
    name, fields = names[0], dict(node.plain())
    at = _when.read(node.value[name], faults)
    if at is MISSING:
        return MISSING
    del fields[name]
    own = {key: _tuple(fields.pop(key, ())) for key in ("by", "to")}
    fields.update(fields.pop("fields", {}))
    return Entered(name, _instant(at), **own, fields=fields, line=node.line)


def _expected(node: Node, faults: Faults) -> Any:
    found = _expectation.read(node, faults)
    if found is MISSING:
        return MISSING
    what = next(key for key in EXPECTATIONS if key in found)
    return Expectation(
        what=what,
        subject=found[what],
        because=frozenset(found["because"]) if "because" in found else None,
        line=node.line,
        **{k: found.get(k) for k in ("limit", "promised", "verdict", "at", "who", "recipient")},
    )


def _act_schema() -> Schema:
    acts = sorted({*vocabulary.ACTS, *vocabulary.DERIVED_EVENTS})
    long = _act.schema()
    return {"anyOf": [long, *({"type": "object", "required": [act]} for act in acts)]}


_case = Table(
    {
        "name": Prose(2, 200),
        "adoption": terms.edition_name,
        "for": terms.kind,
        "given": Plain(),
        "acts": _Items(_entered, _act_schema),
        "at": _when,
        "expect": _Items(_expected, _expectation.schema),
    },
    ("name", "for", "acts", "expect"),
)


def _made(node: Node, faults: Faults) -> Any:
    found = _case.read(node, faults)
    if found is MISSING:
        return MISSING
    now = found.get("at")
    _in_order(node, found["acts"], faults)
    return Case(
        name=found["name"],
        kind=found["for"],
        acts=found["acts"],
        expect=found["expect"],
        given=found.get("given", {}),
        adoption=found.get("adoption"),
        now=None if now is None else _instant(now),
        line=node.line,
    )


def _in_order(node: Node, acts: Sequence[Entered], faults: Faults) -> None:
    for earlier, later in pairwise(acts):
        if later.at < earlier.at:
            faults.add("acts-out-of-order", node.key("acts"))


file_table = Table(
    {
        "rulebook": terms.edition_name,
        "calendar": Pattern(WORD),
        "hours": Prose(3, 200),
        "zone": Prose(3, 60),
        "ends": OneOf(("close", "midnight")),
        "cases": _Items(_made, _case.schema),
    },
    ("rulebook", "cases"),
)


def read_cases(source: Path | bytes, name: str = "") -> CaseFile:
    """Read a cases file; raise `RulebookErrors` with every fault."""
    faults = Faults()
    file = name or ("<bytes>" if isinstance(source, bytes) else str(source))
    root = parse(bytes_of(source), file, faults)
    found = MISSING if root is None else file_table.read(root, faults)
    faults.settle()
    assert isinstance(found, dict)  # no faults, so there is a file
    return CaseFile(**{key.replace("-", "_"): value for key, value in found.items()}, file=file)


def in_zone(instant: datetime, zone: str) -> datetime:
    """Return a clock time of the office as an instant; 24:00 never occurs."""
    return instant.replace(tzinfo=ZoneInfo(zone))


def _instant(when: date | datetime) -> datetime:
    return when if isinstance(when, datetime) else datetime.combine(when, time())


def _tuple(value: Any) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list | tuple) else (str(value),)
