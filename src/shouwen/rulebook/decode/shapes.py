"""Shapes made of shapes: lists, tables, alternatives. The single values are in `scalars`."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from shouwen.errors import Text
from shouwen.rulebook.decode.scalars import (
    MISSING,
    WORD,
    Day,
    Missing,
    OneOf,
    Pattern,
    Prose,
    Schema,
    Shape,
    Truth,
    Whole,
    described,
    dotted,
    word,
)
from shouwen.rulebook.errors import Faults, nearest
from shouwen.rulebook.strict import Node


@dataclass(frozen=True, slots=True)
class Listed:
    """A list that is not empty and repeats nothing, read as a tuple."""

    item: Shape
    most: int = 1000
    unique: bool = True

    def read(self, node: Node, faults: Faults) -> Any:
        """Return the items."""
        if node.bad:
            return MISSING
        if not node.is_list:
            faults.add("expected-list", node)
            return MISSING
        return self.several(node, faults)

    def several(self, node: Node, faults: Faults) -> Any:
        """Return the items of a node known to be a list."""
        if not node.value or len(node.value) > self.most:
            faults.add("empty-list" if not node.value else "long-list", node, most=self.most)
            return MISSING
        values: list[Any] = []
        sound = True
        for item in node.value:
            value = self.item.read(item, faults)
            if value is MISSING:
                sound = False
                continue
            if self.unique and value in values:
                faults.add("repeated-item", item, value=value)
            values.append(value)
        return tuple(values) if sound else MISSING

    def schema(self) -> Schema:
        """Describe the list."""
        unique = {"uniqueItems": True} if self.unique else {}
        return {
            "type": "array",
            "minItems": 1,
            "maxItems": self.most,
            "items": self.item.schema(),
            **unique,
        }


@dataclass(frozen=True, slots=True)
class Many:
    """One value or a list of them, always read as a tuple."""

    item: Shape

    def read(self, node: Node, faults: Faults) -> Any:
        """Return the values."""
        if node.bad:
            return MISSING
        if node.is_list:
            return Listed(self.item).several(node, faults)
        value = self.item.read(node, faults)
        return MISSING if value is MISSING else (value,)

    def schema(self) -> Schema:
        """Describe both forms."""
        return {"anyOf": [self.item.schema(), Listed(self.item).schema()]}


@dataclass(frozen=True, slots=True)
class Table:
    """A mapping with known keys, some required; `build` makes the value of what was read."""

    keys: Mapping[str, Shape]
    required: Collection[str] = ()
    build: Callable[[dict[str, Any]], Any] = dict
    one_of: Collection[str] = ()
    """Exactly one of these must be there."""
    some_of: Collection[str] = ()
    """At least one of these must be there."""
    about: Mapping[str, Text] = field(default_factory=dict)

    def read(self, node: Node, faults: Faults) -> Any:
        """Return what `build` makes of the entries; `MISSING` if a required one is not there."""
        if node.bad:
            return MISSING
        if not node.is_mapping:
            faults.add("expected-mapping", node, known=list(self.keys))
            return MISSING
        found, sound = self.entries(node, faults)
        sound = self._complete(node, faults) and sound
        return self.build(found) if sound else MISSING

    def entries(self, node: Node, faults: Faults) -> tuple[dict[str, Any], bool]:
        """Return the entries that could be read, and whether all of them could."""
        found: dict[str, Any] = {}
        sound = True
        for key, item in node.items():
            shape = self.keys.get(key)
            if shape is None:
                faults.add("unknown-key", node.key(key), key=key, nearest=nearest(key, self.keys))
                sound = False
                continue
            value = shape.read(item, faults)
            if value is MISSING:
                sound = False
            else:
                found[key] = value
        return found, sound

    def _complete(self, node: Node, faults: Faults) -> bool:
        missing = [key for key in self.required if node.get(key) is None]
        for key in missing:
            faults.add("missing-key", node, key=key)
        several = [key for key in self.one_of if node.get(key) is not None]
        if self.one_of and len(several) != 1:
            faults.add("exactly-one", node, keys=list(self.one_of))
            return False
        if self.some_of and not any(node.get(key) for key in self.some_of):
            faults.add("at-least-one", node, keys=list(self.some_of))
            return False
        return not missing

    def schema(self) -> Schema:
        """Describe keys and requirements."""
        properties = {
            key: described(shape.schema(), self.about.get(key)) for key, shape in self.keys.items()
        }
        result: Schema = {
            "type": "object",
            "additionalProperties": False,
            "properties": properties,
        }
        if self.required:
            result["required"] = sorted(self.required)
        if self.one_of:
            result["oneOf"] = [{"required": [key]} for key in self.one_of]
        if self.some_of:
            result["anyOf"] = [{"required": [key]} for key in self.some_of]
        return result


@dataclass(frozen=True, slots=True)
class MapOf:
    """A mapping with free keys of one form."""

    key: Pattern
    item: Shape

    def read(self, node: Node, faults: Faults) -> Any:
        """Return the entries."""
        if node.bad:
            return MISSING
        if not node.is_mapping:
            faults.add("expected-mapping", node, known=["…"])
            return MISSING
        if not node.value:
            faults.add("empty-list", node, most=0)
            return MISSING
        found: dict[str, Any] = {}
        for key, item in node.items():
            if not re.fullmatch(self.key.form, key):
                faults.add(self.key.slug, node.key(key), value=key)
                continue
            value = self.item.read(item, faults)
            if value is not MISSING:
                found[key] = value
        return found

    def schema(self) -> Schema:
        """Describe the form of keys and values."""
        return {
            "type": "object",
            "minProperties": 1,
            "propertyNames": {"pattern": f"^(?:{self.key.form})$"},
            "additionalProperties": self.item.schema(),
        }


def kind_of(node: Node) -> str:
    """Return `list`, `mapping`, `truth`, `number`, `day` or `text`."""
    value = node.value
    if isinstance(value, tuple | dict):
        return "list" if isinstance(value, tuple) else "mapping"
    if isinstance(value, bool | int):
        return "truth" if isinstance(value, bool) else "number"
    return "day" if isinstance(value, date) else "text"


@dataclass(frozen=True, slots=True)
class Either:
    """A shape for each kind of node: `text`, `list`, `mapping`, `number`, `truth`, `day`."""

    forms: Mapping[str, Shape]

    def read(self, node: Node, faults: Faults) -> Any:
        """Read with the shape of the node's kind."""
        if node.bad:
            return MISSING
        shape = self.forms.get(kind_of(node))
        if shape is None:
            faults.add("wrong-form", node, known=list(self.forms))
            return MISSING
        return shape.read(node, faults)

    def schema(self) -> Schema:
        """Describe all forms."""
        return {"anyOf": [shape.schema() for shape in self.forms.values()]}


