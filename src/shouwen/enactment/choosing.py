"""What an adopter is asked: one question for each open key, the forms its answer may take.

Answers are kept as a rulebook writes them (`{"to": 5, "unit": "working-day"}`), so that a form, a
file and the law say the same thing. Nothing here decides whether an answer is allowed: that does
`rulebook.adoption.resolve`, in one place for forms and files.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from shouwen.errors import Text
from shouwen.rulebook import vocabulary
from shouwen.rulebook.adoption import Adoption, Choice, Setting, required_settings
from shouwen.rulebook.citation import numbered
from shouwen.rulebook.names import Names
from shouwen.rulebook.strict import Node
from shouwen.rulebook.values import Edition
from shouwen.rulebook.vocabulary import lists
from shouwen.worktime import Unit, words

Kind = Literal["span", "number", "option", "words"]

SPAN_WORDS: Mapping[str, Text] = {
    "immediate": Text("立即", "at once"),
    "same-visit": Text("当场", "during the same visit"),
    "same-day": Text("当日", "the same day"),
}
PERIOD_DAYS: Mapping[str, Text] = {
    "next-month": Text("下月（第几日）", "day of next month"),
    "next-quarter": Text("下季度首月（第几日）", "day of the first month of next quarter"),
    "next-year": Text("次年一月（第几日）", "day of January of next year"),
}
UNITS: Mapping[str, Text] = {
    str(Unit.WORKING_DAY): Text("个工作日", "working days"),
    str(Unit.WORKING_HOUR): Text("个工作小时", "working hours"),
    str(Unit.WORKING_MINUTE): Text("分钟（工作时间）", "working minutes"),
    str(Unit.HOUR): Text("小时", "hours"),
    str(Unit.CALENDAR_DAY): Text("日（自然日）", "calendar days"),
    str(Unit.WEEK): Text("周", "weeks"),
    str(Unit.MONTH): Text("个月", "months"),
    str(Unit.YEAR): Text("年", "years"),
}
ABOVE = "above party"
"""The answer `{above: party}` as one word."""
_OPTIONS: Mapping[tuple[str, str], Mapping[str, Text]] = {
    ("reckon", "first"): {
        "next-day": Text("次日起算", "from the next day"),
        "same-day": Text("当日起算", "from the same day"),
    },
    ("reckon", "ends"): {
        "close-of-business": Text("到下班止", "at close of business"),
        "midnight": Text("到 24:00 止", "at midnight"),
    },
    ("reckon", "last-day-off"): {
        "next-working-day": Text("顺延到下一个工作日", "moves to the next working day"),
        "stays": Text("不顺延", "stays"),
    },
}
_ROLE_KEYS = frozenset({"who", "organiser"})
_ACT_KEYS = frozenset({"from", "until"})
_CYCLE_KEYS = frozenset({"every", "refresh"})
_NUMBER_KEYS = frozenset({"times", "weight"})


@dataclass(frozen=True, slots=True)
class Question:
    """One open key of one rule, and what may be answered."""

    setting: Setting
    handle: str
    """The rule as an adoption names it: `work#name`."""
    kind: Kind
    clause: str
    """Where it stands, as printed: 第五条."""
    options: Mapping[str, Text]
    said: str
    """The rule's sentence as it stands."""
    reference: Any = None
    """What the adoption shipped as an example answers; None if it says nothing."""

    @property
    def slug(self) -> str:
        """Return the name of its field in a form."""
        return f"{self.handle.replace('#', '--')}--{self.setting.key}"


def questions(
    editions: Iterable[Edition],
    examples: Iterable[Adoption] = (),
    *,
    language: str = "zh",
) -> tuple[Question, ...]:
    """Return every open key of the editions, those without a value and those with a default."""
    from shouwen.rulebook.readback import sentence

    texts = list(editions)
    known = references(examples)
    rules = {rule.id: (rule, text) for text in texts for rule in text.rules}
    found = []
    for setting in required_settings(texts, with_defaults=True):
        rule, text = rules[setting.rule]
        handle = f"{setting.work}#{setting.name}"
        kind, options = form_of(setting, text)
        found.append(
            Question(
                setting=setting,
                handle=handle,
                kind=kind,
                clause=numbered(setting.citation.clause, text.numbering, language),
                options=options,
                said=sentence(rule, text, language),
                reference=known.get((handle, setting.key)),
            )
        )
    return tuple(found)


def references(adoptions: Iterable[Adoption]) -> dict[tuple[str, str], Any]:
    """Return what adoptions answer without a condition: (`work#rule`, key) to value."""
    return {
        (fix.rule, key): plain(node)
        for adoption in adoptions
        for fix in adoption.fixes
        if not fix.if_
        for key, node in fix.keys.items()
    }


def plain(node: Node) -> Any:
    """Return what a node of a document says, without its places."""
    value = node.value
    if isinstance(value, tuple):
        return [plain(each) for each in value]
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    return value


