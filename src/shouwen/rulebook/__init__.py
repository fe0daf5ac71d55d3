"""Rulebooks: regulations as data, read strictly, adopted by institutions, and judged.

Pure: no Django, no database, no clock. Reading begins in `reading` and `library`, judging in
`law`; `values` are what both share.
"""

from __future__ import annotations

from shouwen.rulebook.adoption import Adoption, flatten, required_settings, resolve
from shouwen.rulebook.errors import RulebookError, RulebookErrors
from shouwen.rulebook.library import Library, check_paths, load_library
from shouwen.rulebook.readback import sentence, show, shown
from shouwen.rulebook.reading import check_law, read_adoption, read_edition

__all__ = [
    "Adoption",
    "Library",
    "RulebookError",
    "RulebookErrors",
    "check_law",
    "check_paths",
    "flatten",
    "load_library",
    "read_adoption",
    "read_edition",
    "required_settings",
    "resolve",
    "sentence",
    "show",
    "shown",
]
