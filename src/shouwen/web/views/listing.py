"""The list of matters: views, filters, chips, paging by key, columns, export, print."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext, gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_POST, require_safe

from shouwen.catalog import queries as catalog
from shouwen.enactment import queries as enactment
from shouwen.errors import ShouwenError
from shouwen.matters import actions, queries
from shouwen.matters.domain import CHANNELS, STARTING_KINDS
from shouwen.matters.queries import Filters
from shouwen.rulebook.procedure import procedures
from shouwen.web import errors, exporting
from shouwen.web.days import day_of
from shouwen.web.notes import tell
from shouwen.web.parts import Chip, Empty, Note, Pager, Tab
from shouwen.web.rows import matter_url, rows
from shouwen.web.staff import StaffRequest, staff

SEE = "matter.see-own"
SIZES = (20, 50, 100)
COLUMNS = {
    "lamp": gettext_lazy("期限"),
    "number": gettext_lazy("编号"),
    "title": gettext_lazy("事由"),
    "who": gettext_lazy("申请人"),
    "holder": gettext_lazy("承办"),
    "state": gettext_lazy("状态"),
    "day": pgettext_lazy("column", "登记"),
    "kind": gettext_lazy("类别"),
    "channel": gettext_lazy("途径"),
    "first_asked": pgettext_lazy("role", "首问"),
}
USUAL = ("lamp", "number", "title", "who", "holder", "state", "day")
DENSITIES = {
    "tight": gettext_lazy("紧凑"),
    "": gettext_lazy("标准"),
    "wide": gettext_lazy("宽松"),
}
LAMPS = {
    "overdue": gettext_lazy("超期"),
    "due-soon": gettext_lazy("临期"),
    "on-track": gettext_lazy("正常"),
    "paused": gettext_lazy("暂停"),
    "none": gettext_lazy("不限时"),
    "failed": gettext_lazy("待核"),
}
FILTERS = (
    "text", "state", "kind", "item", "department", "lamp", "channel", "since", "until", "mine",
    "order",
)  # fmt: skip
KEPT = (*FILTERS, "size", "cols", "density", "view")
_NUMBER = re.compile(r"[A-Za-z]{2}-?\d{8}-\d{4,}")
_SHORT_NUMBER = re.compile(r"(?P<prefix>[A-Za-z]{2})-(?P<day>\d{4})-(?P<serial>\d{1,6})")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address of the list says, cleaned."""

    query: Mapping[str, str]
    size: int
    columns: tuple[str, ...]
    density: str

    @classmethod
    def of(cls, request: StaffRequest) -> Asked:
        """Read the address; days as people write them become dates."""
        today = enactment.worktime(request.actor.institution_id).local(request.now).date()
        query = {name: request.GET.get(name, "").strip() for name in KEPT}
        if not (query["view"].isascii() and query["view"].isdigit()):
            query["view"] = ""
        for name in ("since", "until"):
            day = day_of(query[name], today) if query[name] else None
            query[name] = day.isoformat() if day else ""
        size = int(query["size"]) if query["size"] in {str(one) for one in SIZES} else 50
        columns = tuple(one for one in query["cols"].split(",") if one in COLUMNS) or USUAL
        density = query["density"] if query["density"] in DENSITIES else ""
        return cls({name: word for name, word in query.items() if word}, size, columns, density)

    def url(self, **changed: str) -> str:
        """Return the list's address with some parts changed; empty ones are left out."""
        found = {**self.query, **changed}
        kept = {name: word for name, word in found.items() if word}
        return f"{reverse('matters')}?{urlencode(kept)}" if kept else reverse("matters")


