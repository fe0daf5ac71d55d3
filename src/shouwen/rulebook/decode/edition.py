"""A whole rulebook: head, facts, names and clauses made into an `Edition`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from typing import Any

from shouwen.errors import Text
from shouwen.rulebook.decode import terms
from shouwen.rulebook.decode.rule import Frame, read_rule
from shouwen.rulebook.decode.shapes import (
    MISSING,
    WORD,
    Built,
    Day,
    Either,
    Listed,
    Many,
    MapOf,
    OneOf,
    Pattern,
    Prose,
    Ref,
    Schema,
    Shape,
    Table,
)
from shouwen.rulebook.errors import At, Faults
from shouwen.rulebook.strict import Node
from shouwen.rulebook.values import Citation, Clause, Edition, Fact, Issued, Rule

NUMBERINGS = ("cn", "en", "cn-parts", "cn-items", "cn-articles")

issued = Table(
    {"by": Prose(1, 200), "date": Day(), "number": Prose(1, 100)},
    ("by",),
    lambda found: Issued(found["by"], found.get("date"), found.get("number")),
)


class _FactTable(Table):
    """A declared fact, which keeps its line."""

    __slots__ = ()

    def read(self, node: Node, faults: Faults) -> Any:
        value = Table.read(self, node, faults)
        return replace(value, line=node.line) if isinstance(value, Fact) else value


fact = _FactTable(
    {
        "fact": terms.fact_name,
        "values": Listed(terms.value),
        "at": terms.event,
        "who": terms.role,
        "unknown": terms.value,
    },
    ("fact", "values", "at", "who"),
    lambda found: Fact(
        found["fact"], found["values"], found["at"], found["who"], found.get("unknown")
    ),
)
_name = Built(Prose(1, 60), lambda zh: Text(zh, zh))
_names = Table(
    {"zh": Prose(1, 60), "en": Prose(1, 120)},
    ("zh",),
    lambda found: Text(found["zh"], found.get("en", found["zh"])),
)
names = MapOf(Pattern(WORD), Either({"text": _name, "mapping": _names}))


@dataclass(frozen=True, slots=True)
class Later:
    """Leaves a node as it is; somebody else reads it, and `described` says what it looks like."""

    described: Schema

    def read(self, node: Node, faults: Faults) -> Any:
        """Return the node itself."""
        return MISSING if node.bad else node

    def schema(self) -> Schema:
        """Describe what is read later."""
        return self.described


HEAD: dict[str, Shape] = {
    "title": Prose(2, 200),
    "short": Prose(1, 12),
    "issued": issued,
    "numbering": OneOf(NUMBERINGS),
    "last-day": Day(),
    "facts": Listed(fact),
    "names": names,
}
CLAUSE: dict[str, Shape] = {
    "at": terms.address,
    "gist": Prose(2, 1000),
    "text": Prose(1, 20_000),
    "for": Many(terms.kind),
    "rows": Listed(terms.row_id),
    "rules": Later(
        {"type": "array", "minItems": 1, "maxItems": 100, "items": {"$ref": "#/definitions/rule"}}
    ),
    "joins": terms.address,
    "not-encoded": Prose(4, 1000),
}
UNREADABLE = ("?",)
"""Kinds that are there but at fault: rules must not complain that they have none."""
CONTENT = ("rules", "joins", "not-encoded")
clause = Table(CLAUSE, ("at", "gist"), one_of=CONTENT)
clauses = Later(
    {"type": "array", "minItems": 1, "maxItems": 2000, "items": {"$ref": "#/definitions/clause"}}
)
rulebook = Table(
    {"rulebook": terms.work, "edition": Day(), **HEAD, "clauses": clauses},
    ("rulebook", "edition", "title", "clauses"),
)
clause_ref = Ref("clause", clause)


def decode_edition(root: Node, raw: bytes, faults: Faults) -> Edition | None:
    """Return the edition that `root` says, or None after adding faults."""
    head = read_head(rulebook, root, faults)
    if head is None:
        return None
    day = head.get("edition", date.min)
    work = head.get("rulebook", "unnamed")
    read = ClauseReader(work, day, faults)
    found = read.all(head.get("clauses"))
    if faults:
        return None
    return make_edition(head, work, day, found, raw, root.file)


def make_edition(
    head: dict[str, Any],
    work: str,
    day: date,
    found: tuple[Clause, ...],
    raw: bytes,
    file: str,
) -> Edition:
    """Build an edition of what was read of a head and its clauses."""
    return Edition(
        work=work,
        first_day=day,
        title=head["title"],
        clauses=with_joined(found),
        facts=head.get("facts", ()),
        last_day=head.get("last-day"),
        numbering=head.get("numbering", "cn"),
        issued=head.get("issued"),
        short=head.get("short", ""),
        sha256=sha256(raw).hexdigest(),
        names=head.get("names", {}),
        source=file,
    )


def read_head(table: Table, root: Node, faults: Faults) -> dict[str, Any] | None:
    """Read the top of a file; None if it is no mapping at all."""
    if root.bad or not root.is_mapping:
        faults.add("expected-mapping", root, known=list(table.keys))
        return None
    for key in table.required:
        if root.get(key) is None:
            faults.add("missing-key", At(root.file, root.line), key=key)
    found, _ = table.entries(root, faults)
    last, first = found.get("last-day"), found.get("edition")
    if last is not None and first is not None and last < first:
        faults.add("ends-before-it-begins", root.key("last-day"), first=first, last=last)
    return found


class ClauseReader:
    """Reads the clauses of one file: addresses are unique, and so are the ids of rules."""

    def __init__(self, work: str, day: date, faults: Faults) -> None:
        self.work = work
        self.day = day
        self.faults = faults
        self.seen: dict[str, int] = {}
        self.ids: dict[str, int] = {}

    def all(self, node: Node | None) -> tuple[Clause, ...]:
        """Return every clause that could be read."""
        if node is None:
            return ()
        if not node.is_list or not node.value:
            self.faults.add("expected-list" if not node.is_list else "empty-list", node, most=2000)
            return ()
        read = [self.one(item, clause) for item in node.value]
        return tuple(each for each in read if each is not None)

    def one(self, node: Node, table: Table) -> Clause | None:
        """Return one clause, or None after adding faults."""
        found = self._keys(node, table)
        if found is None:
            return None
        at = found.get("at", "0")
        kinds = found.get("for", UNREADABLE if node.get("for") else ())
        rules = self._rules(found, at, kinds)
        if "at" not in found or "gist" not in found:
            return None
        self._first_time(node, at)
        return Clause(
            at=at,
            gist=found["gist"],
            rules=rules,
            joins=found.get("joins"),
            not_encoded=found.get("not-encoded"),
            text=found.get("text"),
            rows=found.get("rows", ()),
            line=node.line,
        )

    def _keys(self, node: Node, table: Table) -> dict[str, Any] | None:
        if node.bad or not node.is_mapping:
            if not node.bad:
                self.faults.add("expected-mapping", node, known=list(table.keys))
            return None
        for key in table.required:
            if node.get(key) is None:
                self.faults.add("missing-key", node, key=key)
        content = [key for key in (*table.one_of, *table.some_of) if node.get(key) is not None]
        if not content:
            wanted = (*table.one_of, *table.some_of)
            self.faults.add("clause-without-content", node, keys=list(wanted))
        elif table.one_of and len(content) > 1:
            self.faults.add("clause-with-several", node.key(content[1]), keys=content)
        found, _ = table.entries(node, self.faults)
        return found

    def _rules(self, found: dict[str, Any], at: str, kinds: tuple[str, ...]) -> tuple[Rule, ...]:
        node = found.get("rules")
        if node is None:
            return ()
        if not node.is_list or not node.value:
            self.faults.add("expected-list" if not node.is_list else "empty-list", node, most=100)
            return ()
        rules = []
        for position, item in enumerate(node.value, start=1):
            frame = Frame(Citation(self.work, self.day, at), kinds, position)
            rule = read_rule(item, frame, self.faults)
            if rule is not None:
                self._first_id(item, rule)
                rules.append(rule)
        return tuple(rules)

    def _first_time(self, node: Node, at: str) -> None:
        if at in self.seen:
            self.faults.add("duplicate-clause", node.key("at"), at=at, first=self.seen[at])
        self.seen.setdefault(at, node.line)

    def _first_id(self, node: Node, rule: Rule) -> None:
        if rule.name.isdigit():
            return
        if rule.name in self.ids:
            first = self.ids[rule.name]
            self.faults.add("duplicate-id", node.key("id"), id=rule.name, first=first)
        if rule.name == "all":
            self.faults.add("reserved-id", node.key("id"), id=rule.name)
        self.ids.setdefault(rule.name, node.line)


def with_joined(found: Iterable[Clause]) -> tuple[Clause, ...]:
    """Let the rules of a clause cite the clauses that join it, in the order of the text."""
    all_clauses = tuple(found)
    joining: dict[str, list[str]] = {}
    for each in all_clauses:
        if each.joins is not None:
            joining.setdefault(each.joins, []).append(each.at)
    return tuple(
        replace(each, rules=tuple(_citing(rule, joining[each.at]) for rule in each.rules))
        if each.at in joining
        else each
        for each in all_clauses
    )


def _citing(rule: Rule, joining: list[str]) -> Rule:
    own = rule.cited[0]
    return replace(rule, cited=(*rule.cited, *(replace(own, clause=at) for at in joining)))
