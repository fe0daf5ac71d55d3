"""One row of the sheet into one matter, at the times that it really had."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from shouwen.docket.domain import Bond
from shouwen.docket.queries import bonds
from shouwen.errors import Refused, ShouwenError, Text
from shouwen.jobs.messages.sheet import ID, Fault, Message, Sheet
from shouwen.matters import actions as matters
from shouwen.matters.models import Matter
from shouwen.organization import queries as organization
from shouwen.organization.domain import Actor
from shouwen.organization.models import Institution, Person

BATCH = 50
FACTS: dict[str, dict[str, Any]] = {
    "enquiry": {"scope": "own-post"},
    "petition": {"scope": "own-post", "origin": "direct", "complexity": "simple"},
}
"""What is assumed of every message: it was for this office, and came to it directly."""


@dataclass(slots=True)
class Outcome:
    """What became of the rows."""

    entered: int = 0
    known: int = 0
    faults: list[Fault] = field(default_factory=list)


def enter_all(
    sheet: Sheet,
    *,
    house: Institution,
    kind: str,
    told: Callable[[int], None] = lambda _done: None,
) -> Outcome:
    """Enter every row that is not known yet, in batches; a row that is refused costs only itself.

    A row is registered as if its writer had sent it from the web at that instant, so that whoever
    was on duty then is the first-asked person. A posting on a message board is before the office
    once it is posted: a petition counts as accepted at that instant.
    """
    outcome = Outcome()
    done = 0
    for batch in _batches(sheet.messages):
        with transaction.atomic():
            for message in batch:
                _one(sheet, message, house=house, kind=kind, outcome=outcome)
        done += len(batch)
        told(done)
    return outcome


def _batches(messages: Sequence[Message]) -> Iterator[Sequence[Message]]:
    ordered = sorted(messages, key=lambda one: (one.asked, one.row))
    for start in range(0, len(ordered), BATCH):
        yield ordered[start : start + BATCH]


def _one(
    sheet: Sheet, message: Message, *, house: Institution, kind: str, outcome: Outcome
) -> None:
    source = sheet.source(message)
    if Matter.objects.filter(institution=house, source=source).exists():
        outcome.known += 1
        return
    try:
        with transaction.atomic():
            _enter(message, source, house=house, kind=kind)
    except ShouwenError as problem:
        why = Text(f"{problem.code}:{problem.text.zh}", f"{problem.code}: {problem.text.en}")
        outcome.faults.append(Fault(message.row, ID, why))
    else:
        outcome.entered += 1


def _enter(message: Message, source: str, *, house: Institution, kind: str) -> None:
    contact = matters.Contact(
        subject=message.detail,
        title=message.title,
        channel="web",
        kind=kind,
        applicant=message.user,
        anonymous=not message.user,
        facts=FACTS[kind],
        source=source,
    )
    made = matters.register(contact, institution_id=house.pk, by=None, at=message.asked)
    handler = bonds(made.dossier)["handler"][0]
    uid = made.dossier.uid
    if kind == "petition":
        by = _acting(handler, message.asked, house)
        matters.perform(uid, "accepted", {}, by=by, at=message.asked)
    if message.replied is None:
        return
    by = _acting(handler, message.replied, house)
    if kind == "petition":
        matters.perform(uid, "completed", {"result": message.reply}, by=by, at=message.replied)
    else:
        matters.perform(uid, "answered", {"reply": message.reply}, by=by, at=message.replied)


def _acting(handler: Bond, at: Any, house: Institution) -> Actor:
    """Return whoever acts for the handler's post at an instant."""
    person = handler.person
    if handler.post is not None:
        person = organization.present(handler.post, at, institution_id=house.pk).person_id
    if person is None:
        raise Refused(
            "messages.nobody",
            Text("当时没有人在岗。", "Nobody was there at that time."),
        )
    return organization.actor(Person.objects.get(pk=person), at)
