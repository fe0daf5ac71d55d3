"""Reading rulebooks: files into editions and adoptions, with every fault named.

read_edition(path)          a rulebook, read and checked by itself
read_adoption(path)         an institution's adoption, read; `adoption.resolve` fits it to parents
check_law(editions)         what only shows when several works and editions stand together
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from shouwen.rulebook import checks
from shouwen.rulebook.adoption import Adoption, decode_adoption
from shouwen.rulebook.decode.edition import decode_edition
from shouwen.rulebook.errors import At, Faults
from shouwen.rulebook.strict import Node, bytes_of, parse
from shouwen.rulebook.values import Edition


def read_edition(source: Path | str | bytes, name: str = "") -> Edition:
    """Read and check a rulebook file (a path) or its bytes.

    Raises `RulebookErrors` with all faults of the file. `name` is what messages call it.
    """
    faults = Faults()
    edition = take_edition(bytes_of(source), name or _named(source), faults)
    faults.settle()
    assert edition is not None  # no faults, so there is an edition
    return edition


def take_edition(raw: bytes, name: str, faults: Faults) -> Edition | None:
    """Read and check a rulebook, adding faults; None if it could not be made."""
    root = parse(raw, name, faults)
    return None if root is None else edition_of(root, raw, faults)


def edition_of(root: Node, raw: bytes, faults: Faults) -> Edition | None:
    """Make and check a rulebook of a file that was parsed already, adding faults."""
    edition = decode_edition(root, raw, faults)
    if edition is not None:
        checks.check_edition(edition, faults)
    return None if faults else edition


def read_adoption(source: Path | str | bytes, name: str = "") -> Adoption:
    """Read an adoption; whether it fits its parents is told by `adoption.resolve`.

    Raises `RulebookErrors` with all faults of the file.
    """
    faults = Faults()
    adoption = take_adoption(bytes_of(source), name or _named(source), faults)
    faults.settle()
    assert adoption is not None  # no faults, so there is an adoption
    return adoption


def take_adoption(raw: bytes, name: str, faults: Faults) -> Adoption | None:
    """Read an adoption, adding faults; None if it could not be made."""
    root = parse(raw, name, faults)
    return None if root is None else decode_adoption(root, raw, faults)


def check_law(editions: Sequence[Edition]) -> None:
    """Check what shows only when works stand together; raise `RulebookErrors` with all faults.

    Gaps and overlaps between the editions of a work, names and rules of other works.
    """
    faults = Faults()
    checks.check_works(editions, faults)
    faults.settle()


def _named(source: Path | str | bytes) -> str:
    return "<bytes>" if isinstance(source, bytes) else str(source)


def unreadable(name: str, problem: OSError, faults: Faults) -> None:
    """Note that a file could not be opened."""
    faults.add("unreadable", At(name), problem=problem.strerror or str(problem))
