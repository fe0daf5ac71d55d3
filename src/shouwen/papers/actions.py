"""Making papers: a number and the facts it was made from, kept as they were on that day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from shouwen.papers.models import Paper


def make(
    kind: str,
    *,
    institution_id: int,
    dossier: UUID,
    number: str,
    seq: int,
    facts: Mapping[str, Any],
    at: datetime,
) -> Paper:
    """Keep a paper in the caller's transaction; the same number made again is the same paper."""
    paper, _ = Paper.objects.get_or_create(
        institution_id=institution_id,
        number=number,
        defaults={
            "dossier_uid": dossier,
            "kind": kind,
            "seq": seq,
            "facts": dict(facts),
            "made_at": at,
        },
    )
    return paper
