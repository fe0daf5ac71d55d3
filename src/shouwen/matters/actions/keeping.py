"""What a person keeps beside the record: drafts, saved views; and data shown, files put beside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from shouwen.docket import queries as dossiers
from shouwen.docket.actions import Entered
from shouwen.docket.actions.remarking import remark
from shouwen.errors import Refused, Text, Unclear
from shouwen.matters.actions.files import Kept, attach
from shouwen.matters.domain import REVEAL_REASONS, wrong_fields
from shouwen.matters.models import Draft, Matter, SavedView
from shouwen.organization.domain import Actor
from shouwen.organization.permissions import require

MOST_DRAFTS = 50
MOST_VIEWS = 20
LARGEST_DRAFT = 60_000


def save_draft(actor: Actor, form: str, content: Mapping[str, Any], *, at: datetime) -> None:
    """Keep what somebody has typed into a form; the newest fifty drafts of a person stay."""
    if sum(len(str(value)) for value in content.values()) > LARGEST_DRAFT:
        raise Unclear("matters.draft-size", Text("草稿太长,没有存。", "The draft is too long."))
    Draft.objects.update_or_create(
        person_id=actor.person_id,
        form=form[:80],
        defaults={"content": dict(content), "saved_at": at},
    )
    kept = Draft.objects.filter(person_id=actor.person_id).order_by("-saved_at")
    old = list(kept.values_list("pk", flat=True)[MOST_DRAFTS : MOST_DRAFTS + 20])
    if old:
        Draft.objects.filter(pk__in=old).delete()


def drop_draft(actor: Actor, form: str) -> None:
    """Forget a draft: it was sent, or the person cleared the form."""
    Draft.objects.filter(person_id=actor.person_id, form=form[:80]).delete()


def save_view(actor: Actor, name: str, filters: str) -> None:
    """Keep a named set of filters; the same name again replaces it."""
    name = name.strip()[:40]
    if not name:
        raise wrong_fields({"name": Text("请给视图起个名字。", "Name the view.")})
    known = SavedView.objects.filter(person_id=actor.person_id)
    if known.exclude(name=name).count() >= MOST_VIEWS:
        raise Refused(
            "matters.views", Text("最多存 20 个视图。请先删一个。", "At most 20 views; delete one.")
        )
    SavedView.objects.update_or_create(
        person_id=actor.person_id, name=name, defaults={"filters": filters[:1000]}
    )


def delete_view(actor: Actor, view: int) -> None:
    """Forget a view of one's own."""
    SavedView.objects.filter(person_id=actor.person_id, pk=view).delete()


def reveal(actor: Actor, number: str, reason: str, *, at: datetime) -> Entered:
    """Record that somebody looks at an applicant's data, and why; the page may then show it.

    Raises `Refused` without the right, `Unclear` for a number that the actor may not see or a
    reason that is not on the list.
    """
    dossier = dossiers.by_number(actor, number)
    require(actor, "person.reveal")
    if reason not in REVEAL_REASONS:
        raise wrong_fields({"reason": Text("请选查看的理由。", "Choose why you look at it.")})
    return remark(
        dossier.uid,
        "revealed",
        fields={"reason": reason},
        by=lambda locked: dossiers.doer(locked, actor),
        at=at,
    )


def put_beside(actor: Actor, number: str, files: Sequence[Kept], *, at: datetime) -> Entered:
    """Put files that are stored already beside a matter; the entry holds their hashes."""
    dossier = dossiers.by_number(actor, number)
    require(actor, "matter.act")

    def store(locked: Any, _seq: int) -> None:
        attach(Matter.objects.get(dossier=locked), files, by_citizen=False, at=at)

    return remark(
        UUID(str(dossier.uid)),
        "attached",
        fields={"files": [one.sha256 for one in files]},
        by=lambda locked: dossiers.doer(locked, actor),
        at=at,
        then=store,
    )
