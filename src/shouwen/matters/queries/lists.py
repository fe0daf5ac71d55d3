"""Lists of matters: the workbench's tabs, and the list with its filters; keyset-paged.

A page is read by an index and cut off after its rows; nothing counts or sorts what it does not
show, so that a list costs the same at a thousand matters and at a million.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import F, Q, QuerySet

from shouwen.docket import queries as dossiers
from shouwen.docket.models import Dossier, Involvement
from shouwen.enactment import queries as enactment
from shouwen.errors import Text, Unclear
from shouwen.matters import search
from shouwen.matters.domain import STARTING_KINDS
from shouwen.matters.queries.cursors import beyond, decoded, encoded
from shouwen.matters.queries.lines import Line, lines
from shouwen.matters.queries.reaching import reached
from shouwen.notify import queries as messages
from shouwen.organization.domain import Actor, Snapshot

PAGE = 30
LARGEST_PAGE = 200
COUNTED_TO = 1_000
"""Counts beside tabs and filters are exact up to here; above, the page says "more than"."""

TABS: Mapping[str, Text] = {
    "to-take": Text("待我签收", "To take over"),
    "to-handle": Text("待我办理", "To handle"),
    "to-sign": Text("待我签批", "To sign"),
    "waiting": Text("等群众", "Waiting for applicant"),
    "first-asked": Text("我首问", "First asked me"),
    "done": Text("已办", "Done"),
}

PRESSING = F("limit_at").asc(nulls_last=True)

ORDERS: Mapping[str, tuple[str, bool]] = {
    "limit": ("limit_at", False),
    "newest": ("opened_at", True),
    "last-act": ("last_act_at", True),
}
"""Order → column and whether it descends; ties are broken by the identifier."""


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a list: its rows and the cursors of its neighbours."""

    rows: tuple[Line, ...]
    following: str | None = None
    previous: str | None = None


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is narrowed to; empty means everything that the actor may see."""

    text: str = ""
    state: str = ""
    """A state of a procedure, or `open`, `settled`."""
    kind: str = ""
    item: str = ""
    department: int | None = None
    lamp: str = ""
    """overdue, due-soon, on-track, paused or none."""
    channel: str = ""
    since: date | None = None
    until: date | None = None
    mine: str = ""
    """held, first-asked, co-handler or involved."""
    order: str = "newest"
    extra: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> Filters:
        """Read filters from the query part of an address; what makes no sense is left out."""
        department = asked.get("department", "")
        return cls(
            text=asked.get("text", "")[:100],
            state=asked.get("state", "")[:40],
            kind=asked.get("kind", "")[:40],
            item=asked.get("item", "")[:40],
            department=int(department) if _KEY.fullmatch(department) else None,
            lamp=asked.get("lamp", ""),
            channel=asked.get("channel", "")[:10],
            since=_day(asked.get("since", "")),
            until=_day(asked.get("until", "")),
            mine=asked.get("mine", ""),
            order=asked.get("order", "newest"),
        )


_KEY = re.compile(r"[0-9]{1,15}")


def _day(said: str) -> date | None:
    try:
        return date.fromisoformat(said)
    except ValueError:
        return None


def tab_rows(actor: Actor, tab: str, now: datetime) -> QuerySet[Dossier]:
    """Return the dossiers of one tab of the workbench, in the order in which they press."""
    posts = dossiers.posts_of(actor)
    own = Dossier.objects.filter(institution=actor.institution_id)
    match tab:
        case "to-take":
            return own.filter(pending_post__in=posts).order_by("last_act_at", "uid")
        case "to-handle":
            held = own.filter(post__in=posts, settled=False, pending_post=None)
            return held.exclude(state__in=("waiting", "to-sign")).order_by(PRESSING, "uid")
        case "to-sign":
            waiting = dossiers.waiting_for_signature(actor).values("dossier")
            return own.filter(pk__in=waiting).order_by(PRESSING, "uid")
        case "waiting":
            held = own.filter(post__in=posts, settled=False, state="waiting")
            return held.order_by(PRESSING, "uid")
        case "first-asked":
            asked = own.filter(first_asked=actor.person_id, settled=False)
            return asked.order_by(PRESSING, "uid")
        case "done":
            week = now - timedelta(days=30)
            held = own.filter(post__in=posts, settled=True, closed_at__gte=week)
            return held.order_by("-closed_at", "uid")
    raise Unclear(
        "matters.unknown-tab",
        Text(f"没有「{tab[:40]}」这一栏。", f"There is no tab “{tab[:40]}”."),
        facts={"tab": tab[:40]},
    )


@dataclass(frozen=True, slots=True)
class Workbench:
    """A tab of the workbench with the counts of all."""

    tab: str
    counts: Mapping[str, int]
    listing: Listing


def workbench(
    actor: Actor,
    tab: str,
    now: datetime,
    *,
    cursor: str = "",
    counts: Mapping[str, int] | None = None,
    roster: Snapshot | None = None,
) -> Workbench:
    """Return one tab of the workbench, and how much waits in each (counted to a hundred)."""
    found = tab_counts(actor, now) if counts is None else counts
    rows = tab_rows(actor, tab, now)
    return Workbench(tab, found, _offset_page(rows, cursor, actor.institution_id, now, roster))


def tab_numbers(actor: Actor, tab: str, now: datetime) -> list[str]:
    """Return the numbers of a tab's first page, for going from one matter to the next."""
    return list(tab_rows(actor, tab, now).values_list("number", flat=True)[:PAGE])


