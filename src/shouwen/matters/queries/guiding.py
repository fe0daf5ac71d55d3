"""Guidance of the rulebooks in force for staff, at the act it concerns (`shows: … at:`)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from shouwen.enactment import queries as enactment
from shouwen.rulebook.values import Clause, Declared, Rule


@dataclass(frozen=True, slots=True)
class Guide:
    """One sentence of guidance and the clause that it is from."""

    text: str
    cited: str


def guides(institution_id: int, act: str, kind: str, day: date) -> tuple[Guide, ...]:
    """Return what the editions of a day tell staff at an act on a kind of dossier."""
    return tuple(
        guide
        for edition in enactment.editions_on(institution_id, day)
        for clause in edition.clauses
        for guide in _of_clause(clause, act, kind)
    )


def _of_clause(clause: Clause, act: str, kind: str) -> Iterator[Guide]:
    for rule in clause.rules:
        if not isinstance(rule.body, Declared) or not _concerns(rule, act, kind):
            continue
        text = str(rule.body.keys.get("text") or clause.gist)
        yield Guide(text, str(rule.cited[0]))


def _concerns(rule: Rule, act: str, kind: str) -> bool:
    assert isinstance(rule.body, Declared)
    keys = rule.body.keys
    if rule.verb != "shows" or keys.get("to") != "staff" or keys.get("at") != act:
        return False
    return not rule.kinds or kind in rule.kinds or "*" in rule.kinds
