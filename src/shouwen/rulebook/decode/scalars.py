"""Shapes: what a value may look like, as one description for decoder and JSON Schema.

A shape reads a node into a plain value (adding faults, or `MISSING` if nothing came of it) and
writes the Draft-07 schema that says the same. Because both come from one object, an editor and the
decoder cannot come to disagree about form; what form cannot say is in `checks`.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from shouwen.errors import Text
from shouwen.rulebook.errors import Faults, nearest
from shouwen.rulebook.strict import Node


class Missing:
    """What a shape returns where a fault was reported."""

    def __bool__(self) -> bool:
        return False


MISSING = Missing()
Schema = dict[str, Any]


class Shape(Protocol):
    """Reads nodes of one form and describes that form."""

    def read(self, node: Node, faults: Faults) -> Any:
        """Return the value of `node`, or `MISSING` after adding faults."""

    def schema(self) -> Schema:
        """Return the Draft-07 schema of the form."""


def described(schema: Schema, about: Text | None) -> Schema:
    """Add the hover help of an editor, in both languages."""
    return schema if about is None else {**schema, "description": f"{about.zh} · {about.en}"}


@dataclass(frozen=True, slots=True)
class Prose:
    """A sentence or a name in any language."""

    least: int = 1
    most: int = 4000

    def read(self, node: Node, faults: Faults) -> Any:
        """Return the text without the blanks around it."""
        if node.bad:
            return MISSING
        if not isinstance(node.value, str):
            faults.add("expected-text", node)
            return MISSING
        text = node.value.strip()
        if not self.least <= len(node.value) <= self.most or not text:
            faults.add("text-length", node, least=self.least, most=self.most)
            return MISSING
        return text

    def schema(self) -> Schema:
        """Describe a text with its bounds."""
        return {
            "type": "string",
            "minLength": self.least,
            "maxLength": self.most,
            "pattern": "\\S",
        }


@dataclass(frozen=True, slots=True)
class Pattern:
    """A text of a fixed form; `slug` names the fault of another form."""

    form: str
    slug: str = "bad-word"

    def read(self, node: Node, faults: Faults) -> Any:
        """Return the text if it has the form."""
        if node.bad:
            return MISSING
        if not isinstance(node.value, str):
            faults.add("expected-text", node)
            return MISSING
        if not re.fullmatch(self.form, node.value):
            faults.add(self.slug, node, value=node.value)
            return MISSING
        return node.value

    def schema(self) -> Schema:
        """Describe the form."""
        return {"type": "string", "pattern": f"^(?:{self.form})$"}


WORD = r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*"
word = Pattern(WORD)
dotted = Pattern(rf"{WORD}(?:\.{WORD})?")


@dataclass(frozen=True, slots=True)
class OneOf:
    """One word of a closed list; `also` is a form that is allowed beside the list."""

    known: Collection[str]
    slug: str = "unknown-word"
    also: str | None = None

    def read(self, node: Node, faults: Faults) -> Any:
        """Return the word if it is listed or has the other form."""
        if node.bad:
            return MISSING
        value = node.value
        if not isinstance(value, str):
            faults.add("expected-word", node, known=sorted(self.known)[:12])
            return MISSING
        if value in self.known or (self.also and re.fullmatch(self.also, value)):
            return value
        faults.add(self.slug, node, value=value, nearest=nearest(value, self.known))
        return MISSING

    def schema(self) -> Schema:
        """Describe the list, in its order."""
        listed: Schema = {"enum": list(self.known)}
        if self.also is None:
            return listed
        return {"anyOf": [listed, {"type": "string", "pattern": f"^(?:{self.also})$"}]}


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number inside bounds."""

    least: int = 1
    most: int = 10_000

    def read(self, node: Node, faults: Faults) -> Any:
        """Return the number."""
        if node.bad:
            return MISSING
        if not isinstance(node.value, int) or isinstance(node.value, bool):
            faults.add("expected-number", node)
            return MISSING
        if not self.least <= node.value <= self.most:
            faults.add("number-bounds", node, value=node.value, least=self.least, most=self.most)
            return MISSING
        return node.value

    def schema(self) -> Schema:
        """Describe the bounds."""
        return {"type": "integer", "minimum": self.least, "maximum": self.most}


@dataclass(frozen=True, slots=True)
class Truth:
    """`true` or `false`."""

    def read(self, node: Node, faults: Faults) -> Any:
        """Return the truth value."""
        if node.bad:
            return MISSING
        if not isinstance(node.value, bool):
            faults.add("expected-truth", node)
            return MISSING
        return node.value

    def schema(self) -> Schema:
        """Describe it."""
        return {"type": "boolean"}


@dataclass(frozen=True, slots=True)
class Day:
    """A day, unquoted or quoted, as 2024-03-01."""

    def read(self, node: Node, faults: Faults) -> Any:
        """Return the date."""
        if node.bad:
            return MISSING
        if isinstance(node.value, date):
            return node.value
        if isinstance(node.value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", node.value):
            try:
                return date.fromisoformat(node.value)
            except ValueError:
                faults.add("impossible-date", node, value=node.value)
                return MISSING
        faults.add("expected-day", node)
        return MISSING

    def schema(self) -> Schema:
        """Describe it."""
        return {"type": "string", "format": "date", "pattern": r"^\d{4}-\d\d-\d\d$"}
