"""A matter as its citizen reads it: state, promise and why, who, what is missing, what happened.

Only what is named here goes out: a new act or field stays inside until somebody lists it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from shouwen.catalog import queries as catalog
from shouwen.docket import queries as dossiers
from shouwen.docket.models import Dossier, Obligation
from shouwen.enactment import queries as enactment
from shouwen.errors import Name, Text
from shouwen.matters.actions.effects import open_notice
from shouwen.matters.domain import BESIDE_THE_LIST, ERASED, RATINGS, Urging
from shouwen.matters.models import Matter, PapersNotice
from shouwen.matters.queries.acts import acts_now
from shouwen.matters.queries.citing import cited_as
from shouwen.matters.queries.lines import Holder, holder, name_of
from shouwen.matters.queries.page import Limit, limits
from shouwen.matters.queries.story import Event, events
from shouwen.matters.urging import urging
from shouwen.organization import queries as organization
from shouwen.organization.models import Post
from shouwen.papers import queries as papers
from shouwen.papers.queries import PaperLine
from shouwen.rulebook.acts import Act, Record
from shouwen.rulebook.procedure import procedures
from shouwen.worktime import Step, WorkTime, words

SEEN_AS: Mapping[str, Text] = {
    "received": Text("已收到", "Received"),
    "in-hand": Text("正在办", "In hand"),
    "papers-needed": Text("请您补材料", "Your papers needed"),
    "done": Text("已办好", "Done"),
    "refused": Text("办不了", "Refused, with reasons"),
    "passed": Text("请找别的单位", "Passed to another office"),
    "withdrawn": Text("已撤回", "Withdrawn"),
}
NOTHING = Text("", "")
ANSWERED = Text("已答复", "Answered")

TOLD: Mapping[str, tuple[Text, tuple[str, ...]]] = {
    "registered": (Text("收到", "Received"), ("subject",)),
    "accepted": (Text("受理", "Accepted"), ()),
    "acceptance-told": (Text("告知受理", "Acceptance told"), ()),
    "not-accepted": (Text("不予受理", "Not accepted"), ("reason", "basis")),
    "told-once": (Text("告知要补的材料", "Missing papers told"), ("extra", "conditions", "steps")),
    "correction-received": (Text("材料补来了", "Papers received"), ("note",)),
    "correction-part-received": (Text("补来一部分材料", "Part of the papers received"), ("note",)),
    "taken-over": (Text("有人接手办理", "Taken over"), ()),
    "guided": (Text("告知该找哪个单位", "Guided to the right office"), ("target", "contact")),
    "answered": (Text("答复", "Answered"), ("reply",)),
    "extension-told": (Text("期限延长", "Limit extended"), ("reason",)),
    "urged": (Text("您催了一次", "Urged by you"), ()),
    "progress-told": (Text("反馈进展", "Progress told"), ("note",)),
    "refused": (Text("书面答复不予办理", "Refused in writing"), ("reason", "basis", "remedy")),
    "completed": (Text("办结", "Completed"), ("result",)),
    "delivered": (Text("送达", "Delivered"), ()),
    "papers-handed-back": (Text("退还材料", "Papers handed back"), ()),
    "reopened": (Text("重新办理", "Reopened"), ()),
    "withdrawn": (Text("您撤回了", "Withdrawn by you"), ("reason",)),
    "erased": (Text("按规定删除了您的个人信息", "Your personal data was deleted"), ()),
    "rated": (Text("您评价了", "Rated by you"), ("comment",)),
}
"""Act → its name for citizens, and those of its texts that were meant for them."""

OWN = frozenset({"urged"})
"""Acts of which citizens are told only their own."""
CITIZEN = dossiers.CITIZEN.capacity

ENDS = frozenset({"completed", "answered", "refused", "not-accepted", "delivered"})
HEARD_OF = ENDS | {"accepted", "told-once", "guided", "handed-over", "acceptance-told"}
"""Acts that finish a matter, and those after which its citizen hears something."""


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of the story."""

    act: str
    name: Text
    at: datetime
    post: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """One line of why it is this day, and what it rests on."""

    text: Text
    cited: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Promise:
    """What is promised until when: the instant in the office's zone, lamp, what is left, why."""

    what: Text
    limit: datetime
    lamp: str
    left: Text
    provisional: bool
    reasons: tuple[Reason, ...]
    running: bool


