"""Whose figures: what a reader's numbers cover, and what is counted at all."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from shouwen.organization.domain import Actor
from shouwen.organization.permissions import require
from shouwen.organization.visibility import KINDS, Label, scope

COUNTED = tuple(sorted(name for name, label in KINDS.items() if label <= Label.PERSONAL))
"""Kinds that need no clearance to be counted."""

RUNNING = ~Q(verdict__in=("paused", "failed", "none"))
"""Dossiers whose clock runs."""

HARD = Q(soft=False, right=False)
"""Duties that bind: neither 一般 nor a right."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Whose figures: an institution, or only some of its departments."""

    institution_id: int
    departments: frozenset[int] | None = None

    @property
    def rows(self) -> Q:
        """Return the condition on any table with `institution` and `department`."""
        own = Q(institution=self.institution_id)
        if self.departments is None:
            return own
        return own & Q(department__in=sorted(self.departments))

    def only(self, department: int | None) -> Reach:
        """Return the same reach in one department; outside of it nothing is counted."""
        if department is None:
            return self
        inside = self.departments is None or department in self.departments
        return Reach(self.institution_id, frozenset({department} if inside else ()))


def reach_of(actor: Actor) -> Reach:
    """Return what an actor's figures cover: the institution, or the departments that they lead.

    Raises `Refused` for those who have no right to figures.
    """
    require(actor, "overview.see", institution_id=actor.institution_id)
    wide = scope(actor)
    whole = wide.everything or actor.institution_id in wide.institution_ids
    return Reach(actor.institution_id, None if whole else wide.department_ids)