@staff(SEE)
@require_safe
def listed(request: StaffRequest) -> HttpResponse:
    """Show the list."""
    jump = request.GET.get("jump", "").strip()
    if jump:
        return _jump(request, jump)
    asked = Asked.of(request)
    filters, cursor = Filters.of(asked.query), request.GET.get("after", "")
    found = queries.listing(
        request.actor, filters, request.now, cursor=cursor, size=asked.size, roster=request.roster
    )
    origin = urlencode({**asked.query, **({"after": cursor} if cursor else {})})
    house = request.actor.institution_id
    shown = {
        "rows": rows(found.rows, request.now, house, back=f"list:{origin}", clauses=False),
        "asked": asked,
        "columns": [(name, str(COLUMNS[name])) for name in asked.columns],
        "all_columns": [(name, word, name in asked.columns) for name, word in COLUMNS.items()],
        "densities": [(code, word, asked.url(density=code)) for code, word in DENSITIES.items()],
        "tabs": _tabs(request, asked),
        "chips": _chips(request, asked),
        "clear": reverse("matters"),
        "pager": _pager(request, asked, filters, found),
        "empty": _empty(asked),
        "choices": _choices(request),
        "query": asked.query,
        "exports": [
            (kind, f"{reverse('matters-export', args=[kind])}?{urlencode(asked.query)}")
            for kind in ("xlsx", "csv")
        ],
        "view_query": urlencode(asked.query),
    }
    return render(request, "matters/list.html", shown)


def _jump(request: StaffRequest, jump: str) -> HttpResponse:
    """Go to a number, or to the list from a day on."""
    office = enactment.worktime(request.actor.institution_id)
    today = office.local(request.now).date()
    if short := _SHORT_NUMBER.fullmatch(jump):
        jump = f"{short['prefix']}-{today.year}{short['day']}-{int(short['serial']):04d}"
    if _NUMBER.fullmatch(jump):
        return HttpResponseRedirect(matter_url(jump.upper()))
    day = day_of(jump, today)
    if day is not None:
        return HttpResponseRedirect(f"{reverse('matters')}?until={day.isoformat()}")
    return HttpResponseRedirect(f"{reverse('matters')}?{urlencode({'text': jump})}")


def _tabs(request: StaffRequest, asked: Asked) -> list[Tab]:
    views: tuple[tuple[str, dict[str, str]], ...] = (
        (gettext("在办"), {"state": "open"}),
        (gettext("我承办的"), {"mine": "held", "state": "open"}),
        (gettext("我首问的"), {"mine": "first-asked"}),
        (gettext("协办"), {"mine": "co-handler"}),
        (gettext("与我有关"), {"mine": "involved"}),
        (gettext("已办结"), {"state": "settled"}),
        (gettext("全部"), {}),
    )
    filters = {name: word for name, word in asked.query.items() if name in FILTERS}
    own = "view" in asked.query
    found = [
        Tab(name, f"{reverse('matters')}?{urlencode(query)}", current=not own and query == filters)
        for name, query in views
    ]
    for view in queries.views(request.actor):
        mark = urlencode({"view": str(view.id)})
        url = f"{reverse('matters')}?{view.filters}&{mark}"
        found.append(Tab(view.name, url, current=asked.query.get("view") == str(view.id)))
    return found


def _chips(request: StaffRequest, asked: Asked) -> list[Chip]:
    names = _names(request)
    found = []
    for name in FILTERS:
        word = asked.query.get(name)
        if not word or name == "order":
            continue
        label, values = names[name]
        text = gettext("%(name)s：%(value)s") % {
            "name": label,
            "value": values.get(word, word),
        }
        found.append(Chip(text, asked.url(**{name: "", "view": ""})))
    return found


def _names(request: StaffRequest) -> dict[str, tuple[str, dict[str, str]]]:
    choices = _choices(request)
    return {
        "text": (gettext("搜索"), {}),
        "state": (gettext("状态"), dict(choices["state"])),
        "kind": (gettext("类别"), dict(choices["kind"])),
        "item": (pgettext("of the catalogue", "事项"), dict(choices["item"])),
        "department": (gettext("科室"), dict(choices["department"])),
        "lamp": (gettext("期限"), dict(choices["lamp"])),
        "channel": (gettext("途径"), dict(choices["channel"])),
        "since": (gettext("登记自"), {}),
        "until": (gettext("登记至"), {}),
        "mine": (
            gettext("范围"),
            {
                "held": gettext("我承办的"),
                "first-asked": gettext("我首问的"),
                "co-handler": gettext("协办"),
                "involved": gettext("与我有关"),
            },
        ),
    }


