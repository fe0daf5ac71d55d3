"""A matter's acts as forms: what each asks, what is personal, how it is confirmed, who is told.

Pages, the interface and the importer are all made from this one table, so that they ask the same
questions. Which act is possible when is the procedure's and the law's business, not this one's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from shouwen.errors import Text, Unclear
from shouwen.rulebook.vocabulary import GROUNDS_OF_EXTENSION
from shouwen.worktime import words

FieldKind = Literal["text", "line", "code", "codes", "date", "post", "count", "flag"]

CHANNELS: Mapping[str, Text] = {
    "visit": Text("来访", "Visit"),
    "phone": Text("来电", "Call"),
    "letter": Text("来信", "Letter"),
    "web": Text("网上", "Web"),
}

STARTING_KINDS = ("enquiry", "application", "petition", "instruction", "incoming-document")
"""Kinds of dossier that a first contact may open."""

ANONYMOUS_KINDS = frozenset({"enquiry", "petition"})
"""Kinds that somebody may bring from the web without a name; an application says who applies."""

RATINGS: Mapping[int, Text] = {
    5: Text("非常满意", "Very satisfied"),
    4: Text("满意", "Satisfied"),
    3: Text("基本满意", "Fairly satisfied"),
    2: Text("不满意", "Dissatisfied"),
    1: Text("非常不满意", "Very dissatisfied"),
}

BESIDE_THE_LIST = "other"
"""The code of a missing paper that is on no checklist: the notice says it in words."""

LONGEST_TEXT = 20_000
"""Characters a free text may have; longer ones belong into a file."""

LONGEST_LINE = 300


@dataclass(frozen=True, slots=True)
class FormField:
    """One question of an act's form.

    `personal` answers go into encrypted side rows and never into the journal's own bytes.
    """

    name: str
    kind: FieldKind
    label: Text
    required: bool = False
    personal: bool = False
    choices: Mapping[str, Text] = field(default_factory=dict)
    hint: Text | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """One act as people enter it.

    `level` is how it is confirmed (ux.md 4.7: 1 by its form, 2 after seeing the effect, 3 with a
    signature); `tells` is the citizen's message; `proposes` the act that then awaits `signer`.
    """

    act: str
    label: Text
    fields: tuple[FormField, ...] = ()
    key: str = ""
    level: int = 1
    tells: str | None = None
    proposes: str | None = None
    signer: str | None = None
    signs: bool = False
    citizen: bool = False
    """Whether the citizen may do it with number and code."""


def text_field(
    name: str, zh: str, en: str, *, required: bool = True, hint: Text | None = None
) -> FormField:
    """Return a free-text question; its answer is personal data."""
    return FormField(name, "text", Text(zh, en), required, True, hint=hint)


REASON = text_field("reason", "理由", "Reason")
TARGET = FormField("recipient", "post", Text("转给", "Hand to"), required=True)

EXTENSION_GROUNDS: Mapping[str, Text] = GROUNDS_OF_EXTENSION
"""Grounds on which more time may be asked; the law in force narrows them (`asking`)."""

DELIVERY_WAYS: Mapping[str, Text] = {
    "counter": Text("到窗口领取", "Collected at the window"),
    "post": Text("邮寄", "By post"),
    "phone": Text("电话告知", "Told by phone"),
    "web": Text("网上答复", "Answered online"),
}


REVEAL_REASONS: Mapping[str, Text] = {
    "contact": Text("要联系本人", "To contact the person"),
    "identity": Text("核对身份和材料", "To check identity and papers"),
    "delivery": Text("送达文书", "To deliver papers"),
    "check": Text("督查核实", "To verify for supervision"),
}
"""Why somebody may look at an applicant's data; the reason goes into the record."""

ERASURE_GROUNDS: Mapping[str, Text] = {
    "purpose-reached": Text(
        "办理目的已经实现,不必再留(个人信息保护法 第四十七条 一)",
        "The purpose is reached and the data no longer needed (PIPL 47.1)",
    ),
    "period-ended": Text(
        "保存期限已经届满(个人信息保护法 第四十七条 二)",
        "The period of keeping is over (PIPL 47.2)",
    ),
    "consent-withdrawn": Text(
        "本人撤回同意(个人信息保护法 第四十七条 三)", "The person withdrew consent (PIPL 47.3)"
    ),
    "kept-unlawfully": Text(
        "违反规定收集,或误录了别人(个人信息保护法 第四十七条 四)",
        "Collected against the rules, or somebody else's by mistake (PIPL 47.4)",
    ),
}
"""On what ground personal data of a matter may be deleted."""

ERASED = "个人信息已删除"
"""What stands where the citizen's own words stood."""

TELLING_WAYS: Mapping[str, Text] = {
    "phone": Text("电话", "By telephone"),
    "visit": Text("当面", "In person"),
    "sms": Text("短信", "By SMS"),
    "letter": Text("书面", "In writing"),
    "web": Text("网上", "Online"),
}


@dataclass(frozen=True, slots=True)
class Urging:
    """Whether the citizen may urge now (催一下); if not, why not, and from when."""

    why: Literal["", "not-yet", "today", "paused", "no-limit", "settled"] = ""
    since: datetime | None = None

    @property
    def may(self) -> bool:
        """Say whether the citizen may urge now."""
        return not self.why

    @property
    def text(self) -> Text:
        """Say why not now, and from when it is possible; empty if now."""
        zh = words.moment(self.since, "zh", "citizen") if self.since else ""
        en = words.moment(self.since, "en", "citizen") if self.since else ""
        said = {
            "not-yet": (f"{zh} 起可以催。", f"You can urge from {en}."),
            "today": (f"催过了。{zh} 起可以再催。", f"You have urged already; again from {en}."),
            "paused": ("现在停止计时,不用催。", "The clock stands still; no need to urge."),
            "no-limit": (
                "现在没有期限在走。着急请打电话。",
                "No limit is running now. If it is pressing, please ring.",
            ),
            "settled": ("这件事已经办完,不用催。", "This matter is settled already."),
        }
        return Text(*said.get(self.why, ("", "")))


