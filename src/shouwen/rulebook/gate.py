"""Gates: whether an act may happen now, and if not, which clause asks for what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from shouwen.errors import Refused, Text
from shouwen.rulebook.acts import Act
from shouwen.rulebook.judge.facts import word
from shouwen.rulebook.values import Gate, Rule
from shouwen.rulebook.vocabulary import ACTS, FACTS, FIELDS, ROLES, name_of

Want = Literal["given", "done", "who", "to", "never-by", "ground", "times"]


@dataclass(frozen=True, slots=True)
class Refusal:
    """One thing that a clause asks for and the act lacks.

    `want` says which key of the rule; `wanted` the fields, acts, roles or grounds at issue.
    `missing` says it to a person, `remedy` what permits the act.
    """

    rule: Rule
    act: str
    want: Want
    wanted: tuple[str, ...]
    cited: tuple[str, ...]
    missing: Text
    remedy: Text

    def as_error(self) -> Refused:
        """Return the error that carries this refusal to a page or an endpoint."""
        return Refused(
            f"gate-{self.want}",
            self.missing,
            facts={"act": self.act, "wanted": list(self.wanted), "rule": self.rule.id},
            because=self.cited,
            remedy=self.remedy,
        )


def refusals(
    rule: Rule, gate: Gate, act: Act, before: Iterable[Act], roles: frozenset[str]
) -> Iterator[Refusal]:
    """Yield everything that one gate misses in an act.

    `before` are the acts on the dossier since it was last reopened; `roles` those that the actor
    holds, with what the text means by them.
    """
    for field, words in gate.given.items():
        if not carries(act, field, words):
            yield _given(rule, act, field, words)
    if gate.done and not any(one.name in gate.done for one in before):
        yield _refusal(rule, act, "done", gate.done, *_done(gate.done))
    if gate.who and not roles & frozenset(gate.who):
        yield _refusal(rule, act, "who", gate.who, *_who(act, gate.who))
    if gate.to and not act.goes_to(gate.to):
        yield _refusal(rule, act, "to", gate.to, *_to(act, gate.to))
    barred = tuple(role for role in gate.never_by if role in roles)
    if barred:
        yield _refusal(rule, act, "never-by", barred, *_never(act, barred))


def carries(act: Act, field: str, words: tuple[str, ...]) -> bool:
    """Say whether an act carries a field, with one of `words` where some are wanted."""
    value: Any = act.fields.get(field)
    if value is None and field == "recipient":
        value = act.to
    if value is None or value == "" or value == () or value == []:
        return False
    values = value if isinstance(value, list | tuple | set | frozenset) else (value,)
    return not words or any(word(each) in words for each in values)


def too_often(rule: Rule, act: Act, times: int) -> Refusal:
    """Return the refusal of an extension beyond the number that a clause allows."""
    missing = Text(f"延期最多{times}次，次数已用完", f"at most {times} extensions, all used")
    remedy = Text("在原期限内办结", "finish within the limit as it stands")
    return _refusal(rule, act, "times", (str(times),), missing, remedy)


def outside_grounds(rule: Rule, act: Act, grounds: tuple[str, ...]) -> Refusal:
    """Return the refusal of an extension on a ground that no clause names."""
    names = _listed(grounds)
    missing = Text(f"延期理由只能是{names.zh}", f"the ground of an extension must be {names.en}")
    remedy = Text("另选理由，或在原期限内办结", "choose another ground, or finish within the limit")
    return _refusal(rule, act, "ground", grounds, missing, remedy)


def _refusal(
    rule: Rule, act: Act, want: Want, wanted: tuple[str, ...], missing: Text, remedy: Text
) -> Refusal:
    cited = tuple(str(citation) for citation in rule.cited)
    return Refusal(rule, act.name, want, wanted, cited, missing, remedy)


def _given(rule: Rule, act: Act, field: str, words: tuple[str, ...]) -> Refusal:
    name, values = name_of(field, among={**FACTS, **FIELDS}), _listed(words)
    if words and act.fields.get(field) is not None:
        missing = Text(f"“{name.zh}”须为{values.zh}", f"{name.en} must be {values.en}")
    else:
        missing = Text(f"缺少“{name.zh}”", f"{name.en} is missing")
    remedy = Text(
        f"填写“{name.zh}”" + (f"：{values.zh}" if words else ""),
        f"enter {name.en}" + (f": {values.en}" if words else ""),
    )
    return _refusal(rule, act, "given", (field, *words), missing, remedy)


def _done(acts: tuple[str, ...]) -> tuple[Text, Text]:
    names = _listed(acts, ACTS)
    return (
        Text(f"此前尚未{names.zh}", f"not before {names.en}"),
        Text(f"先{names.zh}", f"first enter {names.en}"),
    )


def _who(act: Act, roles: tuple[str, ...]) -> tuple[Text, Text]:
    names, verb = _listed(roles, ROLES), name_of(act.name, among=ACTS)
    return (
        Text(f"“{verb.zh}”只能由{names.zh}作出", f"only {names.en} may enter “{verb.en}”"),
        Text(f"请{names.zh}办理", f"ask {names.en} to do it"),
    )


def _to(act: Act, roles: tuple[str, ...]) -> tuple[Text, Text]:
    names, verb = _listed(roles, ROLES), name_of(act.name, among=ACTS)
    return (
        Text(f"“{verb.zh}”须交给{names.zh}", f"“{verb.en}” must go to {names.en}"),
        Text(f"改为交给{names.zh}", f"address it to {names.en}"),
    )


def _never(act: Act, roles: tuple[str, ...]) -> tuple[Text, Text]:
    names, verb = _listed(roles, ROLES), name_of(act.name, among=ACTS)
    return (
        Text(f"{names.zh}不得作出“{verb.zh}”", f"{names.en} may not enter “{verb.en}”"),
        Text("请其他有权人员办理", "ask somebody else who may"),
    )


def _listed(words: Iterable[str], among: Mapping[str, Text] | None = None) -> Text:
    names = [name_of(each, among=among) for each in words]
    return Text("或".join(n.zh for n in names), " or ".join(n.en for n in names))
