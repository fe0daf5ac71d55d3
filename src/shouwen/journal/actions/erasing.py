"""Deleting personal data so that history still verifies."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from shouwen.errors import Refused, Text
from shouwen.journal import domain, keyring, queries
from shouwen.journal.actions.appending import append
from shouwen.journal.models import Erasure, SideValue


def erase(
    *,
    dossier: str,
    subject: str,
    by: Mapping[str, Any],
    approver: int,
    basis: str,
    at: datetime,
    recorded: datetime | None = None,
) -> domain.Entry:
    """Delete the personal data of a subject of a dossier, and say so in an entry.

    Call it like `append`. `basis` cites what allows it; `approver` is a person other than the one
    in `by`. The chain still verifies: the entry names the commitments that no longer open.
    """
    if not approver or approver == by.get("person") or not by.get("person"):
        raise Refused("journal.same-person", _SAME_PERSON, facts={"person": approver})
    key = keyring.find(dossier, subject)
    if key is None:
        raise Refused("journal.nothing-to-erase", _NOTHING, facts={"subject": subject})
    history = queries.entries(dossier)
    committed = {entry.id: entry.values for entry in history}
    rows = list(SideValue.objects.filter(entry_id__in=committed, key_id=key[0]).order_by("id"))
    entry = append(
        institution_id=history[-1].institution_id,
        dossier=dossier,
        act="erased",
        at=at,
        by=by,
        facts={
            "approver": approver,
            "basis": basis,
            "commitments": [committed[row.entry_id][row.path] for row in rows],
        },
        head=history[-1].head,
        recorded=recorded,
    )
    erasure = Erasure(key_id=key[0], entry_id=entry.id, dossier=dossier, subject=subject)
    erasure.save(force_insert=True)
    SideValue.objects.filter(pk__in=[row.pk for row in rows]).delete()
    keyring.destroy(erasure)
    return entry


@transaction.atomic
def erase_again() -> int:
    """Re-apply every erasure on record, as after a restore of older backups of the keyring.

    Returns how many subjects had come back. Run it before the site opens.
    """
    revived = 0
    for erasure in Erasure.objects.order_by("entry_id"):
        rows = SideValue.objects.filter(entry__dossier=erasure.dossier, key_id=erasure.key_id)
        values, _ = rows.delete()
        revived += keyring.destroy(erasure) or values > 0
    return revived


_NOTHING = Text("没有可以删除的个人信息", "There is no personal data to delete")
_SAME_PERSON = Text(
    "删除个人信息须由申请人以外的人批准",
    "Deleting personal data is approved by somebody other than who asked for it",
)
