"""A journal with keys and seals of its own for each test."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from shouwen.journal import domain
from shouwen.journal.actions import append, appending

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
CLERK = {"person": 812, "post": 44, "as": "A"}


@pytest.fixture(autouse=True)
def _own_keys(settings: Any, tmp_path: Path) -> None:
    settings.DATA = tmp_path
    settings.KEYRING = tmp_path / "keys" / "keyring.key"
    settings.SEAL_KEY = tmp_path / "keys" / "seal.pem"
    settings.LOG_ORIGIN = "shouwen.example.gov.cn"
    appending.forget_origins()


class Dossiers:
    """Writes acts quickly."""

    def act(
        self, dossier: str = "", act: str = "registered", *, institution: int = 1, **more: Any
    ) -> domain.Entry:
        """Append an act to a dossier, a new one unless given."""
        return append(
            **{
                "institution_id": institution,
                "dossier": dossier or uuid4().hex,
                "act": act,
                "at": AT,
                "recorded": AT,
                "by": CLERK,
                **more,
            }
        )


@pytest.fixture
def dossiers() -> Dossiers:
    """Writes acts quickly."""
    return Dossiers()
