"""Sentences of the verbs that the engine runs."""

from __future__ import annotations

from collections.abc import Mapping

from shouwen.rulebook.readback.speaker import Speaker
from shouwen.rulebook.values import Extend, Gate, May, Means, Must, Pause, Reckon, Rule
from shouwen.rulebook.vocabulary import BEARERS, lists


def must(say: Speaker, rule: Rule, body: Must) -> str:
    """承办人须自受理起 7 个工作日内答复，承诺 5 个工作日；否则构成“逾期”。"""
    who, acts = say.the(body.who), say.some(body.acts, acts=True)
    every = _every(say, body.every)
    when = _when(say, body)
    to = say.any_of(body.to)
    bearer = _bearer(say, rule)
    unless = _unless(say, body)
    soft_zh, soft_en = ("一般", " as a rule") if body.soft else ("", "")
    promise, otherwise = say.promise(body.within), say.otherwise(body.otherwise)
    until = say.some(body.until, acts=True)
    zh_to, en_to = (f"（对{to}）", f" towards {to}") if to else ("", "")
    zh_until, en_until = (f"，直到{until}", f", until {until}") if until else ("", "")
    return say.pick(
        f"{bearer}{who}须{soft_zh}{every}{when}{acts}{zh_to}{promise}{zh_until}{unless}{otherwise}",
        f"{bearer}{who} must{soft_en} do {acts}{en_to} {every}{when}{promise}{en_until}{unless}"
        f"{otherwise}",
    )


def _when(say: Speaker, body: Must) -> str:
    if body.by_field is not None:
        name = say.name(body.by_field)
        return say.pick(f"在“{name}”前", f"by “{name}”")
    if body.before is not None:
        point = body.before if body.before[0].isdigit() else say.act(body.before)
        after = say.some(body.after, acts=True)
        zh = f"在{after}后、{point} 之前" if after else f"在 {point} 之前"
        return say.pick(zh, f"before {point}" + (f", after {after}" if after else ""))
    return say.span(body.within, body.after)


def _every(say: Speaker, every: str | None) -> str:
    return (
        ""
        if every is None
        else say.pick(lists.CYCLES[every].zh, f"every {lists.CYCLES[every].en} ")
    )


def _bearer(say: Speaker, rule: Rule) -> str:
    if rule.per is None:
        return ""
    return say.pick(f"{BEARERS[rule.per].zh}的", f"for each {BEARERS[rule.per].en}, ")


def _unless(say: Speaker, body: Must) -> str:
    if not body.unless:
        return ""
    excuses = say.some(body.unless)
    return say.pick(f"，{excuses}的除外", f", unless {excuses}")


def may(say: Speaker, rule: Rule, body: May) -> str:
    """当事人可以自送达起 15 个工作日内申诉；过期即失效。"""
    who, acts = say.the(body.who), say.some(body.acts, acts=True)
    to = say.any_of(body.to)
    zh_to, en_to = (f"（向{to}）", f" to {to}") if to else ("", "")
    during = f"；期间{lists.MEANWHILE[body.meanwhile].zh}" if body.meanwhile else ""
    during_en = f"; meanwhile {_ENGLISH_MEANWHILE[body.meanwhile]}" if body.meanwhile else ""
    if body.within is None and "within" not in rule.unfixed:
        start = say.some(body.after, acts=True)
        return say.pick(
            f"{start}后，{who}随时可以{acts}{zh_to}{during}",
            f"after {start}, {who} may do {acts}{en_to} at any time{during_en}",
        )
    when = say.span(body.within, body.after)
    return say.pick(
        f"{who}可以{when}{acts}{zh_to}；过期仍可提出，但记为迟延{during}",
        f"{who} may do {acts}{en_to} {when}; later it is flagged as late{during_en}",
    )


_ENGLISH_MEANWHILE = {"in-force": "the decision stays in force", "stayed": "the decision is stayed"}


def gate(say: Speaker, rule: Rule, body: Gate) -> str:
    """不得归档，除非已经告知结果；由承办人办理。"""
    acts = say.some(body.acts, acts=True)
    needs = [*_given(say, body.given)]
    if body.done:
        done = say.some(body.done, acts=True)
        needs.append(say.pick(f"此前已{done}", f"{done} was done before"))
    if body.who:
        needs.append(
            say.pick(f"由{say.any_of(body.who)}办理", f"it is done by {say.any_of(body.who)}")
        )
    if body.to:
        needs.append(
            say.pick(f"对象是{say.any_of(body.to)}", f"it is addressed to {say.any_of(body.to)}")
        )
    if body.never_by:
        barred = say.any_of(body.never_by)
        if not needs:
            return say.pick(f"{barred}不得{acts}", f"{acts} is refused to {barred}")
        needs.append(say.pick(f"不是由{barred}办理", f"it is not done by {barred}"))
    listed = say.pick("，", ", and ").join(needs) or say.pick(
        "（条件待采用机关确定）", "(to be fixed by the adopter)"
    )
    return say.pick(f"只有{listed}，才可以{acts}", f"{acts} is refused unless {listed}")


