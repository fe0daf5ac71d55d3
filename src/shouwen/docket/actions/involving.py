"""Who has a part in a dossier, and may therefore see it."""

from __future__ import annotations

from datetime import datetime

from shouwen.docket import queries
from shouwen.docket.models import Dossier, Involvement


def involved(dossier: Dossier, at: datetime) -> list[Involvement]:
    """Return who has a part in a dossier by its bonds and its pending hand-over, as rows."""
    rows = [
        Involvement(dossier=dossier, role=role, post_id=bond.post, person_id=bond.person, since=at)
        for role, held in queries.bonds(dossier).items()
        for bond in held
    ]
    if dossier.pending_post_id is not None:
        rows.append(
            Involvement(
                dossier=dossier, role="recipient", post_id=dossier.pending_post_id, since=at
            )
        )
    return rows


def involve(dossier: Dossier, at: datetime) -> None:
    """Store the parts that are not stored yet; nobody ever loses theirs."""
    known = set(dossier.involvements.values_list("role", "post_id", "person_id"))
    Involvement.objects.bulk_create(
        row for row in involved(dossier, at) if (row.role, row.post_id, row.person_id) not in known
    )
