"""The office of whoever is signed in."""

from __future__ import annotations

from typing import Any

from shouwen.web.staff import StaffRequest


def house_of(request: StaffRequest) -> Any:
    """Return the institution of who is signed in, as actions of `organization` take it."""
    person = request.user
    assert person.is_authenticated
    return person.institution
