"""The room `web` as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Names the room."""

    name = "shouwen.web"
    label = "web"
