"""What a clerk is told while somebody is at the counter: who it is, what is alike, till when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from django.db.models import Q

from shouwen.catalog import queries as catalog
from shouwen.docket import queries as dossiers
from shouwen.docket.actions import storing
from shouwen.docket.models import Dossier
from shouwen.enactment import queries as enactment
from shouwen.errors import Text
from shouwen.matters.models import Matter
from shouwen.matters.queries.lines import Line, lines
from shouwen.matters.queries.page import Limit, limit_of
from shouwen.organization.domain import Actor
from shouwen.organization.masking import mask_name
from shouwen.rulebook.acts import Act, Record

KNOWN_FOR = timedelta(days=365)
ALIKE_FOR = timedelta(days=30)
SHOWN = 5

EMERGENCIES = (
    "轻生",
    "自杀",
    "跳楼",
    "跳河",
    "割腕",
    "不想活",
    "救命",
    "起火",
    "着火",
    "火灾",
    "爆炸",
    "燃气泄漏",
    "煤气泄漏",
    "持刀",
    "砍人",
    "杀人",
    "打人",
    "家暴",
    "绑架",
    "失踪",
    "溺水",
    "昏迷",
    "大出血",
    "中毒",
    "坍塌",
    "触电",
    "suicide",
    "fire",
    "explosion",
)
"""Words after which the page reminds of 110, 119 and 120; the clerk decides."""


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody who asked before from the same telephone, within a year."""

    times: int
    masked: str
    applicant: str
    """The name, if the reader may see it and it has always been the same; else empty."""
    recent: tuple[Line, ...]


def plain_phone(phone: str) -> str:
    """Return a telephone number as digits: blanks, hyphens, +86 and full-width digits are known."""
    digits = "".join(str(int(sign)) for sign in phone if sign.isdigit())
    return digits[2:] if len(digits) == 13 and digits.startswith("861") else digits


def known(actor: Actor, phone: str, now: datetime) -> Known | None:
    """Return who asked from this telephone within a year; None for a new one."""
    digits = plain_phone(phone)
    if len(digits) < 7:
        return None
    rows = Matter.objects.filter(
        institution=actor.institution_id, phone=digits, dossier__opened_at__gte=now - KNOWN_FOR
    )
    names = list(rows.order_by("-dossier__opened_at").values_list("applicant", flat=True)[:100])
    if not names:
        return None
    distinct = {name for name in names if name}
    whole = next(iter(distinct)) if len(distinct) == 1 else ""
    newest = next((name for name in names if name), "")
    may = "person.reveal" in actor.rights
    seen = dossiers.visible(actor).filter(matter__phone=digits).order_by("-opened_at")[:SHOWN]
    recent = lines(list(seen), institution_id=actor.institution_id, now=now)
    return Known(len(names), mask_name(newest), whole if may else "", tuple(recent))


def alike(actor: Actor, *, phone: str, item: str, subject: str, now: datetime) -> tuple[Line, ...]:
    """Return open matters of 30 days that may be the same: same telephone, or item and words."""
    same = Q(pk__in=())
    digits = plain_phone(phone)
    if len(digits) >= 7:
        same |= Q(matter__phone=digits)
    words = subject.strip()[:12]
    if item and len(words) >= 4:
        same |= Q(matter__item__code=item, matter__subject__contains=words)
    rows = dossiers.visible(actor).filter(
        same, settled=False, opened_at__gte=now - ALIKE_FOR, matter__isnull=False
    )
    if item:
        rows = rows.filter(Q(matter__item__code=item) | Q(matter__item=None))
    found = list(rows.order_by("-opened_at")[:SHOWN])
    return tuple(lines(found, institution_id=actor.institution_id, now=now))


def recent(actor: Actor, now: datetime) -> tuple[Line, ...]:
    """Return the last matters that this person registered as first asked."""
    rows = dossiers.visible(actor).filter(first_asked=actor.person_id, matter__isnull=False)
    found = list(rows.order_by("-opened_at")[:SHOWN])
    return tuple(lines(found, institution_id=actor.institution_id, now=now))


def emergency(subject: str) -> bool:
    """Say whether a text has a word after which life may be in danger."""
    return any(word in subject.lower() for word in EMERGENCIES)


@dataclass(frozen=True, slots=True)
class Preview:
    """The limits that a first contact will have, computed before anything is stored."""

    limits: tuple[Limit, ...]
    goal: Limit | None
    """The limit by which the matter itself is to be finished, if one is set."""


def preview(
    actor: Actor,
    *,
    kind: str,
    item: catalog.Item | None,
    channel: str,
    acts: Sequence[tuple[str, int | None]],
    at: datetime,
    now: datetime,
) -> Preview:
    """Judge a record that does not exist yet: registered now, then these acts (to these posts)."""
    doer = dossiers.newcomer(actor)
    steps = [("registered", None), *acts]
    record = Record(
        kind,
        tuple(
            Act(
                name,
                at,
                seq,
                doer.name,
                doer.roles | {"first-asked", "handler"},
                {"channel": channel} if seq == 0 else {"missing": "given"},
                to=f"post:{post}" if post is not None else None,
            )
            for seq, (name, post) in enumerate(steps)
        ),
        item.for_law if item else {},
    )
    dossier = Dossier(
        uid=uuid4(), institution_id=actor.institution_id, kind=kind, head_seq=len(steps) - 1
    )
    plan = storing.plan(dossier, enactment.law(actor.institution_id), record, now=now, known={})
    office = enactment.worktime(actor.institution_id)
    running = [limit_of(row, office, now) for row in plan.all if row.closed_at is None]
    owed = sorted(
        (one for one in running if one.limit is not None and not one.right),
        key=lambda one: one.limit or now,
    )
    goal = next((one for one in owed if {"completed", "answered"} & set(one.acts)), None)
    return Preview(tuple(owed), goal or next(iter(owed), None))


NOBODY = Text(
    "这个岗位现在没有人在岗,系统会报警并告诉值班领导;可以照常收下。",
    "Nobody is at this post now; an alarm tells the duty leader. You can register all the same.",
)