def _choices(request: StaffRequest) -> dict[str, list[tuple[str, str]]]:
    """Return what each filter offers; read once a request."""
    known: dict[str, list[tuple[str, str]]] | None = getattr(request, "list_choices", None)
    if known is not None:
        return known
    english = errors.language().startswith("en")
    house = request.actor.institution_id
    states = {
        code: errors.said(state.title)
        for kind in STARTING_KINDS
        for code, state in procedures()[kind].states.items()
    }
    found = {
        "state": [("open", gettext("在办")), ("settled", gettext("已办结")), *states.items()],
        "kind": [(kind, errors.said(procedures()[kind].title)) for kind in STARTING_KINDS],
        "item": [
            (one.code, one.name_en if english else one.name)
            for one in catalog.find(house, limit=500)
        ],
        "department": [
            (str(one.department_id), one.name_en if english and one.name_en else one.name)
            for one in request.roster.divisions.values()
        ],
        "lamp": [(code, str(word)) for code, word in LAMPS.items()],
        "channel": [(code, errors.said(text)) for code, text in CHANNELS.items()],
        "order": [
            ("newest", gettext("最新登记")),
            ("limit", gettext("期限最近")),
            ("last-act", gettext("最近有动作")),
        ],
    }
    request.list_choices = found  # type: ignore[attr-defined]
    return found


def _pager(request: StaffRequest, asked: Asked, filters: Filters, found: queries.Listing) -> Pager:
    count = queries.count(request.actor, filters, request.now)
    told = gettext("本页 %(n)d 件，共 %(all)s 件") % {
        "n": len(found.rows),
        "all": str(count) if count <= queries.COUNTED_TO else f"{queries.COUNTED_TO}+",
    }
    keep = [(name, word) for name, word in asked.query.items() if name != "size"]
    return Pager(
        told,
        _turned(asked, found.previous),
        _turned(asked, found.following),
        SIZES,
        asked.size,
        keep,
    )


def _turned(asked: Asked, cursor: str | None) -> str:
    return asked.url(after=cursor) if cursor else ""


def _empty(asked: Asked) -> Empty:
    if any(name in FILTERS for name in asked.query):
        clear = (gettext("清除条件"), reverse("matters"))
        return Empty(gettext("没有符合条件的事项。"), "filtered", act=clear)
    return Empty(
        gettext("还没有事项。"),
        text=gettext("群众来访、来电、来信或网上提出的每一件事，登记后都在这里。"),
        act=(gettext("登记第一件"), reverse("intake")),
    )


@staff(SEE)
@require_safe
def export(request: StaffRequest, kind: str) -> HttpResponseBase:
    """Hand out the list as a file: masked, at most ten thousand rows, written as it is read."""
    asked = Asked.of(request)
    filters = Filters.of(asked.query)
    told = [chip.name for chip in _chips(request, asked)]
    names = {name: str(word) for name, word in COLUMNS.items()}
    return exporting.answer(request, kind, filters, asked.columns, names, told)


@staff(SEE)
@require_POST
def save_view(request: StaffRequest) -> HttpResponse:
    """Keep the present filters, columns and order under a name."""
    filters = request.POST.get("filters", "")
    try:
        actions.save_view(request.actor, request.POST.get("name", ""), filters)
    except ShouwenError as fault:
        tell(request, Note(errors.told(fault).whole, "bad"))
    else:
        tell(request, Note(gettext("视图已存。")))
    return HttpResponseRedirect(f"{reverse('matters')}?{filters}")


@staff(SEE)
@require_POST
def drop_view(request: StaffRequest, view: int) -> HttpResponse:
    """Forget a view of one's own."""
    actions.delete_view(request.actor, view)
    tell(request, Note(gettext("视图已删。")))
    return HttpResponseRedirect(reverse("matters"))


urlpatterns = [
    path("matters/", listed, name="matters"),
    path("matters/export.<str:kind>", export, name="matters-export"),
    path("matters/views/", save_view, name="matters-view"),
    path("matters/views/<int:view>/drop/", drop_view, name="matters-view-drop"),
]
