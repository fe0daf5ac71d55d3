"""Messages to people: what is to be sent, over which channel, and whether it went."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from shouwen.organization.models import Institution, Person


class Message(models.Model):
    """One message in the outbox, written in the transaction of the act that causes it.

    In-app messages are delivered by being there; the others by the worker, at least once, with
    `dedupe` as the key that makes a repeat the same message.
    """

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="+")
    channel = models.CharField(max_length=10)
    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="messages")
    address = models.CharField(max_length=200, blank=True)
    template = models.CharField(max_length=60)
    facts = models.JSONField(default=dict)
    about = models.CharField(max_length=40, blank=True)
    dedupe = models.CharField(max_length=120, unique=True)
    created_at = models.DateTimeField()
    send_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["send_at", "id"],
                condition=Q(send_at__isnull=False),
                name="message_to_send",
            ),
            models.Index(fields=["person", "-created_at"], name="message_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.template} → {self.person_id or self.address}"
