"""Taking somebody in: the registration and what follows from it at the counter, in one go.

The registration always stands. What follows (accepting, handing over, a notice) may be refused by
a clause; then it is left undone and said, and the matter stays with whoever was asked first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal

from django.db import transaction

from shouwen.catalog import queries as catalog
from shouwen.docket.actions import Once
from shouwen.errors import ShouwenError, Text
from shouwen.matters.actions.acting import perform
from shouwen.matters.actions.registering import Contact, Registered, register
from shouwen.matters.domain import wrong_fields
from shouwen.matters.models import Matter
from shouwen.organization.domain import Actor
from shouwen.rulebook.procedure import procedures

Outcome = Literal["accept", "answer", "notice", "guide", "keep"]

SPOKEN = Text("已当场口头答复。", "Answered on the spot, by word of mouth.")


@dataclass(frozen=True, slots=True)
class Intake:
    """What the clerk decided: the contact, what becomes of it, and what that needs.

    `post` is where it goes when it is accepted (None: it stays here); `answers` are those of the
    act that follows (the reply, the missing papers, the competent body).
    """

    contact: Contact
    outcome: Outcome = "keep"
    post: int | None = None
    answers: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of it: the registration, and what a clause or a state did not let happen."""

    registered: Registered
    problems: tuple[ShouwenError, ...] = ()


@transaction.atomic
def take_in(intake: Intake, *, by: Actor, at: datetime, now: datetime, once: Once) -> Taken:
    """Register a contact as of `at` and enter now what follows; sent twice it is one matter."""
    contact, item = _as_asked(intake, by)
    _demand_answers(intake)
    made = register(contact, institution_id=by.institution_id, by=by, at=at, once=once)
    if made.repeated:
        return Taken(made)
    if item is not None:
        Matter.objects.filter(pk=made.dossier.pk).update(item_id=item)
    problems = []
    for number, (act, answers) in enumerate(_following(intake, made)):
        key = replace(once, key=f"{once.key[:76]}:{number}")
        try:
            with transaction.atomic():
                perform(made.dossier.uid, act, answers, by=by, at=now, once=key)
        except ShouwenError as problem:
            problems.append(problem)
            break
    return Taken(made, tuple(problems))


def _as_asked(intake: Intake, by: Actor) -> tuple[Contact, int | None]:
    """Return the contact as it is registered; a question about an item is no application for it."""
    contact = intake.contact
    if intake.outcome not in {"answer", "guide"} or not contact.item:
        return contact, None
    item = catalog.item_by_code(by.institution_id, contact.item)
    return replace(contact, kind="enquiry", item=""), item.id


def _demand_answers(intake: Intake) -> None:
    """Raise `Unclear` for what the outcome needs and nobody has written."""
    answers = intake.answers
    faults: dict[str, Text] = {}
    if intake.outcome == "notice" and not (answers.get("missing") or answers.get("extra")):
        faults["missing"] = Text(
            "请勾选缺少的材料,或写明清单之外的材料和依据。",
            "Tick what is missing, or write the other papers with their basis.",
        )
    if intake.outcome == "guide" and not answers.get("target"):
        faults["target"] = Text("请写应找哪个单位。", "Write the competent body.")
    if intake.outcome == "guide" and not answers.get("contact"):
        faults["contact"] = Text("请写这个单位的电话或地址。", "Write its telephone or address.")
    if faults:
        raise wrong_fields(faults)


def _following(intake: Intake, made: Registered) -> list[tuple[str, Mapping[str, Any]]]:
    """Return the acts that follow the registration, in order."""
    dossier = made.dossier
    match intake.outcome:
        case "answer":
            reply = intake.answers.get("reply") or SPOKEN.zh
            return [("answered", {**intake.answers, "reply": reply})]
        case "guide":
            return [("guided", intake.answers)]
        case "notice":
            return [("told-once", intake.answers)]
        case "accept":
            known = procedures()[dossier.kind].acts
            accepted: list[tuple[str, Mapping[str, Any]]] = (
                [("accepted", {})] if "accepted" in known else []
            )
            if intake.post is None or intake.post == dossier.post_id:
                return [*accepted]
            return [*accepted, ("handed-over", {**intake.answers, "recipient": intake.post})]
        case _:
            return []
