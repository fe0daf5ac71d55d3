"""Names that rules use: roles, facts with their values, other rules, clauses that are joined."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from shouwen.rulebook import vocabulary
from shouwen.rulebook.checks.scope import Scope
from shouwen.rulebook.errors import At, Faults, nearest
from shouwen.rulebook.values import (
    Ahead,
    Clause,
    Declared,
    Edition,
    Extend,
    Gate,
    LimitOf,
    May,
    Means,
    Must,
    PassTo,
    Pause,
    Range,
    Rule,
    Stated,
)

TIMED = ("must", "may", "keeps", "checks")
"""Verbs with a limit that others can extend, stop or borrow."""


def check_names(edition: Edition, scope: Scope, faults: Faults) -> None:
    """Refuse every name that nothing defines."""
    _facts(edition, scope, faults)
    _joins(edition.clauses, edition.source, faults)
    for rule in edition.rules:
        place = At(edition.source, rule.line)
        for role in roles_of(rule):
            if role not in scope.roles:
                near = nearest(role, scope.roles)
                faults.add("unknown-role", place, value=role, nearest=near)
        _conditions(rule, scope, place, faults)
        _in_time(rule, scope, place, faults)
        _references(rule, scope, place, faults)
        _excuses(rule, scope, place, faults)
        _fields(rule, edition, scope, place, faults)


# --- facts ----------------------------------------------------------------------------------------
def _facts(edition: Edition, scope: Scope, faults: Faults) -> None:
    seen: set[str] = set()
    for fact in edition.facts:
        place = At(edition.source, fact.line)
        if fact.name in seen:
            faults.add("duplicate-fact", place, fact=fact.name)
        seen.add(fact.name)
        if fact.name in vocabulary.COMPUTED_FACTS:
            faults.add("computed-fact", place, fact=fact.name)
        if fact.who not in scope.roles:
            near = nearest(fact.who, scope.roles)
            faults.add("unknown-role", place, value=fact.who, nearest=near)
        if fact.unknown is not None and fact.unknown not in fact.values:
            faults.add(
                "unknown-default",
                place,
                fact=fact.name,
                value=fact.unknown,
                nearest=list(fact.values),
            )


def _conditions(rule: Rule, scope: Scope, place: At, faults: Faults) -> None:
    for name, wanted in rule.if_.items():
        values = values_of(name, scope)
        if values is None:
            known = {*scope.facts, *scope.fields, *vocabulary.FACTS}
            faults.add("unknown-fact", place, value=name, nearest=nearest(name, known))
            continue
        if isinstance(wanted, Range) or wanted == "given" or not values:
            continue
        for word in wanted:
            if word not in values:
                near = nearest(word, values)
                faults.add("unknown-value", place, fact=name, value=word, nearest=near)


def values_of(name: str, scope: Scope) -> Collection[str] | None:
    """Return the values that a fact can have; empty if any; None if there is no such fact."""
    if name in scope.facts:
        return scope.facts[name].values
    if name == "due-stated":
        return scope.roles | frozenset(vocabulary.STATED_BY_PAPER) | {"none"}
    if name == "recipient-is":
        return scope.roles
    if name == "kind":
        return tuple(vocabulary.KINDS)
    if name in vocabulary.COMPUTED_FACTS:
        return vocabulary.COMPUTED_VALUES.get(name, ())
    if name in vocabulary.CATALOGUE_FACTS:
        return vocabulary.CATALOGUE_VALUES.get(name, ())
    return scope.fields.get(name)


def _in_time(rule: Rule, scope: Scope, place: At, faults: Faults) -> None:
    if not isinstance(rule.body, Must | May):
        return
    stage = vocabulary.STAGE
    starts = [act for act in rule.body.after if act in stage]
    for name in rule.if_:
        fact = scope.facts.get(name)
        if fact is None or fact.unknown is not None or fact.at not in stage:
            continue
        early = [act for act in starts if stage[act] < stage[fact.at]]
        if early:
            faults.add("fact-late", place, fact=name, entered=fact.at, after=early)


# --- roles ----------------------------------------------------------------------------------------
def roles_of(rule: Rule) -> Iterator[str]:
    """Yield every role that a rule names."""
    body = rule.body
    match body:
        case Must():
            yield from (body.who, *body.to, *_stated(body.within))
            if isinstance(body.otherwise, PassTo):
                yield body.otherwise.role
        case May():
            yield from (body.who, *body.to, *_stated(body.within))
        case Gate():
            yield from (*body.who, *body.to, *body.never_by)
        case Extend():
            yield from _stated(body.by)
        case Means():
            yield from body.first_of
        case Declared():
            yield from _declared_roles(rule.verb, body.keys)


def _stated(within: object) -> Iterator[str]:
    if isinstance(within, Stated):
        yield from (s for s in within.sources if s not in vocabulary.STATED_BY_PAPER)


_ROLE_KEYS: Mapping[str, tuple[str, ...]] = {
    "keeps": ("who", "to", "see", "signed-by"),
    "shows": ("owner", "signed-by"),
    "checks": ("who", "by"),
    "ground": ("against", "sees", "decided-by"),
    "measure": ("decided-by", "signed-by"),
    "appraise": ("organiser", "by"),
    "score": ("to",),
    "relies-on": ("who",),
    "see": ("who",),
}


def _declared_roles(verb: str, keys: Mapping[str, Any]) -> Iterator[str]:
    for key in _ROLE_KEYS.get(verb, ()):
        yield from _people(keys.get(key, ()))
    for line in keys.get("then", ()):
        yield from _people(line["to"])
    for effect in keys.get("effects", ()):
        yield from _people(effect.get("refer", ()))
    fields = keys.get("fields")
    if isinstance(fields, Mapping):
        for spec in fields.values():
            yield from _people(spec.get("see", ()))


def _people(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        if "above" in value:
            yield value["above"]
        elif "did" not in value and "field" not in value:
            yield from value.values()
    elif isinstance(value, Iterable):
        for each in value:
            yield from _people(each)


# --- references -----------------------------------------------------------------------------------
def _references(rule: Rule, scope: Scope, place: At, faults: Faults) -> None:
    for name in rule.instead_of:
        _refer(name, (rule.verb,), scope, place, faults)
    body = rule.body
    if isinstance(body, Extend | Pause) and body.rule != "all":
        _refer(body.rule, TIMED, scope, place, faults)
    for name in _limits_of(body):
        _refer(name, TIMED, scope, place, faults)


def _limits_of(body: object) -> Iterator[str]:
    within = getattr(body, "within", None) or getattr(body, "by", None)
    if isinstance(body, Declared):
        within = body.keys.get("within")
    if isinstance(within, Ahead):
        within = within.of
    if isinstance(within, LimitOf):
        yield within.rule


def _refer(name: str, wanted: tuple[str, ...], scope: Scope, place: At, faults: Faults) -> None:
    if "#" in name:
        return  # of another work: checked when the works stand together
    target = scope.rules.get(name)
    if target is None:
        faults.add("unknown-rule", place, value=name, nearest=nearest(name, scope.rules))
    elif target.verb not in wanted:
        faults.add("wrong-target", place, value=name, verb=target.verb, wanted=list(wanted))


def _excuses(rule: Rule, scope: Scope, place: At, faults: Faults) -> None:
    body = rule.body
    words = body.unless if isinstance(body, Must) else ()
    for word in words:
        if word not in scope.means:
            faults.add("unknown-excuse", place, value=word)


def _fields(rule: Rule, edition: Edition, scope: Scope, place: At, faults: Faults) -> None:
    """Fields that an act must carry, or that hold a date, are listed, named or declared."""
    known = {
        *vocabulary.FIELDS,
        *vocabulary.FACTS,
        *scope.facts,
        *scope.fields,
        *edition.names,
    }
    for name in _fields_of(rule.body):
        if name not in known:
            faults.add("unknown-field", place, value=name, nearest=nearest(name, known))


def _fields_of(body: object) -> Iterator[str]:
    if isinstance(body, Gate):
        yield from body.given
    if isinstance(body, Must) and body.by_field is not None:
        yield body.by_field
    within = body.within if isinstance(body, Must | May) else None
    if isinstance(within, Ahead) and isinstance(within.of, str):
        yield within.of


# --- clauses --------------------------------------------------------------------------------------
def _joins(clauses: tuple[Clause, ...], source: str, faults: Faults) -> None:
    by_address = {clause.at: clause for clause in clauses}
    for clause in clauses:
        if clause.joins is None:
            continue
        target = by_address.get(clause.joins)
        if target is None:
            faults.add("joins-nowhere", At(source, clause.line), at=clause.joins)
        elif not target.rules:
            faults.add("joins-nothing", At(source, clause.line), at=clause.joins)
