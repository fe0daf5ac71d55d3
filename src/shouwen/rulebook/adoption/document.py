"""The adoption as a document: which editions it takes, what it fixes, what it adds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from shouwen.rulebook.decode import terms
from shouwen.rulebook.decode.edition import (
    CLAUSE,
    HEAD,
    ClauseReader,
    Later,
    clauses,
    make_edition,
    read_head,
)
from shouwen.rulebook.decode.shapes import MISSING, Day, Many, Prose, Schema, Table, word
from shouwen.rulebook.errors import Faults
from shouwen.rulebook.strict import Node
from shouwen.rulebook.values import Citation, Clause, Conditions, Edition
from shouwen.worktime.spans import Amount


@dataclass(frozen=True, slots=True)
class Fix:
    """One row of `fixes`: keys of a parent's rule, for all cases or under a condition.

    `keys` hold nodes, since only the parent's rule knows what form each key has.
    """

    rule: str
    citation: Citation
    file: str
    line: int
    keys: Mapping[str, Node]
    if_: Conditions = field(default_factory=dict)
    promise: Amount | None = None
    reading: str = ""


@dataclass(frozen=True, slots=True)
class Adoption:
    """An institution's document. `edition` holds its own clauses and rules under its own name."""

    name: str
    first_day: date
    of: tuple[str, ...]
    """The editions adopted, as `work@edition`."""
    edition: Edition
    fixes: tuple[Fix, ...] = ()

    @property
    def source(self) -> str:
        """Return the name of the file."""
        return self.edition.source


class _FixRow:
    """A row of `fixes`; its open keys are kept as nodes until the parent is known."""

    __slots__ = ()
    known = Table(
        {
            "rule": terms.reference,
            "if": terms.conditions,
            "promise": terms.amount,
            "reading": Prose(2, 2000),
        },
        ("rule",),
    )

    def read(self, node: Node, faults: Faults) -> Any:
        """Return what is known of the row and the nodes of its other keys."""
        if node.bad or not node.is_mapping:
            if not node.bad:
                faults.add("expected-mapping", node, known=["rule", "if", "within", "promise"])
            return MISSING
        mine = {k: v for k, v in node.items() if k in self.known.keys}
        rest = {k: v for k, v in node.items() if k not in self.known.keys}
        found = self.known.read(Node(mine, node.file, node.line, key_lines=node.key_lines), faults)
        if found is MISSING:
            return MISSING
        if not rest and "promise" not in found:
            faults.add("fix-nothing", node)
            return MISSING
        return {**found, "keys": rest, "line": node.line}

    def schema(self) -> Schema:
        """Describe a row: a rule and at least one key besides its condition."""
        described = self.known.schema()
        described["additionalProperties"] = {}
        described["propertyNames"] = {"pattern": f"^(?:{word.form})$"}
        described["if"] = {"required": ["promise"]}
        described["else"] = {
            "anyOf": [
                {
                    "minProperties": 2,
                    "not": {"anyOf": [{"required": ["if"]}, {"required": ["reading"]}]},
                },
                {"minProperties": 3, "not": {"required": ["if", "reading"]}},
                {"minProperties": 4},
            ]
        }
        return described


CONTENT = ("fixes", "rules", "joins", "not-encoded")
fixes = Later(
    {"type": "array", "minItems": 1, "maxItems": 500, "items": {"$ref": "#/definitions/fix"}}
)
fix_row = _FixRow()
adoption_clause = Table({**CLAUSE, "fixes": fixes}, ("at", "gist"), some_of=CONTENT)
adoption_table = Table(
    {
        "adoption": terms.work,
        "edition": Day(),
        "of": Many(terms.edition_name),
        **HEAD,
        "clauses": clauses,
    },
    ("adoption", "edition", "of", "title", "clauses"),
)


class _Reader(ClauseReader):
    """Reads the clauses of an adoption, which may fix as well as rule."""

    def __init__(self, work: str, day: date, faults: Faults) -> None:
        super().__init__(work, day, faults)
        self.fixes: list[Fix] = []

    def one(self, node: Node, table: Table) -> Clause | None:
        """Read the clause, and its `fixes` besides."""
        rows = node.get("fixes")
        at = node.get("at")
        if rows is not None and not rows.bad and at is not None:
            self._fixes(rows, str(at.value))
        return super().one(node, adoption_clause)

    def _fixes(self, rows: Node, at: str) -> None:
        if not rows.is_list or not rows.value:
            self.faults.add("expected-list" if not rows.is_list else "empty-list", rows, most=500)
            return
        for row in rows.value:
            found = fix_row.read(row, self.faults)
            if found is not MISSING:
                self.fixes.append(self._fix(found, at, rows.file))

    def _fix(self, found: dict[str, Any], at: str, file: str) -> Fix:
        return Fix(
            rule=found["rule"],
            citation=Citation(self.work, self.day, at),
            file=file,
            line=found["line"],
            keys=found["keys"],
            if_=found.get("if", {}),
            promise=found.get("promise"),
            reading=found.get("reading", ""),
        )


def decode_adoption(root: Node, raw: bytes, faults: Faults) -> Adoption | None:
    """Return the adoption that `root` says, or None after adding faults."""
    head = read_head(adoption_table, root, faults)
    if head is None:
        return None
    name, day = head.get("adoption", "unnamed"), head.get("edition", date.min)
    reader = _Reader(name, day, faults)
    found = reader.all(head.get("clauses"))
    for parent in head.get("of", ()):
        if parent.partition("@")[0] == name:
            faults.add("same-work", root.key("of"), value=name)
    if faults:
        return None
    edition = make_edition(head, name, day, found, raw, root.file)
    return Adoption(name, day, head["of"], edition, tuple(reader.fixes))
