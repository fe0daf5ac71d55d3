"""Fitting an adoption to its parents: flat editions whose rules cite both documents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations, product
from typing import Any

from shouwen.rulebook import checks
from shouwen.rulebook.adoption.bounds import fits, promised
from shouwen.rulebook.adoption.document import Adoption, Fix
from shouwen.rulebook.checks.conditions import disjoint, merged
from shouwen.rulebook.checks.names import roles_of
from shouwen.rulebook.checks.overlaps import check_overlaps
from shouwen.rulebook.checks.scope import Scope
from shouwen.rulebook.decode import terms
from shouwen.rulebook.decode.rule import VERBS
from shouwen.rulebook.decode.shapes import MISSING, word
from shouwen.rulebook.errors import At, Faults, nearest
from shouwen.rulebook.values import (
    Clause,
    Conditions,
    Declared,
    Edition,
    Extend,
    Fact,
    Pause,
    Rule,
)

MOST_COMBINATIONS = 5000


def resolve(adoption: Adoption, editions: Sequence[Edition]) -> tuple[Edition, ...]:
    """Return the parents with everything fixed, then the adoption's own edition.

    A fixed rule cites the adoption's clause first, then its own. A flat parent begins with the
    later of both first days. Raises `RulebookErrors` with all faults.
    """
    faults = Faults()
    resolved = take_resolved(adoption, editions, faults)
    faults.settle()
    return resolved


def flatten(editions: Sequence[Edition], adoptions: Sequence[Adoption]) -> tuple[Edition, ...]:
    """Return all that is in force under the adoptions: plain texts until an adoption begins."""
    faults = Faults()
    flat = [each for a in adoptions for each in take_resolved(a, editions, faults)]
    faults.settle()
    taken = {(each.work, each.first_day) for each in flat}
    plain = [each for each in editions if (each.work, each.first_day) not in taken]
    return (*plain, *flat)


def take_resolved(
    adoption: Adoption, editions: Sequence[Edition], faults: Faults
) -> tuple[Edition, ...]:
    """Fit the adoption to its parents, adding faults."""
    parents = tuple(_parents(adoption, editions, faults))
    if not parents:
        return ()
    checks.check_edition(adoption.edition, faults, around=parents)
    fixed = _Fitting(adoption, parents, faults).all()
    own = adoption.edition
    flat = tuple(_flat(parent, fixed, adoption) for parent in parents)
    if not faults:
        for each in flat:
            check_overlaps(each, faults)
    staying = tuple(
        replace(clause, rules=tuple(r for r in clause.rules if _reaches_into(r) is None))
        for clause in own.clauses
    )
    return (*flat, replace(own, clauses=staying))


def _parents(adoption: Adoption, editions: Sequence[Edition], faults: Faults) -> Iterator[Edition]:
    known = {f"{each.work}@{each.first_day.isoformat()}": each for each in editions}
    for name in adoption.of:
        if name in known:
            yield known[name]
        else:
            faults.add(
                "unknown-parent", At(adoption.source), value=name, nearest=nearest(name, known)
            )


def _reaches_into(rule: Rule) -> str | None:
    """Return the work whose rule an added `extend` or `pause` changes, if it is another's."""
    if isinstance(rule.body, Extend | Pause) and "#" in rule.body.rule:
        return rule.body.rule.partition("#")[0]
    return None


def _flat(parent: Edition, fixed: Mapping[str, tuple[Rule, ...]], adoption: Adoption) -> Edition:
    clauses = tuple(
        replace(
            clause, rules=tuple(r for rule in clause.rules for r in fixed.get(rule.id, (rule,)))
        )
        for clause in parent.clauses
    )
    added = tuple(
        replace(clause, at=f"{adoption.name}#{clause.at}", rules=rules)
        for clause in adoption.edition.clauses
        if (rules := tuple(_brought_in(clause, parent.work)))
    )
    declared = {fact.name for fact in parent.facts}
    facts = (*parent.facts, *(f for f in adoption.edition.facts if f.name not in declared))
    return replace(
        parent,
        first_day=max(parent.first_day, adoption.first_day),
        clauses=(*clauses, *added),
        facts=facts,
    )


def _brought_in(clause: Clause, work: str) -> Iterator[Rule]:
    for rule in clause.rules:
        if _reaches_into(rule) == work:
            assert isinstance(rule.body, Extend | Pause)
            yield replace(rule, body=replace(rule.body, rule=rule.body.rule.partition("#")[2]))


