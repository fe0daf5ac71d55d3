"""The workbench: what I owe now, most urgent first, and taking over by one press."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import NoReverseMatch, path, reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_GET, require_POST, require_safe

from shouwen.docket import queries as dossiers
from shouwen.docket.actions import Once
from shouwen.enactment import queries as enactment
from shouwen.errors import ShouwenError
from shouwen.matters import actions, queries
from shouwen.notify import queries as messages
from shouwen.organization.domain import Actor, Capacity
from shouwen.web import errors, frame
from shouwen.web.figures import figures
from shouwen.web.notes import tell
from shouwen.web.parts import Empty, Note, Pager, Person, Tab
from shouwen.web.rows import matter_url, rows
from shouwen.web.staff import StaffRequest, staff
from shouwen.worktime import WorkTime, words

RIGHT = "matter.act"
NOTICES = 4


@staff(RIGHT)
@require_safe
def desk(request: StaffRequest) -> HttpResponse:
    """Show one tab of the workbench."""
    counts = figures(request.actor, request.now)
    tab = request.GET.get("tab") or _first_tab(counts)
    cursor = request.GET.get("after", "")
    bench = queries.workbench(
        request.actor, tab, request.now, cursor=cursor, counts=counts, roster=request.roster
    )
    here = f"{reverse('desk')}?tab={tab}"
    shown = {
        "tab": tab,
        "tab_name": errors.said(queries.TABS[tab]),
        "tabs": _tabs(tab, counts),
        "rows": rows(
            bench.listing.rows, request.now, request.actor.institution_id, back=f"desk:{tab}"
        ),
        "pager": _pager(bench.listing, here),
        "empty": _empty(tab),
        "today": today(enactment.worktime(request.actor.institution_id), request.now),
        "lamps": _lamps(counts),
        "posts": _posts(request),
        "away_url": _address("absence-new"),
        "notices": [
            (one, errors.said(one.text))
            for one in messages.inbox(request.actor.person_id, limit=NOTICES)
        ],
    }
    return render(request, "desk/desk.html", shown)


def _first_tab(counts: dict[str, int]) -> str:
    """Return the tab that one lands on: what is to be taken over, else what is to be handled."""
    return "to-take" if counts["to-take"] else "to-handle"


def _tabs(tab: str, counts: dict[str, int]) -> list[Tab]:
    return [
        Tab(
            errors.said(name),
            f"{reverse('desk')}?tab={code}",
            counts.get(code),
            current=code == tab,
            key=str(at),
        )
        for at, (code, name) in enumerate(queries.TABS.items(), 1)
    ]


def _pager(listing: queries.Listing, here: str) -> Pager | None:
    if not (listing.following or listing.previous):
        return None
    return Pager(
        ngettext("本页 %(n)d 件", "本页 %(n)d 件", len(listing.rows)) % {"n": len(listing.rows)},
        f"{here}&after={listing.previous}" if listing.previous else "",
        f"{here}&after={listing.following}" if listing.following else "",
        jump=False,
        sizes=(),
    )


def _empty(tab: str) -> Empty:
    done = (gettext("看已办"), f"{reverse('desk')}?tab=done")
    titles = {
        "to-take": gettext("没有等您签收的事。"),
        "to-handle": gettext("现在没有待办。"),
        "to-sign": gettext("没有等您签批的事。"),
        "waiting": gettext("没有在等群众补材料的事。"),
        "first-asked": gettext("您首问的事都办结了。"),
        "done": gettext("近 30 天没有办结的事。"),
    }
    return Empty(titles[tab], act=None if tab == "done" else done)


@dataclass(frozen=True, slots=True)
class Today:
    """Today, whether it is worked, and the next day that is not what its weekday says."""

    text: str
    working: bool
    next_text: str


def today(office: WorkTime, now: datetime) -> Today:
    """Return today and the next make-up day or holiday within two weeks."""
    local = office.local(now)
    return Today(
        words.moment(local, errors.language(), "list"),
        office.is_working_day(local.date()),
        _next_unusual(office, local.date()),
    )


def _next_unusual(office: WorkTime, day: date) -> str:
    for ahead in range(1, 15):
        found = day + timedelta(days=ahead)
        weekend = found.isoweekday() >= 6
        if office.is_working_day(found) != weekend:
            continue
        noon = datetime(found.year, found.month, found.day, 12, tzinfo=office.zone)
        name = words.moment(noon, errors.language(), "list")
        if weekend:
            return gettext("%(day)s 上班（调休）") % {"day": name}
        return gettext("%(day)s 起放假") % {"day": name}
    return ""


@dataclass(frozen=True, slots=True)
class Counted:
    """A lamp with how many matters show it, and their list."""

    code: str
    number: int
    url: str


def _lamps(counts: dict[str, int]) -> list[Counted]:
    listed = reverse("matters")
    return [
        Counted(code, counts[name], f"{listed}?mine=held&lamp={name}")
        for name, code in (("overdue", "broken"), ("due-soon", "near"), ("on-track", "open"))
    ]


@dataclass(frozen=True, slots=True)
class Seat:
    """A post of one's own and the one it is paired with."""

    title: str
    letter: str
    other: Person | None
    other_letter: str


