"""What the law sees of a dossier: its acts in order, and what the catalogue says of its item."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from shouwen.rulebook.vocabulary import OUTSIDE_ROLES

FROM_OUTSIDE = frozenset(OUTSIDE_ROLES) - {"respondent"} | {"requester"}
"""Roles of people who come to the office; whoever is complained of belongs to it."""


@dataclass(frozen=True, slots=True)
class Act:
    """One act on a dossier, as the journal recorded it.

    `at` is aware; `seq` orders the acts of a dossier and names this one in keys; `by` and `to`
    are opaque ids from one id space (posts, say). `roles` are the roles that the actor held in
    this dossier at that instant, `to_roles` those of the recipient. `fields` hold the facts and
    fields entered with the act, as JSON values or dates.

    Computed facts that need the office (`target-present`, `recipient-is`, `hours`, `limited`,
    `promise-shorter`, `state`) may be given in `fields` under their own name; what is given
    there wins over what the engine would compute.
    """

    name: str
    at: datetime
    seq: int
    by: str = ""
    roles: frozenset[str] = frozenset()
    fields: Mapping[str, Any] = field(default_factory=dict)
    to: str | None = None
    to_roles: frozenset[str] = frozenset()

    def goes_to(self, roles: Iterable[str]) -> bool:
        """Say whether the act has a recipient who holds one of `roles`."""
        wanted = frozenset(roles)
        return bool(self.to_roles & wanted) or (self.to is not None and self.to in wanted)

    @property
    def from_outside(self) -> bool:
        """Say whether it was somebody who came to the office, and nobody of the office."""
        return bool(self.roles) and self.roles <= FROM_OUTSIDE

    @property
    def addressed(self) -> bool:
        """Say whether the act has a recipient at all."""
        return self.to is not None or bool(self.to_roles)


@dataclass(frozen=True, slots=True)
class Record:
    """A dossier as the law sees it: its kind, its acts in the order of `seq`, its item.

    `catalogue` may hold `item`, `class`, `legal-duty`; the stated limits `statute` and `promise`
    (a span mapping such as `{"to": 20, "unit": "working-day"}`, or a `Span`) with
    `statute-cited` and `promise-cited`; and `levels`, the number of superiors above a recipient.
    Derived events (`children-closed`, `child.limit-passed`, `state-left` …) stand among the acts
    as the docket puts them there.
    """

    kind: str
    acts: tuple[Act, ...]
    catalogue: Mapping[str, Any] = field(default_factory=dict)