@dataclass(frozen=True, slots=True)
class Missing:
    """A paper that is asked for; `material` is None for one outside the item's list."""

    code: str
    material: int | None
    name: str
    name_en: str
    demand: str


@dataclass(frozen=True, slots=True)
class Contact:
    """Who handles it: name, post, department, window and telephone; nothing else of a person."""

    name: Name
    post: Text
    department: Text
    window: str
    phone: str


@dataclass(frozen=True, slots=True)
class File:
    """A file that the citizen sent."""

    id: int
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Told:
    """Everything that a citizen is shown of a matter."""

    number: str
    institution: str
    title: Text
    kind: str
    state: Text
    seen_as: str
    opened_at: datetime
    promise: Promise | None
    handler: Contact
    first_asked: Name
    missing: tuple[Missing, ...]
    received: tuple[Missing, ...]
    """What has come already of the papers asked for."""
    answer_by: date | None
    moments: tuple[Moment, ...]
    reply: str
    rating: Text | None
    rating_low: bool
    may_add: bool
    may_withdraw: bool
    may_rate: bool
    urging: Urging
    papers: tuple[PaperLine, ...]
    files: tuple[File, ...]
    has_phone: bool
    settled: bool
    seq: int


def told(dossier: Dossier, now: datetime) -> Told:
    """Return a matter as its citizen reads it at an instant."""
    matter = Matter.objects.select_related("item", "institution").get(dossier=dossier)
    roster = organization.snapshot(dossier.institution_id, now)
    office = enactment.worktime(dossier.institution_id)
    seen_as = procedures()[dossier.kind].states[dossier.state].seen_as
    record = dossiers.record(dossier)
    possible = {one.form.act for one in acts_now(dossier, None, now, record=record).possible}
    notice = open_notice(matter) if seen_as == "papers-needed" else None
    asked = _asked(notice) if notice else ()
    came = notice.received if notice else ()
    return Told(
        number=dossier.number,
        institution=matter.institution.code,
        title=title_of(matter),
        kind=dossier.kind,
        state=_state(dossier, seen_as),
        seen_as=seen_as,
        opened_at=office.local(dossier.opened_at),
        promise=promise(dossier, office, now),
        handler=contact(dossier.post_id, holder(roster, dossier.post_id, now)),
        first_asked=name_of(roster, dossier.first_asked_id),
        missing=tuple(one for one in asked if one.code not in came),
        received=tuple(one for one in asked if one.code in came),
        answer_by=notice.answer_by if notice else None,
        moments=tuple(_moments(events(dossier, roster, now, full=True), office)),
        reply=matter.reply,
        rating=RATINGS[matter.rating] if matter.rating else None,
        rating_low=bool(matter.rating and matter.rating <= 2),
        may_add="correction-received" in possible,
        may_withdraw="withdrawn" in possible and not dossier.settled,
        may_rate="rated" in possible and matter.rating is None,
        urging=urging(dossier, record.acts, now) if "urged" in possible else Urging("settled"),
        papers=tuple(papers.of_dossier(dossier.uid)),
        files=tuple(
            File(row.pk, row.name, row.size)
            for row in matter.attachments.filter(by_citizen=True).order_by("id")
        ),
        has_phone=bool(matter.phone),
        settled=dossier.settled,
        seq=dossier.head_seq,
    )


def title_of(matter: Matter) -> Text:
    """Return what a matter is called: its item in both languages, else the citizen's own words."""
    item = matter.item
    if item is None:
        erased = Text(ERASED, "Personal data deleted")
        return erased if matter.erased_at else Text(matter.title, matter.title)
    return Text(item.name, item.name_en or item.name)


def _state(dossier: Dossier, seen_as: str) -> Text:
    if seen_as == "done" and dossier.kind == "enquiry":
        return ANSWERED
    return SEEN_AS.get(seen_as, SEEN_AS["in-hand"])


def _moments(found: Sequence[Event], office: WorkTime) -> list[Moment]:
    moments = []
    for event in found:
        if event.act not in TOLD or (event.act in OWN and event.letter != CITIZEN):
            continue
        name, paths = TOLD[event.act]
        texts = tuple(event.texts[path] for path in paths if event.texts.get(path))
        moments.append(Moment(event.act, name, office.local(event.at), event.post, texts))
    return moments