def _posts(request: StaffRequest) -> list[Seat]:
    """Return the posts that I act for, each with the person who backs me or whom I back."""
    found = []
    for one in request.actor.posts:
        post = request.roster.posts[one.post_id]
        other = Capacity.PRIMARY if one.letter == "B" else Capacity.BACKUP
        found.append(
            Seat(
                _named(post.title, post.title_en),
                one.letter if one.letter in {"A", "B"} else gettext("代"),
                _paired(request, one.post_id, other),
                "A" if other is Capacity.PRIMARY else "B",
            )
        )
    return found


def _paired(request: StaffRequest, post: int, capacity: Capacity) -> Person | None:
    holder = request.roster.holder(post, capacity, request.now)
    if holder is None or holder == request.actor.person_id:
        return None
    member = request.roster.members[holder]
    away = request.roster.absence(holder, request.now)
    office = enactment.worktime(request.actor.institution_id)
    until = f"{office.local(away.until):%m-%d %H:%M}" if away and away.until else ""
    return Person(_named(member.name, member.name_en), away_until=until)


def _named(name: str, english: str) -> str:
    return english if english and errors.language().startswith("en") else name


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


@staff(RIGHT)
@require_POST
def take(request: StaffRequest) -> HttpResponse:
    """Take over one matter from its row."""
    number = request.POST.get("number", "")
    uid = dossiers.by_number(request.actor, number).uid
    key = request.POST.get("once", "")
    once = Once.of(f"person:{request.actor.person_id}", key, {"take": number}) if key else None
    try:
        actions.perform(uid, "taken-over", {}, by=request.actor, at=request.now, once=once)
    except ShouwenError as fault:
        told = errors.told(fault)
        tell(request, Note(gettext("没有签收：%(number)s") % {"number": number}, "bad", told.whole))
    else:
        text = gettext("从现在起由您负责，期限不变。")
        title = gettext("已签收 %(number)s。") % {"number": number}
        link = (gettext("打开"), matter_url(number))
        tell(request, Note(title, text=text, links=(link,)))
    return HttpResponseRedirect(f"{reverse('desk')}?tab=to-take")


@staff(RIGHT)
@require_GET
def take_many(request: StaffRequest) -> HttpResponse:
    """Show everything that waits to be taken over, ticked; what is unticked stays."""
    bench = queries.workbench(request.actor, "to-take", request.now, roster=request.roster)
    shown = rows(bench.listing.rows, request.now, request.actor.institution_id)
    return render(request, "desk/take_many.html", {"rows": shown, "empty": _empty("to-take")})


@staff(RIGHT)
@require_POST
def take_ticked(request: StaffRequest) -> HttpResponse:
    """Take over everything that is ticked; each stands or fails by itself."""
    wanted = set(request.POST.getlist("row"))
    bench = queries.workbench(request.actor, "to-take", request.now, roster=request.roster)
    uids = [UUID(hex=one.uid) for one in bench.listing.rows if one.number in wanted]
    results = actions.perform_many(uids, "taken-over", by=request.actor, at=request.now)
    failed = [result for _, result in results if isinstance(result, Exception)]
    done = len(results) - len(failed)
    title = ngettext("已签收 %(n)d 件。", "已签收 %(n)d 件。", done) % {"n": done}
    if failed:
        reason = errors.told(failed[0]).whole if isinstance(failed[0], ShouwenError) else ""
        text = gettext("%(n)d 件没有签收：%(why)s") % {"n": len(failed), "why": reason}
        tell(request, Note(title, "warn", text))
    else:
        tell(request, Note(title, text=gettext("从现在起由您负责，期限不变。")))
    return HttpResponseRedirect(f"{reverse('desk')}?tab=to-handle")


def _owed(actor: Actor, now: datetime) -> int:
    counts = figures(actor, now)
    return counts["to-take"] + counts["to-handle"]


frame.count("desk", _owed)
frame.count("sign", lambda actor, now: figures(actor, now)["to-sign"])

urlpatterns = [
    path("desk/", desk, name="desk"),
    path("desk/take/", take, name="desk-take"),
    path("desk/take-all/", take_many, name="desk-take-all"),
    path("desk/take-ticked/", take_ticked, name="desk-take-ticked"),
]
