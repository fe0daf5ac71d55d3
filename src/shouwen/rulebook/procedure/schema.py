"""The JSON Schema of procedures for editors, from the shapes that the reader reads with.

python -m shouwen.rulebook.procedure.schema     write it beside the procedures
"""

from __future__ import annotations

import json
from pathlib import Path

from shouwen.rulebook.decode.shapes import Schema
from shouwen.rulebook.procedure.reader import FOLDER, file_table, row_table
from shouwen.rulebook.schema import DRAFT, refs

NAME = "procedure.schema.json"


def procedure_schema() -> Schema:
    """Return the schema of a procedure file."""
    named = {ref.name: ref.shape.schema() for t in (file_table, row_table) for ref in refs(t)}
    head: Schema = {"$schema": DRAFT, "title": "流程 · Procedure"}
    return {**head, **file_table.schema(), "definitions": dict(sorted(named.items()))}


def text() -> str:
    """Return the schema as the file holds it."""
    return json.dumps(procedure_schema(), ensure_ascii=False, indent=1) + "\n"


def write(folder: Path = FOLDER) -> None:
    """Write the schema into `folder`."""
    (folder / NAME).write_text(text(), encoding="utf-8")


if __name__ == "__main__":
    write()
