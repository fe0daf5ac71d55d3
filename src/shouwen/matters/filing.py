"""Where files lie that people handed in: outside the web root, under their hash."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings


def path_of(sha256: str) -> Path:
    """Return where a file lies; its name is its hash."""
    return Path(settings.MEDIA_ROOT) / sha256[:2] / sha256
