"""The generated parts of `docs/rulebooks.md`: keys of every verb, word lists, every fault.

    python -m shouwen.rulebook.reference docs/rulebooks.md

A part stands between `<!-- begin: name -->` and `<!-- end: name -->`; a test holds it current.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from pathlib import Path

from shouwen.errors import Text
from shouwen.rulebook import vocabulary
from shouwen.rulebook.decode.rule import VERBS
from shouwen.rulebook.decode.verb import Verb
from shouwen.rulebook.errors import FAULTS
from shouwen.rulebook.vocabulary import lists

_PART = re.compile(r"(<!-- begin: (?P<name>[a-z]+) -->\n).*?(<!-- end: (?P=name) -->)", re.DOTALL)


def parts() -> dict[str, str]:
    """Return name → text of every generated part."""
    return {"verbs": _verbs(), "words": _words(), "faults": _faults()}


def renewed(text: str) -> str:
    """Return the document with its generated parts as they should be."""
    made = parts()
    return _PART.sub(lambda m: f"{m[1]}\n{made[m['name']]}\n\n{m[3]}", text)


def _verbs() -> str:
    lines = ["| verb | needed | besides | may be left open |", "| --- | --- | --- | --- |"]
    lines += [_verb(verb) for verb in VERBS.values()]
    return "\n".join(lines)


def _verb(verb: Verb) -> str:
    needed = [" or ".join(f"`{key}`" for key in group) for group in verb.needed]
    if verb.kinds_needed:
        needed.insert(0, "`for` or `per`" if verb.standing else "`for`")
    flat = {key for group in verb.needed for key in group} | {"for"}
    besides = [f"`{key}`" for key in verb.keys if key not in flat]
    also = [f"`{key}`" for key in verb.opens_inside]
    opened = "any of its own keys" + (f"; of an effect: {', '.join(also)}" if also else "")
    zh = vocabulary.VERBS[verb.name].zh
    return f"| `{verb.name}` {zh} | {', '.join(needed) or '–'} | {', '.join(besides)} | {opened} |"


def _words() -> str:
    listed: dict[str, Mapping[str, Text]] = {
        "Kinds of dossier (`for`)": vocabulary.KINDS,
        "Acts": vocabulary.ACTS,
        "Derived events (never entered)": vocabulary.DERIVED_EVENTS,
        "Roles": vocabulary.ROLES,
        "Bearers (`per`)": vocabulary.BEARERS,
        "Entered facts": vocabulary.ENTERED_FACTS,
        "Catalogue facts": vocabulary.CATALOGUE_FACTS,
        "Computed facts": vocabulary.COMPUTED_FACTS,
        "Sources of a stated date, besides roles": vocabulary.STATED_BY_PAPER,
        "Fields": vocabulary.FIELDS,
        "Units": vocabulary.UNITS,
        "Cycles (`every`)": vocabulary.CYCLES,
        "Guarantees (`relies-on`)": vocabulary.GUARANTEES,
        "Breaches already named": vocabulary.BREACHES,
        "Grounds of extension already named": vocabulary.GROUNDS_OF_EXTENSION,
        "Types of a field": vocabulary.FIELD_TYPES,
        "Effects of a measure": lists.EFFECTS,
    }
    return "\n\n".join(
        f"**{title}.** " + " · ".join(f"`{word}` {text.zh}" for word, text in words.items())
        for title, words in listed.items()
    )


def _faults() -> str:
    lines = ["| id | says | what to do |", "| --- | --- | --- |"]
    for fault in FAULTS.values():
        said = f"{fault.zh}<br>{fault.en}"
        hint = f"{fault.hint_zh}<br>{fault.hint_en}"
        lines.append(f"| `{fault.id}` | {_cell(said)} | {_cell(hint)} |")
    return "\n".join(lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("{", "*").replace("}", "*")


if __name__ == "__main__":
    document = Path(sys.argv[1])
    document.write_text(renewed(document.read_text(encoding="utf-8")), encoding="utf-8")
