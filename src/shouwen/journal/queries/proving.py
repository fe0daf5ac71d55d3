"""Proofs that an entry is sealed, and how far sealing is behind."""

from __future__ import annotations

from shouwen.errors import Refused, Text
from shouwen.journal import logs, outside
from shouwen.journal.domain import Entry, Note, read_note
from shouwen.journal.domain.reports import Health, Proof
from shouwen.journal.domain.tree import includes, inclusion_proof
from shouwen.journal.models import Entry as Row
from shouwen.journal.models import Leaf, Log, Pending, Seal
from shouwen.journal.nodes import StoredNodes


def institutions() -> list[int]:
    """Return the institutions that keep a log."""
    return list(Log.objects.order_by("pk").values_list("institution_id", flat=True))


def seals(institution_id: int, most: int = 30) -> list[Note]:
    """Return the newest seals of an institution's log, newest first."""
    rows = Seal.objects.filter(log__institution_id=institution_id).order_by("-size")
    return [read_note(text) for text in rows.values_list("text", flat=True)[:most]]


def place(institution_id: int, index: int) -> tuple[str, int] | None:
    """Return the dossier and seq of the entry at a place of the log, by the columns beside it.

    For naming an entry whose text no longer tells; None where the log has no such place.
    """
    rows = Row.objects.filter(leaf__log__institution_id=institution_id, leaf__index=index)
    found = rows.values_list("dossier", "seq").first()
    return None if found is None else (found[0].hex, found[1])


def proof(entry: Entry) -> Proof:
    """Return the proof that an entry is in the log, under the newest seal.

    Raises `Refused` while no seal covers it, or if the log does not lead to the seal.
    """
    leaf = Leaf.objects.filter(entry_id=entry.id).select_related("log").first()
    if leaf is None:
        raise Refused("journal.not-sealed", _NOT_SEALED, facts={"seq": entry.seq})
    seal = Seal.objects.filter(log=leaf.log, size__gt=leaf.index).order_by("-size").first()
    if seal is None:
        raise Refused("journal.not-sealed", _NOT_SEALED, facts={"seq": entry.seq})
    path = inclusion_proof(leaf.index, seal.size, StoredNodes(leaf.log))
    whole = includes(
        index=leaf.index,
        size=seal.size,
        leaf=bytes.fromhex(entry.hash),
        proof=path,
        head=bytes(seal.root),
    )
    if not whole:
        raise Refused("journal.not-proved", _NOT_PROVED, facts={"seq": entry.seq})
    return Proof(entry=entry, index=leaf.index, path=tuple(path), seal=read_note(seal.text))


def health(institution_id: int) -> Health:
    """Return how far numbering, sealing and copying are behind."""
    waiting = Pending.objects.filter(institution_id=institution_id)
    oldest = Row.objects.filter(pk=waiting.order_by("entry_id").values("entry_id")[:1]).first()
    log = Log.objects.filter(institution_id=institution_id).first()
    seal = Seal.objects.filter(log=log).order_by("-size").first() if log else None
    copies = outside.sizes(institution_id)
    return Health(
        pending=waiting.count(),
        oldest_pending=oldest.recorded if oldest else None,
        size=logs.size(log) if log else 0,
        sealed=seal.size if seal else 0,
        sealed_at=seal.at if seal else None,
        copied=copies[-1] if copies else 0,
    )


_NOT_SEALED = Text("这条记录尚未封印,请稍后再试", "No seal covers this entry yet; try again soon")
_NOT_PROVED = Text(
    "日志与封印不一致,无法证明", "The log does not lead to its seal: nothing is proved"
)
