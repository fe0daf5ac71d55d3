"""The room `journal` as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """Names the room."""

    name = "shouwen.journal"
    label = "journal"