def _asked(notice: PapersNotice) -> tuple[Missing, ...]:
    """Return the papers that a notice names."""
    listed = [
        Missing(str(one.pk), one.pk, one.name, one.name_en or one.name, one.demand)
        for one in notice.materials.all()
    ]
    extra = [Missing(BESIDE_THE_LIST, None, text, text, "") for text in notice.extra]
    return (*listed, *extra)


def contact(post_id: int | None, there: Holder) -> Contact:
    """Return whom a citizen may ring: the post's telephone, else its department's or office's."""
    post = (
        Post.objects.select_related("department", "institution").filter(pk=post_id).first()
        if post_id is not None
        else None
    )
    if post is None:
        return Contact(there.name, NOTHING, Text(there.department, there.department.en), "", "")
    phone = post.phone or post.department.phone or post.institution.phone
    department = post.department
    return Contact(
        there.name,
        Text(post.title, post.title_en or post.title),
        Text(department.name, department.name_en or department.name),
        post.window,
        phone,
    )


def promise(dossier: Dossier, office: WorkTime, now: datetime) -> Promise | None:
    """Return the limit that concerns the citizen most: its end, else the next word from us."""
    rows = {row.key: row for row in dossier.obligations.filter(right=False)}
    known = [one for one in limits(dossier, office, now) if one.key in rows and one.limit]
    running = [one for one in known if one.running]
    ends = [one for one in running if set(rows[one.key].acts) <= ENDS]
    heard = [one for one in running if set(rows[one.key].acts) & HEARD_OF]
    done = [one for one in known if not one.running and set(rows[one.key].acts) <= ENDS]
    chosen = next(iter([*ends, *heard, *reversed(done)]), None)
    if chosen is None:
        return None
    return _promise(chosen, rows[chosen.key], office, ended=chosen not in heard or chosen in ends)


def _promise(limit: Limit, row: Obligation, office: WorkTime, *, ended: bool) -> Promise:
    assert limit.limit is not None
    return Promise(
        what=promised_what(row.acts, ended=ended),
        limit=office.local(limit.limit),
        lamp=limit.lamp,
        left=limit.left,
        provisional=limit.provisional,
        reasons=_reasons(limit.steps, row, office),
        running=limit.running,
    )


def promised_what(acts: Sequence[str], *, ended: bool) -> Text:
    """Return what happens by the limit: done, answered, or a word from us."""
    if not ended:
        return Text("给您回音", "You hear from us")
    if set(acts) <= {"answered"}:
        return Text("答复您", "Answered")
    return Text("办好", "Done")


def _reasons(
    steps: Sequence[Mapping[str, Any]], row: Obligation, office: WorkTime
) -> tuple[Reason, ...]:
    given = [Step(one["what"], one["facts"], tuple(one.get("cited", ()))) for one in steps]
    return _said(given, row.institution_id, office.local(row.opened_at).date())


def _said(steps: Iterable[Step], institution_id: int, day: date) -> tuple[Reason, ...]:
    """Return the steps of the calendar in words, each with what it rests on."""
    found = []
    for step in steps:
        text = Text(words.say(step, "zh"), words.say(step, "en"))
        if text.zh != step.what:
            cited = cited_as(step.cited, institution_id=institution_id, day=day)
            found.append(Reason(text, cited))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Reckoned:
    """Until when an item asked for now would be done, and why."""

    limit: datetime
    reasons: tuple[Reason, ...]


def reckoned(item: catalog.Item, *, institution_id: int, now: datetime) -> Reckoned | None:
    """Judge an application that were registered and accepted now, under the law in force."""
    office = enactment.worktime(institution_id)
    at, roles = office.local(now), frozenset({"first-asked", "handler"})
    acts = tuple(
        Act(name, at, seq, "post:0", roles, {"channel": "visit"})
        for seq, name in enumerate(("registered", "accepted"))
    )
    record = Record(item.kind, acts, item.for_law)
    owed = [
        duty
        for duty in enactment.law(institution_id).duties(record, at)
        if duty.running and duty.limit is not None and duty.acts and set(duty.acts) <= ENDS
    ]
    first = min(owed, key=lambda duty: (duty.limit, duty.key), default=None)
    if first is None or first.limit is None:
        return None
    reasons = _said(first.steps, institution_id, at.date())
    return Reckoned(office.local(first.limit), reasons)


def contact_of(institution_id: int, post_id: int, now: datetime) -> Contact:
    """Return whom a citizen may ring about an item of this post."""
    return contact(post_id, holder(organization.snapshot(institution_id, now), post_id, now))
