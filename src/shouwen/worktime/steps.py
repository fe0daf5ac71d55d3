"""A derivation: the steps a computation took, each with what it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a derivation.

    `what` is a stable kebab-case code (`start`, `first-day`, `add`, `extend`, `counted-days`,
    `rest-days`, `pause`, `paused`, `roll`, `end-of-day`, `provisional` …; docs/worktime.md lists
    them with their facts); `facts` are JSON values that say it in full; `cited` names clauses,
    laws (`民法典#201`) or holiday notices (`国办发明电〔2025〕7号`).
    """

    what: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    cited: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the step as the JSON object that the command, the API and the docket store."""
        return {"what": self.what, "facts": dict(self.facts), "cited": list(self.cited)}


@dataclass(frozen=True, slots=True)
class Reckoning:
    """The result of adding a span: the instant (aware, in the office's zone) and its steps.

    `provisional`: a year without a final calendar decided it. `paused`: the clock still stands;
    `limit` is then what it would be had the clock not stopped, and nothing may be measured by it.
    """

    limit: datetime
    provisional: bool
    steps: tuple[Step, ...]
    paused: bool = False

    def as_json(self) -> dict[str, Any]:
        """Return the JSON object that `shouwen deadline --json` and `GET /deadline` answer."""
        return {
            "limit": self.limit.isoformat(),
            "provisional": self.provisional,
            "steps": [step.as_json() for step in self.steps],
        }