@dataclass(frozen=True, slots=True)
class Keyed:
    """A mapping whose form is told by which of several keys it holds; `default` if none."""

    forms: Mapping[str, Shape]
    default: Shape

    def read(self, node: Node, faults: Faults) -> Any:
        """Read with the form whose telling key is present."""
        if node.bad:
            return MISSING
        for key, shape in self.forms.items():
            if node.get(key) is not None:
                return shape.read(node, faults)
        return self.default.read(node, faults)

    def schema(self) -> Schema:
        """Describe all forms."""
        return {"anyOf": [shape.schema() for shape in (*self.forms.values(), self.default)]}


@dataclass(frozen=True, slots=True)
class Ref:
    """A shape described once, under a name, among the definitions of the schema."""

    name: str
    shape: Shape

    def read(self, node: Node, faults: Faults) -> Any:
        """Read with the shape itself."""
        return self.shape.read(node, faults)

    def schema(self) -> Schema:
        """Point at the definition."""
        return {"$ref": f"#/definitions/{self.name}"}


@dataclass(frozen=True, slots=True)
class Built:
    """A shape whose value is made into something else."""

    shape: Shape
    build: Callable[[Any], Any]

    def read(self, node: Node, faults: Faults) -> Any:
        """Return what `build` makes of the value read."""
        value = self.shape.read(node, faults)
        return MISSING if value is MISSING else self.build(value)

    def schema(self) -> Schema:
        """Describe the form read."""
        return self.shape.schema()


__all__ = [
    "MISSING",
    "WORD",
    "Built",
    "Day",
    "Either",
    "Keyed",
    "Listed",
    "Many",
    "MapOf",
    "Missing",
    "OneOf",
    "Pattern",
    "Prose",
    "Ref",
    "Schema",
    "Shape",
    "Table",
    "Truth",
    "Whole",
    "described",
    "dotted",
    "kind_of",
    "word",
]
