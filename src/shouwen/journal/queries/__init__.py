"""Everything that other rooms read of the journal."""

from shouwen.journal.domain.reports import Fault, Health, Proof, Verdict
from shouwen.journal.queries.exporting import export
from shouwen.journal.queries.proving import health, institutions, place, proof, seals
from shouwen.journal.queries.reading import (
    Entry,
    Head,
    Values,
    entries,
    entries_of,
    head,
    histories,
    values,
    values_of,
)
from shouwen.journal.queries.verifying import verify

__all__ = [
    "Entry",
    "Fault",
    "Head",
    "Health",
    "Proof",
    "Values",
    "Verdict",
    "entries",
    "entries_of",
    "export",
    "head",
    "health",
    "histories",
    "institutions",
    "place",
    "proof",
    "seals",
    "values",
    "values_of",
    "verify",
]
