"""Deleting the personal data of a matter: one person asks, another decides.

The record still verifies: its entries hold only commitments, and the one that says so names those
that no longer open. Everything else that the office keeps of the citizen's own is emptied with it.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial

from django.db import transaction

from shouwen.docket import queries as dossiers
from shouwen.docket.actions import Entered
from shouwen.docket.actions.remarking import erase, remark
from shouwen.docket.models import Dossier
from shouwen.docket.notices import send
from shouwen.errors import Refused, Text
from shouwen.matters import search
from shouwen.matters.actions.files import drop_unused
from shouwen.matters.domain import ERASED, ERASURE_GROUNDS, wrong_fields
from shouwen.matters.models import Draft, ErasureRequest, Matter
from shouwen.notify.actions import Notice, forget
from shouwen.organization.domain import Actor
from shouwen.organization.permissions import require

REASON_OF = "erasure"
"""Whose the texts of request and decision are: they stay when the applicant's go."""

WORDS = {
    "asked": Text("删除个人信息的申请", "request to delete personal data"),
    "granted": Text("个人信息已删除", "personal data deleted"),
    "refused": Text("不同意删除个人信息", "deletion of personal data refused"),
}


@transaction.atomic
def ask_erasure(actor: Actor, number: str, basis: str, reason: str, *, at: datetime) -> Entered:
    """Ask that the personal data of a settled matter be deleted, on a ground in law."""
    dossier = dossiers.by_number(actor, number)
    require(actor, "person.erase-ask")
    faults: dict[str, Text] = {}
    if basis not in ERASURE_GROUNDS:
        faults["basis"] = Text("请选依据。", "Choose the ground.")
    if not reason.strip():
        faults["reason"] = Text("请写理由。", "Give the reason.")
    if faults:
        raise wrong_fields(faults)

    def store(locked: Dossier, seq: int) -> None:
        _permit(locked)
        ErasureRequest.objects.create(
            matter_id=locked.pk, basis=basis, asked_by_id=actor.person_id, asked_at=at
        )
        leaders = dossiers.bearers(locked, ["principal-leader"], at, dossiers.Rosters())
        _tell(locked, "to-sign", "asked", leaders, seq=seq, at=at)

    return remark(
        dossier.uid,
        "erasure-asked",
        fields={"basis": basis},
        personal={"reason": reason.strip()[:1000]},
        subject=REASON_OF,
        by=lambda locked: dossiers.doer(locked, actor),
        at=at,
        then=store,
    )


@transaction.atomic
def grant_erasure(actor: Actor, number: str, *, at: datetime) -> Entered:
    """Delete the personal data of a matter as somebody else asked; it cannot be undone."""
    dossier = dossiers.by_number(actor, number)
    require(actor, "person.erase")
    asked = _decided(dossier, actor, granted=True, at=at)

    def empty(locked: Dossier, seq: int) -> None:
        _empty(locked, at)
        _tell(locked, "act", "granted", {asked.asked_by_id}, seq=seq, at=at)

    return erase(
        dossier.uid,
        by=asked.asked_by_id,
        approver=actor.person_id,
        basis=asked.basis,
        at=at,
        then=empty,
    )


@transaction.atomic
def refuse_erasure(actor: Actor, number: str, reason: str, *, at: datetime) -> Entered:
    """Let the personal data of a matter stay, saying why."""
    dossier = dossiers.by_number(actor, number)
    require(actor, "person.erase")
    if not reason.strip():
        raise wrong_fields({"reason": Text("不同意须写理由。", "A refusal needs its reason.")})
    asked = _decided(dossier, actor, granted=False, at=at)
    return remark(
        dossier.uid,
        "erasure-refused",
        fields={},
        personal={"reason": reason.strip()[:1000]},
        subject=REASON_OF,
        by=lambda locked: dossiers.doer(locked, actor),
        at=at,
        then=lambda locked, seq: _tell(
            locked, "act", "refused", {asked.asked_by_id}, seq=seq, at=at
        ),
    )


def _permit(dossier: Dossier) -> None:
    """Raise unless the data may be deleted: the matter is settled, and nobody asked already."""
    if not dossier.settled:
        raise Refused(
            "matters.erasure-open",
            Text("这件事还没有办完,办理还要用这些信息。", "The matter is open and needs its data."),
            remedy=Text("办结后再申请", "Ask once it is settled"),
        )
    if ErasureRequest.objects.filter(matter=dossier.pk, decided_at=None).exists():
        raise Refused(
            "matters.erasure-asked",
            Text("已经有人申请了,等批准。", "Somebody has asked already; it awaits a decision."),
        )
    if Matter.objects.filter(pk=dossier.pk, erased_at__isnull=False).exists():
        raise Refused("matters.erased", Text("个人信息已经删除。", "It is deleted already."))


def _decided(dossier: Dossier, actor: Actor, *, granted: bool, at: datetime) -> ErasureRequest:
    """Return the request that waits, now decided by somebody other than who asked."""
    waiting = ErasureRequest.objects.select_for_update().filter(matter=dossier.pk, decided_at=None)
    asked = waiting.first()
    if asked is None:
        raise Refused(
            "matters.no-erasure-asked",
            Text("没有等批准的申请。", "There is no request that awaits a decision."),
        )
    if asked.asked_by_id == actor.person_id:
        raise Refused(
            "matters.erasure-same-person",
            Text("申请和批准须是两个人。", "Who asked cannot decide."),
        )
    asked.decided_by_id, asked.decided_at, asked.granted = actor.person_id, at, granted
    asked.save(update_fields=["decided_by", "decided_at", "granted"])
    return asked


def _empty(dossier: Dossier, at: datetime) -> None:
    """Empty everything of the citizen's own that stands outside the journal."""
    matter = Matter.objects.get(pk=dossier.pk)
    matter.applicant = matter.phone = matter.email = matter.address = matter.reply = ""
    matter.title = matter.subject = ERASED
    matter.erased_at = at
    matter.save()
    for notice in matter.papers_notices.exclude(extra=[]):
        notice.extra = [ERASED]
        notice.save(update_fields=["extra"])
    hashes = list(matter.attachments.values_list("sha256", flat=True))
    matter.attachments.all().delete()
    transaction.on_commit(partial(drop_unused, hashes))
    drafts = Draft.objects.filter(person__institution=dossier.institution_id)
    drafts.filter(form__startswith=f"act:{dossier.number}:").delete()
    forget(dossier.number, institution_id=dossier.institution_id)
    search.forget(matter.pk)
    search.index(matter)


def _tell(
    dossier: Dossier, template: str, word: str, people: set[int], *, seq: int, at: datetime
) -> None:
    facts = {"act_zh": WORDS[word].zh, "act_en": WORDS[word].en}
    key = f"{dossier.uid.hex}:{seq}:{word}"
    notices = [Notice(template, f"{key}:{one}", person=one, facts=facts) for one in sorted(people)]
    send(dossier, notices, at=at)
