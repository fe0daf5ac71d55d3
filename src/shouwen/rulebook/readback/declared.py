"""Sentences of the verbs that later rooms run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from shouwen.rulebook.readback.speaker import Speaker
from shouwen.rulebook.values import Declared, Rule
from shouwen.rulebook.vocabulary import BEARERS, GUARANTEES, lists

Keys = Mapping[str, Any]


def declared(say: Speaker, rule: Rule, body: Declared) -> str:
    """Return the sentence of a rule that is read and checked here and run elsewhere."""
    return _SENTENCES[rule.verb](say, rule, body)


def _subject(say: Speaker, body: Declared) -> str:
    return say.several(body.subject)


def _listed(say: Speaker, keys: Keys, key: str, zh: str, en: str) -> str:
    """Return `；栏目：甲、乙` if the key is there; `zh` and `en` hold one place `{}`."""
    value = keys.get(key)
    if not value:
        return ""
    if isinstance(value, str):
        text = say.name(value)
    elif isinstance(value, bool | int):
        text = str(value)
    else:
        text = say.people(value)
    return say.pick(zh, en).format(text)


def _keeps(say: Speaker, rule: Rule, body: Declared) -> str:
    keys = body.keys
    who = say.the(keys["who"]) if "who" in keys else say.pick("系统", "the system")
    per = ""
    if rule.per:
        bearer = BEARERS[rule.per]
        per = say.pick(f"{bearer.zh}一册，", f"one book per {bearer.en}: ")
    every = cycle(say, keys["every"]) if "every" in keys else ""
    timed = "within" in keys or "after" in keys
    when = say.span(keys.get("within"), keys.get("after", ())) if timed else ""
    fields = say.several(keys.get("fields", ()))
    book = _subject(say, body)
    made = _listed(say, keys, "made-by", "，随{}生成", ", written by “{}”")
    signed = _listed(say, keys, "signed-by", "，由{}签字", ", signed by {}")
    return say.pick(
        f"{per}{who}{every}{when}登记《{book}》{made}{signed}，栏目：{fields}",
        f"{per}{who} keeps “{book}” {every} {when}{made}{signed}, with {fields}",
    ) + say.otherwise(keys.get("otherwise"))


def _shows(say: Speaker, rule: Rule, body: Declared) -> str:
    keys, board = body.keys, _subject(say, body)
    where = _listed(say, keys, "where", "在{}", " on {}")
    at = _listed(say, keys, "at", "，在办理“{}”时", ", when “{}” is done")
    what = _listed(say, keys, "fields", "，内容：{}", ", with {}")
    source = _listed(say, keys, "source", "，取自{}", ", taken from {}")
    if "staff" in keys.get("to", ()) and "public" not in keys.get("to", ()):
        said = say.pick(f"向工作人员提示“{board}”{where}", f"staff are shown “{board}”{where}")
    else:
        said = say.pick(f"{where}公示“{board}”", f"“{board}” is shown to the public{where}")
    text = f"：{keys['text'].rstrip('。')}" if "text" in keys and not say.english else ""
    return f"{said}{at}{what}{source}{text}" + say.otherwise(keys.get("otherwise"))


def _checks(say: Speaker, rule: Rule, body: Declared) -> str:
    keys = body.keys
    where = _listed(say, keys, "where", "在{}中", " in {}")
    by = _listed(say, keys, "by", "由{}", " by {}")
    who = _listed(say, keys, "who", "，对象：{}", ", of {}")
    unwanted = say.plain(keys.get("phrases", ()))
    wanted = say.plain(keys.get("phrases-wanted", ()))
    zh = (f"；忌语：{unwanted}" if unwanted else "") + (f"；用语：{wanted}" if wanted else "")
    en = (f"; not to be said: {unwanted}" if unwanted else "") + (
        f"; to be said: {wanted}" if wanted else ""
    )
    items = _subject(say, body)
    failed = keys.get("otherwise")
    end = (
        ""
        if failed is None
        else say.pick(f"；不合格记为“{say.name(failed)}”", f"; failing it is “{say.name(failed)}”")
    )
    return (
        say.pick(f"{where}{by}检查：{items}{who}{zh}", f"checked{where}{by}: {items}{who}{en}")
        + end
    )


def _ground(say: Speaker, rule: Rule, body: Declared) -> str:
    keys, name = body.keys, _subject(say, body)
    against = say.people(keys.get("against", ()))
    opened = _listed(say, keys, "from", "；由{}引起核查", "; a case opens upon {}")
    needs = _listed(say, keys, "needs", "；须证实{}", "; {} must be attested")
    decided = _listed(say, keys, "decided-by", "；由{}认定", "; found by {}")
    return say.pick(
        f"{against}可被认定“{name}”{opened}{needs}{decided}",
        f"{against} may be found to have committed “{name}”{opened}{needs}{decided}",
    )


def _measure(say: Speaker, rule: Rule, body: Declared) -> str:
    keys, name = body.keys, _subject(say, body)
    effects = say.pick("；", "; ").join(_effect(say, each) for each in keys.get("effects", ()))
    zh, en = (f"，后果：{effects}", f", with the effect: {effects}") if effects else ("", "")
    papers = _listed(say, keys, "papers", "，文书：{}", ", papers: {}")
    decided = _listed(say, keys, "decided-by", "，由{}决定", ", decided by {}")
    order = (
        say.pick(f"（第 {keys['order']} 级）", f" (rank {keys['order']})")
        if "order" in keys
        else ""
    )
    return say.pick(
        f"可以决定“{name}”{order}{zh}{papers}{decided}",
        f"“{name}”{order} can be decided{en}{papers}{decided}",
    )


def _effect(say: Speaker, effect: Keys) -> str:
    kind = next(key for key in lists.EFFECTS if key in effect)
    value = effect[kind]
    if isinstance(value, Mapping):
        key, inner = next(iter(value.items()))
        value = say.pick("至多", "at most ") + str(inner) if key == "at-most" else str(inner)
    else:
        value = say.name(value)
    return f"{lists.EFFECTS[kind].told(say.language)} {value}"


def _tally(say: Speaker, rule: Rule, body: Declared) -> str:
    keys = body.keys
    what = say.some(body.subject)
    per = say.name(keys["per"]) if "per" in keys else "…"
    unit = lists.TALLY_AS[keys.get("as", "times")].told(say.language)
    over = _window(say, keys.get("over"))
    return say.pick(
        f"按{per}{over}计数“{what}”（单位：{unit}）",
        f"“{what}” is counted per {per} {over} (in {unit})",
    )


def _window(say: Speaker, over: Any) -> str:
    if over is None:
        return say.pick("（期间待定）", "(window to be fixed)")
    if isinstance(over, str):
        return {"in-a-row": say.pick("连续", "in a row"), "ever": say.pick("累计", "ever")}[over]
    if "calendar" in over:
        return say.pick(
            f"每个{lists.CALENDAR_PERIODS[over['calendar']].zh}", f"per calendar {over['calendar']}"
        )
    unit = say.name(over["unit"])
    return say.pick(f"在连续 {over['rolling']} 个{unit}内", f"over {over['rolling']} {unit}(s)")


def _upon(say: Speaker, rule: Rule, body: Declared) -> str:
    keys, what = body.keys, say.some(body.subject)
    count = ""
    if "reaches" in keys:
        count = say.pick(f"达到 {keys['reaches']}", f" reaches {keys['reaches']}")
    elif "exceeds" in keys:
        count = say.pick(f"超过 {keys['exceeds']}", f" exceeds {keys['exceeds']}")
    lines = say.pick("；", "; ").join(_consequence(say, line) for line in keys.get("then", ()))
    return say.pick(f"“{what}”{count}时，建议{lines}", f"when “{what}”{count}: {lines} is proposed")


def _consequence(say: Speaker, line: Keys) -> str:
    to = say.people(line["to"])
    if "measure" in line:
        what = say.some(line["measure"]) if "choose" in line else say.several(line["measure"])
        figures = say.plain(line.get("with", {}).values())
        return say.pick(f"对{to}：{what}", f"{what} for {to}") + (f" {figures}" if figures else "")
    if "find" in line:
        ground = say.name(line["find"])
        return say.pick(f"对{to}立案核查“{ground}”", f"a case of “{ground}” against {to}")
    word = line.get("share") or line["weigh"]
    named = {**lists.SHARES, **lists.WEIGHTS}[word].told(say.language)
    return say.pick(f"{to}{named}", f"{named} for {to}")


def _appraise(say: Speaker, rule: Rule, body: Declared) -> str:
    keys, scheme = body.keys, _subject(say, body)
    of = say.several(keys.get("of", ()))
    every = keys.get("every")
    period = "" if every is None else _period(say, every)
    grades = say.several(g if isinstance(g, str) else g["grade"] for g in keys.get("grades", ()))
    zh, en = (f"，等次：{grades}", f", graded {grades}") if grades else ("", "")
    return say.pick(
        f"{period}对{of}进行“{scheme}”考评{zh}", f"{of} is appraised {period} under “{scheme}”{en}"
    )


def _period(say: Speaker, every: Any) -> str:
    if isinstance(every, Mapping):
        word = every["calendar"]
        return say.pick(f"每个{lists.CALENDAR_PERIODS[word].zh}", f"every calendar {word}")
    return cycle(say, every)


def cycle(say: Speaker, every: str) -> str:
    """Return how often: 每月, every month."""
    return say.pick(lists.CYCLES[every].zh, f"every {lists.CYCLES[every].en}")


def _score(say: Speaker, rule: Rule, body: Declared) -> str:
    keys = body.keys
    item = say.name(keys["item"]) if "item" in keys else "…"
    by = keys.get("by")
    if isinstance(by, Mapping):
        source = say.people(next(iter(by.values())))
    else:
        source = say.name(by) if by else "…"
    figure = keys.get("weight", keys.get("points", ""))
    return say.pick(
        f"“{_subject(say, body)}”考评的“{item}”一项取自{source}，分值 {figure}",
        f"item “{item}” of “{_subject(say, body)}” comes from {source}, worth {figure}",
    ).rstrip()


def _relies_on(say: Speaker, rule: Rule, body: Declared) -> str:
    guaranteed = say.pick("、", "; ").join(
        GUARANTEES[word].told(say.language) for word in body.subject
    )
    return say.pick(f"由系统保证：{guaranteed}", f"satisfied by construction: {guaranteed}")


def _see(say: Speaker, rule: Rule, body: Declared) -> str:
    name = _subject(say, body)
    return say.pick(f"由审定过的程序计算：{name}", f"computed by the reviewed function {name}")


_SENTENCES: dict[str, Callable[[Speaker, Rule, Declared], str]] = {
    "keeps": _keeps,
    "shows": _shows,
    "checks": _checks,
    "ground": _ground,
    "measure": _measure,
    "tally": _tally,
    "upon": _upon,
    "appraise": _appraise,
    "score": _score,
    "relies-on": _relies_on,
    "see": _see,
}
