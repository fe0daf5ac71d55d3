from __future__ import annotations

import pytest

from .office import Office, build


@pytest.fixture
def office(db: None) -> Office:
    return build()
