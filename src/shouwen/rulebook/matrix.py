"""The clause matrix: every atomic clause of the regulations, and what it asks of the software."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources
from io import StringIO

MATRIX = "matrix.tsv"


@dataclass(frozen=True, slots=True)
class Row:
    """One atomic clause of the matrix. `expect` is what it asks of the software, in one word."""

    id: str
    regulation: str
    expect: str
    system: str


def read_matrix(text: str) -> tuple[Row, ...]:
    """Read the matrix: tab-separated `id regulation expect system`, with a head."""
    lines = csv.DictReader(StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE)
    return tuple(Row(r["id"], r["regulation"], r["expect"], r["system"]) for r in lines)


@cache
def load_matrix() -> tuple[Row, ...]:
    """Return the matrix that the package ships."""
    file = resources.files("shouwen") / "rulebooks" / MATRIX
    return read_matrix(file.read_text(encoding="utf-8"))
