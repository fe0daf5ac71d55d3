"""What is checked of a rulebook beyond its form: names, conditions, overlaps, editions."""

from __future__ import annotations

from collections.abc import Sequence

from shouwen.rulebook.checks.accounts import check_accounts
from shouwen.rulebook.checks.names import check_names
from shouwen.rulebook.checks.overlaps import check_overlaps
from shouwen.rulebook.checks.scope import Scope
from shouwen.rulebook.checks.works import check_works
from shouwen.rulebook.errors import Faults
from shouwen.rulebook.values import Edition


def check_edition(edition: Edition, faults: Faults, around: Sequence[Edition] = ()) -> None:
    """Check one edition by itself; `around`: editions whose names it may use (an adoption's)."""
    scope = Scope.of(edition, around)
    check_names(edition, scope, faults)
    check_overlaps(edition, faults)
    check_accounts(edition, scope, faults)


__all__ = ["check_edition", "check_works"]
