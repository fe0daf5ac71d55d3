"""Figures beside the menu and on the workbench: one statement a page, whatever asks for them."""

from __future__ import annotations

from contextvars import ContextVar
from datetime import datetime

from shouwen.matters import queries
from shouwen.organization.domain import Actor

_read: ContextVar[tuple[Actor, datetime, dict[str, int]] | None] = ContextVar(
    "figures", default=None
)


def figures(actor: Actor, now: datetime) -> dict[str, int]:
    """Return what waits for somebody (`matters.queries.tab_counts`), read once a request.

    A request makes its actor once, so that the same object means the same request.
    """
    kept = _read.get()
    if kept is not None and kept[0] is actor and kept[1] == now:
        return kept[2]
    found = queries.tab_counts(actor, now)
    _read.set((actor, now, found))
    return found
