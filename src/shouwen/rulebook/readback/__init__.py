"""The read-back: what the software will do, in plain sentences made from the rules alone.

A legal officer signs this page; nothing on it is written by hand. `show` prints it, `shown` gives
it clause by clause for a page.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from shouwen.rulebook.citation import numbered
from shouwen.rulebook.readback import running
from shouwen.rulebook.readback.declared import declared
from shouwen.rulebook.readback.speaker import Speaker
from shouwen.rulebook.values import Clause, Declared, Edition, Rule

_RUNNING: dict[str, Callable[[Speaker, Rule, Any], str]] = {
    "must": running.must,
    "may": running.may,
    "gate": running.gate,
    "extend": running.extend,
    "pause": running.pause,
    "reckon": running.reckon,
    "means": running.means,
}


@dataclass(frozen=True, slots=True)
class ShownRule:
    """One rule with its sentence; `open` says what the adopter still has to fix."""

    id: str
    name: str
    verb: str
    sentence: str
    reading: str
    unfixed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownClause:
    """One clause: where it stands, what it says, what the software does with it."""

    at: str
    printed: str
    gist: str
    text: str | None
    rules: tuple[ShownRule, ...]
    joins: str | None
    not_encoded: str | None


def sentence(rule: Rule, edition: Edition | None = None, language: str = "zh") -> str:
    """Return what a rule does, as one sentence in `zh` or `en`."""
    return _sentence(Speaker(edition, language), rule)


def _sentence(say: Speaker, rule: Rule) -> str:
    body = rule.body
    said = (
        declared(say, rule, body)
        if isinstance(body, Declared)
        else _RUNNING[rule.verb](say, rule, body)
    )
    kinds = say.several(rule.kinds)
    opening = say.pick(f"对{kinds}：", f"For {kinds}: ") if kinds else ""
    whole = f"{opening}{say.conditions(rule.if_)}{said}{_replaces(say, rule)}"
    whole = " ".join(whole.split())
    return say.pick(f"{whole}。", f"{whole[:1].upper()}{whole[1:]}.".replace(" ,", ","))


def _replaces(say: Speaker, rule: Rule) -> str:
    if not rule.instead_of:
        return ""
    names = say.pick("”“", "”, “").join(rule.instead_of)
    return say.pick(f"；取代规则“{names}”", f"; this replaces rule “{names}”")


def shown(edition: Edition, language: str = "zh") -> tuple[ShownClause, ...]:
    """Return the read-back clause by clause."""
    say = Speaker(edition, language)
    return tuple(_shown(say, edition, clause) for clause in edition.clauses)


def _shown(say: Speaker, edition: Edition, clause: Clause) -> ShownClause:
    rules = tuple(
        ShownRule(r.id, r.name, r.verb, _sentence(say, r), r.reading, r.unfixed)
        for r in clause.rules
    )
    return ShownClause(
        at=clause.at,
        printed=numbered(clause.at, edition.numbering, say.language),
        gist=clause.gist,
        text=clause.text,
        rules=rules,
        joins=clause.joins,
        not_encoded=clause.not_encoded,
    )


def show(edition: Edition, language: str = "zh") -> str:
    """Return the whole read-back as text: title, then clause by clause."""
    say = Speaker(edition, language)
    head = f"{edition.title} ({edition.work}@{edition.first_day.isoformat()})"
    lines = [head, f"SHA-256 {edition.sha256}", ""]
    for clause in shown(edition, language):
        lines += [f"{clause.printed}  {clause.gist}", *_lines(say, edition, clause), ""]
    return "\n".join(lines)


def _lines(say: Speaker, edition: Edition, clause: ShownClause) -> list[str]:
    if clause.not_encoded is not None:
        return [say.pick(f"  未编码：{clause.not_encoded}", f"  not encoded: {clause.not_encoded}")]
    if clause.joins is not None:
        target = numbered(clause.joins, edition.numbering, say.language)
        return [say.pick(f"  由{target}的规则执行", f"  carried by the rules of {target}")]
    lines = []
    for rule in clause.rules:
        lines.append(f"  [{rule.name}] {rule.sentence}")
        if rule.reading:
            lines.append(say.pick(f"      读法：{rule.reading}", f"      reading: {rule.reading}"))
        if rule.unfixed:
            keys = say.pick("、", ", ").join(rule.unfixed)
            lines.append(
                say.pick(
                    f"      待采用机关确定：{keys}", f"      to be fixed by the adopter: {keys}"
                )
            )
    return lines


__all__ = ["ShownClause", "ShownRule", "sentence", "show", "shown"]
