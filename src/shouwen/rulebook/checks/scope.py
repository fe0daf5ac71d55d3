"""The names that a rulebook's rules may use: its own, and those of the closed lists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from shouwen.rulebook import vocabulary
from shouwen.rulebook.values import Declared, Edition, Fact, Means, Must, Rule


@dataclass(frozen=True, slots=True)
class Scope:
    """Everything that is defined in an edition and in the editions around it."""

    rules: Mapping[str, Rule]
    """By id; a rule without an id of its own cannot be referred to."""
    facts: Mapping[str, Fact]
    fields: Mapping[str, tuple[str, ...]]
    """Typed fields of registers, with their choices."""
    roles: frozenset[str]
    means: Mapping[str, tuple[Rule, ...]]
    breaches: frozenset[str]
    grounds: frozenset[str]
    measures: Mapping[str, Rule]
    tallies: Mapping[str, Rule]
    schemes: frozenset[str]
    grades: frozenset[str]

    @classmethod
    def of(cls, edition: Edition, around: Sequence[Edition] = ()) -> Scope:
        """Collect the names of `edition` and of those around it; its own come first."""
        editions = (*around, edition)
        rules = [rule for each in editions for rule in each.rules]
        means: dict[str, tuple[Rule, ...]] = {}
        for rule in rules:
            if isinstance(rule.body, Means):
                means[rule.body.word] = (*means.get(rule.body.word, ()), rule)
        return cls(
            rules={rule.name: rule for rule in rules if not rule.name.isdigit()},
            facts={fact.name: fact for each in editions for fact in each.facts},
            fields=dict(_fields(rules)),
            roles=frozenset(vocabulary.ROLES) | frozenset(means),
            means=means,
            breaches=frozenset(_breaches(rules)) | frozenset(vocabulary.BREACHES),
            grounds=frozenset(name for name, _ in _named(rules, "ground")),
            measures=dict(_named(rules, "measure")),
            tallies={r.name: r for r in rules if r.verb == "tally" and not r.name.isdigit()},
            schemes=frozenset(name for name, _ in _named(rules, "appraise")),
            grades=frozenset(_grades(rules)),
        )

    def of_group(self, word: str) -> tuple[str, ...]:
        """Return the members of a group that `means` defines, or nothing."""
        return tuple(
            member
            for rule in self.means.get(word, ())
            if isinstance(rule.body, Means)
            for member in rule.body.is_
        )


def _named(rules: Sequence[Rule], verb: str) -> Iterator[tuple[str, Rule]]:
    for rule in rules:
        if rule.verb == verb and isinstance(rule.body, Declared):
            for name in rule.body.subject:
                yield name, rule


def _breaches(rules: Sequence[Rule]) -> Iterator[str]:
    for rule in rules:
        body = rule.body
        if isinstance(body, Must):
            otherwise = body.otherwise
        elif isinstance(body, Declared):
            otherwise = body.keys.get("otherwise")
        else:
            continue
        if isinstance(otherwise, str):
            yield otherwise


def _fields(rules: Sequence[Rule]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for rule in rules:
        if rule.verb != "keeps" or not isinstance(rule.body, Declared):
            continue
        fields = rule.body.keys.get("fields", ())
        if isinstance(fields, Mapping):
            for name, spec in fields.items():
                yield name, spec.get("choices", ())
        else:
            for name in fields:
                yield name, ()


def _grades(rules: Sequence[Rule]) -> Iterator[str]:
    for name, rule in _named(rules, "appraise"):
        if isinstance(rule.body, Declared):
            for grade in rule.body.keys.get("grades", ()):
                yield f"{name}.{grade if isinstance(grade, str) else grade['grade']}"