def urging_at(
    verdict: str,
    limit: datetime | None,
    remind: datetime | None,
    again: datetime | None,
    now: datetime,
) -> Urging:
    """Judge by the most pressing limit, which must burn, and by when the next urging may come.

    A limit burns from its first reminder on; `again` is the first working day after the last
    urging.
    """
    if verdict == "paused":
        return Urging("paused")
    if limit is None:
        return Urging("no-limit")
    burns = min(remind or limit, limit)
    if again is not None and again > max(burns, now):
        return Urging("today", again)
    return Urging() if now >= burns else Urging("not-yet", burns)


@dataclass(frozen=True, slots=True)
class Checked:
    """A form's answers, checked: coded fields, personal texts, and the recipient post."""

    fields: Mapping[str, Any]
    personal: Mapping[str, str]
    recipient: int | None = None


def check(form: Form, answers: Mapping[str, Any]) -> Checked:
    """Check the answers to a form; every fault is reported with its field, or `Unclear` is raised.

    Unknown fields are refused rather than dropped, so that nothing typed is lost silently.
    """
    known = {one.name: one for one in form.fields}
    unknown = sorted(set(answers) - set(known))
    faults: dict[str, Text] = {
        name: Text(f"没有「{name}」这一栏。", f"There is no field “{name}”.") for name in unknown
    }
    coded: dict[str, Any] = {}
    personal: dict[str, str] = {}
    recipient: int | None = None
    for name, asked in known.items():
        answer = answers.get(name)
        if answer is None or answer == "" or answer == []:
            if asked.required:
                faults[name] = Text(f"请填写{asked.label.zh}。", f"Fill in: {asked.label.en}.")
            continue
        value = _checked(asked, answer, faults)
        if name in faults:
            continue
        if asked.kind == "post":
            recipient = value
        elif asked.personal:
            personal[name] = value
        else:
            coded[name] = value
    if faults:
        raise wrong_fields(faults)
    return Checked(coded, personal, recipient)


def wrong_fields(faults: Mapping[str, Text]) -> Unclear:
    """Return the error for answers that cannot be taken, with what to write in each field."""
    return Unclear(
        "form.fields",
        Text(
            "".join(fault.zh for fault in faults.values()),
            " ".join(fault.en for fault in faults.values()),
        ),
        facts={name: {"zh": fault.zh, "en": fault.en} for name, fault in faults.items()},
    )


def _checked(asked: FormField, answer: Any, faults: dict[str, Text]) -> Any:
    """Return one answer in its stored form, or note its fault."""
    match asked.kind:
        case "text" | "line":
            return _written(asked, answer, faults)
        case "code":
            return _code(asked, answer, faults)
        case "codes":
            many = answer if isinstance(answer, list) else [answer]
            return [_code(asked, one, faults) for one in many]
        case "date":
            return _date(asked, answer, faults)
        case "post" | "count":
            return _count(asked, answer, faults)
        case "flag":
            return answer in {True, "true", "1", "on", "yes"}


def _written(asked: FormField, answer: Any, faults: dict[str, Text]) -> str:
    text = str(answer).replace("\x00", "").strip()
    longest = LONGEST_TEXT if asked.kind == "text" else LONGEST_LINE
    if len(text) > longest:
        faults[asked.name] = Text(
            f"{asked.label.zh}有 {len(text)} 字,最多 {longest} 字。长文请作附件。",
            f"{asked.label.en} has {len(text)} characters; {longest} at most. Attach longer texts.",
        )
    if not writable(text):
        faults[asked.name] = UNWRITABLE
    if not text and asked.required:
        faults[asked.name] = Text(f"请填写{asked.label.zh}。", f"Fill in: {asked.label.en}.")
    return text


UNWRITABLE = Text(
    "含有无法保存的字符(半个字),请重新输入。",
    "It holds half a character, which cannot be kept. Type it again.",
)


def writable(text: str) -> bool:
    """Say whether a text can be stored: programs may send half of a surrogate pair."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _code(asked: FormField, answer: Any, faults: dict[str, Text]) -> str:
    code = str(answer)
    if asked.choices and code not in asked.choices:
        allowed = "、".join(asked.choices)
        faults[asked.name] = Text(
            f"{asked.label.zh}不能是「{code[:40]}」。可填:{allowed}。",
            f"{asked.label.en} cannot be “{code[:40]}”. Allowed: {', '.join(asked.choices)}.",
        )
    return code


def _date(asked: FormField, answer: Any, faults: dict[str, Text]) -> str:
    try:
        return date.fromisoformat(str(answer)).isoformat()
    except ValueError:
        faults[asked.name] = Text(
            f"{asked.label.zh}请写成 2026-02-27 这样的日期。",
            f"Write {asked.label.en} as a date like 2026-02-27.",
        )
        return ""


def _count(asked: FormField, answer: Any, faults: dict[str, Text]) -> int:
    text = str(answer)
    if not text.isascii() or not text.isdigit() or len(text) > 15:
        faults[asked.name] = Text(
            f"{asked.label.zh}请填整数。", f"{asked.label.en} must be a whole number."
        )
        return 0
    return int(text)
