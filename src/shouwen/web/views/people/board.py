"""Who is where today: posts with A and B, the week, the board as citizens see it, search."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from shouwen.docket import statistics
from shouwen.organization import queries as organization
from shouwen.organization.domain import Away, Member
from shouwen.organization.queries import PostRow, Whereabouts
from shouwen.web.errors import language
from shouwen.web.parts import Empty, Person
from shouwen.web.staff import StaffRequest, may, staff
from shouwen.web.views.people.common import (
    DUTIES,
    chip,
    crumbs,
    english,
    member_name,
    name_of,
    office_of,
    person_url,
    tabs,
    week_of,
    when,
)
from shouwen.worktime import WorkTime, words


@staff("roster.see")
def people(request: StaffRequest) -> HttpResponse:
    """Show one of the three views of who is where."""
    view = request.GET.get("view", "people")
    show = {"week": _week, "board": _board}.get(view, _posts)
    return show(request)


def _shared(request: StaffRequest, view: str) -> dict[str, object]:
    return {
        "crumbs": crumbs(),
        "tabs": tabs(request, view),
        "text": request.GET.get("q", "")[:60],
        "view": view,
        "may_leave": may(request, "absence.enter-own"),
        "as_of": f"{office_of(request).local(request.now):%H:%M}",
        "away": _own_absence(request),
    }


def _own_absence(request: StaffRequest) -> str:
    """Return until when the reader is away; empty when at work."""
    away = request.roster.absence(request.actor.person_id, request.now)
    return when(request, away.until) if away else ""


# ---- posts -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PostLine:
    """A post: who holds it, who acts now, how much is open."""

    title: str
    url: str
    window: str
    primary: Person | None
    backup: Person | None
    now: Person
    alarm: bool
    open: int


@dataclass(frozen=True, slots=True)
class Section:
    """The posts of a department."""

    name: str
    posts: list[PostLine] = field(default_factory=list)


def _posts(request: StaffRequest) -> HttpResponse:
    house = request.actor.institution_id
    text = request.GET.get("q", "").strip()[:60]
    rows = organization.posts(house, request.now, roster=request.roster)
    if text:
        rows = [row for row in rows if _fits(row, text, _found(house, text))]
    opened = statistics.open_by_post(house)
    sections: dict[int, Section] = {}
    for row in rows:
        name = (row.department_en if english() else "") or row.department
        section = sections.setdefault(row.department_id, Section(name))
        section.posts.append(_post_line(request, row, opened))
    empty = [line for one in sections.values() for line in one.posts if line.alarm]
    context = _shared(request, "people") | {
        "sections": list(sections.values()),
        "alarms": len(empty),
        "alone": sum(row.lacks_backup for row in rows),
        "empty": _nobody(text),
    }
    return render(request, "people/posts.html", context)


def _found(house: int, text: str) -> frozenset[int]:
    return frozenset(one.pk for one in organization.search_people(house, text, limit=50))


def _fits(row: PostRow, text: str, people_found: frozenset[int]) -> bool:
    told = f"{row.title} {row.title_en} {row.department} {row.department_en}".lower()
    held = {one.person_id for one in (row.primary, row.backup, row.acts_now) if one}
    return text.lower() in told or bool(held & people_found)


def _nobody(text: str) -> Empty:
    if text:
        told = gettext("没有岗位或人员叫「%(text)s」。") % {"text": text}
        return Empty(told, "filtered", act=(gettext("看全部"), reverse("people")))
    return Empty(gettext("还没有岗位。"), text=gettext("先在设置里建立科室和岗位。"))


def _post_line(request: StaffRequest, row: PostRow, opened: Mapping[int, int]) -> PostLine:
    return PostLine(
        title=(row.title_en if english() else "") or row.title,
        url=reverse("people-post", args=[row.key]),
        window=row.window,
        primary=_holder(request, row.primary, row.primary_away, "A"),
        backup=_holder(request, row.backup, row.backup_away, "B"),
        now=chip(request, row.presence),
        alarm=row.presence.alarm,
        open=opened.get(row.post_id, 0),
    )


def _holder(
    request: StaffRequest, member: Member | None, away: Away | None, letter: str
) -> Person | None:
    if member is None:
        return None
    return Person(
        name_of(member), capacity=letter, away_until=when(request, away.until) if away else ""
    )


# ---- the board of whereabouts --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Whoever:
    """A person: in or out, when back, who stands in."""

    name: str
    url: str
    department: str
    posts: str
    present: bool
    back: str
    stands_in: str


def _board(request: StaffRequest) -> HttpResponse:
    house = request.actor.institution_id
    text = request.GET.get("q", "").strip()[:60]
    rows = organization.whereabouts(house, request.now, roster=request.roster)
    if text:
        found = _found(house, text)
        rows = [row for row in rows if row.person_id in found]
    everyone = [_whoever(request, row) for row in rows]
    context = _shared(request, "board") | {
        "rows": everyone,
        "there": sum(one.present for one in everyone),
        "empty": _nobody(text),
    }
    return render(request, "people/board.html", context)


def _whoever(request: StaffRequest, row: Whereabouts) -> Whoever:
    roster = request.roster
    standing: set[str] = set()
    if not row.present:
        for held in roster.own_posts(row.person_id, request.now):
            if held.capacity.letter == "A":
                acts = organization.present(held.post_id, request.now, roster=roster)
                standing.add(member_name(roster, acts.person_id) or gettext("无人在岗"))
    return Whoever(
        name=name_of(row),
        url=person_url(row.key),
        department=(row.department_en if english() else "") or row.department,
        posts="、".join(title[english()] for title in row.posts),
        present=row.present,
        back=when(request, row.back_at),
        stands_in="、".join(sorted(standing)),
    )


# ---- the week ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Day:
    """A column of the week."""

    day: date
    name: str
    mark: str
    """班 for a make-up workday, 休 for a rest day."""
    today: bool


@dataclass(frozen=True, slots=True)
class WeekRow:
    """A person through the week: per day, what is entered."""

    name: str
    url: str
    department: str
    cells: list[list[str]]


def week_days(first: date, today: date, office: WorkTime) -> list[Day]:
    """Return the seven columns of a week."""
    found = []
    for count in range(7):
        day = first + timedelta(days=count)
        working = office.is_working_day(day)
        mark = gettext("休") if not working else gettext("班") if day.weekday() >= 5 else ""
        name = words.moment(datetime.combine(day, time(), office.zone), language(), "list")
        found.append(Day(day, name, mark, day == today))
    return found


def _week(request: StaffRequest) -> HttpResponse:
    office = office_of(request)
    today = office.local(request.now).date()
    first = week_of(request.GET.get("week", ""), today)
    rows = _week_rows(request, first, office)
    text = request.GET.get("q", "").strip()[:60]
    if text:
        names = {
            name_of(one)
            for one in organization.search_people(request.actor.institution_id, text, limit=50)
        }
        rows = [row for row in rows if row.name in names]
    context = _shared(request, "week") | {
        "days": week_days(first, today, office),
        "rows": rows,
        "week": first.isoformat(),
        "before": (first - timedelta(days=7)).isoformat(),
        "after": (first + timedelta(days=7)).isoformat(),
        "is_now": first == week_of("", today),
        "empty": _nobody(text),
    }
    return render(request, "people/week.html", context)


def _week_rows(request: StaffRequest, first: date, office: WorkTime) -> list[WeekRow]:
    house = request.actor.institution_id
    begin = datetime.combine(first, time(), office.zone)
    end = begin + timedelta(days=7)
    cells: dict[int, list[list[str]]] = {}
    for away in organization.absences(house, since=begin, until=end):
        _write(cells, away.person_id, away.since, away.until, gettext("外出"), begin, office)
    for duty in organization.duties(house, since=begin, until=end):
        name = str(DUTIES.get(duty.kind, duty.kind))
        _write(cells, duty.person_id, duty.since, duty.until, name, begin, office)
    empty: list[list[str]] = [[] for _ in range(7)]
    return [
        WeekRow(
            name=name_of(one),
            url=person_url(one.key),
            department=name_of(one.department) if one.department else "",
            cells=cells.get(one.pk, empty),
        )
        for one in organization.staff_on(house, request.now)
    ]


def _write(
    cells: dict[int, list[list[str]]],
    person: int,
    since: datetime,
    until: datetime,
    name: str,
    begin: datetime,
    office: WorkTime,
) -> None:
    """Write a spell into the days of the week that it touches, with times where it is partial."""
    mine = cells.setdefault(person, [[] for _ in range(7)])
    for count in range(7):
        start, end = begin + timedelta(days=count), begin + timedelta(days=count + 1)
        if since < end and until > start:
            mine[count].append(_told(name, max(since, start), min(until, end), start, end, office))


def _told(
    name: str, since: datetime, until: datetime, start: datetime, end: datetime, office: WorkTime
) -> str:
    if since == start and until == end:
        return name
    clock = {"since": f"{office.local(since):%H:%M}", "until": f"{office.local(until):%H:%M}"}
    if until == end:
        return gettext("%(name)s %(since)s 起") % {"name": name, **clock}
    if since == start:
        return gettext("%(name)s 至 %(until)s") % {"name": name, **clock}
    return gettext("%(name)s %(since)s–%(until)s") % {"name": name, **clock}
