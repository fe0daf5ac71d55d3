"""An office, and one matter in it at 2026-02-13 10:02."""

from __future__ import annotations

import pytest

from tests.people import Office, build


@pytest.fixture
def office(db: None) -> Office:
    """Return a fresh office with its law in force."""
    return build()
