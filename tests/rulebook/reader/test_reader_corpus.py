"""One corpus, two judges: the schemas for editors and the decoder."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.rulebook.reader.corpus import (
    bad_files,
    decoder_faults,
    expected,
    good_files,
    schema_faults,
)

from shouwen.rulebook.errors import FAULTS
from shouwen.rulebook.schema import FOLDER, files


def _name(path: Path) -> str:
    return path.stem


@pytest.mark.parametrize("path", good_files(), ids=_name)
def test_decoder_and_schema_accept_a_good_file(path: Path) -> None:
    assert [fault.told("en") for fault in decoder_faults(path)] == []
    assert schema_faults(path) == []


@pytest.mark.parametrize("path", bad_files(), ids=_name)
def test_the_decoder_names_the_fault_and_its_line(path: Path) -> None:
    wanted = expected(path)
    found = {(fault.id, fault.line) for fault in decoder_faults(path)}
    assert (wanted.id, wanted.line) in found
    assert FAULTS[wanted.slug].id == wanted.id


@pytest.mark.parametrize("path", bad_files(), ids=_name)
def test_a_bad_file_has_that_one_fault_only(path: Path) -> None:
    """A fault must not drag false alarms behind it."""
    wanted = expected(path)
    others = [fault.told("en") for fault in decoder_faults(path) if fault.id != wanted.id]
    assert others == []


@pytest.mark.parametrize("path", bad_files(), ids=_name)
def test_the_schema_judges_alike_or_the_file_says_that_it_cannot(path: Path) -> None:
    mark = expected(path).mark
    refused = bool(schema_faults(path))
    if mark == "schema":
        assert refused
    elif mark.startswith("semantic"):
        assert not refused, "the schema can see this after all: mark it schema"


def test_there_are_at_least_fifty_kinds_of_malformed_files() -> None:
    slugs = {expected(path).slug for path in bad_files()}
    assert len(bad_files()) >= 100
    assert len(slugs) >= 50


def test_the_schemas_beside_the_rulebooks_are_those_generated() -> None:
    for name, text in files().items():
        assert (FOLDER / name).read_text(encoding="utf-8") == text, (
            f"run shouwen.rulebook.schema: {name}"
        )
