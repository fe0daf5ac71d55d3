"""What a person has kept: drafts, views, forms that were sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shouwen.docket.models import Request
from shouwen.matters.models import Draft, SavedView
from shouwen.organization.domain import Actor


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft: what was typed, and when it was saved."""

    content: Mapping[str, Any]
    at: datetime


def draft(actor: Actor, form: str) -> Kept | None:
    """Return what the person had typed into a form, if anything."""
    row = Draft.objects.filter(person_id=actor.person_id, form=form[:80]).first()
    return Kept(row.content, row.saved_at) if row else None


@dataclass(frozen=True, slots=True)
class View:
    """A saved set of filters: `filters` is the query part of the list's address."""

    id: int
    name: str
    filters: str


def views(actor: Actor) -> list[View]:
    """Return the views that a person has saved."""
    rows = SavedView.objects.filter(person_id=actor.person_id)
    return [View(row.pk, row.name, row.filters) for row in rows]


def was_sent(actor: Actor, key: str) -> bool:
    """Say whether a form with this key was taken already: then sending it again is no conflict."""
    return Request.objects.filter(
        institution_id=actor.institution_id, caller=f"person:{actor.person_id}", key=key[:80]
    ).exists()