def _given(say: Speaker, given: Mapping[str, tuple[str, ...]]) -> list[str]:
    said = []
    for field, values in given.items():
        name = say.name(field)
        if values:
            wanted = say.some(values)
            said.append(say.pick(f"{name}为{wanted}", f"{name} is {wanted}"))
        else:
            said.append(say.pick(f"写明{name}", f"{name} is given"))
    return said


def extend(say: Speaker, rule: Rule, body: Extend) -> str:
    """准予延期后，规则“reply”的期限延长 5 个工作日，最多一次；理由限于情况复杂。"""
    target = _target(say, body.rule)
    when = say.act(body.when)
    by, times = say.added(body.by), _times(say, body.times)
    grounds = say.several(body.grounds)
    limited = (
        say.pick(f"；理由限于{grounds}", f"; only on the ground of {grounds}") if grounds else ""
    )
    return say.pick(
        f"{when}后，{target}延长：{by}{times}{limited}",
        f"after {when}, {target} is extended: {by}{times}{limited}",
    )


def _times(say: Speaker, times: int | None) -> str:
    if times is None:
        return say.pick("，次数不限", ", as often as needed")
    if times == 1:
        return say.pick("，只限一次", ", once")
    return say.pick(f"，最多 {times} 次", f", {times} times at most")


def pause(say: Speaker, rule: Rule, body: Pause) -> str:
    """补正期间不计入规则“reply”的期限。"""
    target = _target(say, body.rule)
    unset = say.pick("（待定）", "(to be fixed)")
    start, end = say.some(body.from_, acts=True) or unset, say.some(body.until, acts=True) or unset
    return say.pick(
        f"自{start}至{end}，{target}停止计算",
        f"from {start} until {end} the clock of {target} stops",
    )


def _target(say: Speaker, rule: str) -> str:
    if rule == "all":
        return say.pick("本制度的各项期限", "every limit of this rulebook")
    return say.pick(f"规则“{rule}”的期限", f"the limit of rule “{rule}”")


def reckon(say: Speaker, rule: Rule, body: Reckon) -> str:
    """工作日自次日起算，至下班时止。"""
    unit = say.name(body.unit)
    said = []
    if body.is_ is not None:
        said.append(say.pick(f"指 {say.amount(body.is_)}", f"means {say.amount(body.is_)}"))
    for word, named in (
        (body.first, lists.RECKONED_FIRST),
        (body.ends, lists.RECKONED_ENDS),
        (body.last_day_off, lists.RECKONED_LAST_DAY_OFF),
        (body.short_month, lists.RECKONED_SHORT_MONTH),
    ):
        if word is not None:
            said.append(say.pick(named[word].zh, _ENGLISH_RECKONING[word]))
    rest = say.pick("，", ", ").join(said) or say.pick("的含义待采用机关确定", "is to be fixed")
    return say.pick(f"“{unit}”{rest}", f"“{unit}” {rest}")


_ENGLISH_RECKONING = {
    "next-day": "is counted from the next day",
    "same-day": "is counted from the same day",
    "close-of-business": "ends at close of business",
    "midnight": "ends at midnight",
    "next-working-day": "rolls to the next working day if it ends on a day off",
    "stays": "may end on a day off",
    "last-day": "ends on the last day of a short month",
}


def means(say: Speaker, rule: Rule, body: Means) -> str:
    """首问责任人：依次为收发人员、值班人员中在岗的第一位。"""
    word = say.name(body.word.rpartition(".")[2])
    if body.lasts is not None:
        figure = say.amount(body.lasts)
        return say.pick(f"本制度有效期 {figure}", f"this rulebook lasts {figure}")
    if body.first_of:
        order = say.several(body.first_of)
        return say.pick(
            f"“{word}”依次是 {order} 中在岗的第一位", f"“{word}” is the first present of {order}"
        )
    listed = say.several(body.is_ or body.values)
    among = say.name(body.among) if body.among else ""
    zh, en = (f"（在{among}中）", f" among {among}") if among else ("", "")
    if not listed:
        listed = say.pick("（待采用机关确定）", "(to be fixed by the adopter)")
    return say.pick(f"“{word}”是指{listed}{zh}", f"“{word}” means {listed}{en}")
