"""The result of an act, told on the next page that is shown."""

from __future__ import annotations

import json
from dataclasses import asdict

from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest

from shouwen.web.parts import Note, Tone

_TAG = "note"
_LEVELS = {"good": messages.SUCCESS, "warn": messages.WARNING, "bad": messages.ERROR}


def tell(request: HttpRequest, note: Note) -> None:
    """Keep the note in the session until a page shows it."""
    level = _LEVELS.get(note.tone, messages.INFO)
    messages.add_message(request, level, json.dumps(asdict(note)), extra_tags=_TAG)


def told(message: Message) -> Note:
    """Return a message as a note, whether `tell` or Django itself put it there."""
    if message.extra_tags == _TAG:
        given = json.loads(str(message.message))
        given["links"] = [(word, url) for word, url in given["links"]]
        return Note(**given)
    tones: dict[str, Tone] = {"error": "bad", "warning": "warn", "success": "good"}
    return Note(str(message.message), tones.get(message.level_tag, "info"))
