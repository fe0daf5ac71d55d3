"""What every act of this room shares: the chain, the right, the lock, the count of changes."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.db.models import F

from shouwen.enactment import queries
from shouwen.enactment.models import LawVersion
from shouwen.errors import Refused, Text
from shouwen.organization.domain import Actor

_SPACE = uuid.UUID("0b5f2a5e-9a0e-5d7e-9f6c-2f1f9f0d7c33")


def chain_of(institution_id: int) -> str:
    """Return the id of the chain that holds an institution's enactment acts."""
    return uuid.uuid5(_SPACE, f"enactment:{institution_id}").hex


def require(by: Actor, right: str, institution_id: int) -> None:
    """Refuse whoever lacks a right of this room in this institution."""
    if by.everything:
        return
    if right not in by.rights or by.institution_id != institution_id:
        raise Refused(
            "enactment.no-right",
            Text("您没有这项权限。", "You have no right to do this."),
            facts={"right": right},
        )


def lock(institution_id: int) -> None:
    """Make changes of one institution's law follow one another."""
    LawVersion.objects.get_or_create(institution_id=institution_id)
    LawVersion.objects.select_for_update().get(institution_id=institution_id)


def bump(institution_id: int) -> None:
    """Count a change of the law, so that every process compiles it anew."""
    if not LawVersion.objects.filter(pk=institution_id).update(version=F("version") + 1):
        LawVersion.objects.create(institution_id=institution_id, version=1)
    queries.forget()
    transaction.on_commit(queries.forget)
