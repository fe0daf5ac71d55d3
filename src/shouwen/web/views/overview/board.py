"""The board itself: number cards, the pressing matters, the rate, three charts, one table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext

from shouwen.docket import statistics
from shouwen.docket.statistics import Group, Overview, Part
from shouwen.matters import queries as matters
from shouwen.organization import queries as organization
from shouwen.web import telling
from shouwen.web.errors import named
from shouwen.web.parts import Crumb, Empty, Figure, Lamp, Person
from shouwen.web.staff import StaffRequest, may, staff
from shouwen.web.views.overview import charts
from shouwen.web.views.overview.asking import (
    MONTHS,
    Question,
    divisions,
    month_before,
    periods,
    question,
)

PRESSING = 8


@staff("overview.see")
def board(request: StaffRequest) -> HttpResponse:
    """Show the overview."""
    asked = question(request)
    months = [month_before(asked.today, count) for count in range(MONTHS)][::-1]
    found = statistics.overview(
        request.actor,
        now=asked.now,
        department=asked.department,
        since=min(months[0], asked.period.first),
        most=PRESSING,
    )
    lines = matters.lines(
        found.pressing,
        institution_id=asked.reach.institution_id,
        now=asked.now,
        roster=request.roster,
    )
    everywhere = [group.overdue + group.due for group in found.groups]
    context = {
        "crumbs": [Crumb(gettext("总览"))],
        "asked": asked,
        "periods": periods(asked.today),
        "departments": list(divisions(request, asked.whole)),
        "as_of": f"{asked.office.local(found.as_of):%H:%M}",
        "waiting": found.single.waiting,
        "figures": _figures(request, asked, found),
        "pressing": [row_of(line) for line in lines],
        "pressing_count": sum(everywhere),
        "pressing_url": asked.url("overview-matters", show="pressing"),
        "calm": Empty(gettext("今天没有超期，也没有今明到期的事。")),
        "may_urge": may(request, "matter.remind"),
        "rate": rate(asked, found.parts),
        "charts": [
            charts.months(asked, found.parts, months),
            charts.steps(asked, found.groups),
            charts.ahead(asked, found.due),
        ],
        "departments_rows": _departments(request, asked, found.groups),
        "works": works(asked, found.parts),
    }
    return render(request, "overview/board.html", context)


def _figures(request: StaffRequest, asked: Question, found: Overview) -> list[Figure]:
    over = sum(group.overdue for group in found.groups)
    due = sum(group.due for group in found.groups)
    rows = "overview-matters"
    figures = [
        Figure(gettext("超期"), f"{over:,}", asked.url(rows, show="overdue"), lamp="broken"),
        Figure(gettext("今明到期"), f"{due:,}", asked.url(rows, show="due"), lamp="near"),
        Figure(
            gettext("未签收超时"),
            f"{found.single.untaken:,}",
            asked.url(rows, show="untaken"),
        ),
        Figure(
            gettext("无人在岗"),
            str(_empty_posts(request, asked)),
            reverse("people-alarms"),
            unit=gettext("岗"),
        ),
        Figure(
            gettext("待核"),
            f"{found.single.failed:,}",
            asked.url(rows, show="failed"),
            lamp="failed",
        ),
    ]
    if may(request, "matter.approve"):
        figures.append(Figure(gettext("待我签批"), f"{found.single.to_sign:,}", _sign_url()))
    return figures


def _empty_posts(request: StaffRequest, asked: Question) -> int:
    empty = organization.empty_posts(asked.reach.institution_id, asked.now, roster=request.roster)
    reach = asked.reach.departments
    return sum(reach is None or _division(request, one.post_id) in reach for one in empty)


def _division(request: StaffRequest, post: int | None) -> int | None:
    place = request.roster.posts.get(post) if post is not None else None
    return place.department_id if place else None


def _sign_url() -> str:
    try:
        return reverse("sign")
    except NoReverseMatch:
        return ""


@dataclass(frozen=True, slots=True)
class Row:
    """A matter: how it stands, what it is, who holds it."""

    lamp: Lamp
    number: str
    title: str
    person: Person
    state: str
    url: str
    urge: str


def row_of(line: matters.Line) -> Row:
    """Return a matter as the overview's lists show it."""
    return Row(
        lamp=telling.lamp(line.left),
        number=line.number,
        title=named(line.item or line.title),
        person=telling.person(line.holder),
        state=charts.said_state(line.kind, line.state),
        url=matter_url(line.number),
        urge=reverse("overview-urge", args=[line.number]),
    )


