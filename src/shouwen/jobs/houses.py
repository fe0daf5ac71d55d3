"""Finding the institution that a command is about."""

from __future__ import annotations

from shouwen.errors import Text, Unclear
from shouwen.organization import queries as organization
from shouwen.organization.models import Institution


def the_institution(code: str | None) -> Institution:
    """Return the institution with this code, or the only one there is."""
    known = organization.institutions()
    found = [one for one in known if one.code == code] if code else known
    if len(found) == 1:
        return found[0]
    codes = ", ".join(one.code for one in known) or "—"
    raise Unclear(
        "jobs.institution",
        Text(f"请用 --institution 指明单位:{codes}", f"Name one with --institution: {codes}"),
        facts={"known": [one.code for one in known]},
    )
