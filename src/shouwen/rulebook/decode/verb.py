"""What one verb allows: its subject, its keys, which of them are needed, which may stay open."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from shouwen.errors import Text
from shouwen.rulebook.decode import terms
from shouwen.rulebook.decode.shapes import Many, Prose, Schema, Shape, described, word
from shouwen.rulebook.values import Body

COMMON: Mapping[str, Shape] = {
    "id": word,
    "for": Many(terms.kind),
    "if": terms.conditions,
    "instead-of": Many(terms.reference),
    "open": Many(word),
    "reading": Prose(2, 2000),
}
NEVER_OPEN = frozenset({"id", "for", "if", "instead-of", "open", "reading"})

ABOUT: Mapping[str, Text] = {
    "id": Text("规则的名称，供其他规则、采用文件和案例引用", "name that others refer to"),
    "for": Text("适用的事项种类", "kinds of dossier"),
    "per": Text("常设义务的承担单位", "bearer of a standing duty"),
    "if": Text("条件：各项都须满足，列表中任一即可", "all must hold; a list means any"),
    "instead-of": Text("取代的规则", "rules that this one replaces"),
    "open": Text("留给采用机关确定的键", "keys that the adopter fixes"),
    "reading": Text("有选择余地时采用的读法", "the reading taken where the text leaves a choice"),
    "who": Text("由谁", "who"),
    "to": Text("对谁", "to whom"),
    "after": Text("自哪一步起", "after which act the clock starts"),
    "every": Text("多久一次", "how often"),
    "within": Text("期限", "how long"),
    "before": Text("在哪一步或几点之前", "before which act or clock time"),
    "by": Text("由谁、按什么或加多少", "by whom, by what, or by how much"),
    "otherwise": Text("否则构成的违反", "the breach otherwise"),
    "until": Text("到哪一步为止", "until which act"),
    "soft": Text("一般、原则上：逾期可说明理由", "generally: an overrun may be excused"),
    "given": Text("须带有的内容", "what the act must carry"),
    "done": Text("须先完成的步骤", "what must have been done before"),
    "never-by": Text("不得由谁", "never by whom"),
}


@dataclass(frozen=True, slots=True)
class Verb:
    """One verb of the notation.

    `needed`: groups of keys, one of each group must be given or named in `open`.
    `attributes`: key → attribute of the body, for verbs that the engine runs; `body` builds it.
    """

    name: str
    subject: Shape
    keys: Mapping[str, Shape]
    needed: tuple[tuple[str, ...], ...] = ()
    exclusive: tuple[tuple[str, ...], ...] = ()
    """Groups of keys of which at most one may be given."""
    body: Callable[..., Body] | None = None
    subject_name: str = "subject"
    attributes: Mapping[str, str] = field(default_factory=dict)
    opens_inside: tuple[str, ...] = ()
    """Keys of nested mappings (an effect's) that may be named in `open` too."""
    standing: bool = False
    """Whether `per` may stand in place of `for`."""
    kinds_needed: bool = False

    @property
    def all_keys(self) -> dict[str, Shape]:
        """Return every key with its shape, the verb itself first."""
        return {self.name: self.subject, **COMMON, **self.keys}

    @property
    def openable(self) -> tuple[str, ...]:
        """Return the keys that may be named in `open`."""
        return (*(key for key in self.keys if key not in NEVER_OPEN), *self.opens_inside)

    def attribute(self, key: str) -> str:
        """Return the body's attribute that holds `key`."""
        return self.attributes.get(key, key.replace("-", "_"))

    def schema(self) -> Schema:
        """Describe a rule with this verb."""
        properties: dict[str, Schema] = {
            key: described(shape.schema(), ABOUT.get(key)) for key, shape in self.all_keys.items()
        }
        listed: Schema = {"enum": list(self.openable)}
        properties["open"] = described(
            {
                "anyOf": [
                    listed,
                    {"type": "array", "minItems": 1, "uniqueItems": True, "items": listed},
                ]
            },
            ABOUT["open"],
        )
        result: Schema = {
            "type": "object",
            "additionalProperties": False,
            "required": [self.name],
            "properties": properties,
            "dependencies": {"open": ["reading"]},
        }
        rules = [_one_needed(group) for group in self.needed]
        rules += [_not_both(group) for group in self.exclusive]
        rules += _reading_rules(properties)
        if rules:
            result["allOf"] = rules
        return result


def _one_needed(group: tuple[str, ...]) -> Schema:
    opened: list[Schema] = [{"const": key} for key in group] + [
        {"type": "array", "contains": {"enum": list(group)}}
    ]
    return {
        "anyOf": [
            *({"required": [key]} for key in group),
            {"required": ["open"], "properties": {"open": {"anyOf": opened}}},
        ]
    }


def _not_both(group: tuple[str, ...]) -> Schema:
    pairs = [[a, b] for i, a in enumerate(group) for b in group[i + 1 :]]
    return {"not": {"anyOf": [{"required": pair} for pair in pairs]}}


def _reading_rules(properties: Mapping[str, Any]) -> list[Schema]:
    cases: dict[str, Schema] = {
        "soft": {"const": True},
        "within": {
            "type": "object",
            "anyOf": [
                {"required": ["from"]},
                {"required": ["inclusive"], "properties": {"inclusive": {"const": False}}},
            ],
        },
        "otherwise": {"type": "object", "required": ["deem"]},
        "by": {"type": "object", "required": ["from", "to", "unit"]},
    }
    return [
        {
            "if": {"required": [key], "properties": {key: form}},
            "then": {"required": ["reading"]},
        }
        for key, form in cases.items()
        if key in properties
    ]
