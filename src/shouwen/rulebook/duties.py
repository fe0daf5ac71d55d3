"""Duties: what one rule makes somebody owe on one dossier, and how that stands at an instant."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from shouwen.rulebook.acts import Act
from shouwen.rulebook.values import Deem, May, Must, Rule
from shouwen.worktime.steps import Step


class Verdict(StrEnum):
    """How a duty stands.

    `unset`: nobody has fixed or stated a limit yet, so nothing can break. `late`: done, but after
    the limit. `broken`: past the limit and still owed. `lapsed`: a right not used in time, or
    silence that counts. `waived`: nothing is owed any more (or ever was). `replaced`: another
    rule, another level or another classification took over.
    """

    OPEN = "open"
    PAUSED = "paused"
    KEPT = "kept"
    LATE = "late"
    BROKEN = "broken"
    LAPSED = "lapsed"
    WAIVED = "waived"
    REPLACED = "replaced"
    UNSET = "unset"


RUNNING = frozenset({Verdict.OPEN, Verdict.PAUSED, Verdict.BROKEN, Verdict.UNSET})
"""The verdicts under which somebody still owes the act."""


@dataclass(frozen=True, slots=True)
class Duty:
    """One obligation (or right) of one bearer.

    `key` is stable as long as the acts are: rule id, `seq` of the opening act, then the recipient,
    level or period where there are several. `breach_at` is the computed moment of the breach, and
    is there whatever came later (a breach is never lifted). While `paused` (the instant since
    when), `limit` is what it was when the clock stopped: the time left is from `paused` to
    `limit`. `cited` names every clause applied, the governing one first.
    """

    key: str
    rule: Rule
    bearer: str
    recipient: str | None
    opened: Act
    started: datetime
    verdict: Verdict
    limit: datetime | None
    promised: datetime | None
    remind_at: datetime | None
    provisional: bool
    cited: tuple[str, ...]
    closed_by: Act | None = None
    breach_at: datetime | None = None
    paused: datetime | None = None
    level: int = 0
    again: datetime | None = None
    """When the next period of a recurring duty begins; only the latest period has it."""
    derive: Callable[[], tuple[Step, ...]] = field(default=tuple, compare=False, repr=False)

    @property
    def steps(self) -> tuple[Step, ...]:
        """Return the derivation: the same computation, run again with its steps written down."""
        return self.derive()

    @property
    def acts(self) -> tuple[str, ...]:
        """Return the acts of which any one fulfils the duty (or uses the right)."""
        body = self.rule.body
        return body.acts if isinstance(body, Must | May) else ()

    @property
    def right(self) -> bool:
        """Say whether this is a right (`may`): it lapses, it never breaks."""
        return isinstance(self.rule.body, May)

    @property
    def soft(self) -> bool:
        """Say whether an overrun needs a reason and may be excused (一般, 原则上)."""
        return isinstance(self.rule.body, Must) and self.rule.body.soft

    @property
    def breach(self) -> str | None:
        """Return the name of the breach that an overrun is; the last level's is `unanswered`."""
        body = self.rule.body
        if not isinstance(body, Must) or isinstance(body.otherwise, Deem):
            return None
        return body.otherwise if isinstance(body.otherwise, str) else "unanswered"

    @property
    def deemed(self) -> str | None:
        """Return the act that silence counts as, once it counts (deemed acceptance)."""
        body = self.rule.body
        if self.verdict is not Verdict.LAPSED or not isinstance(body, Must):
            return None
        return body.otherwise.act if isinstance(body.otherwise, Deem) else None

    @property
    def running(self) -> bool:
        """Say whether somebody still owes the act."""
        return self.verdict in RUNNING and not self.right

    def as_json(self) -> dict[str, Any]:
        """Return what a reader of the derivation needs, with instants in ISO form."""
        return {
            "key": self.key,
            "rule": self.rule.id,
            "bearer": self.bearer,
            "verdict": str(self.verdict),
            "limit": _iso(self.limit),
            "promised": _iso(self.promised),
            "remind_at": _iso(self.remind_at),
            "breach_at": _iso(self.breach_at),
            "provisional": self.provisional,
            "cited": list(self.cited),
            "steps": [step.as_json() for step in self.steps],
        }


def governing(duties: Iterable[Duty]) -> Duty | None:
    """Return the running duty with the earliest limit: *the* limit of a matter; None if none."""
    limited = [duty for duty in duties if duty.running and duty.limit is not None]
    return min(limited, key=lambda duty: (duty.limit, duty.key), default=None)


def _iso(instant: datetime | None) -> str | None:
    return None if instant is None else instant.isoformat()
