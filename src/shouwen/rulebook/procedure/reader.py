"""Reading procedures: strict YAML into a checked table."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from shouwen.errors import Text
from shouwen.rulebook import vocabulary
from shouwen.rulebook.decode import terms
from shouwen.rulebook.decode.shapes import (
    MISSING,
    WORD,
    Many,
    MapOf,
    OneOf,
    Pattern,
    Prose,
    Schema,
    Table,
    word,
)
from shouwen.rulebook.errors import At, Faults
from shouwen.rulebook.procedure.checks import check
from shouwen.rulebook.procedure.table import Procedure
from shouwen.rulebook.procedure.values import ANY, Row, State
from shouwen.rulebook.strict import Node, bytes_of, parse

FOLDER = Path(__file__).resolve().parent.parent.parent / "procedures"
SEEN_AS = ("received", "in-hand", "papers-needed", "done", "refused", "passed", "withdrawn")

title = Table({"zh": Prose(1, 60), "en": Prose(1, 60)}, ("zh", "en"), lambda said: Text(**said))
_known_role = OneOf(vocabulary.ROLES, "unknown-word")
_state = Table(
    {
        "zh": Prose(1, 60),
        "en": Prose(1, 60),
        "seen-as": OneOf(SEEN_AS, "unknown-word"),
        "responsible": _known_role,
    },
    ("zh", "en", "seen-as"),
)
row_table = Table(
    {
        "state": Many(word),
        "act": Many(terms.act),
        "who": Many(_known_role),
        "next": word,
        "given": MapOf(Pattern(WORD), Many(terms.value)),
        "if": terms.conditions,
        "binds": MapOf(Pattern(WORD), word),
        "tells": Many(_known_role),
        "opens": terms.kind,
    },
    ("state", "act", "who", "next"),
)


class _Rows:
    """The list of rows; keeps the line of each."""

    __slots__ = ()

    def read(self, node: Node, faults: Faults) -> Any:
        """Return the rows, one for each act named."""
        if node.bad:
            return MISSING
        if not node.is_list or not node.value:
            faults.add("expected-list", node)
            return MISSING
        rows: list[Row] = []
        for item in node.value:
            found = row_table.read(item, faults)
            if found is not MISSING:
                rows.extend(_made(found, act, item.line) for act in found["act"])
        return tuple(rows)

    def schema(self) -> Schema:
        """Describe the list."""
        return {"type": "array", "minItems": 1, "items": row_table.schema()}


file_table = Table(
    {
        "procedure": terms.kind,
        "title": title,
        "starts": Many(terms.act),
        "final": Many(word),
        "discharges": Many(terms.act),
        "states": MapOf(Pattern(WORD), _state),
        "rows": _Rows(),
    },
    ("procedure", "title", "starts", "final", "states", "rows"),
)


def read_procedure(source: str | Path | bytes, name: str = "") -> Procedure:
    """Read and check a procedure: the shipped one of a kind (its name), a file, or its bytes.

    Raises `RulebookErrors` with every fault.
    """
    if isinstance(source, str):
        return procedures()[source] if source in procedures() else _unknown(source)
    faults = Faults()
    file = name or ("<bytes>" if isinstance(source, bytes) else source.name)
    root = parse(bytes_of(source), file, faults)
    found = None if root is None else _decoded(root, faults)
    faults.settle()
    assert found is not None  # no faults, so there is a procedure
    return found


@lru_cache(maxsize=1)
def procedures() -> dict[str, Procedure]:
    """Return every shipped procedure by kind."""
    return {path.stem: read_procedure(path) for path in sorted(FOLDER.glob("*.yaml"))}


def discharges() -> dict[str, frozenset[str]]:
    """Return, by kind, the acts after which nothing opened earlier is owed any more."""
    return {kind: procedure.discharges for kind, procedure in procedures().items()}


def _unknown(kind: str) -> Procedure:
    faults = Faults()
    faults.add("no-procedure", At(kind), kind=kind, known=sorted(procedures()))
    faults.settle()
    raise AssertionError("unreachable")


def _decoded(root: Node, faults: Faults) -> Procedure | None:
    found = file_table.read(root, faults)
    if found is MISSING:
        return None
    states = {
        name: State(name, Text(said["zh"], said["en"]), said["seen-as"], said.get("responsible"))
        for name, said in found["states"].items()
    }
    procedure = Procedure(
        kind=found["procedure"],
        title=found["title"],
        states=states,
        final=frozenset(found["final"]),
        starts=found["starts"],
        discharges=frozenset(found.get("discharges", ())),
        rows=found["rows"],
    )
    check(procedure, root, faults)
    return procedure


def _made(found: dict[str, Any], act: str, line: int) -> Row:
    given = {name: _words(words) for name, words in found.get("given", {}).items()}
    return Row(
        states=found["state"],
        act=act,
        who=found["who"],
        next=found["next"],
        given=given,
        if_=found.get("if", {}),
        binds=found.get("binds", {}),
        tells=found.get("tells", ()),
        opens=found.get("opens"),
        line=line,
    )


def _words(words: tuple[str, ...]) -> tuple[str, ...]:
    return () if words == (ANY,) else words
