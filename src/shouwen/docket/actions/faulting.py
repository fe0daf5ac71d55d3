"""Dossiers that could not be computed: noted for a person to see, and healed once they can."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from shouwen.docket.models import Dossier, Fault

LONGEST = 2000
FAILED = "failed"


def fault_of(dossier: Dossier, problem: Exception, *, at: datetime, where: str) -> Fault | None:
    """Mark the dossier as not computed and return its unsaved fault, None if it has one already."""
    if dossier.verdict == FAILED:
        return None
    dossier.verdict = FAILED
    return Fault(
        dossier=dossier,
        institution_id=dossier.institution_id,
        at=at,
        where=where,
        error=f"{type(problem).__name__}: {problem}"[:LONGEST],
    )


def note(uid: UUID, problem: Exception, *, at: datetime, where: str) -> None:
    """Store a fault on a dossier whose own transaction was undone."""
    dossier = Dossier.objects.get(uid=uid)
    fault = fault_of(dossier, problem, at=at, where=where)
    if fault is not None:
        fault.save()
        dossier.save(update_fields=["verdict"])


def heal(dossiers: Iterable[UUID], at: datetime) -> None:
    """Resolve the faults of dossiers that were computed again without one."""
    Fault.objects.filter(dossier__in=list(dossiers), resolved_at=None).update(resolved_at=at)
