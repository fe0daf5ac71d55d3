"""What an adopter still has to fix: the list behind the readiness page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from shouwen.rulebook.adoption.bounds import bounds_of
from shouwen.rulebook.values import Citation, Edition, Rule
from shouwen.worktime.spans import Unit


@dataclass(frozen=True, slots=True)
class Setting:
    """A key of a rule that is open. `required`: it has no value, so the rule breaks nothing yet.

    `proposed` is the rule's reading, which says what the encoder proposes.
    """

    work: str
    rule: str
    """The rule's id in full."""
    name: str
    verb: str
    key: str
    required: bool
    citation: Citation
    gist: str
    proposed: str
    low: int | None = None
    high: int | None = None
    unit: Unit | None = None
    """Bounds of a figure, where the text gives a range or a cap; None: anything goes."""

    @property
    def blocks_breach(self) -> bool:
        """Whether an obligation cannot be broken until this is fixed."""
        return self.required and self.verb == "must"


def required_settings(
    editions: Iterable[Edition], *, with_defaults: bool = False
) -> tuple[Setting, ...]:
    """Return every open key without a value; `with_defaults` adds those that have one."""
    return tuple(
        _setting(edition, rule, key, clause.gist)
        for edition in editions
        for clause in edition.clauses
        for rule in clause.rules
        for key in rule.open
        if with_defaults or key in rule.unfixed
    )


def _setting(edition: Edition, rule: Rule, key: str, gist: str) -> Setting:
    return Setting(
        work=edition.work,
        rule=rule.id,
        name=rule.name,
        verb=rule.verb,
        key=key,
        required=key in rule.unfixed,
        citation=rule.cited[0],
        gist=gist,
        proposed=rule.reading,
        **_bounds(rule, key),
    )


def _bounds(rule: Rule, key: str) -> dict[str, Any]:
    bounds = bounds_of(rule, key)
    if bounds is None:
        return {}
    low, high = bounds
    return {"low": low, "high": high.count, "unit": high.unit}
