"""Writing an adoption from choices: what an institution picked in a form becomes its document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import yaml

from shouwen.rulebook.values import Edition


@dataclass(frozen=True, slots=True)
class Choice:
    """One clause of the adoption: what it says, and the keys that it fixes of one rule.

    `keys` are written as in a rulebook: `{"within": {"to": 6, "unit": "working-day"}}`.
    """

    rule: str
    """The rule's id (`reply`), or `work#id` where several works are adopted."""
    gist: str
    keys: Mapping[str, Any]
    if_: Mapping[str, Any] = field(default_factory=dict)
    reading: str = ""


class _Plain(yaml.SafeDumper):
    """Writes everything out: the strict reader takes no anchors."""

    def ignore_aliases(self, data: Any) -> bool:
        """Say that nothing is ever referred to."""
        return True


def draft(
    name: str,
    first_day: date,
    editions: Sequence[Edition],
    title: str,
    choices: Sequence[Choice],
    *,
    by: str = "",
    number: str = "",
) -> bytes:
    """Return the YAML of an adoption with one clause for each choice, numbered from 1.

    Nothing is checked here: `read_adoption` and `resolve` judge it like any other document.
    """
    head: dict[str, Any] = {
        "adoption": name,
        "edition": first_day,
        "of": [f"{each.work}@{each.first_day.isoformat()}" for each in editions],
        "title": title,
    }
    if by:
        head["issued"] = {"by": by, "date": first_day} | ({"number": number} if number else {})
    head["clauses"] = [_clause(str(at), each) for at, each in enumerate(choices, start=1)] or [
        _BARE
    ]
    text: str = yaml.dump(head, Dumper=_Plain, allow_unicode=True, sort_keys=False, width=100)
    return ("# yaml-language-server: $schema=../adoption.schema.json\n" + text).encode()


_BARE = {"at": "1", "gist": "照所列制度的原文采用。", "not-encoded": "只说明采用的范围。"}
"""The one clause of an adoption that fixes nothing."""


def _clause(at: str, choice: Choice) -> dict[str, Any]:
    row: dict[str, Any] = {"rule": choice.rule}
    if choice.if_:
        row["if"] = dict(choice.if_)
    row.update(choice.keys)
    if choice.reading:
        row["reading"] = choice.reading
    return {"at": at, "gist": choice.gist, "fixes": [row]}
