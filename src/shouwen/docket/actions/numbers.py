"""Numbers: dense, one a dossier, never given twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import F, Model

from shouwen.docket.domain import number
from shouwen.docket.models import Counter, Dossier
from shouwen.journal import rows
from shouwen.journal.rows import Statement

_DEAL = "SELECT %s || lpad(value::text, greatest(4, length(value::text)), '0') AS dealt FROM n"
_NEXT = (
    "n AS (INSERT INTO docket_counter (institution_id, prefix, day, value) "
    "VALUES (%s, %s, %s, 1) ON CONFLICT (institution_id, prefix, day) "
    "DO UPDATE SET value = docket_counter.value + 1 RETURNING value)"
)


@dataclass(frozen=True, slots=True)
class Own:
    """What a room stores of its own beside a new dossier; rows with a `number` are given it."""

    rows: Sequence[Model] = ()
    also: Sequence[Statement] = ()
    """Inserts on PostgreSQL that use the number, as `d.dealt`."""


def store_numbered(dossier: Dossier, own: Own, prefix: str, day: date) -> None:
    """Store a dossier and a room's own rows under the next number of the day.

    The counter stays locked until the transaction ends, and with it every other registration of
    the day: so this is the last statement of an opening, and on PostgreSQL there is only one.
    """
    if connection.vendor == "postgresql":
        dealt = rows.Dealt(
            "number",
            _DEAL,
            [f"{prefix}-{day:%Y%m%d}-"],
        )
        dossier.number = rows.insert_dealt(
            dealt,
            [dossier],
            *([row] for row in own.rows),
            also=own.also,
            before=(_NEXT, [dossier.institution_id, prefix, day]),
        )
    else:
        dossier.number = _next(dossier.institution_id, prefix, day)
        _give(own.rows, dossier.number)
        rows.insert([dossier], *([row] for row in own.rows))
    _give(own.rows, dossier.number)


def _give(own: Sequence[Model], dealt: str) -> None:
    for row in own:
        if hasattr(row, "number"):
            row.number = dealt


def _next(institution_id: int, prefix: str, day: date) -> str:
    mine: dict[str, Any] = {"institution_id": institution_id, "prefix": prefix, "day": day}
    if not Counter.objects.filter(**mine).update(value=F("value") + 1):
        Counter.objects.create(**mine, value=1)
    return number(prefix, day, Counter.objects.values_list("value", flat=True).get(**mine))
