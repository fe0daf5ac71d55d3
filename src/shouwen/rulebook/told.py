"""Saying the steps of a derivation: those of the law here, those of the calendar in `worktime`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, tzinfo
from typing import Any

from shouwen.errors import Text
from shouwen.rulebook.vocabulary import ACTS, FIELDS, ROLES, STATED_SOURCES, name_of
from shouwen.worktime import Step, words

Facts = Mapping[str, Any]
Teller = Callable[[Facts, tzinfo], Text]


def say(step: Step, language: str, zone: tzinfo) -> str:
    """Say a step in one line; its citations are shown beside it. Instants are told in `zone`."""
    teller = _TELLERS.get(step.what)
    if teller is None or _of_calendar(step):
        return words.say(step, "en" if language.startswith("en") else "zh")
    return teller(step.facts, zone).told(language)


def _of_calendar(step: Step) -> bool:
    """Say whether a word that both use comes from the calendar: it brings figures of its own."""
    return ("count" in step.facts and step.what == "ahead") or (
        "from" in step.facts and step.what == "paused"
    )


def acts_named(acts: list[str] | tuple[str, ...]) -> Text:
    """Return alternatives as people say them: 办结或答复 / completed or answered."""
    named = [name_of(act, among=ACTS) for act in acts]
    return Text(
        _either([one.zh for one in named], "、", "或"),
        _either([one.en for one in named], ", ", " or "),
    )


def _either(words: list[str], between: str, last: str) -> str:
    return last.join([between.join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _at(said: str, zone: tzinfo) -> Text:
    at = datetime.fromisoformat(said)
    local = at.astimezone(zone) if at.tzinfo else at
    return Text(words.moment(local), words.moment(local, "en"))


def _opened(facts: Facts, zone: tzinfo) -> Text:
    at, act = _at(facts["at"], zone), name_of(facts["act"], among=ACTS)
    return Text(f"{at.zh} {act.zh}", f"{at.en} {act.en}")


def _rule(facts: Facts, zone: tzinfo) -> Text:
    who, acts = name_of(facts["who"], among=ROLES), acts_named(facts["acts"])
    return Text(f"{who.zh}须{acts.zh}", f"to be {acts.en} by the {who.en}")


def _stated(facts: Facts, zone: tzinfo) -> Text:
    limit, source = _at(facts["limit"], zone), name_of(facts["source"], among=STATED_SOURCES)
    return Text(f"{source.zh}到 {limit.zh}", f"{source.en}: {limit.en}")


def _by(facts: Facts, zone: tzinfo) -> Text:
    limit, field = _at(facts["limit"], zone), name_of(facts["field"], among=FIELDS)
    return Text(f"{field.zh}定在 {limit.zh}", f"{field.en}: {limit.en}")


def _act_at(zh: str, en: str) -> Teller:
    def told(facts: Facts, zone: tzinfo) -> Text:
        at, act = _at(facts["at"], zone), name_of(facts["act"], among=ACTS)
        return Text(zh.format(at=at.zh, act=act.zh), en.format(at=at.en, act=act.en))

    return told


def _until(key: str, zh: str, en: str) -> Teller:
    def told(facts: Facts, zone: tzinfo) -> Text:
        at = _at(facts[key], zone)
        return Text(zh.format(at=at.zh), en.format(at=at.en))

    return told


def _plain(zh: str, en: str) -> Teller:
    return lambda facts, zone: Text(zh, en)


def _ended(zh: str, en: str) -> Teller:
    """Say how a duty stands, and by which act it ended, if one ended it."""

    def told(facts: Facts, zone: tzinfo) -> Text:
        if "act" not in facts:
            return Text(zh, en)
        at, act = _at(facts["at"], zone), name_of(facts["act"], among=ACTS)
        return Text(f"{zh}:{at.zh} {act.zh}", f"{en}: {at.en} {act.en}")

    return told


_TELLERS: Mapping[str, Teller] = {
    "opened": _opened,
    "rule": _rule,
    "stated": _stated,
    "by": _by,
    "limit": _until("limit", "最迟 {at}", "at the latest {at}"),
    "promise": _until("promised", "承诺 {at} 前", "promised by {at}"),
    "at-most": _until("cap", "最长不超过 {at}", "at most until {at}"),
    "new-limit": _until("limit", "新期限 {at}", "new limit {at}"),
    "ahead": _until("of", "从 {at} 往前算", "counted back from {at}"),
    "past-at-start": _until(
        "limit", "算出的 {at} 已过,不作数", "{at} was past already: not counted"
    ),
    "passed-up": _until("at", "{at} 转由上一级", "passed to the next level {at}"),
    "before": _act_at("在 {at} {act}之前", "before {act}, {at}"),
    "extended": _act_at("{at} {act}", "{at} {act}"),
    "extension-too-late": _act_at("{at} {act}已过期限,不延", "{at} {act}: too late, not extended"),
    "extension-too-many": _act_at("{at} {act}次数已满,不延", "{at} {act}: used up, not extended"),
    "limit-of": _plain("与另一项同一期限", "the same limit as another duty"),
    "nothing-stated": _plain("还没有人定出期限", "nobody has fixed a limit yet"),
    "word-unset": _plain(
        "制度只说了词,数字待本单位定", "the text gives no figure; the office fixes it"
    ),
    "period": lambda facts, zone: Text(f"周期 {facts['period']}", f"period {facts['period']}"),
    "open": _plain("还在期限内", "still within the limit"),
    "paused": _plain("现在停着,不计时间", "the clock stands still"),
    "unset": _plain("期限未定", "no limit yet"),
    "broken": _plain("已超期", "the limit has passed"),
    "kept": _ended("按时", "in time"),
    "late": _ended("超期办结", "done late"),
    "lapsed": _plain("已过行使期", "lapsed"),
    "waived": _ended("不再需要", "no longer owed"),
    "replaced": _plain("由另一规则接替", "replaced by another rule"),
}
