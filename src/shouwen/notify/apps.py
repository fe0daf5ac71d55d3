"""The room `notify` as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class NotifyConfig(AppConfig):
    """Names the room."""

    name = "shouwen.notify"
    label = "notify"
