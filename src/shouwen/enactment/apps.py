"""The room `enactment` as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class EnactmentConfig(AppConfig):
    """Names the room."""

    name = "shouwen.enactment"
    label = "enactment"
