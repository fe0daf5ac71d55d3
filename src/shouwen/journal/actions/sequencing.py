"""Dealing out the places in an institution's log, after commit, one sequencer at a time."""

from __future__ import annotations

from django.db import connection, transaction

from shouwen.journal import logs
from shouwen.journal.models import Pending

_BATCH = 10_000
_NUMBER = """
    INSERT INTO journal_leaf (entry_id, log_id, "index")
    SELECT entry_id, %s, %s + row_number() OVER (ORDER BY entry_id) - 1
    FROM (SELECT entry_id FROM journal_pending p
          WHERE institution_id = %s
            AND NOT EXISTS (SELECT 1 FROM journal_leaf l WHERE l.entry_id = p.entry_id)
          ORDER BY entry_id LIMIT %s) AS waiting
"""
_CLEAR = """
    DELETE FROM journal_pending WHERE institution_id = %s
      AND EXISTS (SELECT 1 FROM journal_leaf l WHERE l.entry_id = journal_pending.entry_id)
"""


def sequence(institution_id: int) -> int:
    """Number the committed entries of an institution in its log; return how many there were.

    May be run at any time, twice, and on several machines. Row ids are taken before commit, so
    an entry may appear below one that is already numbered; its place in the log is then higher,
    and no sealed part of the log ever changes.
    """
    moved = 0
    while True:
        batch = _batch(institution_id)
        moved += batch
        if batch < _BATCH:
            return moved


def sequence_all() -> dict[int, int]:
    """Number what waits in every institution; return how many there were in each."""
    waiting = Pending.objects.order_by().values_list("institution_id", flat=True).distinct()
    return {institution_id: sequence(institution_id) for institution_id in list(waiting)}


@transaction.atomic(durable=True)
def _batch(institution_id: int) -> int:
    logs.lock(institution_id)
    log = logs.of(institution_id)
    with connection.cursor() as cursor:
        cursor.execute(_NUMBER, [log.pk, logs.size(log), institution_id, _BATCH])
        moved: int = cursor.rowcount
        cursor.execute(_CLEAR, [institution_id])
    return moved
