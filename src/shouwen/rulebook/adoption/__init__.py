"""An institution's adoption of works: its own document, cut into clauses, that fixes what is open.

read_adoption(path)                 the document alone (see `rulebook.reading`)
resolve(adoption, editions)         the parents made flat, and the institution's own edition
flatten(editions, adoptions)        everything in force, ready for the engine
required_settings(editions)         what is open and not fixed yet
"""

from __future__ import annotations

from shouwen.rulebook.adoption.document import Adoption, Fix, adoption_table, decode_adoption
from shouwen.rulebook.adoption.draft import Choice, draft
from shouwen.rulebook.adoption.resolution import flatten, resolve, take_resolved
from shouwen.rulebook.adoption.settings import Setting, required_settings

__all__ = [
    "Adoption",
    "Choice",
    "Fix",
    "Setting",
    "adoption_table",
    "decode_adoption",
    "draft",
    "flatten",
    "required_settings",
    "resolve",
    "take_resolved",
]
