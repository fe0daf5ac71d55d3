"""The room `matters` as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class MattersConfig(AppConfig):
    """Names the room."""

    name = "shouwen.matters"
    label = "matters"
