"""How a text counts: the `reckon` rules turned into what worktime needs, with their clauses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from shouwen.rulebook.values import Reckon, Rule
from shouwen.worktime import Amount, Counting, Unit
from shouwen.worktime.spans import ByClock, DayOf, Immediate, NextClock, SameDay, Span

_ENDS = {"close-of-business": "close", "close": "close", "midnight": "midnight"}
_AS_WORKING_DAYS = {Unit.HALF_WORKING_DAY, Unit.WORKING_DAY}


@dataclass(frozen=True, slots=True)
class Measure:
    """A span ready to add: words replaced by their figure, the counting to use, the clauses."""

    span: Span
    counting: Counting
    cited: tuple[str, ...] = ()
    unset: bool = False
    """A word whose figure the adopter has still to fix: nothing can be computed of it."""


@dataclass(frozen=True, slots=True)
class Yardstick:
    """The counting of one text: the office's own, changed by the text's `reckon` rules."""

    base: Counting
    rules: tuple[tuple[Reckon, tuple[str, ...], Rule], ...] = ()

    def under(self, rules: Iterable[Rule]) -> Yardstick:
        """Return this yardstick with the `reckon` rules among `rules`."""
        found = tuple(
            (rule.body, tuple(str(citation) for citation in rule.cited), rule)
            for rule in rules
            if isinstance(rule.body, Reckon)
        )
        return Yardstick(self.base, found)

    def measure(self, span: Span, kind: str) -> Measure:
        """Return what the span amounts to for a dossier of this kind, and why."""
        cited: list[str] = []
        counting = self.base
        for reckon, clauses, rule in self.rules:
            if rule.kinds and kind not in rule.kinds and "*" not in rule.kinds:
                continue
            if "is" in rule.unfixed and reckon.unit == word_of(span):
                return Measure(span, counting, clauses, unset=True)
            if reckon.is_ is not None and reckon.unit == word_of(span):
                inner = self.measure(reckon.is_, kind)
                return Measure(inner.span, inner.counting, (*clauses, *inner.cited))
            if reckon.is_ is None and reckon.unit in names_of(span):
                counting = _changed(counting, reckon)
                cited.extend(clause for clause in clauses if clause not in cited)
        return Measure(span, counting, tuple(cited))


def word_of(span: Span) -> str:
    """Return the word that a `reckon … is:` rule would define for the span."""
    match span:
        case Immediate():
            return span.word
        case SameDay():
            return "same-day"
        case Amount():
            return span.unit.value
        case _:
            return ""


def names_of(span: Span) -> frozenset[str]:
    """Return the units under which a `reckon` rule speaks of the span."""
    match span:
        case Amount():
            own = {span.unit.value}
            return frozenset(own | {"working-day"} if span.unit in _AS_WORKING_DAYS else own)
        case SameDay() | ByClock() | NextClock() | DayOf():
            return frozenset({"same-day"} if isinstance(span, SameDay) else ())
        case _:
            return frozenset()


def _changed(counting: Counting, reckon: Reckon) -> Counting:
    changes = {
        "first": reckon.first,
        "ends": _ENDS[reckon.ends] if reckon.ends else None,
        "last_day_off": reckon.last_day_off,
        "short_month": reckon.short_month,
    }
    return replace(counting, **{key: value for key, value in changes.items() if value})  # type: ignore[arg-type]
