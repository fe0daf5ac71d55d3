"""The phrases that sentences are made of, in one language: names, lists, spans, conditions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from shouwen.rulebook.names import Names
from shouwen.rulebook.values import (
    Ahead,
    Conditions,
    Deem,
    Edition,
    Limit,
    LimitOf,
    PassTo,
    Range,
    Stated,
    Wanted,
)
from shouwen.rulebook.vocabulary import ROLES
from shouwen.worktime import words
from shouwen.worktime.spans import Amount, ByClock, DayOf, Immediate, NextClock, SameDay

_PERIODS = {
    "next-month": ("下月", "next month"),
    "next-quarter": ("下季度首月", "the first month of next quarter"),
    "next-year": ("次年一月", "January of next year"),
}
_AT_ONCE = {"immediate": ("立即", "at once"), "same-visit": ("当场", "during the same visit")}


class Speaker:
    """Speaks of one edition in one language (`zh` or `en`)."""

    def __init__(self, edition: Edition | None, language: str) -> None:
        self.language = "en" if language.startswith("en") else "zh"
        self.english = self.language == "en"
        self.names = Names(edition)

    def pick(self, zh: str, en: str) -> str:
        """Return the one that is in the speaker's language."""
        return en if self.english else zh

    def name(self, word: str) -> str:
        """Return the name of a role, kind, fact, field or unit."""
        return self.names.said(word, self.language)

    def act(self, word: str) -> str:
        """Return an act as it is named on buttons; English puts it in quotes."""
        return f"“{self.name(word)}”" if self.english else self.name(word)

    def the(self, role: str) -> str:
        """Return a role with its article."""
        return self.pick(self.name(role), f"the {self.name(role)}")

    def any_of(self, roles: Iterable[str]) -> str:
        """Return alternative roles with their articles."""
        named = [self.the(role) for role in roles]
        return self.pick("、", ", ").join(named[:-1]) + (
            self.pick("或", " or ") + named[-1] if len(named) > 1 else "".join(named)
        )

    def some(self, items: Iterable[str], *, acts: bool = False) -> str:
        """Return alternatives: 甲或乙, a or b."""
        named = [self.act(item) if acts else self.name(item) for item in items]
        if len(named) < 2:
            return "".join(named)
        between = self.pick("、", ", ")
        return between.join(named[:-1]) + self.pick("或", " or ") + named[-1]

    def several(self, items: Iterable[str]) -> str:
        """Return an enumeration: 甲、乙, a, b."""
        return self.pick("、", ", ").join(self.name(item) for item in items)

    def plain(self, items: Iterable[Any]) -> str:
        """Return things that are not words of the notation, one after the other."""
        return self.pick("、", ", ").join(str(item) for item in items)

    def amount(self, amount: Amount) -> str:
        """Return a figure: 5 个工作日, 5 working days."""
        return words.amount(amount.count, amount.unit).told(self.language)

    # --- limits -----------------------------------------------------------------------------------
    def span(self, limit: object, after: tuple[str, ...] = ()) -> str:
        """Return how long there is, counted from `after`."""
        start = self.some(after, acts=True)
        match limit:
            case Limit(span=span):
                return self._figure(span, start)
            case LimitOf(rule=rule):
                return self.pick(f"在规则“{rule}”的期限内", f"within the limit of rule “{rule}”")
            case Ahead(amount=amount, of=of):
                return self._ahead(amount, of)
            case Stated():
                return self._stated(limit, start)
        return self._unset(start)

    def _figure(self, span: object, start: str) -> str:
        zh_start, en_start = (f"自{start}起", f" after {start}") if start else ("", "")
        zh_then, en_then = (f"{start}后", f" after {start}") if start else ("", "")
        match span:
            case Amount():
                figure = self.amount(span)
                return self.pick(f"{zh_start} {figure}内".strip(), f"within {figure}{en_start}")
            case Immediate(word=word):
                zh, en = _AT_ONCE[word]
                return self.pick(f"{zh_then}{zh}", f"{en}{en_then}")
            case SameDay():
                return self.pick(f"{start}当日", f"on the same day{en_then}")
            case ByClock(at=at):
                return self.pick(
                    f"{start}当日 {at:%H:%M} 前", f"by {at:%H:%M} the same day{en_then}"
                )
            case NextClock(times=times):
                cuts = self.plain(f"{each:%H:%M}" for each in times)
                return self.pick(
                    f"{zh_then}在下一个截点（{cuts}）前", f"by the next cut-off ({cuts}){en_then}"
                )
            case DayOf():
                return self._day_of(span)
        return str(span)

    def _day_of(self, span: DayOf) -> str:
        zh, en = _PERIODS[span.of]
        if span.inclusive:
            return self.pick(f"{zh} {span.day} 日前（含当日）", f"by day {span.day} of {en}")
        return self.pick(f"{zh} {span.day} 日前（不含当日）", f"before day {span.day} of {en}")

    def _ahead(self, amount: Amount, of: object) -> str:
        figure = self.amount(amount)
        if isinstance(of, LimitOf):
            return self.pick(
                f"在规则“{of.rule}”的期限前 {figure}",
                f"{figure} before the limit of rule “{of.rule}”",
            )
        name = self.name(str(of))
        return self.pick(f"在{name}前 {figure}", f"{figure} before {name}")

    def _stated(self, stated: Stated, start: str) -> str:
        who = self.pick("、", ", ").join(self.the(source) for source in stated.sources)
        zh, en = f"按{who}明示的期限", f"by the date stated by {who}"
        if len(stated.sources) > 1:
            zh, en = f"{zh}（取最早）", f"{en} (the earliest)"
        if stated.at_most is not None:
            most = self.amount(stated.at_most)
            zh += f"，{'自' + start + '起' if start else ''}不超过 {most}"
            en += f", {most}{' after ' + start if start else ''} at most"
        return self.pick(zh, en)

    def _unset(self, start: str) -> str:
        if not start:
            return self.pick("（期限待采用机关确定）", "(limit to be fixed by the adopter)")
        return self.pick(
            f"在{start}之后（期限待采用机关确定）",
            f"after {start} (limit to be fixed by the adopter)",
        )

    def promise(self, limit: object) -> str:
        """Return the promise that is shorter than the limit, if there is one."""
        if not isinstance(limit, Limit) or limit.promise is None:
            return ""
        figure = self.amount(limit.promise)
        return self.pick(f"，承诺 {figure}", f" (promised: {figure})")

    def added(self, by: object) -> str:
        """Return the time that an extension adds: 5 个工作日, 5 to 7 working days."""
        if isinstance(by, Limit) and isinstance(by.span, Amount):
            figure = self.amount(by.span)
            if by.promise is None:
                return figure
            return self.pick(f"{by.promise.count} 至 {figure}", f"{by.promise.count} to {figure}")
        if by is None:
            return self.pick("（时长待采用机关确定）", "a time to be fixed by the adopter")
        return self.span(by)

    # --- conditions and consequences --------------------------------------------------------------
    def conditions(self, if_: Conditions) -> str:
        """Return the conditions as an opening clause, ending in a comma."""
        if not if_:
            return ""
        all_of = [self._condition(fact, wanted) for fact, wanted in if_.items()]
        joined = self.pick("且", " and ").join(all_of)
        return self.pick(f"{joined}的，", f"if {joined}, ")

    def _condition(self, fact: str, wanted: Wanted) -> str:
        name = self.name(fact)
        if fact == "due-stated" and isinstance(wanted, tuple):
            return self._due_stated(wanted)
        if wanted == "given":
            return self.pick(f"有{name}", f"{name} is given")
        if isinstance(wanted, Range):
            return self.pick(f"{name}{self._range(wanted)}", f"{name} is {self._range(wanted)}")
        values = self.some(wanted)
        return self.pick(f"{name}为{values}", f"{name} is {values}")

    def _due_stated(self, sources: tuple[str, ...]) -> str:
        if sources == ("none",):
            return self.pick("没有人明示期限", "nobody has stated a date")
        who = self.some(sources)
        return self.pick(f"{who}已明示期限", f"{who} has stated a date")

    def _range(self, wanted: Range) -> str:
        bounds = {
            (wanted.from_, "不少于", "at least"),
            (wanted.to, "不多于", "at most"),
            (wanted.over, "超过", "over"),
            (wanted.under, "不到", "under"),
        }
        said = sorted(
            self.pick(f"{zh} {figure}", f"{en} {figure}")
            for figure, zh, en in bounds
            if figure is not None
        )
        return self.pick("且", " and ").join(said)

    def otherwise(self, otherwise: object) -> str:
        """Return what follows if it is not done."""
        match otherwise:
            case PassTo(role=role):
                name = self.the(role)
                return self.pick(f"；否则转由{name}承担", f"; otherwise it passes to {name}")
            case Deem(act=act):
                return self.pick(
                    f"；否则视为{self.act(act)}", f"; otherwise it counts as {self.act(act)}"
                )
            case str():
                name = self.name(otherwise)
                return self.pick(f"；否则构成“{name}”", f"; otherwise the breach is “{name}”")
        return ""

    def people(self, value: Any) -> str:
        """Return roles in their wider forms: a name, `did`, `above`, `field`, or several."""
        if isinstance(value, str):
            return self.the(value) if value in ROLES else self.name(value)
        if isinstance(value, Mapping):
            if "did" in value:
                act = self.act(value["did"])
                return self.pick(f"作出{act}的人", f"whoever did {act}")
            if "above" in value:
                return self.pick(
                    f"{self.name(value['above'])}的上一级",
                    f"the superior of {self.name(value['above'])}",
                )
            return self.name(value.get("field", "")) if "field" in value else self.several(value)
        return self.pick("、", ", ").join(self.people(each) for each in value)
