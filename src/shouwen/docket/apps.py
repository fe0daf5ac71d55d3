"""The room `docket` as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class DocketConfig(AppConfig):
    """Names the room."""

    name = "shouwen.docket"
    label = "docket"
