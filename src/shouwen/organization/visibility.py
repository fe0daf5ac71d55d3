"""Which records a person may see: one predicate, on plain columns that have indexes.

Deny by default: no actor, no scope, no unknown kind ever widens it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from django.db.models import Q

from shouwen.organization.domain import Actor
from shouwen.organization.permissions import allowed


class Label(IntEnum):
    """How far a record may be seen; each level includes those before it."""

    PUBLIC = 0
    INTERNAL = 1
    PERSONAL = 2
    CONFIDENTIAL = 3
    IDENTITY = 4


KINDS: dict[str, Label] = {
    "enquiry": Label.INTERNAL,
    "application": Label.INTERNAL,
    "petition": Label.PERSONAL,
    "incoming-document": Label.INTERNAL,
    "outgoing-document": Label.INTERNAL,
    "superior-matter": Label.INTERNAL,
    "instruction": Label.INTERNAL,
    "meeting-decision": Label.INTERNAL,
    "supervised-item": Label.INTERNAL,
    "outside-request": Label.INTERNAL,
    "subsidiary-submission": Label.INTERNAL,
    "routine": Label.INTERNAL,
    "proposal": Label.INTERNAL,
    "catalogue-item": Label.INTERNAL,
    "complaint": Label.CONFIDENTIAL,
    "complaint-case": Label.CONFIDENTIAL,
    "finding": Label.CONFIDENTIAL,
    "inspection": Label.CONFIDENTIAL,
    "appraisal": Label.CONFIDENTIAL,
    "attendance": Label.PERSONAL,
    "leave-request": Label.PERSONAL,
    "register-row": Label.INTERNAL,
}
"""The label of each kind of dossier; a kind that is missing here is seen by nobody."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What an actor may see, as lists of ids, expanded once per request."""

    person_id: int
    institution_ids: frozenset[int] = frozenset()
    """All dossiers of these institutions."""
    own_institution_id: int | None = None
    department_ids: frozenset[int] = frozenset()
    post_ids: frozenset[int] = frozenset()
    everything: bool = False
    labels: frozenset[Label] = frozenset()
    """Levels that may be seen within departments and institutions, not only on the own post."""


NOTHING = Q(pk__in=())
"""Matches no row, and costs no statement."""


def scope(actor: Actor) -> Scope:
    """Return the scope of an actor."""
    if actor.everything:
        return Scope(actor.person_id, everything=True, labels=frozenset(Label))
    if not allowed(actor, "matter.see-own"):
        return Scope(actor.person_id)
    houses: set[int] = set()
    if allowed(actor, "matter.see-institution"):
        houses.add(actor.institution_id)
    if allowed(actor, "matter.see-below"):
        houses |= actor.institution_ids
    labels = {Label.PUBLIC, Label.INTERNAL, Label.PERSONAL}
    if allowed(actor, "matter.see-confidential"):
        labels.add(Label.CONFIDENTIAL)
    return Scope(
        person_id=actor.person_id,
        institution_ids=frozenset(houses),
        own_institution_id=actor.institution_id,
        department_ids=actor.leads if allowed(actor, "matter.see-department") else frozenset(),
        post_ids=actor.sees_posts,
        labels=frozenset(labels),
    )


def visible_to(actor: Actor, kind: str | None = None) -> Q:
    """Return the condition of dossiers that the actor may see, of one kind or of all.

    Works on any model with the columns institution_id, department_id, post_id and first_asked_id
    (and `kind`, when no kind is given). Own posts and what one was first asked show every label;
    departments and institutions only the labels that the actor is cleared for.
    """
    reach = scope(actor)
    if reach.everything:
        return Q()
    if kind is not None:
        return _visible(reach, KINDS[kind]) if kind in KINDS else NOTHING
    wide = sorted(name for name, label in KINDS.items() if label in reach.labels)
    area, own = _area(reach), _own(reach)
    known = Q(kind__in=sorted(KINDS))
    if own is None:
        return NOTHING
    return known & (own if area is None else (area & Q(kind__in=wide)) | own)


def _visible(reach: Scope, label: Label) -> Q:
    own = _own(reach)
    if own is None:
        return NOTHING
    area = _area(reach) if label in reach.labels else None
    return own if area is None else area | own


def _own(reach: Scope) -> Q | None:
    """Return the condition of the actor's own dossiers; None for somebody without any right."""
    if reach.own_institution_id is None:
        return None
    own = Q(first_asked_id=reach.person_id)
    return own | Q(post_id__in=sorted(reach.post_ids)) if reach.post_ids else own


def _area(reach: Scope) -> Q | None:
    parts: list[Q] = []
    if reach.institution_ids:
        parts.append(Q(institution_id__in=sorted(reach.institution_ids)))
    if reach.department_ids:
        parts.append(Q(department_id__in=sorted(reach.department_ids)))
    if not parts:
        return None
    area = parts[0]
    for part in parts[1:]:
        area |= part
    return area
