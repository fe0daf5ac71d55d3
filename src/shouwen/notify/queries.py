"""What the outside reads of messages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from shouwen.errors import Text
from shouwen.notify.models import Message
from shouwen.notify.words import sentence


@dataclass(frozen=True, slots=True)
class Shown:
    """One message as its reader sees it."""

    id: int
    template: str
    text: Text
    about: str
    at: datetime
    read: bool


TO_DO = ("handed-over", "urged", "urged-by-citizen", "remind", "overdue", "to-sign", "nobody-there")
"""Templates that ask their reader to do something; the others only tell."""


def inbox(
    person_id: int, *, to_do: bool | None = None, before: int | None = None, limit: int = 30
) -> list[Shown]:
    """Return a person's messages, newest first, below the id `before`.

    `to_do` narrows them to those that ask for something, or to those that only tell.
    """
    rows = _mine(person_id, to_do).select_related("institution").order_by("-id")
    if before is not None:
        rows = rows.filter(id__lt=before)
    return [
        Shown(
            row.pk,
            row.template,
            sentence(row.template, row.facts, row.institution.zone),
            row.about,
            row.created_at,
            row.read_at is not None,
        )
        for row in rows[:limit]
    ]


def unread(person_id: int, *, to_do: bool | None = None) -> int:
    """Return how many messages a person has not read, counted to a hundred at most."""
    return _mine(person_id, to_do).filter(read_at__isnull=True)[:100].count()


def unread_rows(person_id: int) -> QuerySet[Message]:
    """Return the rows of a person's unread messages, for counting them along with other things."""
    return _mine(person_id, None).filter(read_at__isnull=True)


def subject(message_id: int, *, person_id: int) -> tuple[str, str]:
    """Return what a person's own message is about: its template and a number; else two blanks."""
    rows = Message.objects.filter(pk=message_id, person_id=person_id, channel="in-app")
    return rows.values_list("template", "about").first() or ("", "")


def unwritten(keys: Iterable[str]) -> frozenset[str]:
    """Return those `dedupe` keys under which no message was written yet."""
    wanted = frozenset(keys)
    rows = Message.objects.filter(dedupe__in=wanted)
    return wanted.difference(rows.values_list("dedupe", flat=True))


def _mine(person_id: int, to_do: bool | None) -> QuerySet[Message]:
    rows = Message.objects.filter(person_id=person_id, channel="in-app")
    if to_do is None:
        return rows
    return rows.filter(template__in=TO_DO) if to_do else rows.exclude(template__in=TO_DO)


@dataclass(frozen=True, slots=True)
class Outbox:
    """The health of sending: how many wait, since when, how many were given up."""

    waiting: int
    oldest: datetime | None
    given_up: int


def outbox() -> Outbox:
    """Return the health figures of the outbox."""
    waiting = Message.objects.filter(send_at__isnull=False)
    oldest = waiting.order_by("send_at").values_list("created_at", flat=True).first()
    unsent = Message.objects.filter(send_at__isnull=True, sent_at__isnull=True)
    return Outbox(waiting.count(), oldest, unsent.filter(attempts__gt=0).count())
