"""The log of an institution: its birth, its size, its leaves, and the lock of its sequencer."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.db import connection

from shouwen.journal.models import Leaf, Log

_LOCK = 0x53484F55
"""Namespace of the advisory locks; any number that nothing else uses."""
_CHUNK = 5000


def of(institution_id: int) -> Log:
    """Return the log of an institution; it is born, with its origin for good, the first time."""
    found, _ = Log.objects.get_or_create(
        institution_id=institution_id, defaults={"origin": origin(institution_id)}
    )
    return found


def origin(institution_id: int) -> str:
    """Return the origin that the log of an institution is born with."""
    return f"{settings.LOG_ORIGIN}/{institution_id}"


def lock(institution_id: int) -> None:
    """Let one sequencer or sealer work on a log at a time, until the transaction ends.

    On SQLite the transaction itself, begun `IMMEDIATE`, is the lock.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, institution_id % 2**31])


def size(log: Log) -> int:
    """Return how many entries have been numbered."""
    last = Leaf.objects.filter(log=log).order_by("-index").values_list("index", flat=True).first()
    return 0 if last is None else last + 1


def leaves(log: Log, start: int, end: int) -> Iterator[tuple[int, str, bytes]]:
    """Go through the entries `start` up to, not including, `end`: row, canonical text, hash."""
    for low in range(start, end, _CHUNK):
        rows = Leaf.objects.filter(log=log, index__gte=low, index__lt=min(low + _CHUNK, end))
        yield from (
            (number, text, bytes(hashed))
            for number, text, hashed in rows.order_by("index").values_list(
                "entry_id", "entry__canonical", "entry__hash"
            )
        )


def hashes(log: Log, start: int, end: int) -> list[bytes]:
    """Return the leaf hashes `start` up to, not including, `end`."""
    rows = Leaf.objects.filter(log=log, index__gte=start, index__lt=end).order_by("index")
    return [bytes(hashed) for hashed in rows.values_list("entry__hash", flat=True)]
