"""Saying it: steps, moments and what is left, in Chinese and in English."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, Literal

from shouwen.errors import Text
from shouwen.worktime.counts import Remaining
from shouwen.worktime.spans import Unit
from shouwen.worktime.steps import Step

Facts = Mapping[str, Any]
Style = Literal["list", "record", "citizen", "papers"]

_ZH_DAYS = "一二三四五六日"
_EN_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_ZH_UNITS = {
    Unit.HOUR: "小时",
    Unit.WORKING_MINUTE: "分钟(工作时间)",
    Unit.WORKING_HOUR: "小时(工作时间)",
    Unit.HALF_WORKING_DAY: "个半天(工作日)",
    Unit.WORKING_DAY: "个工作日",
    Unit.CALENDAR_DAY: "天",
    Unit.WEEK: "周",
    Unit.MONTH: "个月",
    Unit.YEAR: "年",
}


def amount(count: int, unit: Unit) -> Text:
    """Say a number of units: 5 个工作日, 5 working days."""
    if unit is Unit.HALF_WORKING_DAY:
        number = f"{count / 2:g}"
        return Text(f"{number} 个工作日", f"{number} working day{'s' if count > 2 else ''}")
    name = {Unit.CALENDAR_DAY: "day"}.get(unit, str(unit).replace("-", " "))
    return Text(f"{count} {_ZH_UNITS[unit]}", f"{count} {name}{'' if count == 1 else 's'}")


def moment(
    at: datetime, language: str = "zh", style: Style = "record", *, today: date | None = None
) -> str:
    """Say an instant, which must be in the zone of the office.

    `list` 02-27 周五, or 2027-02-27 if `today` is given and lies in another year ·
    `record` 2026-02-27(周五)18:00 · `citizen` 2月27日(周五)18:00 · `papers` 2026年2月27日.
    """
    zh, en = f"周{_ZH_DAYS[at.weekday()]}", _EN_DAYS[at.weekday()]
    if style == "list" and today is not None and today.year != at.year:
        return f"{at:%Y-%m-%d}"
    clock = "24:00" if (at.hour, at.minute, at.second) == (23, 59, 59) else f"{at:%H:%M}"
    if language.startswith("en"):
        long = f"{at.day} {at:%B %Y}"
        short = {"list": f"{en} {at:%m-%d}", "record": f"{at:%Y-%m-%d} ({en}) {clock}"}
        return short.get(style, f"{en} {long}, {clock}" if style == "citizen" else long)
    return {
        "list": f"{at:%m-%d} {zh}",
        "record": f"{at:%Y-%m-%d}({zh}){clock}",
        "citizen": f"{at.month}月{at.day}日({zh}){clock}",
        "papers": f"{at.year}年{at.month}月{at.day}日",
    }[style]


# ---- what is left ------------------------------------------------------------------------


def remaining(left: Remaining, language: str = "zh", *, provisional: Text | None = None) -> str:
    """Say how a limit stands; `provisional` is why it is (`Calendar.why_provisional`)."""
    told = _remaining(left)
    if provisional:
        zh, en = f"{told.zh}(暂定:{provisional.zh})", f"{told.en} (provisional: {provisional.en})"
        told = Text(zh, en)
    return told.told(language)


def _remaining(left: Remaining) -> Text:
    much = amount(left.count, left.unit)
    clock = "24:00" if left.limit.second == 59 else f"{left.limit:%H:%M}"
    said = {
        "today": Text(f"今天 {clock} 到期", f"due today {clock}"),
        "left": Text(f"还剩 {much.zh}", f"{much.en} left"),
        "over": Text(f"已超 {much.zh}", f"{much.en} over"),
        "past": Text("已过时限", "past the limit"),
        "paused": Text(f"暂停,停在还剩 {much.zh}", f"paused with {much.en} left"),
        "on-the-day": Text("当天办结", "finished on the day"),
        "early": Text(f"按时办结,提前 {much.zh}", f"finished in time, {much.en} early"),
        "late": Text(f"超期 {much.zh}办结", f"finished {much.en} late"),
    }
    if left.count == 0 and left.kind == "early":
        return Text("按时办结", "finished in time")
    if left.count == 0 and left.kind == "late":
        return Text("超期办结", "finished late")
    return said[left.kind]


# ---- steps -------------------------------------------------------------------------------


def say(step: Step, language: str = "zh") -> str:
    """Say a step of a derivation in one line; its citations are shown beside it.

    A step that is none of the calendar's is answered with its bare name, such as the law's own
    `paused`, which says how a duty stands and not since when.
    """
    teller = _TELLERS.get(step.what)
    if step.what == "paused" and "from" not in step.facts:
        teller = None
    return teller(step.facts).told(language) if teller else step.what


def _day(said: str) -> Text:
    day = date.fromisoformat(said)
    zh, en = _ZH_DAYS[day.weekday()], _EN_DAYS[day.weekday()]
    return Text(f"{day:%m-%d} 周{zh}", f"{en} {day:%m-%d}")


def _days(facts: Facts) -> Text:
    first, last = _day(facts["first"]), _day(facts["last"])
    if facts["first"] == facts["last"]:
        return first
    return Text(f"{first.zh} 至 {last.zh}", f"{first.en} to {last.en}")


def _at(said: str) -> Text:
    at = datetime.fromisoformat(said)
    return Text(moment(at), moment(at, "en"))


def _names(facts: Facts) -> Text:
    names = "、".join(facts.get("names") or ())
    return Text(f"({names})", f" ({names})") if names else Text("", "")


def _start(facts: Facts) -> Text:
    at, name = _at(facts["at"]), facts.get("name")
    if not facts["working-day"]:
        return Text(f"起点 {at.zh},休息日", f"starts {at.en}, a rest day")
    if name:
        return Text(f"起点 {at.zh},上班(调休)", f"starts {at.en}, a make-up workday")
    return Text(f"起点 {at.zh}", f"starts {at.en}")


def _first_day(facts: Facts) -> Text:
    return {
        "next-day": Text("次日起算,当日不计", "counted from the next day"),
        "same-day": Text("当日起算", "counted from the same day"),
        "moment": Text("从起点的时刻起算", "counted from that moment"),
    }[facts["rule"]]


def _span(facts: Facts) -> Text:
    if "unit" in facts:
        return amount(facts["count"], Unit(facts["unit"]))
    if "at" in facts:
        return Text(f"当日 {facts['at']} 前", f"by {facts['at']} that day")
    if "next" in facts:
        times = "、".join(facts["next"])
        return Text(f"最近的截止时刻({times})", f"the next cut-off ({', '.join(facts['next'])})")
    if "day" in facts:
        zh, en = _PERIODS[facts["of"]]
        upto = ("", "by") if facts["inclusive"] else ("前", "before")
        return Text(f"{zh}第 {facts['day']} 天{upto[0]}", f"{upto[1]} day {facts['day']} of {en}")
    return _WORDS[facts["word"]]


_PERIODS = {
    "next-month": ("次月", "next month"),
    "next-quarter": ("下一季度", "next quarter"),
    "next-year": ("次年", "next year"),
}
_WORDS = {
    "immediate": Text("立即(至迟当日下班)", "at once (at the latest by the end of that day)"),
    "same-visit": Text("当场(至迟当日下班)", "on the spot (at the latest by the end of that day)"),
    "same-day": Text("当天", "the same day"),
}


def _counted(facts: Facts) -> Text:
    first, last, days = facts["from"], facts["to"], _days(facts)
    zh = f"第 {first} 天" if first == last else f"第 {first}–{last} 天"
    en = f"day {first}" if first == last else f"days {first}–{last}"
    made_up = [_day(day) for day in facts.get("make-up", ())]
    if not made_up:
        return Text(f"{zh} {days.zh}", f"{en}: {days.en}")
    zh_made = "、".join(day.zh for day in made_up)
    en_made = ", ".join(day.en for day in made_up)
    return Text(
        f"{zh} {days.zh}(其中 {zh_made} 调休上班)"
        if first != last
        else f"{zh} {days.zh} 上班(调休)",
        f"{en}: {days.en} (make-up workday: {en_made})",
    )


def _rest(facts: Facts) -> Text:
    days, names = _days(facts), _names(facts)
    return Text(f"{days.zh} 休{names.zh}", f"{days.en}: rest{names.en}")


def _pause(facts: Facts) -> Text:
    since, until = _at(facts["from"]), _at(facts["until"])
    zh, en = f"停 {since.zh} 至 {until.zh}", f"stopped {since.en} to {until.en}"
    if "given-back" not in facts:
        return Text(zh, en)
    unit = facts["unit"]
    much = (
        Text(f"{facts['given-back']} 分钟", f"{facts['given-back']} minutes")
        if unit == "minute"
        else amount(facts["given-back"], Unit(unit))
    )
    return Text(f"{zh},不计 {much.zh}", f"{en}: {much.en} not counted")


def _paused(facts: Facts) -> Text:
    since, much = _at(facts["from"]), amount(facts["left"], Unit.WORKING_DAY)
    zh = f"{since.zh} 起停止计时,停在还剩 {much.zh}"
    return Text(zh, f"stopped since {since.en} with {much.en} left")


def _given_back(facts: Facts) -> Text:
    day = _day(facts["day"])
    return Text(f"停止时已是最后一天,恢复后补足 {day.zh}", f"the last day is given back: {day.en}")


def _last_day(facts: Facts) -> Text:
    day = _day(facts["day"])
    return Text(f"最后一日 {day.zh}", f"last day {day.en}")


def _short_month(facts: Facts) -> Text:
    day = _day(facts["taken"])
    zh = f"{facts['month']} 没有 {facts['day']} 日,取 {day.zh}"
    return Text(zh, f"{facts['month']} has no day {facts['day']}: {day.en} is taken")


def _roll(facts: Facts) -> Text:
    to, names = _day(facts["to"]), _names(facts)
    return Text(
        f"最后一日是休息日{names.zh},顺延至 {to.zh}",
        f"the last day is a rest day{names.en}: moved to {to.en}",
    )


def _roll_back(facts: Facts) -> Text:
    to = _day(facts["to"])
    return Text(f"该日休息,提前到 {to.zh}", f"that is a rest day: moved back to {to.en}")


def _end(facts: Facts) -> Text:
    at = _at(facts["at"])
    zh = {"close": "下班", "midnight": "当日结束", "noon": "上半天结束"}[facts["ends"]]
    en = {"close": "close of business", "midnight": "end of the day", "noon": "end of the morning"}
    return Text(f"止 {at.zh} {zh}", f"until {at.en}, {en[facts['ends']]}")


def _hours(facts: Facts) -> Text:
    since, until, minutes = _at(facts["from"]), _at(facts["until"]), f"{facts['minutes']:g}"
    zh = f"{since.zh} 至 {until.zh},办公时间 {minutes} 分钟"
    return Text(zh, f"{since.en} to {until.en}: {minutes} minutes of office time")


def _next_day(facts: Facts) -> Text:
    to = _day(facts["to"])
    return Text(f"当日已过或休息,顺至 {to.zh}", f"too late or a rest day: {to.en}")


_TELLERS: Mapping[str, Callable[[Facts], Text]] = {
    "start": _start,
    "first-day": _first_day,
    "add": lambda facts: Text(f"加 {_span(facts).zh}", f"plus {_span(facts).en}"),
    "extend": lambda facts: Text(f"延长 {_span(facts).zh}", f"extended by {_span(facts).en}"),
    "ahead": lambda facts: Text(f"提前 {_span(facts).zh}", f"{_span(facts).en} ahead"),
    "counted-days": _counted,
    "rest-days": _rest,
    "pause": _pause,
    "paused": _paused,
    "given-back": _given_back,
    "last-day": _last_day,
    "short-month": _short_month,
    "roll": _roll,
    "roll-back": _roll_back,
    "stays": lambda facts: Text(
        f"最后一日 {_day(facts['day']).zh} 休息,不顺延",
        f"the last day, {_day(facts['day']).en}, is a rest day; it is not moved",
    ),
    "end-of-day": _end,
    "counted-hours": _hours,
    "next-working-day": _next_day,
    "provisional": lambda facts: Text(
        f"暂定:{facts['why']['zh']}", f"provisional: {facts['why']['en']}"
    ),
}
