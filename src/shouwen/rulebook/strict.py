"""YAML read strictly: no value is silently anything other than what a legal officer sees.

Refused: unquoted values that some YAML reader would turn into something other than text (`7.10`,
`17:30`, `012`, `no`), empty values, duplicate keys, anchors, aliases, tags, a second document,
invisible characters. Whole numbers, `true`, `false` and days (`2024-03-01`) are read as such.
Every node keeps its file and line. All faults are collected; a node at fault is `bad` and says
nothing further.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from shouwen.rulebook.errors import At, Faults

MOST_BYTES = 2_000_000
MOST_NODES = 100_000
DEEPEST = 24

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,11})")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_YAML_12 = re.compile(r"0o[0-7]+|[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_WORD_SURPRISES = {"y", "Y", "n", "N"}
_KINDS = {
    "float": ("小数", "a fraction"),
    "int": ("另一个整数", "another whole number"),
    "bool": ("真假值", "true or false"),
    "timestamp": ("时刻", "an instant"),
    "null": ("空值", "nothing"),
    "merge": ("合并指令", "a merge"),
    "value": ("特殊值", "a special value"),
}
_BAD_CATEGORIES = {"Cc", "Cf", "Cs", "Zl", "Zp", "Co"}
_HARMLESS = {"\t", "\n", "\r"}


@dataclass(frozen=True, slots=True)
class Node:
    """A value with its place. `value` is text, number, truth, day, tuple (list) or dict."""

    value: Any
    file: str
    line: int
    bad: bool = False
    """A fault was already reported here; readers pass over it in silence."""
    key_lines: dict[str, int] | None = None
    """For a mapping: the line of each key."""

    @property
    def is_list(self) -> bool:
        """Whether this is a list."""
        return isinstance(self.value, tuple)

    @property
    def is_mapping(self) -> bool:
        """Whether this is a mapping."""
        return isinstance(self.value, dict)

    def get(self, key: str) -> Node | None:
        """Return the node under `key` of a mapping, or None."""
        return self.value.get(key) if isinstance(self.value, dict) else None

    def key(self, key: str) -> At:
        """Return the place of `key` itself in a mapping."""
        return At(self.file, (self.key_lines or {}).get(key, self.line))

    def items(self) -> Iterator[tuple[str, Node]]:
        """Yield the entries of a mapping; nothing for any other node."""
        if isinstance(self.value, dict):
            yield from self.value.items()

    def each(self) -> tuple[Node, ...]:
        """Return the items of a list, or the node itself as its only item."""
        return self.value if isinstance(self.value, tuple) else (self,)

    def plain(self) -> Any:
        """Return the value without places: lists as tuples, mappings as dicts."""
        if isinstance(self.value, tuple):
            return tuple(item.plain() for item in self.value)
        if isinstance(self.value, dict):
            return {key: item.plain() for key, item in self.value.items()}
        return self.value


def load(source: Path | str | bytes, name: str = "") -> Node:
    """Read a file (a path) or its bytes; raise `RulebookErrors` with every fault."""
    faults = Faults()
    node = parse(bytes_of(source), name or str(source)[-120:], faults)
    faults.settle()
    assert node is not None  # no faults, so there is a root
    return node


def bytes_of(source: Path | str | bytes) -> bytes:
    """Return `source` itself if it is bytes, else the bytes of the file it names."""
    return source if isinstance(source, bytes) else Path(source).read_bytes()


def parse(raw: bytes, name: str, faults: Faults) -> Node | None:
    """Return the root node of `raw`, adding faults; None if nothing could be made of it."""
    if len(raw) > MOST_BYTES:
        faults.add("too-big", At(name), most=MOST_BYTES, what="bytes")
        return None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        faults.add("not-utf8", At(name, raw.count(b"\n", 0, error.start) + 1))
        return None
    if not _only_visible(text, name, faults):
        return None
    return _Tree(name, faults).build(text)


def _only_visible(text: str, name: str, faults: Faults) -> bool:
    clean = True
    for number, line in enumerate(text.split("\n"), start=1):
        if line.isascii() and line.isprintable():
            continue
        for character in line:
            if character not in _HARMLESS and unicodedata.category(character) in _BAD_CATEGORIES:
                shown = f"U+{ord(character):04X}"
                faults.add("hidden-character", At(name, number), character=shown)
                clean = False
                break
    return clean


class _Tree:
    """Builds nodes from YAML events without recursion, so that depth can be limited."""

    def __init__(self, name: str, faults: Faults) -> None:
        self.name = name
        self.faults = faults
        self.stack: list[_Open] = []
        self.root: Node | None = None
        self.nodes = 0

    def build(self, text: str) -> Node | None:
        """Return the root, or None where the text is no YAML or too large."""
        try:
            for event in yaml.parse(text, Loader=_LOADER):
                if not self._take(event):
                    return None
        except yaml.YAMLError as error:
            self._syntax(error)
            return None
        if self.root is None:
            self.faults.add("empty-file", At(self.name))
        return self.root

    def _syntax(self, error: yaml.YAMLError) -> None:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "?"
        line = mark.line + 1 if mark else 1
        self.faults.add("syntax", At(self.name, line), problem=problem)

    def _take(self, event: Any) -> bool:
        place = At(self.name, event.start_mark.line + 1)
        match event:
            case yaml.DocumentStartEvent() if event.explicit or self.root is not None:
                self.faults.add("document-start", place)
                return self.root is None
            case yaml.AliasEvent():
                self.faults.add("anchor", place, what=f"*{event.anchor}")
                return self._add(Node("", self.name, place.line, bad=True), place)
            case yaml.ScalarEvent():
                return self._add(self._scalar(event, place), place)
            case yaml.SequenceStartEvent() | yaml.MappingStartEvent():
                return self._open(event, place)
            case yaml.SequenceEndEvent() | yaml.MappingEndEvent():
                done = self.stack.pop()
                return self._add(done.close(), place)
        return True

    def _open(self, event: Any, place: At) -> bool:
        self._no_anchor(event, place)
        if len(self.stack) >= DEEPEST:
            self.faults.add("too-deep", place, most=DEEPEST)
            return False
        is_mapping = isinstance(event, yaml.MappingStartEvent)
        self.stack.append(_Open(self.name, place.line, is_mapping, self.faults))
        return True

    def _add(self, node: Node, place: At) -> bool:
        self.nodes += 1
        if self.nodes > MOST_NODES:
            self.faults.add("too-big", place, most=MOST_NODES, what="nodes")
            return False
        if self.stack:
            self.stack[-1].add(node)
        else:
            self.root = node
        return True

    def _no_anchor(self, event: Any, place: At) -> bool:
        if event.anchor is None and event.tag is None:
            return True
        what = f"&{event.anchor}" if event.anchor else str(event.tag)
        self.faults.add("anchor", place, what=what)
        return False

    def _scalar(self, event: Any, place: At) -> Node:
        good = self._no_anchor(event, place)
        text = event.value
        if not (event.implicit[0] and event.style in (None, "")):
            return Node(text, self.name, place.line, bad=not good)
        value = plain_value(text)
        if isinstance(value, Surprise):
            if value.kind == "null":
                self.faults.add("empty-value", place)
            elif value.kind == "day":
                self.faults.add("impossible-date", place, value=text)
            else:
                zh, en = _KINDS[value.kind]
                self.faults.add("surprise", place, value=text, kind_zh=zh, kind_en=en)
            return Node(text, self.name, place.line, bad=True)
        return Node(value, self.name, place.line, bad=not good)


@dataclass(frozen=True, slots=True)
class Surprise:
    """What some reader would make of an unquoted value: float, int, bool, timestamp, null …"""

    kind: str


def plain_value(text: str) -> str | int | bool | date | Surprise:
    """Return what an unquoted value means, or what surprise it holds."""
    kind = _resolved(text)
    if kind == "str":
        return text
    if kind == "int" and _WHOLE.fullmatch(text) and text != "-0":
        return int(text)
    if kind == "bool" and text in ("true", "false"):
        return text == "true"
    if kind == "timestamp" and _DAY.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            return Surprise("day")
    return Surprise(kind)


def _resolved(text: str) -> str:
    """Return the kind that YAML 1.1 (as PyYAML resolves it) or the YAML 1.2 core schema sees."""
    resolvers = yaml.SafeLoader.yaml_implicit_resolvers
    for tag, pattern in resolvers.get(text[:1], []):
        if pattern.match(text):
            return str(tag).rsplit(":", 1)[1]
    if text in _WORD_SURPRISES:
        return "bool"
    if _YAML_12.fullmatch(text):
        return "int" if text.startswith("0o") or text.isdigit() else "float"
    return "str"


class _Open:
    """A list or mapping whose end has not been read."""

    def __init__(self, file: str, line: int, is_mapping: bool, faults: Faults) -> None:
        self.file = file
        self.line = line
        self.is_mapping = is_mapping
        self.faults = faults
        self.items: list[Node] = []
        self.entries: dict[str, Node] = {}
        self.key_lines: dict[str, int] = {}
        self.key: Node | None = None

    def add(self, node: Node) -> None:
        """Take the next item, key or value."""
        if not self.is_mapping:
            self.items.append(node)
        elif self.key is None:
            self.key = node
        else:
            self._pair(self.key, node)
            self.key = None

    def _pair(self, key: Node, node: Node) -> None:
        if key.bad:
            return
        if not isinstance(key.value, str) or not key.value:
            self.faults.add("key-not-text", key, key=key.plain())
        elif key.value in self.entries:
            first = self.key_lines[key.value]
            self.faults.add("duplicate-key", key, key=key.value, first=first)
        else:
            self.entries[key.value] = node
            self.key_lines[key.value] = key.line

    def close(self) -> Node:
        """Return the finished node."""
        if self.is_mapping:
            return Node(self.entries, self.file, self.line, key_lines=self.key_lines)
        return Node(tuple(self.items), self.file, self.line)


__all__ = ["Node", "Surprise", "bytes_of", "load", "parse", "plain_value"]
