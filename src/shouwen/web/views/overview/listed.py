"""The rows behind the overview's numbers: matters that are open, duties kept or broken."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext

from shouwen.docket import statistics
from shouwen.docket.statistics import Asked, Duties, DutyRow, Show
from shouwen.enactment import queries as enactment
from shouwen.errors import Text
from shouwen.matters import queries as matter_queries
from shouwen.organization import queries as organization
from shouwen.rulebook.told import acts_named
from shouwen.rulebook.vocabulary import name_of
from shouwen.web import telling
from shouwen.web.errors import language, said
from shouwen.web.parts import Chip, Clause, Crumb, Empty, Pager
from shouwen.web.staff import StaffRequest, may, staff
from shouwen.web.views.overview import charts
from shouwen.web.views.overview.asking import Question, divisions, number, period_of, question
from shouwen.web.views.overview.board import matter_url, row_of

PAGE = 50


def _titles() -> dict[str, str]:
    return {
        "open": gettext("在办"),
        "overdue": gettext("超期"),
        "due": gettext("今明到期"),
        "near": gettext("临期"),
        "pressing": gettext("要紧的事"),
        "untaken": gettext("未签收超时"),
        "failed": gettext("待核"),
    }


@staff("overview.see")
def matters(request: StaffRequest) -> HttpResponse:
    """Show exactly the matters that a number of the overview counts."""
    asked = question(request)
    show = request.GET.get("show", "open")
    titles = _titles()
    show = show if show in titles else "open"
    start = number(request.GET, "from") or 0
    rows = statistics.dossiers(asked.reach, _asked(request, asked, show), asked.now)
    found = list(rows[start : start + PAGE + 1])
    lines = matter_queries.lines(
        found[:PAGE],
        institution_id=asked.reach.institution_id,
        now=asked.now,
        roster=request.roster,
    )
    day = _day(request.GET.get("day", ""))
    title = _title(request, titles[show], day)
    context = {
        "crumbs": [Crumb(gettext("总览"), asked.url("overview")), Crumb(title)],
        "title": title,
        "rows": [row_of(line) for line in lines],
        "chips": _chips(request, asked),
        "pager": _pager(request, start, len(found)),
        "empty": Empty(gettext("这里现在没有事。"), act=(gettext("回到总览"), reverse("overview"))),
        "may_urge": may(request, "matter.remind"),
        "hint": _hint(show),
    }
    return render(request, "overview/matters.html", context)


def _asked(request: StaffRequest, asked: Question, show: str) -> Asked:
    day = _day(request.GET.get("day", ""))
    kinds = tuple(one for one in request.GET.get("kinds", "").split(",") if one)[:20]
    return Asked(
        show=cast("Show", show),
        state=request.GET.get("state", "")[:40],
        kinds=kinds,
        due_from=asked.day_start(day) if day else None,
        due_until=asked.day_end(day) if day else asked.tomorrow_end,
    )


def _title(request: StaffRequest, name: str, day: date | None) -> str:
    if day is not None:
        return gettext("%(day)s 到期") % {"day": day.isoformat()}
    kinds = request.GET.get("kinds", "").split(",")
    state = request.GET.get("state", "")
    if state:
        told = charts.said_state(kinds[0], state)
        return gettext("%(list)s：%(state)s") % {"list": name, "state": told}
    return name


def _hint(show: str) -> str:
    return {
        "untaken": gettext("转出后没有在期限内签收；签收前仍由转出人负责。"),
        "failed": gettext("期限没有算成，系统每小时重试一次；别的事不受影响。"),
    }.get(show, "")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _chips(request: StaffRequest, asked: Question) -> list[Chip]:
    names = dict(divisions(request, asked.whole))
    chips = []
    if asked.department is not None:
        name = names.get(asked.department, str(asked.department))
        chips.append(Chip(name, _without(request, "department", "from")))
    work = request.GET.get("work", "")
    if work:
        known = charts.work_names(asked.reach.institution_id)
        chips.append(Chip(known.get(work, work), _without(request, "work", "from")))
    return chips


def _without(request: StaffRequest, *names: str) -> str:
    left = {name: str(value) for name, value in request.GET.items() if name not in names}
    return f"{request.path}?{urlencode(left)}"


def _pager(request: StaffRequest, start: int, found: int) -> Pager | None:
    """Return the pager; None when one page shows everything."""
    if start == 0 and found <= PAGE:
        return None
    kept = [(name, str(value)) for name, value in request.GET.items() if name != "from"]

    def at(place: int) -> str:
        return f"{request.path}?{urlencode([*kept, ('from', str(place))])}"

    shown = {"first": start + 1, "last": start + min(found, PAGE)}
    return Pager(
        gettext("已显示 %(first)s–%(last)s") % shown,
        newer=at(max(0, start - PAGE)) if start else "",
        older=at(start + PAGE) if found > PAGE else "",
        sizes=(PAGE,),
        size=PAGE,
        keep=kept,
        jump=False,
    )


# ---- duties ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Owed:
    """A duty as the list shows it, with its clauses and the address of its derivation."""

    number: str
    url: str
    what: str
    lamp: str
    breach: str
    limit: str
    closed: str
    who: str
    department: str
    why: str
    clauses: list[Clause]


@staff("overview.see")
def duties(request: StaffRequest) -> HttpResponse:
    """Show exactly the duties that a rate counts as kept or broken."""
    asked = question(request)
    wanted = _wanted(request, asked)
    start = number(request.GET, "from") or 0
    found = statistics.duties(asked.reach, wanted, start=start, size=PAGE)
    title = gettext("按时办的") if wanted.outcome == "kept" else gettext("超期记录")
    context = {
        "crumbs": [Crumb(gettext("总览"), asked.url("overview")), Crumb(title)],
        "title": title,
        "period": _span(wanted),
        "broken": wanted.outcome == "broken",
        "rows": _owed(request, asked, found[:PAGE]),
        "chips": _chips(request, asked),
        "pager": _pager(request, start, len(found)),
        "empty": Empty(gettext("这段时间没有。"), act=(gettext("回到总览"), reverse("overview"))),
    }
    return render(request, "overview/duties.html", context)


def _wanted(request: StaffRequest, asked: Question) -> Duties:
    period = period_of(request.GET.get("period", ""), asked.today)
    reach = {"ends": True, "steps": False}.get(request.GET.get("reach", ""))
    return Duties(
        "kept" if request.GET.get("outcome") == "kept" else "broken",
        period.first,
        period.last,
        work=request.GET.get("work", "")[:60],
        ends=reach,
    )


def _span(wanted: Duties) -> str:
    days = {"first": wanted.since.isoformat(), "last": wanted.until.isoformat()}
    return gettext("%(first)s 至 %(last)s") % days


def _owed(request: StaffRequest, asked: Question, found: list[DutyRow]) -> list[Owed]:
    people = organization.names([row.person for row in found if row.person is not None])
    places = dict(divisions(request, asked.whole))
    english = language().startswith("en")
    house = asked.reach.institution_id

    def when(at: datetime | None) -> str:
        return telling.short_when(at, asked.office, asked.now) if at else ""

    rows = []
    for row in found:
        name = people.get(row.person, ("", ""))[english] if row.person is not None else ""
        rows.append(
            Owed(
                number=row.number,
                url=matter_url(row.number),
                what=said(acts_named(row.acts)),
                lamp="kept" if not row.breach else "broken" if row.open else "late",
                breach=said(_breach_name(row, house)),
                limit=when(row.limit),
                closed=when(row.closed),
                who=name,
                department=places.get(row.department or 0, ""),
                why=telling.limit_url(row.number, row.key),
                clauses=telling.chips(row.cited, house),
            )
        )
    return rows


def _breach_name(row: DutyRow, house: int) -> Text:
    """Return what a breach is called, by its own regulation first."""
    if not row.breach:
        return Text("", "")
    work = statistics.work_of(row.rule)
    for edition in enactment.editions(house):
        if edition.work == work and row.breach in edition.names:
            return edition.names[row.breach]
    return name_of(row.breach)
