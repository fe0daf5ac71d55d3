"""Papers of a matter, made again from the record exactly as they read on their day."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from shouwen.docket import queries as dossiers
from shouwen.docket.errors import unknown_dossier
from shouwen.docket.models import Dossier
from shouwen.enactment import queries as enactment
from shouwen.errors import Text
from shouwen.journal import queries as journal
from shouwen.journal.domain import Entry
from shouwen.matters.domain import CHANNELS
from shouwen.matters.models import Matter, PapersNotice
from shouwen.matters.queries.citing import cited_as
from shouwen.matters.queries.lines import holder, name_of, post_name
from shouwen.matters.queries.told import ENDS, HEARD_OF, contact, promised_what, title_of
from shouwen.organization import queries as organization
from shouwen.organization.domain import Snapshot
from shouwen.papers.domain import TITLES, Kind, Part, Row, Sheet, plain
from shouwen.rulebook.acts import Record
from shouwen.rulebook.duties import Duty, Verdict
from shouwen.worktime import WorkTime, words

NUMBER = re.compile(r"(?P<matter>.+)-(?P<letter>[SGBRH])(?P<rest>\d*)")
NOTICE_TEXTS = (
    ("conditions", Text("办理条件", "Conditions")),
    ("steps", Text("办理步骤", "Steps")),
)
"""What some regulations want said in the one notice beside the papers."""

FIRST_RECEIPT = Text("收件回执", "Receipt of papers")


@dataclass(frozen=True, slots=True)
class _Case:
    """What a paper is made from: the matter, and the entry at which it was made."""

    dossier: Dossier
    matter: Matter
    entries: tuple[Entry, ...]
    entry: Entry
    texts: Mapping[str, str]
    roster: Snapshot
    office: WorkTime

    @property
    def at(self) -> datetime:
        return self.office.local(self.entry.at)

    @property
    def post(self) -> int | None:
        """Return the post that answered for the matter at that time."""
        given = [one.by.get("post") for one in self.entries if one.by.get("post")]
        return given[-1] if given else self.dossier.post_id

    def cite(self, cited: tuple[str, ...]) -> tuple[Text, ...]:
        return cited_as(cited, institution_id=self.dossier.institution_id, day=self.at.date())


def sheet(dossier: Dossier, number: str, *, for_citizen: bool = False) -> Sheet:
    """Return a paper by its number, or by kind (`receipt`, `hand-over`: the newest one).

    `…-R` is the receipt of the first contact, `…-S` that of acceptance, `…-G1` a one-time notice,
    `…-B5` a refusal, `…-H3` the slip of the hand-over entered as act 3 (staff only). An unknown
    one is refused like an unknown matter.
    """
    entries = journal.entries(dossier.uid.hex)
    kind, entry = _found(dossier, entries, number, for_citizen=for_citizen)
    texts = journal.values(dossier.uid.hex).get(entry.seq, {})
    case = _Case(
        dossier,
        Matter.objects.select_related("item", "institution").get(dossier=dossier),
        tuple(one for one in entries if one.seq <= entry.seq),
        entry,
        texts,
        organization.snapshot(dossier.institution_id, entry.at),
        enactment.worktime(dossier.institution_id),
    )
    return _MADE[kind](case)


def _found(
    dossier: Dossier, entries: list[Entry], asked: str, *, for_citizen: bool
) -> tuple[Kind, Entry]:
    acts: dict[str, tuple[str, ...]] = {
        "S": ("accepted",),
        "R": ("registered", "received", "asked"),
        "G": ("told-once",),
        "B": ("refused",),
        "H": ("handed-over", "assigned"),
    }
    kinds: dict[str, Kind] = {
        "S": "receipt",
        "R": "receipt",
        "G": "one-time-notice",
        "B": "refusal",
        "H": "hand-over",
    }
    short = {"receipt": "SR", "hand-over": "H", "one-time-notice": "G", "refusal": "B"}
    named = NUMBER.fullmatch(asked)
    if named is not None and named["matter"] == dossier.number:
        letters, rest = named["letter"], named["rest"]
    else:
        letters, rest = short.get(asked, ""), ""
    for letter in letters:
        if letter == "H" and for_citizen:
            continue
        known = [one for one in entries if one.act in acts[letter]]
        entry = _chosen(letter, rest, known)
        if entry is not None:
            return kinds[letter], entry
    raise unknown_dossier(asked)


def _chosen(letter: str, rest: str, known: list[Entry]) -> Entry | None:
    if not rest:
        return next(iter(known if letter == "R" else reversed(known)), None)
    if letter == "G":
        return known[int(rest) - 1] if 0 < int(rest) <= len(known) else None
    return next((one for one in known if one.seq == int(rest)), None)


def _sheet(
    case: _Case,
    kind: Kind,
    number: str,
    *,
    rows: list[Row],
    parts: list[Part],
    title: Text | None = None,
    opening: Text | None = None,
    cited: tuple[Text, ...] = (),
) -> Sheet:
    house = case.matter.institution
    there = contact(case.post, holder(case.roster, case.post, case.entry.at))
    return Sheet(
        kind=kind,
        title=title or TITLES[kind],
        number=number,
        matter=case.dossier.number,
        office=Text(house.name, house.name_en or house.name),
        addressee=case.matter.applicant,
        opening=opening,
        rows=tuple(rows),
        parts=tuple(parts),
        cited=cited,
        issued_at=case.at,
        phone=there.phone or house.phone,
        hash=case.entry.hash[:8],
    )


def _what(case: _Case) -> Row:
    return Row(Text("事项", "Matter"), title_of(case.matter))


def _who(case: _Case) -> list[Row]:
    there = contact(case.post, holder(case.roster, case.post, case.entry.at))
    parts = (there.department, there.post, Text(there.name, there.name.en))
    said = Text(
        " ".join(part.zh for part in parts if part.zh),
        " ".join(part.en for part in parts if part.en),
    )
    first = name_of(case.roster, case.dossier.first_asked_id)
    rows = [Row(Text("承办", "Handled by"), said)] if said.zh else []
    if there.window:
        rows.append(Row(Text("窗口", "Window"), plain(there.window)))
    if there.phone:
        rows.append(Row(Text("电话", "Telephone"), plain(there.phone)))
    if first:
        rows.append(Row(Text("首问责任人", "First-asked person"), Text(first, first.en)))
    return rows


def _receipt(case: _Case) -> Sheet:
    accepted = case.entry.act == "accepted"
    registered = case.entries[0]
    channel = CHANNELS.get(case.matter.channel, Text("", ""))
    received = case.office.local(registered.at)
    rows = [
        _what(case),
        Row(
            Text("收到", "Received"),
            Text(
                f"{words.moment(received)} {channel.zh}",
                f"{words.moment(received, 'en')}, {channel.en.lower()}",
            ),
        ),
    ]
    if case.matter.applicant:
        rows.append(Row(Text("申请人", "Applicant"), plain(case.matter.applicant)))
    parts: list[Part] = []
    cited: tuple[Text, ...] = ()
    handed = _handed_in(case)
    if handed:
        parts.append(Part(Text("收下的材料", "What was handed in"), items=handed))
    due = _due(case)
    if due is not None and due.limit is not None:
        parts.append(_limit_part(due, case))
        cited = case.cite(due.cited)
    return _sheet(
        case,
        "receipt",
        f"{case.dossier.number}-{'S' if accepted else 'R'}",
        rows=[*rows, *_who(case)],
        parts=parts,
        title=None if accepted else FIRST_RECEIPT,
        cited=cited,
    )


def _handed_in(case: _Case) -> tuple[Text, ...]:
    rows = case.matter.handed_in.filter(at__lte=case.entry.at).select_related("material")
    papers = [
        Text(row.material.name, row.material.name_en or row.material.name)
        for row in rows.order_by("material__order")
    ]
    files = case.matter.attachments.filter(at__lte=case.entry.at, material=None).order_by("id")
    return (*papers, *(plain(row.name) for row in files))


def _due(case: _Case) -> Duty | None:
    """Return the limit that concerned the citizen most on that day, judged again as of then."""
    record = dossiers.record(case.dossier)
    acts = tuple(act for act in record.acts if act.seq <= case.entry.seq)
    seen = Record(record.kind, acts, record.catalogue)
    law = enactment.law(case.dossier.institution_id)
    owed = [
        duty for duty in law.duties(seen, case.entry.at) if duty.running and duty.limit is not None
    ]
    owed.sort(key=lambda duty: (duty.limit, duty.key))
    ends = [duty for duty in owed if set(duty.acts) <= ENDS]
    heard = [duty for duty in owed if set(duty.acts) & HEARD_OF]
    return next(iter([*ends, *heard]), None)


def _limit_part(due: Duty, case: _Case) -> Part:
    assert due.limit is not None
    limit = case.office.local(due.limit)
    what = promised_what(due.acts, ended=set(due.acts) <= ENDS)
    why = [step for step in due.steps if step.what in {"add", "extend", "rest-days", "roll"}]
    said = Text(
        ";".join(words.say(step) for step in why), "; ".join(words.say(step, "en") for step in why)
    )
    text = Text(
        f"{words.moment(limit, 'zh', 'citizen')} 前{what.zh}。为什么是这天:{said.zh}。",
        f"By {words.moment(limit, 'en', 'citizen')}: {what.en.lower()}. Why this day: {said.en}.",
    )
    return Part(Text("期限", "Time limit"), text)


def _notice(case: _Case) -> Sheet:
    row = PapersNotice.objects.filter(matter=case.matter, seq__lte=case.entry.seq + 1)
    told = row.prefetch_related("materials").order_by("-ordinal").first()
    if told is None:
        raise unknown_dossier(case.dossier.number)
    items = [
        Text(
            f"{one.name}({one.demand})" if one.demand else one.name,
            f"{one.name_en or one.name} ({one.demand})" if one.demand else one.name_en or one.name,
        )
        for one in told.materials.all()
    ]
    items += [plain(text) for text in told.extra]
    parts = [Part(Text("还要补的材料", "Papers still needed"), items=tuple(items))]
    if told.answer_by:
        day = told.answer_by
        parts.append(
            Part(
                Text("请在此前补交", "Please hand in by"),
                Text(f"{day.year}年{day.month}月{day.day}日", f"{day.day} {day:%B %Y}"),
            )
        )
    for path, heading in NOTICE_TEXTS:
        if path in case.texts:
            parts.append(Part(heading, plain(case.texts[path])))
    if reason := case.texts.get("reason"):
        parts.append(Part(Text("再次告知的原因", "Why a second notice"), plain(reason)))
    count = len(items)
    return _sheet(
        case,
        "one-time-notice",
        f"{case.dossier.number}-G{told.ordinal}",
        rows=[_what(case), *_who(case)],
        parts=parts,
        opening=_notice_opening(count, stopped=_stopped(case)),
    )


def _stopped(case: _Case) -> bool:
    """Say whether the notice stopped a clock, as the regulations in force judged it then."""
    record = dossiers.record(case.dossier)
    acts = tuple(act for act in record.acts if act.seq <= case.entry.seq + 1)
    seen = Record(record.kind, acts, record.catalogue)
    duties = enactment.law(case.dossier.institution_id).duties(seen, acts[-1].at)
    return any(duty.verdict is Verdict.PAUSED for duty in duties)


def _notice_opening(count: int, *, stopped: bool) -> Text:
    said = Text(
        f"您办的这件事还差 {count} 样材料,一次告知如下。",
        f"{count} papers are still needed, all listed here.",
    )
    if not stopped:
        return said
    return Text(
        f"{said.zh}补齐前暂停计时,补齐后接着算。",
        f"{said.en} The clock stops until they are in.",
    )


def _refusal(case: _Case) -> Sheet:
    named = (
        ("reason", Text("理由", "Reasons")),
        ("basis", Text("依据", "Basis")),
        ("remedy", Text("不同意怎么办", "If you disagree")),
    )
    parts = [
        Part(heading, plain(case.texts[path])) for path, heading in named if path in case.texts
    ]
    return _sheet(
        case,
        "refusal",
        f"{case.dossier.number}-B{case.entry.seq}",
        rows=[_what(case), *_who(case)],
        parts=parts,
        opening=Text("您申请的事项,经审查不予办理。", "Your request cannot be granted."),
    )


def _hand_over(case: _Case) -> Sheet:
    bond = dossiers.bond_of(case.entry.facts.get("to"))
    to = post_name(case.roster, bond.post) if bond is not None else ""
    by = case.entry.by
    sender = f"{post_name(case.roster, by.get('post'))} {name_of(case.roster, by.get('person'))}"
    rows = [
        _what(case),
        Row(Text("转出", "From"), plain(sender.strip())),
        Row(Text("转给", "To"), plain(to)),
        Row(
            Text("时间", "Time"),
            Text(words.moment(case.at), words.moment(case.at, "en")),
        ),
    ]
    parts = [Part(Text("事由", "What it is about"), plain(case.matter.subject))]
    if note := case.texts.get("note") or case.texts.get("opinion"):
        parts.append(Part(Text("附言", "Note"), plain(note)))
    parts.append(
        Part(
            Text("签收", "Taken over"),
            Text(
                "签收人:              时间:              (签收前仍由转出人负责)",
                "By:               At:               (until then the sender is responsible)",
            ),
        )
    )
    return _sheet(
        case,
        "hand-over",
        f"{case.dossier.number}-H{case.entry.seq}",
        rows=rows,
        parts=parts,
    )


_MADE: Mapping[Kind, Callable[[_Case], Sheet]] = {
    "receipt": _receipt,
    "one-time-notice": _notice,
    "refusal": _refusal,
    "hand-over": _hand_over,
}
