"""The room `catalog` as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class CatalogConfig(AppConfig):
    """Names the room."""

    name = "shouwen.catalog"
    label = "catalog"
