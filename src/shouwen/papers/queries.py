"""What the outside reads of papers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shouwen.errors import Text
from shouwen.papers.models import Paper

KINDS: dict[str, Text] = {
    "receipt": Text("受理回执", "Receipt"),
    "one-time-notice": Text("一次性告知书", "One-time notice"),
    "refusal": Text("不予办理决定书", "Notice of refusal"),
}


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One paper of a dossier."""

    kind: str
    name: Text
    number: str
    seq: int
    made_at: datetime


def of_dossier(uid: UUID) -> list[PaperLine]:
    """Return the papers of a dossier, newest first."""
    rows = Paper.objects.filter(dossier_uid=uid).order_by("-made_at", "-id")
    return [PaperLine(row.kind, KINDS[row.kind], row.number, row.seq, row.made_at) for row in rows]