LAMPS = ("overdue", "due-soon", "on-track")


def tab_counts(actor: Actor, now: datetime) -> dict[str, int]:
    """Return how much waits in each tab, how many of each lamp, what is unread: one statement.

    Each figure is counted to a hundred at most.
    """
    posts = dossiers.posts_of(actor)
    held = Dossier.objects.filter(
        institution=actor.institution_id, post__in=posts, settled=False, kind__in=STARTING_KINDS
    )
    asked: dict[str, QuerySet[Any]] = {
        name: tab_rows(actor, name, now) for name in TABS if name != "done"
    }
    asked |= {lamp: _by_lamp(held, lamp, now) for lamp in LAMPS}
    return counted({**asked, "unread": messages.unread_rows(actor.person_id)})


def counted(asked: Mapping[str, QuerySet[Any]], *, most: int = 100) -> dict[str, int]:
    """Return the sizes of several lists in one statement, each counted to `most`."""
    parts: list[str] = []
    values: list[Any] = []
    found = dict.fromkeys(asked, 0)
    named = []
    for name, rows in asked.items():
        try:
            sql, given = rows.order_by().values("pk")[:most].query.sql_with_params()
        except EmptyResultSet:
            continue
        parts.append(f"(SELECT COUNT(*) FROM ({sql}) AS counted)")
        values.extend(given)
        named.append(name)
    if parts:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {', '.join(parts)}", values)
            found |= dict(zip(named, cursor.fetchone(), strict=True))
    return found


def _offset_page(
    rows: QuerySet[Dossier],
    cursor: str,
    institution_id: int,
    now: datetime,
    roster: Snapshot | None = None,
) -> Listing:
    """Cut a page of what one person holds: never long, so an offset does."""
    start = int(cursor) if _KEY.fullmatch(cursor) else 0
    found = list(rows[start : start + PAGE + 1])
    return Listing(
        tuple(lines(found[:PAGE], institution_id=institution_id, now=now, roster=roster)),
        str(start + PAGE) if len(found) > PAGE else None,
        str(max(0, start - PAGE)) if start else None,
    )


def listing(
    actor: Actor,
    filters: Filters,
    now: datetime,
    *,
    cursor: str = "",
    size: int = PAGE,
    roster: Snapshot | None = None,
) -> Listing:
    """Return a page of the matters that the actor may see, narrowed by filters."""
    size = max(1, min(size, LARGEST_PAGE))
    rows = filtered(actor, filters, now)
    column, descending = ORDERS.get(filters.order, ORDERS["newest"])
    back, place = decoded(cursor)
    if place is not None:
        rows = rows.filter(beyond(column, place, descending=descending != back))
    if column == "limit_at":
        rows = rows.filter(limit_at__isnull=False)
    sign = "-" if descending != back else ""
    found = list(rows.order_by(f"{sign}{column}", f"{sign}uid")[: size + 1])
    more, found = len(found) > size, found[:size]
    if back:
        found.reverse()
    shown = tuple(lines(found, institution_id=actor.institution_id, now=now, roster=roster))
    has_next = more if not back else place is not None
    has_previous = more if back else place is not None
    return Listing(
        shown,
        encoded(found[-1], column, back=False) if found and has_next else None,
        encoded(found[0], column, back=True) if found and has_previous else None,
    )


def list_numbers(
    actor: Actor, asked: Mapping[str, str], now: datetime, *, size: int = LARGEST_PAGE
) -> list[str]:
    """Return the numbers of a list's page from the query part of its address."""
    filters = Filters.of(asked)
    rows = filtered(actor, filters, now)
    column, descending = ORDERS.get(filters.order, ORDERS["newest"])
    _, place = decoded(asked.get("after", ""))
    if place is not None:
        rows = rows.filter(beyond(column, place, descending=descending))
    sign = "-" if descending else ""
    return list(
        rows.order_by(f"{sign}{column}", f"{sign}uid").values_list("number", flat=True)[:size]
    )


