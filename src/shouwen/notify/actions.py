"""Writing messages into the outbox, and sending what waits there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from shouwen.journal import rows
from shouwen.notify.channels import Undelivered, channel
from shouwen.notify.models import Message

GIVE_UP_AFTER = 8
"""Attempts before a message is left for a person; the pauses between them double from a minute."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One message as a room wants it: to a person in the office, or to an address outside."""

    template: str
    dedupe: str
    person: int | None = None
    address: str = ""
    channel: str = "in-app"
    about: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


def tell(notices: Sequence[Notice], *, institution_id: int, at: datetime) -> None:
    """Put messages into the outbox, in the caller's transaction.

    A message whose `dedupe` key exists already is the same message and is not written again.
    """
    if not notices:
        return
    rows.insert(
        [
            Message(
                institution_id=institution_id,
                channel=notice.channel,
                person_id=notice.person,
                address=notice.address,
                template=notice.template,
                facts=dict(notice.facts),
                about=notice.about,
                dedupe=notice.dedupe,
                created_at=at,
                send_at=None if notice.channel == "in-app" else at,
                sent_at=at if notice.channel == "in-app" else None,
            )
            for notice in notices
        ],
        quietly=True,
    )


def send_waiting(*, at: datetime, batch: int = 50) -> int:
    """Send up to `batch` messages that are due; return how many went.

    Each message is claimed by moving its `send_at` ahead first, so that a worker that dies leaves
    it to the next one (at least once); a gateway that is gone costs only a later attempt.
    """
    sent = 0
    for message in _claim(at, batch):
        try:
            channel(message.channel).send(message)
        except Undelivered as problem:
            _failed(message, str(problem), at)
        else:
            message.sent_at, message.send_at, message.error = at, None, ""
            message.address = ""
            message.save(update_fields=["sent_at", "send_at", "error", "address"])
            sent += 1
    return sent


@transaction.atomic
def _claim(at: datetime, batch: int) -> list[Message]:
    due = Message.objects.filter(send_at__lte=at).order_by("send_at", "id")
    if connection.features.has_select_for_update_skip_locked:
        due = due.select_for_update(skip_locked=True)
    messages = list(due[:batch])
    Message.objects.filter(pk__in=[message.pk for message in messages]).update(
        send_at=at + timedelta(minutes=5)
    )
    return messages


def _failed(message: Message, problem: str, at: datetime) -> None:
    message.attempts += 1
    message.error = problem[:300]
    given_up = message.attempts >= GIVE_UP_AFTER
    message.send_at = None if given_up else at + timedelta(minutes=2 ** (message.attempts - 1))
    message.save(update_fields=["attempts", "error", "send_at"])


def drop_waiting(*, institution_id: int, at: datetime) -> int:
    """Let messages that wait for the outside stay unsent, without their addresses; return how many.

    For history that is loaded afterwards: nobody shall get today's SMS about last year's matter.
    """
    return Message.objects.filter(
        institution_id=institution_id, send_at__isnull=False, sent_at__isnull=True
    ).update(send_at=None, address="", error=f"loaded as history {at:%Y-%m-%d}")


def mark_read(ids: Sequence[int], *, person_id: int, at: datetime) -> int:
    """Mark a person's own messages as read; return how many changed."""
    return Message.objects.filter(pk__in=ids, person_id=person_id, read_at__isnull=True).update(
        read_at=at
    )


def mark_all_read(*, person_id: int, at: datetime) -> int:
    """Mark all of a person's messages as read; return how many changed."""
    return Message.objects.filter(
        person_id=person_id, channel="in-app", read_at__isnull=True
    ).update(read_at=at)


def forget(about: str, *, institution_id: int) -> None:
    """Keep only the number in the messages sent outside about a matter; unsent ones stay unsent."""
    rows = Message.objects.filter(institution_id=institution_id, about=about)
    rows.exclude(channel="in-app").update(address="", send_at=None, facts={"number": about})
