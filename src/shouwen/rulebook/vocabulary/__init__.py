"""The closed lists of the notation, each word with its Chinese and English name.

A rulebook, a procedure and a case may use these words only; a file declares words of its own
where the notation says so (roles by `means`, facts in `facts`, breaches by `otherwise`, names in
`names`). Whoever needs a further word adds it here, with both names.
"""

from __future__ import annotations

from collections.abc import Mapping

from shouwen.errors import Text
from shouwen.rulebook.vocabulary.acts import (
    ACCOUNTABILITY_ACTS,
    ACTS,
    APPRAISAL_ACTS,
    ATTENDANCE_ACTS,
    CONFIRMED_ACTS,
    DERIVED_EVENTS,
    MATTER_ACTS,
    MEASURE_EVENTS,
    REGISTER_ACTS,
    STAGE,
    STANDING_ACTS,
)
from shouwen.rulebook.vocabulary.facts import (
    ANY,
    CATALOGUE_FACTS,
    CATALOGUE_VALUES,
    COMPUTED_FACTS,
    COMPUTED_VALUES,
    ENTERED_FACTS,
    ENTERED_VALUES,
    FACTS,
    FIELD_TYPES,
    FIELDS,
    MANY_VALUED_FACTS,
    NUMERIC_FACTS,
    STATED_BY_PAPER,
    STATED_SOURCES,
)
from shouwen.rulebook.vocabulary.lists import (
    BREACHES,
    CYCLES,
    ENGINE_VERBS,
    FORMER_VERBS,
    FUNCTIONS,
    GROUNDS_OF_EXTENSION,
    GUARANTEES,
    UNITS,
    VERBS,
    WORD_SPANS,
)
from shouwen.rulebook.vocabulary.people import (
    BEARERS,
    BODY_ROLES,
    BOUND_ROLES,
    COUNTED_PER,
    KIND_CODES,
    KINDS,
    OUTSIDE_ROLES,
    POST_ROLES,
    RELATIVE_ROLES,
    ROLES,
    SEATS,
)

_ALL = (
    ACTS,
    DERIVED_EVENTS,
    KINDS,
    ROLES,
    FACTS,
    FIELDS,
    BREACHES,
    GROUNDS_OF_EXTENSION,
    GUARANTEES,
    UNITS,
    WORD_SPANS,
    CYCLES,
    STATED_BY_PAPER,
)


def name_of(word: str, *, among: Mapping[str, Text] | None = None) -> Text:
    """Return the names of `word`, looked up in `among` (one list) or in all; else the word."""
    for each in _ALL if among is None else (among,):
        if word in each:
            return each[word]
    return Text(word, word.replace("-", " "))


__all__ = [
    "ACCOUNTABILITY_ACTS",
    "ACTS",
    "ANY",
    "APPRAISAL_ACTS",
    "ATTENDANCE_ACTS",
    "BEARERS",
    "BODY_ROLES",
    "BOUND_ROLES",
    "BREACHES",
    "CATALOGUE_FACTS",
    "CATALOGUE_VALUES",
    "COMPUTED_FACTS",
    "COMPUTED_VALUES",
    "CONFIRMED_ACTS",
    "COUNTED_PER",
    "CYCLES",
    "DERIVED_EVENTS",
    "ENGINE_VERBS",
    "ENTERED_FACTS",
    "ENTERED_VALUES",
    "FACTS",
    "FIELDS",
    "FIELD_TYPES",
    "FORMER_VERBS",
    "FUNCTIONS",
    "GROUNDS_OF_EXTENSION",
    "GUARANTEES",
    "KINDS",
    "KIND_CODES",
    "MANY_VALUED_FACTS",
    "MATTER_ACTS",
    "MEASURE_EVENTS",
    "NUMERIC_FACTS",
    "OUTSIDE_ROLES",
    "POST_ROLES",
    "REGISTER_ACTS",
    "RELATIVE_ROLES",
    "ROLES",
    "SEATS",
    "STAGE",
    "STANDING_ACTS",
    "STATED_BY_PAPER",
    "STATED_SOURCES",
    "UNITS",
    "VERBS",
    "WORD_SPANS",
    "name_of",
]