def count(actor: Actor, filters: Filters, now: datetime) -> int:
    """Return how many matters a list has, counted to `COUNTED_TO` and one.

    Whoever has more than that on their own posts need not be looked up in other people's.
    """
    mine = reached(actor)
    found = 0
    for rows in (mine.quick, mine.rows):
        if rows is None:
            continue
        found = narrowed(rows, actor, filters, now)[: COUNTED_TO + 1].count()
        if found > COUNTED_TO:
            break
    return found


def filtered(actor: Actor, filters: Filters, now: datetime) -> QuerySet[Dossier]:
    """Return the visible dossiers narrowed by the filters."""
    return narrowed(reached(actor).rows, actor, filters, now)


def narrowed(
    rows: QuerySet[Dossier], actor: Actor, filters: Filters, now: datetime
) -> QuerySet[Dossier]:
    """Return dossiers narrowed by the filters, matters only."""
    rows = rows.filter(kind__in=STARTING_KINDS)
    if filters.text.strip():
        rows = _by_text(rows, actor, filters.text.strip())
    if filters.state in {"open", "settled"}:
        rows = rows.filter(settled=filters.state == "settled")
    elif filters.state:
        rows = rows.filter(state=filters.state)
    if filters.kind:
        rows = rows.filter(kind=filters.kind)
    if filters.item:
        rows = rows.filter(matter__item__code=filters.item)
    if filters.department is not None:
        rows = rows.filter(department=filters.department)
    if filters.channel:
        rows = rows.filter(matter__channel=filters.channel)
    rows = _by_days(rows, filters, actor.institution_id)
    rows = _by_lamp(rows, filters.lamp, now)
    return _by_part(rows, filters.mine, actor)


def _by_text(rows: QuerySet[Dossier], actor: Actor, text: str) -> QuerySet[Dossier]:
    if text.upper().startswith("SQ-"):
        return rows.filter(number__startswith=text.upper())
    return rows.filter(pk__in=search.find(actor.institution_id, text))


EARLIEST, LATEST = date(1900, 1, 1), date(2999, 12, 31)
"""Days beyond these are taken as these: nothing lies there, and instants end with the calendar."""


def _by_days(rows: QuerySet[Dossier], filters: Filters, institution_id: int) -> QuerySet[Dossier]:
    zone = enactment.worktime(institution_id).zone
    if filters.since is not None:
        since = min(max(filters.since, EARLIEST), LATEST)
        rows = rows.filter(opened_at__gte=datetime.combine(since, time(), zone))
    if filters.until is not None:
        after = min(max(filters.until, EARLIEST), LATEST) + timedelta(days=1)
        rows = rows.filter(opened_at__lt=datetime.combine(after, time(), zone))
    return rows


def _by_lamp(rows: QuerySet[Dossier], lamp: str, now: datetime) -> QuerySet[Dossier]:
    running = ~Q(verdict__in=("paused", "failed", "none"))
    match lamp:
        case "overdue":
            return rows.filter(running, settled=False, limit_at__lt=now)
        case "due-soon":
            return rows.filter(running, settled=False, limit_at__gte=now, remind_at__lte=now)
        case "on-track":
            late = Q(remind_at__isnull=True) | Q(remind_at__gt=now)
            return rows.filter(running, late, settled=False, limit_at__gte=now)
        case "paused":
            return rows.filter(verdict="paused")
        case "failed":
            return rows.filter(verdict="failed")
        case "none":
            return rows.filter(limit_at__isnull=True, settled=False)
    return rows


def _by_part(rows: QuerySet[Dossier], mine: str, actor: Actor) -> QuerySet[Dossier]:
    posts = dossiers.posts_of(actor)
    match mine:
        case "held":
            return rows.filter(post__in=posts)
        case "first-asked":
            return rows.filter(first_asked=actor.person_id)
        case "co-handler" | "involved":
            part = Involvement.objects.filter(Q(post__in=posts) | Q(person=actor.person_id))
            if mine == "co-handler":
                part = part.filter(role="co-handler")
            return rows.filter(pk__in=part.values("dossier"))
    return rows


def find_matters(actor: Actor, asked: str, now: datetime, *, limit: int = 10) -> list[Line]:
    """Return visible matters by number, words, name, or the last four figures of a telephone."""
    asked = asked.strip()
    if not asked:
        return []
    rows = dossiers.visible(actor).filter(institution=actor.institution_id, kind__in=STARTING_KINDS)
    if len(asked) == 4 and asked.isascii() and asked.isdigit():
        rows = rows.filter(matter__phone__endswith=asked)
    else:
        rows = _by_text(rows, actor, asked)
    found = list(rows.order_by("-opened_at", "-uid")[:limit])
    return lines(found, institution_id=actor.institution_id, now=now)
