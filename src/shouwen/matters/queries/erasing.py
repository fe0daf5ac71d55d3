"""What is asked about deleting a matter's personal data, and what would go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from shouwen.docket import queries as dossiers
from shouwen.errors import Text
from shouwen.journal import queries as journal
from shouwen.matters.domain import ERASURE_GROUNDS
from shouwen.matters.models import ErasureRequest, Matter
from shouwen.organization.domain import Actor


@dataclass(frozen=True, slots=True)
class Wanted:
    """A request that awaits its decision."""

    ground: Text
    reason: str
    asked_by: str
    asked_at: datetime
    own: bool
    """Whether the reader is the one who asked."""


@dataclass(frozen=True, slots=True)
class Erasure:
    """How it stands with deleting a matter's personal data."""

    settled: bool
    erased_at: datetime | None
    wanted: Wanted | None
    texts: int
    """How many names and texts the record holds."""
    files: int


def erasure(actor: Actor, number: str) -> Erasure:
    """Return how it stands with deleting the data of a matter that the actor may see."""
    dossier = dossiers.by_number(actor, number)
    matter = Matter.objects.get(pk=dossier.pk)
    texts = journal.values(dossier.uid.hex)
    waiting = ErasureRequest.objects.filter(matter=matter, decided_at=None)
    asked = waiting.select_related("asked_by").first()
    wanted = None
    if asked is not None:
        acts = [one.seq for one in journal.entries(dossier.uid.hex) if one.act == "erasure-asked"]
        wanted = Wanted(
            ERASURE_GROUNDS[asked.basis],
            texts.get(acts[-1], {}).get("reason", ""),
            asked.asked_by.name,
            asked.asked_at,
            asked.asked_by_id == actor.person_id,
        )
    return Erasure(
        dossier.settled,
        matter.erased_at,
        wanted,
        sum(len(some) for some in texts.values()),
        matter.attachments.count(),
    )
