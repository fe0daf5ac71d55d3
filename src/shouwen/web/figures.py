"""Figures beside the menu and on the workbench: one statement a page, whatever asks for them."""

from __future__ import annotations

from datetime import datetime

from shouwen.matters import queries
from shouwen.organization.domain import Actor

_KEPT = 64
_kept: dict[tuple[int, int, datetime], dict[str, int]] = {}


def figures(actor: Actor, now: datetime) -> dict[str, int]:
    """Return what waits for somebody (`matters.queries.tab_counts`), read once for one instant."""
    key = (actor.person_id, actor.institution_id, now)
    found = _kept.get(key)
    if found is None:
        if len(_kept) >= _KEPT:
            _kept.clear()
        found = _kept[key] = queries.tab_counts(actor, now)
    return found
