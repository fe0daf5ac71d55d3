"""The adoptions that are shipped, with the editions that they take."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources

from shouwen.rulebook.reading import read_adoption


@dataclass(frozen=True, slots=True)
class Shipped:
    """An adoption's text, and the (name, text) of each edition that it takes."""

    source: str
    editions: tuple[tuple[str, str], ...]


@cache
def shipped_adoption(name: str) -> Shipped:
    """Return the newest shipped adoption of this name."""
    folder = resources.files("shouwen") / "rulebooks"
    files = [one for one in (folder / "adoptions").iterdir() if one.name.startswith(f"{name}@")]
    newest = max(files, key=lambda one: one.name)
    source = newest.read_text("utf-8")
    editions = []
    for taken in read_adoption(source.encode(), newest.name).of:
        work, _, edition = taken.partition("@")
        editions.append((taken, (folder / work / f"{edition}.yaml").read_text("utf-8")))
    return Shipped(source, tuple(editions))
