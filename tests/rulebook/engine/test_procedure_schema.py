"""The editor's schema of procedures says what the reader says."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

from shouwen.rulebook.procedure.reader import FOLDER
from shouwen.rulebook.procedure.schema import NAME, procedure_schema, text
from shouwen.rulebook.strict import load

CHECK = jsonschema.Draft7Validator(procedure_schema())


def plain(value: Any) -> Any:
    """Return lists for tuples, as JSON has them."""
    return json.loads(json.dumps(value, default=str))


def test_the_file_beside_the_procedures_is_up_to_date() -> None:
    assert (FOLDER / NAME).read_text("utf-8") == text()


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_shipped_procedure_fits(path: Any) -> None:
    assert list(CHECK.iter_errors(plain(load(path).plain()))) == []


@pytest.mark.parametrize(
    ("key", "value"),
    [("procedure", "party"), ("title", {"zh": "申请"}), ("rows", []), ("extra", 1), ("states", {})],
)
def test_what_the_reader_refuses_the_schema_refuses(key: str, value: object) -> None:
    good = plain(load(FOLDER / "application.yaml").plain())
    assert list(CHECK.iter_errors({**good, key: value}))
