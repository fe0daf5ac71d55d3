"""Accountability: happenings that exist, tallies that are read, measures that may be proposed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from shouwen.rulebook import vocabulary
from shouwen.rulebook.checks.scope import Scope
from shouwen.rulebook.errors import At, Faults, nearest
from shouwen.rulebook.values import Declared, Edition, May, Must, Rule

ANY_GROUND = "any-ground"
_KINDS_IN_HAPPENINGS = frozenset(vocabulary.KINDS) | {"child", "complaint", "inquiry"}


def check_accounts(edition: Edition, scope: Scope, faults: Faults) -> None:
    """Refuse what could never happen, never count or never be decided."""
    read: set[str] = set()
    for rule in edition.rules:
        place = At(edition.source, rule.line)
        for name in happenings_of(rule):
            if "#" not in name and not known(name, scope):
                near = nearest(name, _all_happenings(scope))
                faults.add("unknown-happening", place, value=name, nearest=near)
        if rule.verb == "upon":
            read |= set(_keys(rule)[0])
            _upon(rule, scope, place, faults)
        elif rule.verb == "score":
            read |= set(_score(rule, scope, place, faults))
        elif rule.verb == "keeps":
            _hidden(rule, place, faults)
    for rule in edition.rules:
        if rule.verb == "tally" and rule.name not in read:
            faults.add("unread-tally", At(edition.source, rule.line), id=rule.name)


def _keys(rule: Rule) -> tuple[tuple[str, ...], Mapping[str, Any]]:
    assert isinstance(rule.body, Declared)
    return rule.body.subject, rule.body.keys


def happenings_of(rule: Rule) -> Iterator[str]:
    """Yield the happenings that a rule waits for, counts or answers; bare acts are known."""
    body = rule.body
    if isinstance(body, Must | May):
        yield from (name for name in body.after if "." in name)
    elif isinstance(body, Declared):
        if rule.verb in ("tally", "upon"):
            yield from body.subject
        yield from body.keys.get("from", ()) if rule.verb == "ground" else ()
        scored = body.keys.get("by") if rule.verb == "score" else None
        if isinstance(scored, Mapping):
            yield from scored.get("events", ())


def known(name: str, scope: Scope) -> bool:
    """Whether something with this name can happen."""
    head, _, tail = name.partition(".")
    if not tail:
        return name in _all_happenings(scope)
    if head in _KINDS_IN_HAPPENINGS:
        return tail in vocabulary.ACTS or tail in vocabulary.DERIVED_EVENTS
    if head in scope.measures:
        return tail in vocabulary.MEASURE_EVENTS
    return name in scope.grades or (head in scope.schemes and not scope.grades)


def _all_happenings(scope: Scope) -> frozenset[str]:
    return (
        frozenset(vocabulary.ACTS)
        | frozenset(vocabulary.DERIVED_EVENTS)
        | scope.breaches
        | scope.grounds
        | frozenset(scope.measures)
        | frozenset(scope.tallies)
        | frozenset(scope.means)
        | {ANY_GROUND}
    )


def confirmed(name: str, scope: Scope, seen: frozenset[str] = frozenset()) -> bool:
    """Whether a person has confirmed it: a ground, a measure, a grade, a decider's act."""
    if name in seen:
        return False
    head, _, tail = name.partition(".")
    if tail:
        return tail in vocabulary.CONFIRMED_ACTS or head in scope.measures or name in scope.grades
    if name in scope.means:
        members = scope.of_group(name)
        return bool(members) and all(confirmed(m, scope, seen | {name}) for m in members)
    return (
        name == ANY_GROUND
        or name in scope.grounds
        or name in scope.measures
        or name in vocabulary.CONFIRMED_ACTS
    )


def _upon(rule: Rule, scope: Scope, place: At, faults: Faults) -> None:
    subject, keys = _keys(rule)
    tallies = [scope.tallies[name] for name in subject if name in scope.tallies]
    counted = {"reaches", "exceeds"} & (keys.keys() | set(rule.open))
    if tallies and not counted:
        faults.add("count-missing", place, id=tallies[0].name)
    if counted and len(tallies) != len(subject):
        lone = next(name for name in subject if name not in scope.tallies)
        faults.add("count-without-tally", place, value=lone)
    for line in keys.get("then", ()):
        _consequence(line, scope, place, faults)
        if "measure" in line:
            for tally in tallies:
                _confirmed_tally(tally, scope, place, faults)


def _confirmed_tally(tally: Rule, scope: Scope, place: At, faults: Faults) -> None:
    loose = [name for name in _keys(tally)[0] if "#" not in name and not confirmed(name, scope)]
    if loose:
        faults.add("unconfirmed-measure", place, id=tally.name, what=loose)


def _consequence(line: Mapping[str, Any], scope: Scope, place: At, faults: Faults) -> None:
    for name in line.get("measure", ()):
        if "#" in name:
            continue
        if name not in scope.measures:
            near = nearest(name, scope.measures)
            faults.add("unknown-measure", place, value=name, nearest=near)
            continue
        takes = _keys(scope.measures[name])[1].get("takes", ())
        for figure in line.get("with", {}):
            if figure not in takes:
                faults.add("figure-not-taken", place, measure=name, value=figure)
    ground = line.get("find")
    if ground is not None and "#" not in ground and ground not in scope.grounds:
        near = nearest(ground, scope.grounds)
        faults.add("unknown-ground", place, value=ground, nearest=near)
    if "weigh" in line and not any("order" in _keys(r)[1] for r in scope.measures.values()):
        faults.add("weigh-without-order", place)


def _score(rule: Rule, scope: Scope, place: At, faults: Faults) -> Iterator[str]:
    subject, keys = _keys(rule)
    by = keys.get("by")
    schemes = [*subject, *([by["scheme"]] if isinstance(by, Mapping) and "scheme" in by else [])]
    for scheme in schemes:
        if scheme not in scope.schemes:
            near = nearest(scheme, scope.schemes)
            faults.add("unknown-scheme", place, value=scheme, nearest=near)
    return iter(by.get("events", ()) if isinstance(by, Mapping) else ())


def _hidden(rule: Rule, place: At, faults: Faults) -> None:
    """A field may not be hidden from whoever must fill it in."""
    keys = _keys(rule)[1]
    fields, who = keys.get("fields"), keys.get("who")
    if not isinstance(fields, Mapping) or who is None:
        return
    for name, spec in fields.items():
        if spec.get("required") and "see" in spec and who not in spec["see"]:
            faults.add("hidden-from-writer", place, value=name, who=who)
