"""The way from a start to a limit: a span, its extensions, or a date that somebody fixed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from shouwen.rulebook.judge.clock import Clock, Standstill
from shouwen.rulebook.judge.yardstick import Measure
from shouwen.worktime import Amount, Pause, Reckoning, Step


class Course:
    """A reckoning that extensions lengthen; `due` is quick, `steps` tells how."""

    __slots__ = ("cited", "clock", "extra", "fixed", "measure", "pauses", "start")

    def __init__(
        self,
        clock: Clock,
        start: datetime,
        measure: Measure,
        stops: Sequence[Standstill],
        cited: tuple[str, ...],
    ) -> None:
        self.clock, self.start, self.measure, self.cited = clock, start, measure, cited
        self.pauses = [Pause(one.from_, one.until, one.cited) for one in stops]
        self.extra: list[tuple[Amount, tuple[str, ...]]] = []
        self.fixed: datetime | None = None
        """A date that replaces the span; extensions after it are added to it."""

    def add(self, measure: Measure, cited: tuple[str, ...]) -> None:
        """Lengthen by a figure."""
        if isinstance(measure.span, Amount):
            self.extra.append((measure.span, cited))

    def fix(self, limit: datetime) -> None:
        """Put a date in the place of everything added so far."""
        self.fixed, self.extra = limit, []

    def stands_before(self, limit: datetime) -> bool:
        """Say whether the clock stopped before `limit` and has not run since."""
        return any(one.until is None and one.from_ < limit for one in self.pauses)

    def due(self) -> tuple[datetime, bool]:
        """Return the limit, and whether a year without a final calendar decided it."""
        if self.fixed is None:
            return self.clock.due(
                self.start,
                self.measure.span,
                pauses=self.pauses,
                extra=self.extra,
                counting=self.measure.counting,
            )
        if not self.extra:
            return self.fixed, False
        (first, _), *rest = self.extra
        return self.clock.due(self.fixed, first, pauses=self._later(), extra=rest)

    def steps(self) -> tuple[Step, ...]:
        """Return the steps of the same computation."""
        return () if (told := self._told()) is None else told.steps

    def _told(self) -> Reckoning | None:
        if self.fixed is None:
            cited = tuple(dict.fromkeys((*self.cited, *self.measure.cited)))
            return self.clock.add(
                self.start,
                self.measure.span,
                pauses=self.pauses,
                extra=self.extra,
                cited=cited,
                counting=self.measure.counting,
            )
        if not self.extra:
            return None
        (first, clauses), *rest = self.extra
        return self.clock.add(self.fixed, first, pauses=self._later(), extra=rest, cited=clauses)

    def _later(self) -> list[Pause]:
        return [one for one in self.pauses if self.fixed is not None and one.from_ >= self.fixed]
