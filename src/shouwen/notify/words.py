"""The sentences of messages: template name → wording, filled with facts when it is read or sent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from shouwen.errors import Text
from shouwen.rulebook.told import acts_named
from shouwen.worktime import words as worktime

SENTENCES: dict[str, Text] = {
    "handed-over": Text(
        "{number} 转给您,请签收。签收前仍由转出人负责。",
        "{number} was handed to you. Take it over; until then the sender stays responsible.",
    ),
    "act": Text("{number}:{act_zh}。", "{number}: {act_en}."),
    "urged": Text("催办:{number},请抓紧办理。", "Urged: {number}. Please move it forward."),
    "urged-by-citizen": Text(
        "群众催办:{number},请抓紧办理。",
        "Urged by the citizen: {number}. Please move it forward.",
    ),
    "remind": Text(
        "临期:{number} 须在 {limit} 前{duty_zh}。",
        "Due soon: {number} is to be {duty_en} by {limit}.",
    ),
    "overdue": Text(
        "超期:{number} 应在 {limit} 前{duty_zh},已过时限。",
        "Overdue: {number} was to be {duty_en} by {limit}.",
    ),
    "nobody-there": Text(
        "无人在岗:{place_zh}现在没有人,有 {count} 件事在办。请安排人。",
        "Nobody is there for {place_en}, which holds {count} open matters. Put somebody there.",
    ),
    "to-sign": Text(
        "{number} 有一件{act_zh}等您签批。", "{number}: {act_en} awaits your signature."
    ),
    "citizen-accepted": Text(
        "【{office}】您的「{item}」已收到,编号 {number}。{limit} 前办结。",
        "{office}: “{item}” received, number {number}. To be done by {limit}.",
    ),
    "citizen-accepted-without-limit": Text(
        "【{office}】您的「{item}」已收到,编号 {number}。进展请凭编号和查询码查看。",
        "{office}: “{item}” received, number {number}. Follow it with number and code.",
    ),
    "citizen-papers": Text(
        "【{office}】您的 {number} 还差 {missing} 样材料,请凭编号和查询码查看并补交。",
        "{office}: {number} lacks {missing} papers. See what is missing with number and code.",
    ),
    "citizen-extended": Text(
        "【{office}】您的 {number} 办结期限改为 {limit}。原因请凭编号和查询码查看。",
        "{office}: {number} will be done by {limit}. See the reason with number and code.",
    ),
    "citizen-refused": Text(
        "【{office}】您的 {number} 已有书面答复,不予办理的理由和救济途径请凭编号和查询码查看。",
        "{office}: {number} was refused in writing. See reasons and remedies with number and code.",
    ),
    "citizen-rate": Text(
        "【{office}】请为 {number} 的办理打分,凭编号和查询码进入。",
        "{office}: please rate how {number} was handled, with number and code.",
    ),
    "call-back": Text(
        "{number} 群众评价不满意,请回访问明原因。",
        "{number} was rated poorly. Call back and ask why.",
    ),
    "citizen-done": Text(
        "【{office}】您的 {number} 已办结。请凭编号和查询码查看结果并评价。",
        "{office}: {number} is done. See the result and rate it with number and code.",
    ),
}
"""No message carries names or content: those are read after signing in or with the code."""


INSTANTS = frozenset({"limit", "old", "at", "since", "until"})
"""Facts that are instants in ISO 8601."""


class _Blank(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "—"


def sentence(template: str, facts: Mapping[str, Any], zone: str = "Asia/Shanghai") -> Text:
    """Return a message in both languages; a fact that is missing shows as a dash.

    Instants are said in the zone of the office, and acts that are owed by their names.
    """
    told = SENTENCES[template]
    return Text(
        told.zh.format_map(_Blank(_said(facts, "zh", zone))),
        told.en.format_map(_Blank(_said(facts, "en", zone))),
    )


def _said(facts: Mapping[str, Any], language: str, zone: str) -> dict[str, Any]:
    """Return the facts as people read them in a language; empty ones are left out."""
    acts = facts.get("acts")
    owed = acts_named(acts) if acts else None
    duty = {"duty_zh": owed.zh, "duty_en": owed.en} if owed else {}
    said = {name: _fact(name, value, language, zone) for name, value in facts.items()}
    return {name: value for name, value in (duty | said).items() if value != ""}


def _fact(name: str, value: Any, language: str, zone: str) -> Any:
    if name not in INSTANTS or not isinstance(value, str):
        return value
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        return value
    local = at.astimezone(ZoneInfo(zone)) if at.tzinfo else at
    return worktime.moment(local, language, "citizen")
