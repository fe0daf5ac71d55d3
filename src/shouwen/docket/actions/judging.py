"""Judging open dossiers anew when a calendar or the law changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from shouwen.docket import queries
from shouwen.docket.actions import storing
from shouwen.docket.actions.entering import locked
from shouwen.docket.actions.faulting import FAILED, heal
from shouwen.enactment import queries as enactment
from shouwen.journal import actions as journal


@transaction.atomic
def judge_again(uid: UUID, *, at: datetime, why: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Judge a dossier's duties anew after a calendar or the law changed, and say what moved.

    When a limit moves, an entry `limits-recomputed` states the event that moved it (`why`, such
    as the holiday notice) with each old and new limit: limits never move without an entry.
    """
    dossier = locked(uid)
    law = enactment.law(dossier.institution_id)
    record = queries.record(dossier)
    known = {row.key: row for row in dossier.obligations.all()}
    before = {key: row.limit_at for key, row in known.items()}
    plan = storing.plan(dossier, law, record, now=at, known=known)
    moved = [
        {"key": row.key, "from": storing.iso(before.get(row.key)), "to": storing.iso(row.limit_at)}
        for row in (*plan.new, *plan.changed)
        if before.get(row.key) != row.limit_at
    ]
    if moved:
        entry = journal.append(
            institution_id=dossier.institution_id,
            dossier=dossier.uid.hex,
            act="limits-recomputed",
            at=max(at, dossier.last_act_at),
            by={"person": None, "post": None, "as": "system"},
            facts={
                "fields": {"why": dict(why), "moved": moved},
                "roles": [],
                "state": dossier.state,
            },
            personal={},
            head=queries.head(dossier),
        )
        queries.set_head(dossier, entry)
    if dossier.verdict == FAILED:
        heal([dossier.uid], at)
    plan.apply_to(dossier)
    dossier.save()
    plan.save()
    return moved
