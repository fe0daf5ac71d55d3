"""How the closed lists are written: one word a line, its Chinese name, perhaps an English one."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from shouwen.errors import Text


def words(table: str) -> Mapping[str, Text]:
    """Read lines `code 中文 | English`; without an English name the code itself, with blanks."""
    found: dict[str, Text] = {}
    for line in table.strip().splitlines():
        code, _, names = line.strip().partition(" ")
        zh, _, en = names.partition("|")
        if code in found:
            raise ValueError(f"{code} is listed twice")
        found[code] = Text(zh.strip(), en.strip() or code.replace("-", " "))
    return MappingProxyType(found)


def joined(*lists: Mapping[str, Text]) -> Mapping[str, Text]:
    """Return one list of several; a word may stand in one of them only."""
    found: dict[str, Text] = {}
    for each in lists:
        twice = found.keys() & each.keys()
        if twice:
            raise ValueError(f"listed twice: {sorted(twice)}")
        found.update(each)
    return MappingProxyType(found)
