"""The room `papers` as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class PapersConfig(AppConfig):
    """Names the room."""

    name = "shouwen.papers"
    label = "papers"
