"""The room `api` as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Names the room."""

    name = "shouwen.api"
    label = "api"
