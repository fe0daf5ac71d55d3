"""Cases: beside each edition stand stories with the clauses that they must cite.

run_cases(path)             every case of a file against the shipped library
read_cases(path)            the file alone, with every fault named
run_case_file(...)          against editions and adoptions of the caller's own
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from shouwen.rulebook.adoption import Adoption
from shouwen.rulebook.cases.reader import read_cases
from shouwen.rulebook.cases.run import run_case_file, told
from shouwen.rulebook.cases.values import Case, CaseFile, CaseResult, Expectation
from shouwen.rulebook.library import load_library
from shouwen.rulebook.values import Edition


def run_cases(
    path: Path,
    *,
    editions: Sequence[Edition] | None = None,
    adoptions: Sequence[Adoption] | None = None,
) -> list[CaseResult]:
    """Run the cases of a file, against the shipped works unless others are given.

    Raises `RulebookErrors` for a file that cannot be read or names what is not there.
    """
    if editions is None or adoptions is None:
        shipped = load_library()
        editions = shipped.editions if editions is None else editions
        adoptions = shipped.adoptions if adoptions is None else adoptions
    return run_case_file(read_cases(path), editions, adoptions)


__all__ = [
    "Case",
    "CaseFile",
    "CaseResult",
    "Expectation",
    "read_cases",
    "run_case_file",
    "run_cases",
    "told",
]
