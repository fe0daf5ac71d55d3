"""The values that a limit is made of on its way to the verdict."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from shouwen.worktime import WorkTime

Clock = WorkTime
"""What computes time for the judge: calendar, office hours, counting, zone."""


@dataclass(slots=True)
class Bound:
    """Where the limit lies. `limit=None`: nothing fixed or stated. `void`: was past at birth."""

    limit: datetime | None = None
    promised: datetime | None = None
    cited: list[str] = field(default_factory=list)
    provisional: bool = False
    """A year without a final calendar decided it."""
    paused: datetime | None = None
    """Since when the clock stands still, if it still does."""
    void: bool = False
    short: bool = False
    """The limit is at most one day: the reminder comes at half of it."""
    grants: dict[str, int] = field(default_factory=dict)
    """How often each `extend` rule has been used."""

    def cite(self, clauses: Sequence[str]) -> None:
        """Add clauses that are not named yet."""
        self.cited.extend(clause for clause in clauses if clause not in self.cited)


@dataclass(frozen=True, slots=True)
class Standstill:
    """An interval in which a clause stops the clock; `until=None` while it lasts."""

    from_: datetime
    until: datetime | None
    cited: tuple[str, ...]
