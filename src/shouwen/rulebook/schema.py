"""JSON Schemas (Draft-07) for editors, generated from the shapes that the decoder reads with.

    python -m shouwen.rulebook.schema        write them beside the rulebooks

The schema serves the editor, the decoder is the authority. What a schema cannot say (a name that
nothing defines, two rules that overlap) is checked by the decoder only; the test corpus marks it.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from shouwen.rulebook.adoption.document import adoption_clause, adoption_table, fix_row
from shouwen.rulebook.cases.reader import file_table
from shouwen.rulebook.decode.edition import clause, rulebook
from shouwen.rulebook.decode.rule import KEYS_THAT_ARE_VERBS, VERBS
from shouwen.rulebook.decode.shapes import (
    Built,
    Either,
    Keyed,
    Listed,
    Many,
    MapOf,
    Ref,
    Schema,
    Shape,
    Table,
)
from shouwen.rulebook.decode.verb import COMMON

DRAFT = "http://json-schema.org/draft-07/schema#"
FOLDER = Path(__file__).resolve().parent.parent / "rulebooks"


def rulebook_schema() -> Schema:
    """Return the schema of a rulebook file."""
    return _file("制度 · Rulebook", rulebook, {"clause": clause.schema(), "rule": _rule()})


def adoption_schema() -> Schema:
    """Return the schema of an adoption file."""
    own = {"clause": adoption_clause.schema(), "rule": _rule(), "fix": fix_row.schema()}
    return _file("采用文件 · Adoption", adoption_table, own)


def cases_schema() -> Schema:
    """Return the schema of a cases file."""
    schema: Schema = {"$schema": DRAFT, "title": "案例 · Cases", **file_table.schema()}
    wanted = _mentioned(schema)
    named = _named()
    while more := {name for each in wanted for name in _mentioned(named[each])} - wanted:
        wanted |= more
    return {**schema, "definitions": {name: named[name] for name in sorted(wanted)}}


def _mentioned(schema: Any) -> set[str]:
    """Return the definitions that a schema refers to."""
    return set(re.findall(r'"#/definitions/([^"]+)"', json.dumps(schema)))


def _named() -> dict[str, Schema]:
    """Return name → schema of every shape that has a name."""
    shapes: list[Shape] = [rulebook, adoption_table, clause, adoption_clause]
    shapes += [shape for verb in VERBS.values() for shape in verb.all_keys.values()]
    shapes += list(COMMON.values()) + list(fix_row.known.keys.values())
    found = {ref.name: ref.shape.schema() for shape in shapes for ref in refs(shape)}
    return dict(sorted(found.items()))


def _file(title: str, table: Table, own: dict[str, Schema]) -> Schema:
    verbs = {f"rule-{name}": verb.schema() for name, verb in VERBS.items()}
    schema: Schema = {"$schema": DRAFT, "title": title, **table.schema()}
    return {**schema, "definitions": {**own, **verbs, **_named()}}


def _rule() -> Schema:
    """Describe a rule by its verb, so that an editor's message speaks of that verb's keys."""
    return {
        "type": "object",
        "anyOf": [{"required": [name]} for name in VERBS],
        "allOf": [
            {"if": _is_verb(name), "then": {"$ref": f"#/definitions/rule-{name}"}} for name in VERBS
        ],
    }


def _is_verb(name: str) -> Schema:
    others = KEYS_THAT_ARE_VERBS.get(name, ())
    if not others:
        return {"required": [name]}
    barred = {"anyOf": [{"required": [other]} for other in others]}
    return {"required": [name], "not": barred}


def refs(shape: Any) -> Iterator[Ref]:
    """Yield every named shape inside `shape`."""
    match shape:
        case Ref():
            yield shape
            yield from refs(shape.shape)
        case Table():
            for each in shape.keys.values():
                yield from refs(each)
        case Many() | Listed() | MapOf():
            yield from refs(shape.item)
        case Either():
            for each in shape.forms.values():
                yield from refs(each)
        case Keyed():
            for each in (*shape.forms.values(), shape.default):
                yield from refs(each)
        case Built():
            yield from refs(shape.shape)


def files() -> dict[str, str]:
    """Return file name → text of every schema."""
    schemas = {
        "rulebook.schema.json": rulebook_schema(),
        "adoption.schema.json": adoption_schema(),
        "cases.schema.json": cases_schema(),
    }
    return {name: _text(schema) for name, schema in schemas.items()}


def _text(schema: Schema) -> str:
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


def write(folder: Path = FOLDER) -> None:
    """Write the schemas into `folder`."""
    for name, text in files().items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
