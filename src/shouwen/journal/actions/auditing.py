"""Entering what was done with the record itself: verified, exported, proved."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from shouwen.journal import domain
from shouwen.journal.actions.appending import append

_SPACE = uuid.UUID("6c0d8c1e-3c57-5f0a-8a55-9d1f3a7b2c10")
AUDITS = frozenset({"record-verified", "record-exported", "record-proved"})


def chain_of(institution_id: int) -> str:
    """Return the id of the chain that tells who verified and exported an institution's record."""
    return uuid.uuid5(_SPACE, f"record:{institution_id}").hex


@transaction.atomic
def audited(
    act: str,
    *,
    institution_id: int,
    facts: Mapping[str, Any],
    by: Mapping[str, Any],
    at: datetime,
) -> domain.Entry:
    """Enter that somebody verified, exported or proved the record: reading it is recorded too."""
    if act not in AUDITS:
        raise KeyError(act)
    return append(
        institution_id=institution_id,
        dossier=chain_of(institution_id),
        act=act,
        at=at,
        by=by,
        facts=facts,
    )