def matter_url(number: str) -> str:
    """Return the address of a matter."""
    try:
        return reverse("matter", args=[number])
    except NoReverseMatch:
        return f"/matters/{number}/"


# ---- the rate --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate in words, with the addresses of the rows that it counts."""

    value: str
    before: str
    kept: str
    owed: str
    kept_url: str
    broken: str
    broken_url: str
    steps: str
    steps_url: str


def rate(asked: Question, parts: Sequence[Part]) -> Rate:
    """Return the rate of the period, with last month's beside this month's."""
    ends = charts.tally_of(parts, asked.period, ends=True)
    steps = charts.tally_of(parts, asked.period, ends=False)
    code = asked.period.code
    return Rate(
        value=charts.percent(ends.rate),
        before=_before(asked, parts),
        kept=f"{ends.kept:,}",
        owed=f"{ends.owed:,}",
        kept_url=asked.url("overview-duties", outcome="kept", period=code, reach="ends"),
        broken=f"{ends.broken:,}",
        broken_url=asked.url("overview-duties", outcome="broken", period=code, reach="ends"),
        steps=charts.percent(steps.rate),
        steps_url=asked.url("overview-duties", outcome="broken", period=code, reach="steps"),
    )


def _before(asked: Question, parts: Sequence[Part]) -> str:
    if asked.period.code != "month":
        return ""
    last = next(one for one in periods(asked.today) if one.code == "last-month")
    return charts.percent(charts.tally_of(parts, last, ends=True).rate)


# ---- tables ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DepartmentRow:
    """A department: what it has open, and how many of its people are there."""

    name: str
    open: int
    overdue: int
    near: int
    each: str
    there: str
    urls: dict[str, str]


def _departments(
    request: StaffRequest, asked: Question, groups: Sequence[Group]
) -> list[DepartmentRow]:
    rows = []
    for key, name in divisions(request, asked.reach):
        mine = [group for group in groups if group.department == key]
        people = [
            one.person_id
            for one in request.roster.members.values()
            if one.department_id == key and request.roster.employed(one.person_id, asked.now)
        ]
        there = sum(request.roster.is_present(one, asked.now) for one in people)
        total = sum(group.open for group in mine)
        urls = {
            show: asked.url("overview-matters", show=show, department=str(key))
            for show in ("open", "overdue", "near")
        }
        rows.append(
            DepartmentRow(
                name=name,
                open=total,
                overdue=sum(group.overdue for group in mine),
                near=sum(group.near for group in mine),
                each=f"{total / len(people):.1f}" if people else "–",
                there=f"{there}/{len(people)}",
                urls=urls,
            )
        )
    return sorted(rows, key=lambda row: (-row.overdue, -row.near, row.name))


@dataclass(frozen=True, slots=True)
class WorkRow:
    """A regulation: what it made owed in the period, and how much of it was broken."""

    name: str
    owed: str
    broken: int
    rate: str
    url: str


def works(asked: Question, parts: Sequence[Part]) -> list[WorkRow]:
    """Return the regulations of the period, the one broken most often first."""
    inside = charts.within(parts, asked.period)
    names = charts.work_names(asked.reach.institution_id)
    rows = []
    for work in sorted({part.work for part in inside if part.work}):
        tally = statistics.tally(part for part in inside if part.work == work)
        url = asked.url("overview-duties", outcome="broken", period=asked.period.code, work=work)
        rows.append(
            WorkRow(
                names.get(work, work),
                f"{tally.owed:,}",
                tally.broken,
                charts.percent(tally.rate),
                url,
            )
        )
    return sorted(rows, key=lambda row: (-row.broken, row.name))