def form_of(setting: Setting, edition: Edition) -> tuple[Kind, Mapping[str, Text]]:
    """Return the kind of answer that a key takes, and the words to choose from."""
    verb, key = setting.verb, setting.key
    if key in {"within", "by"} or (verb, key) == ("reckon", "is"):
        return "span", _span_units(setting)
    if key in _NUMBER_KEYS:
        return "number", {}
    if (verb, key) in _OPTIONS:
        return "option", _OPTIONS[(verb, key)]
    if key == "decided-by":
        return "option", {ABOVE: Text("当事人的上一级", "whoever is above the party")} | _roles()
    if key in _ROLE_KEYS:
        return "option", _roles()
    if key in _ACT_KEYS:
        return "option", dict(vocabulary.ACTS)
    if key in _CYCLE_KEYS:
        return "option", dict(lists.CYCLES)
    own = dict(edition.names) if verb == "means" else {}
    return "words", own


def _roles() -> dict[str, Text]:
    return dict(vocabulary.ROLES)


def _span_units(setting: Setting) -> Mapping[str, Text]:
    """Return the units of a span: only the parent's own where it gives bounds."""
    if setting.unit is not None:
        return {str(setting.unit): UNITS.get(str(setting.unit), Text(setting.unit, setting.unit))}
    if setting.verb == "reckon" or setting.key == "by":
        return UNITS
    return {**UNITS, **SPAN_WORDS, **PERIOD_DAYS}


def encode(question: Question, count: str, word: str) -> Any:
    """Return an answer as a rulebook writes it; None for an empty one.

    Raises `ValueError` where a number is needed and none is there.
    """
    count, word = count.strip(), word.strip()
    match question.kind:
        case "number":
            return int(count) if count else None
        case "option":
            return {"above": "party"} if word == ABOVE else word or None
        case "words":
            found = [one.strip() for one in word.replace("，", ",").replace("、", ",").split(",")]
            kept = [one for one in found if one]
            return (kept[0] if len(kept) == 1 else kept) if kept else None
    if word in SPAN_WORDS:
        return word
    if not count:
        return None
    if word in PERIOD_DAYS:
        return {"day": int(count), "of": word}
    return {"to": int(count), "unit": word}


def decode(question: Question, value: Any) -> tuple[str, str]:
    """Return the count and the word that a form shows for an answer."""
    if value is None:
        return "", next(iter(question.options), "") if question.kind == "span" else ""
    if isinstance(value, Mapping):
        if "above" in value:
            return "", ABOVE
        if "day" in value:
            return str(value["day"]), str(value["of"])
        return str(value.get("to", "")), str(value.get("unit", ""))
    if isinstance(value, list):
        return "", ", ".join(map(str, value))
    return (str(value), "") if question.kind == "number" else ("", str(value))


def said(question: Question, value: Any) -> Text:
    """Return an answer in words: 5 个工作日, 当场, 次日起算."""
    count, word = decode(question, value)
    if isinstance(value, Mapping) and "unit" in value:
        return words.amount(int(value["to"]), Unit(value["unit"]))
    if isinstance(value, Mapping) and "day" in value:
        period = {"next-month": ("下月", "next month"), "next-quarter": ("下季度首月", "quarter")}
        zh, en = period.get(word, ("次年一月", "next January"))
        return Text(f"{zh} {count} 日", f"day {count} of {en}")
    named = {**SPAN_WORDS, **question.options}
    if isinstance(value, list):
        names = [Names().of(str(one)) for one in value]
        return Text("、".join(n.zh for n in names), ", ".join(n.en for n in names))
    if isinstance(value, int):
        return Text(str(value), str(value))
    return named.get(word) or Names().of(word)


def choices_of(
    asked: Sequence[Question], answers: Mapping[str, Mapping[str, Any]]
) -> list[tuple[Choice, list[Question]]]:
    """Return one clause for each rule that is answered, with the questions that it answers."""
    grouped: dict[str, list[Question]] = {}
    for question in asked:
        if answers.get(question.handle, {}).get(question.setting.key) is not None:
            grouped.setdefault(question.handle, []).append(question)
    return [
        (
            Choice(
                rule=handle,
                gist=_gist(some, answers[handle]),
                keys={one.setting.key: answers[handle][one.setting.key] for one in some},
            ),
            some,
        )
        for handle, some in grouped.items()
    ]


def _gist(some: Sequence[Question], answers: Mapping[str, Any]) -> str:
    first = some[0]
    fixed = "，".join(said(one, answers[one.setting.key]).zh for one in some)
    return f"{first.clause}由本单位定为：{fixed}。"


def clause_lines(source: str) -> list[int]:
    """Return the line on which each clause of a drafted document begins."""
    lines = source.split("\n")
    return [at for at, line in enumerate(lines, start=1) if line.startswith(("- at:", "  - at:"))]
