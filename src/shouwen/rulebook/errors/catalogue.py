"""Every fault the reader can report, with its stable id and its words.

Ids never change their meaning and are never given away again: documentation, editors and
scripts name them. E0xx the text as YAML · E1xx keys and values · E2xx the shape of a rule ·
E3xx names and references · E4xx rules against each other · E5xx accountability ·
E6xx adoption · E7xx files · E8xx cases and procedures.
"""

from __future__ import annotations

from collections.abc import Mapping

from shouwen.rulebook.errors.of_procedures import OF_PROCEDURES
from shouwen.rulebook.errors.of_rules import OF_RULES
from shouwen.rulebook.errors.of_text import OF_TEXT
from shouwen.rulebook.errors.of_works import OF_WORKS
from shouwen.rulebook.errors.words import Fault

FAULTS: Mapping[str, Fault] = {**OF_TEXT, **OF_RULES, **OF_WORKS, **OF_PROCEDURES}
"""Slug → fault, in the order of their ids."""

__all__ = ["FAULTS", "Fault"]