class _Fitting:
    """Applies all fixes of one adoption."""

    def __init__(self, adoption: Adoption, parents: Sequence[Edition], faults: Faults) -> None:
        self.adoption = adoption
        self.faults = faults
        self.rules: dict[str, list[tuple[Edition, Rule]]] = {}
        self.facts: dict[str, Fact] = {}
        self.roles = Scope.of(adoption.edition, parents).roles
        for edition in (*parents, adoption.edition):
            self.facts.update({fact.name: fact for fact in edition.facts})
        for edition in parents:
            for rule in edition.rules:
                for name in (rule.name, f"{edition.work}#{rule.name}"):
                    self.rules.setdefault(name, []).append((edition, rule))

    def all(self) -> dict[str, tuple[Rule, ...]]:
        """Return rule id → what the rule becomes: itself changed, or one for each case."""
        rows: dict[str, list[Fix]] = {}
        targets: dict[str, Rule] = {}
        for fix in self.adoption.fixes:
            rule = self._target(fix)
            if rule is not None:
                rows.setdefault(rule.id, []).append(fix)
                targets[rule.id] = rule
        return {key: self._fixed(targets[key], fixes) for key, fixes in rows.items()}

    def _target(self, fix: Fix) -> Rule | None:
        found = self.rules.get(fix.rule, [])
        if len(found) == 1 and not fix.rule.isdigit():
            return found[0][1]
        known = [name for name in self.rules if not name.rpartition("#")[2].isdigit()]
        if len(found) > 1:
            known = [f"{edition.work}#{rule.name}" for edition, rule in found]
        self.faults.add(
            "unknown-rule", At(fix.file, fix.line), value=fix.rule, nearest=nearest(fix.rule, known)
        )
        return None

    def _fixed(self, rule: Rule, fixes: Sequence[Fix]) -> tuple[Rule, ...]:
        self._no_key_twice(rule, fixes)
        for fix in fixes:
            if not fix.if_:
                rule = self._apply(rule, fix)
        split = [fix for fix in fixes if fix.if_]
        if not split:
            return (rule,)
        self._cover(rule, split)
        return tuple(
            self._apply(replace(rule, id=f"{rule.id}~{number}", if_=merged(rule.if_, fix.if_)), fix)
            for number, fix in enumerate(split, start=1)
        )

    def _apply(self, rule: Rule, fix: Fix) -> Rule:
        for key, node in fix.keys.items():
            value = self._value(rule, key, node, fix)
            if value is not MISSING:
                rule = with_key(rule, key, value)
                self._known_roles(rule, At(node.file, node.line))
        if fix.promise is not None:
            rule = promised(rule, fix, self.faults)
        return replace(
            rule,
            cited=(fix.citation, *(c for c in rule.cited if c != fix.citation)),
            reading=fix.reading or rule.reading,
        )

    def _known_roles(self, rule: Rule, place: At) -> None:
        for role in roles_of(rule):
            if role not in self.roles:
                near = nearest(role, self.roles)
                self.faults.add("unknown-role", place, value=role, nearest=near)

    def _value(self, rule: Rule, key: str, node: Any, fix: Fix) -> Any:
        place = At(node.file, node.line)
        if key not in rule.open:
            self.faults.add(
                "not-open", place, rule=rule.id, key=key, nearest=list(rule.open) or "-"
            )
            return MISSING
        verb = VERBS[rule.verb]
        shape = verb.keys.get(key) or INSIDE_EFFECTS[key]
        value = shape.read(node, self.faults)
        if value is not MISSING and not fits(rule, key, value, place, self.faults):
            return MISSING
        return value

    def _no_key_twice(self, rule: Rule, fixes: Sequence[Fix]) -> None:
        for one, other in combinations(fixes, 2):
            shared = sorted({*one.keys, *_promise(one)} & {*other.keys, *_promise(other)})
            if shared and not disjoint(one.if_, other.if_):
                self.faults.add(
                    "split-overlap",
                    At(other.file, other.line),
                    rule=rule.name,
                    key=shared[0],
                    line=one.line,
                )

    def _cover(self, rule: Rule, split: Sequence[Fix]) -> None:
        names = sorted({name for fix in split for name in fix.if_})
        for fix in split:
            for name in fix.if_:
                if name not in self.facts:
                    place = At(fix.file, fix.line)
                    near = nearest(name, self.facts)
                    self.faults.add("split-undeclared", place, fact=name, nearest=near)
                    return
        left = self._uncovered(rule, names, [fix.if_ for fix in split])
        if left:
            place = At(split[0].file, split[0].line)
            self.faults.add("split-incomplete", place, rule=rule.name, values=left[:6])

    def _uncovered(self, rule: Rule, names: Sequence[str], rows: Sequence[Conditions]) -> list[str]:
        domains = [_values(rule, self.facts[name]) for name in names]
        left = []
        for number, case in enumerate(product(*domains)):
            if number >= MOST_COMBINATIONS:
                break
            facts = dict(zip(names, case, strict=True))
            if not any(_meets(row, facts) for row in rows):
                left.append(" + ".join(f"{name}: {value}" for name, value in facts.items()))
        return left


def _promise(fix: Fix) -> tuple[str, ...]:
    return ("promise",) if fix.promise is not None else ()


def _values(rule: Rule, fact: Fact) -> tuple[str, ...]:
    wanted = rule.if_.get(fact.name)
    if isinstance(wanted, tuple):
        return tuple(value for value in fact.values if value in wanted)
    return fact.values


def _meets(row: Conditions, facts: Mapping[str, str]) -> bool:
    return all(
        wanted == "given" or (isinstance(wanted, tuple) and facts[name] in wanted)
        for name, wanted in row.items()
    )


INSIDE_EFFECTS = {
    "several": word,
    "of": word,
}


def with_key(rule: Rule, key: str, value: Any) -> Rule:
    """Return the rule with one of its open keys fixed."""
    unfixed = tuple(each for each in rule.unfixed if each != key)
    body = rule.body
    if key == "per" and VERBS[rule.verb].standing:
        return replace(rule, per=value, unfixed=unfixed)
    if isinstance(body, Declared):
        return replace(rule, body=_declared_with(body, key, value), unfixed=unfixed)
    attribute = VERBS[rule.verb].attribute(key)
    if value == terms.ALWAYS or (key == "times" and value == 0):
        value = None
    return replace(rule, body=replace(body, **{attribute: value}), unfixed=unfixed)


def _declared_with(body: Declared, key: str, value: Any) -> Declared:
    keys = dict(body.keys)
    if key in INSIDE_EFFECTS and "effects" in keys:
        keys["effects"] = tuple({key: value, **effect} for effect in keys["effects"])
    else:
        keys[key] = value
    return replace(body, keys=keys)
