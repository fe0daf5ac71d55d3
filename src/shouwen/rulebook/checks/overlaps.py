"""Two rules for the same acts, kind and bearer: disjoint conditions, or `instead-of`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations

from shouwen.rulebook import vocabulary
from shouwen.rulebook.checks.conditions import disjoint
from shouwen.rulebook.errors import At, Faults
from shouwen.rulebook.values import Edition, Means, Must, Rule


def check_overlaps(edition: Edition, faults: Faults) -> None:
    """Refuse obligations that can hold together without saying which governs."""
    replaces = _closure({rule.name: rule.instead_of for rule in edition.rules})
    _circles(edition, replaces, faults)
    for one, other in combinations(_musts(edition), 2):
        if _same_duty(one, other) and not _settled(one, other, replaces):
            _report(edition, one, other, faults)
    _twice_defined(edition, faults)


def _musts(edition: Edition) -> tuple[Rule, ...]:
    return tuple(rule for rule in edition.rules if isinstance(rule.body, Must))


def _same_duty(one: Rule, other: Rule) -> bool:
    a, b = one.body, other.body
    assert isinstance(a, Must)
    assert isinstance(b, Must)
    return (
        set(a.acts) == set(b.acts)
        and a.who == b.who
        and set(a.to) == set(b.to)
        and (a.every, one.per) == (b.every, other.per)
        and bool(one.per or set(one.kinds) & set(other.kinds))
    )


def _settled(one: Rule, other: Rule, replaces: Mapping[str, frozenset[str]]) -> bool:
    return (
        disjoint(one.if_, other.if_)
        or other.name in replaces.get(one.name, ())
        or one.name in replaces.get(other.name, ())
    )


def _report(edition: Edition, one: Rule, other: Rule, faults: Faults) -> None:
    faults.add(
        "overlap",
        At(edition.source, other.line),
        line=one.line,
        other=one.id,
        other_name=one.name,
        kinds=sorted(set(one.kinds) & set(other.kinds)) or [one.per or ""],
    )


def _closure(direct: Mapping[str, tuple[str, ...]]) -> dict[str, frozenset[str]]:
    """Return, for each rule that names others, all that it replaces by itself or through them."""

    def reach(name: str) -> Iterator[str]:
        seen: set[str] = set()
        waiting = list(direct.get(name, ()))
        while waiting:
            each = waiting.pop()
            if each not in seen:
                seen.add(each)
                yield each
                waiting.extend(direct.get(each, ()))

    return {name: frozenset(reach(name)) for name, targets in direct.items() if targets}


def _circles(edition: Edition, replaces: Mapping[str, frozenset[str]], faults: Faults) -> None:
    round_ = sorted(name for name, targets in replaces.items() if name in targets)
    if round_:
        line = min(rule.line for rule in edition.rules if rule.name in round_)
        faults.add("instead-of-circle", At(edition.source, line), names=round_)


def _twice_defined(edition: Edition, faults: Faults) -> None:
    """A role has one definition at a time; groups of grounds may be added to."""
    roles = [
        rule
        for rule in edition.rules
        if isinstance(rule.body, Means)
        and (rule.body.first_of or rule.body.word in vocabulary.ROLES)
        and not rule.body.values
    ]
    for one, other in combinations(roles, 2):
        assert isinstance(one.body, Means)
        assert isinstance(other.body, Means)
        if one.body.word != other.body.word or disjoint(one.if_, other.if_):
            continue
        if one.kinds and other.kinds and not set(one.kinds) & set(other.kinds):
            continue
        if other.name in one.instead_of or one.name in other.instead_of:
            continue
        faults.add("means-twice", At(edition.source, other.line), word=one.body.word)
