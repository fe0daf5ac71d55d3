"""The ways out: e-mail and an SMS gateway behind a plain HTTP address.

What is written into a message is a template name and codes; `words` makes the sentence at the
moment of sending. A channel that is not set up keeps its messages waiting and says why.
"""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from typing import Protocol

from django.conf import settings
from django.core.mail import send_mail

from shouwen.errors import Text
from shouwen.notify.models import Message
from shouwen.notify.words import sentence


def said(message: Message) -> Text:
    """Return what a message says, its times in the zone of its office."""
    return sentence(message.template, message.facts, message.institution.zone)


class Undelivered(Exception):
    """The gateway did not take the message; the text says why, for the health page."""


class Channel(Protocol):
    """Something that delivers one message or raises `Undelivered`."""

    def send(self, message: Message) -> None:
        """Deliver the message."""


class Email:
    """E-mail through Django's mail settings."""

    def send(self, message: Message) -> None:
        """Send the sentence as a plain mail."""
        if not settings.SMTP:
            raise Undelivered("no mail server is set up (SHOUWEN_SMTP)")
        text = said(message)
        try:
            send_mail(text.zh[:60], text.zh, None, [message.address])
        except OSError as problem:
            raise Undelivered(f"mail server: {problem}") from problem


class Sms:
    """An SMS gateway: a JSON POST of number and text to the address in the settings."""

    def send(self, message: Message) -> None:
        """Hand the sentence to the gateway."""
        if not settings.SMS_GATEWAY:
            raise Undelivered("no SMS gateway is set up (SHOUWEN_SMS_GATEWAY)")
        body = {"to": message.address, "text": said(message).zh}
        request = urllib.request.Request(
            settings.SMS_GATEWAY,
            data=json.dumps(body, ensure_ascii=False).encode(),
            headers={"Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=10):
                return
        except (urllib.error.URLError, TimeoutError) as problem:
            raise Undelivered(f"SMS gateway: {problem}") from problem


CHANNELS: dict[str, Channel] = {"email": Email(), "sms": Sms()}


def channel(name: str) -> Channel:
    """Return the channel of that name; an unknown one is a message nobody can deliver."""
    if name not in CHANNELS:
        raise Undelivered(f"no channel is called {name!r}")
    return CHANNELS[name]
