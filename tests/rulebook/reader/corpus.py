"""The corpus of good and bad files, and the two judges: the schemas and the decoder."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import yaml

from shouwen.rulebook.adoption import take_resolved
from shouwen.rulebook.errors import Faults, RulebookError
from shouwen.rulebook.reading import read_edition, take_adoption, take_edition
from shouwen.rulebook.schema import FOLDER
from shouwen.rulebook.values import Edition

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
HEADER = re.compile(
    r"# (rulebook\.E\d{3}) ([a-z0-9-]+) line (\d+) (schema|semantic|semantic-file|yaml)"
)


@dataclass(frozen=True, slots=True)
class Expected:
    """The leading comment of a bad file. `mark`: who can see the fault.

    `schema`: both; `semantic`: the decoder only; `yaml`: a fault of the text, which an editor's
    YAML reader swallows or reports by itself; `semantic-file`: as `semantic`, without a line.
    """

    id: str
    slug: str
    line: int
    mark: str


def bad_files() -> list[Path]:
    """Return the malformed files."""
    return sorted((CORPUS / "bad").glob("*.yaml"))


def good_files() -> list[Path]:
    """Return the sound files."""
    return sorted((CORPUS / "good").glob("*.yaml"))


def expected(path: Path) -> Expected:
    """Read the leading comment of a bad file."""
    first = path.read_bytes().split(b"\n", 1)[0].decode()
    found = HEADER.fullmatch(first)
    assert found, f"{path.name} does not say what is wrong with it: {first}"
    slug_id, slug, line, mark = found.groups()
    return Expected(slug_id, slug, 1 if mark == "semantic-file" else int(line), mark)


def decoder_faults(path: Path) -> list[RulebookError]:
    """Judge with the decoder, an adoption together with the parent that it names."""
    raw = path.read_bytes()
    faults = Faults()
    if b"\nadoption:" in raw:
        adoption = take_adoption(raw, path.name, faults)
        if adoption is not None:
            take_resolved(adoption, [parent()], faults)
    else:
        take_edition(raw, path.name, faults)
    return sorted(faults.found, key=lambda fault: fault.line)


def schema_faults(path: Path) -> list[str]:
    """Judge as an editor does: an ordinary YAML reader, then the schema."""
    raw = path.read_bytes()
    try:
        data = _as_json(yaml.safe_load(raw))
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        return [f"yaml: {error}"]
    heads = data.keys() if isinstance(data, dict) else ()
    kind = next((head for head in ("adoption", "cases") if head in heads), "rulebook")
    return [error.message for error in validator(kind).iter_errors(data)]


@cache
def parent() -> Edition:
    """Return the edition that the adoptions of the corpus adopt."""
    return read_edition(CORPUS / "good" / "demo-service.yaml")


@cache
def validator(kind: str) -> Any:
    """Return the validator of the schema that is checked in."""
    schema = json.loads((FOLDER / f"{kind}.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft7Validator.check_schema(schema)
    return jsonschema.Draft7Validator(schema)


def _as_json(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _as_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_as_json(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value
