"""Whether what an institution fixes lies inside what its parent allows."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from shouwen.rulebook.adoption.document import Fix
from shouwen.rulebook.errors import At, Faults
from shouwen.rulebook.values import Extend, Limit, Must, Rule, Stated
from shouwen.worktime.spans import Amount


def fits(rule: Rule, key: str, value: Any, place: At, faults: Faults) -> bool:
    """Whether `value` for `key` lies inside the parent's range; adds the fault if it does not.

    A range binds on both sides, a cap (`at-most`) from above; a single figure that is also open
    is a default and binds nobody.
    """
    bounds = bounds_of(rule, key)
    return bounds is None or _inside(rule, value, bounds[0], bounds[1], place, faults)


def bounds_of(rule: Rule, key: str) -> tuple[int, Amount] | None:
    """Return the least count and the greatest amount that `key` may be fixed to, if bounded."""
    parent = _parents_value(rule, key)
    if isinstance(parent, Limit) and parent.promise is not None:
        span = parent.span
        return (parent.promise.count, span) if isinstance(span, Amount) else None
    if isinstance(parent, Stated) and parent.at_most is not None:
        return 1, parent.at_most
    return None


def _parents_value(rule: Rule, key: str) -> Any:
    if key == "within":
        return getattr(rule.body, "within", None)
    if key == "by" and isinstance(rule.body, Extend):
        return rule.body.by
    return None


def _inside(rule: Rule, value: Any, low: int, high: Amount, place: At, faults: Faults) -> bool:
    cited = rule.cited[0]
    figures = _figures(value)
    if not figures:
        faults.add("other-unit", place, cited=cited, wanted=high.unit, value=type(value).__name__)
        return False
    for figure in figures:
        if figure.unit != high.unit:
            faults.add("other-unit", place, cited=cited, wanted=high.unit, value=figure.unit)
            return False
        if not low <= figure.count <= high.count:
            faults.add(
                "outside-bounds", place, value=figure.count, low=low, high=high.count, cited=cited
            )
            return False
    return True


def _figures(value: Any) -> tuple[Amount, ...]:
    if isinstance(value, Limit) and isinstance(value.span, Amount):
        return (value.span, *((value.promise,) if value.promise else ()))
    if isinstance(value, Stated) and value.at_most is not None:
        return (value.at_most,)
    return ()


def promised(rule: Rule, fix: Fix, faults: Faults) -> Rule:
    """Return the rule with a promise shorter than its limit; anything shorter is allowed."""
    place = At(fix.file, fix.line)
    within = rule.body.within if isinstance(rule.body, Must) else None
    promise = fix.promise
    assert promise is not None
    if not isinstance(within, Limit) or not isinstance(within.span, Amount):
        faults.add("not-open", place, rule=rule.id, key="promise", nearest=list(rule.open) or "-")
        return rule
    limit = within.span
    if promise.unit != limit.unit:
        faults.add("other-unit", place, cited=rule.cited[0], wanted=limit.unit, value=promise.unit)
        return rule
    if promise.count >= limit.count:
        faults.add(
            "promise-longer",
            place,
            value=promise.count,
            limit=limit.count,
            cited=rule.cited[0],
        )
        return rule
    assert isinstance(rule.body, Must)
    return replace(rule, body=replace(rule.body, within=replace(within, promise=promise)))
