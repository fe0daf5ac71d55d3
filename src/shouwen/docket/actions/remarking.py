"""Entries that the law does not judge: personal data shown, a file put beside, a file read.

They stand in the chain like every other, and change neither state nor limits, so no procedure
and no gate is asked; who may do it is the caller's right, checked by whoever calls.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from shouwen.docket import queries
from shouwen.docket.actions.entering import Entered, locked
from shouwen.docket.models import Dossier
from shouwen.journal import actions as journal
from shouwen.journal.domain import Entry

REMARKS = frozenset({"revealed", "attached", "erasure-asked", "erasure-refused"})
"""Every act that is entered this way; no rulebook can name them."""


@transaction.atomic
def remark(
    uid: UUID,
    act: str,
    *,
    fields: Mapping[str, Any],
    personal: Mapping[str, str] | None = None,
    by: Callable[[Dossier], queries.Doer],
    at: datetime,
    then: Callable[[Dossier, int], None] | None = None,
    subject: str = "applicant",
) -> Entered:
    """Append an entry that changes nothing but the chain; `then` runs in the same transaction.

    `subject` says whose the personal texts are, and so with whose they are deleted.
    """
    if act not in REMARKS:
        raise KeyError(act)
    dossier = locked(uid)
    doer = by(dossier)
    at = max(at, dossier.last_act_at)
    entry = journal.append(
        institution_id=dossier.institution_id,
        dossier=dossier.uid.hex,
        act=act,
        at=at,
        by={"person": doer.person, "post": doer.post, "as": doer.capacity},
        facts={"fields": dict(fields), "roles": sorted(doer.roles), "state": dossier.state},
        personal=personal or {},
        subject=subject,
        head=queries.head(dossier),
    )
    return _noted(dossier, entry, then)


@transaction.atomic
def erase(
    uid: UUID,
    *,
    by: int,
    approver: int,
    basis: str,
    at: datetime,
    then: Callable[[Dossier, int], None],
) -> Entered:
    """Delete the applicant's data beside the journal, and say so in an entry.

    `by` asked for it and `approver` granted it. What other rooms keep of it goes in `then`.
    """
    dossier = locked(uid)
    entry = journal.erase(
        dossier=dossier.uid.hex,
        subject="applicant",
        by={"person": by, "post": None, "as": "person"},
        approver=approver,
        basis=basis,
        at=max(at, dossier.last_act_at),
    )
    return _noted(dossier, entry, then)


def _noted(dossier: Dossier, entry: Entry, then: Callable[[Dossier, int], None] | None) -> Entered:
    queries.set_head(dossier, entry)
    dossier.save(update_fields=["head_seq", "head_hash", "head_recorded"])
    if then is not None:
        then(dossier, entry.seq)
    return Entered(dossier, entry.seq)
