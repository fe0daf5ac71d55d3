"""One rule: exactly one verb with its keys, made into a value that knows its clause."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from shouwen.rulebook import vocabulary
from shouwen.rulebook.decode.declared import DECLARED
from shouwen.rulebook.decode.running import RUNNING
from shouwen.rulebook.decode.shapes import MISSING
from shouwen.rulebook.decode.verb import Verb
from shouwen.rulebook.errors import Faults, nearest
from shouwen.rulebook.strict import Node
from shouwen.rulebook.values import (
    Body,
    Citation,
    Declared,
    Deem,
    Limit,
    Rule,
)
from shouwen.worktime.spans import DayOf

VERBS: Mapping[str, Verb] = {**RUNNING, **DECLARED}
KEYS_THAT_ARE_VERBS = {"see": ("keeps",)}
"""`see` is a verb of its own, and in `keeps` the roles who may see."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What a rule takes from around it: its clause, the kinds inherited, its position."""

    citation: Citation
    kinds: tuple[str, ...]
    position: int


def read_rule(node: Node, frame: Frame, faults: Faults) -> Rule | None:
    """Return the rule, or None after adding its faults."""
    if node.bad:
        return None
    if not node.is_mapping:
        faults.add("expected-mapping", node, known=list(VERBS))
        return None
    verb = _verb(node, faults)
    if verb is None:
        return None
    found, sound = _keys(node, verb, faults)
    sound = _complete(node, verb, frame, faults) and sound
    sound = _reading(node, found, faults) and sound
    return _build(node, verb, found, frame) if sound else None


def _verb(node: Node, faults: Faults) -> Verb | None:
    present = [
        key
        for key, _ in node.items()
        if key in VERBS and not any(node.get(k) for k in KEYS_THAT_ARE_VERBS.get(key, ()))
    ]
    former = [key for key, _ in node.items() if key in vocabulary.FORMER_VERBS]
    for key in former:
        told = vocabulary.FORMER_VERBS[key]
        faults.add("former-verb", node.key(key), key=key, zh=told.zh, en=told.en)
    if len(present) == 1 and not former:
        return VERBS[present[0]]
    if len(present) > 1:
        faults.add("several-verbs", node.key(present[1]), verbs=present)
    elif not former:
        faults.add("no-verb", node, nearest=nearest(next(iter(node.value), ""), VERBS))
    return None


def _keys(node: Node, verb: Verb, faults: Faults) -> tuple[dict[str, Any], bool]:
    found: dict[str, Any] = {}
    sound = True
    shapes = verb.all_keys
    for key, item in node.items():
        shape = shapes.get(key)
        if shape is None:
            slug = "in-is-for" if key == "in" else "unknown-key"
            faults.add(slug, node.key(key), key=key, verb=verb.name, nearest=nearest(key, shapes))
            sound = False
            continue
        value = shape.read(item, faults)
        if value is MISSING:
            sound = False
        else:
            found[key] = value
    for key in found.get("open", ()):
        if key not in verb.openable:
            near = nearest(key, verb.openable)
            faults.add("not-openable", node.key("open"), key=key, verb=verb.name, nearest=near)
            sound = False
    return found, sound


def _opened(node: Node) -> tuple[str, ...]:
    opened = node.get("open")
    return () if opened is None else tuple(str(item.value) for item in opened.each())


def _complete(node: Node, verb: Verb, frame: Frame, faults: Faults) -> bool:
    sound = True
    here = {key for key, _ in node.items()} | set(_opened(node))
    for group in verb.needed:
        if not here & set(group) and not (frame.kinds and "for" in group):
            slug = "missing-key" if len(group) == 1 else "at-least-one"
            faults.add(slug, node, key=group[0], keys=list(group), verb=verb.name)
            sound = False
    for group in verb.exclusive:
        given = [key for key in group if node.get(key) is not None]
        if len(given) > 1:
            faults.add("not-together", node.key(given[1]), keys=given)
            sound = False
    if verb.kinds_needed and not frame.kinds and not node.get("for") and not node.get("per"):
        faults.add("no-kind", node, verb=verb.name)
        sound = False
    return sound


def _reading(node: Node, found: Mapping[str, Any], faults: Faults) -> bool:
    why = _why_reading(found)
    if why is None or node.get("reading") is not None:
        return True
    faults.add("reading-missing", node, why=why)
    return False


def _why_reading(found: Mapping[str, Any]) -> str | None:
    if found.get("open"):
        return "open"
    if found.get("soft"):
        return "soft"
    for key in ("within", "by"):
        limit = found.get(key)
        if isinstance(limit, Limit):
            if limit.promise is not None:
                return f"{key}: from … to"
            if isinstance(limit.span, DayOf) and not limit.span.inclusive:
                return "inclusive: false"
    return "deem" if isinstance(found.get("otherwise"), Deem) else None


def _build(node: Node, verb: Verb, found: dict[str, Any], frame: Frame) -> Rule:
    name = found.get("id") or str(frame.position)
    opened = found.get("open", ())
    per = found.get("per") if verb.standing or verb.body is None else None
    kinds = found.get("for") or (() if per and verb.standing else frame.kinds)
    return Rule(
        id=f"{frame.citation}/{name}",
        name=name,
        verb=verb.name,
        body=_body(verb, found),
        cited=(frame.citation,),
        kinds=kinds,
        if_=found.get("if", {}),
        instead_of=found.get("instead-of", ()),
        open=opened,
        unfixed=tuple(key for key in opened if not is_given(key, found)),
        per=per,
        reading=found.get("reading", ""),
        line=node.line,
    )


def is_given(key: str, found: Mapping[str, Any]) -> bool:
    """Say whether a key that may stay open has a value: its own, or in every effect."""
    if key in found:
        return True
    effects = found.get("effects", ())
    return bool(effects) and any(key in effect for effect in effects)


_RULE_LEVEL = frozenset({"id", "for", "if", "instead-of", "open", "reading", "per"})


def _body(verb: Verb, found: Mapping[str, Any]) -> Body:
    subject = found[verb.name]
    rest = {
        key: value
        for key, value in found.items()
        if key != verb.name and (key not in _RULE_LEVEL or (key == "per" and not verb.standing))
    }
    if verb.body is None:
        return Declared(subject if isinstance(subject, tuple) else (subject,), rest)
    parts = {verb.attribute(key): value for key, value in rest.items()}
    return verb.body(**{verb.subject_name: subject}, **parts)
