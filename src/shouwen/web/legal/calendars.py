"""日历: years with their notices, a grid of one year, and importing years with their effect."""

from __future__ import annotations

import calendar as weeks
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shouwen.docket import actions as docket
from shouwen.docket import dryrun
from shouwen.docket import queries as dossiers
from shouwen.enactment import queries as enactment
from shouwen.errors import ShouwenError, Unclear
from shouwen.web.errors import said, told
from shouwen.web.legal.trials import event_name, shown
from shouwen.web.notes import tell
from shouwen.web.parts import Crumb, Empty, Note
from shouwen.web.staff import StaffRequest, may, staff
from shouwen.web.uploads import too_large
from shouwen.worktime import Calendar, Notice, Year
from shouwen.worktime.importing import Change, preview, read_json, read_years

MOST_BYTES = 2_000_000


@dataclass(frozen=True, slots=True)
class YearShown:
    """A year of the calendar in the list."""

    year: int
    final: bool
    why: str
    notices: tuple[Notice, ...]
    rest: int
    work: int
    imported: bool
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class DayShown:
    """A day of the grid; `mark` is 休 or 班 where a notice speaks of it."""

    number: int
    rest: bool
    mark: str
    name: str
    today: bool


@dataclass(frozen=True, slots=True)
class MonthShown:
    """A month of the grid: rows of seven, None before the first and after the last day."""

    name: str
    rows: tuple[tuple[DayShown | None, ...], ...]


class ImportForm(forms.Form):
    """A file with one or more years, and the notice they rest on."""

    file = forms.FileField(
        label=gettext_lazy("日历文件"),
        help_text=gettext_lazy(
            "JSON、ICS、CSV 或 xlsx。表格第一行写 日期、名称、类型，类型写休或班。不超过 2 MB。"
        ),
        error_messages={"required": gettext_lazy("请选一个文件。")},
    )
    number = forms.CharField(
        label=gettext_lazy("依据的通知文号"),
        help_text=gettext_lazy("例：国办发明电〔2026〕8号。文件里写了的可以不填。"),
        max_length=100,
        required=False,
    )
    title = forms.CharField(label=gettext_lazy("通知标题"), max_length=200, required=False)
    issued = forms.DateField(
        label=gettext_lazy("发布日期"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": gettext_lazy("发布日期看不懂。请照 2026-11-04 的样子写。")},
    )
    year = forms.IntegerField(
        label=gettext_lazy("哪一年"),
        help_text=gettext_lazy("表格和 ICS 只放一年；不填就按大多数日子算。"),
        min_value=1970,
        max_value=2099,
        required=False,
    )


@require_safe
@staff("rulebook.see", "calendar.import")
def calendar(request: StaffRequest) -> HttpResponse:
    """Show the years that the office counts by, one of them as a grid, and the imports."""
    return _page(request, ImportForm())


def _page(request: StaffRequest, form: ImportForm, *, code: int = 200) -> HttpResponse:
    institution = request.actor.institution_id
    office = enactment.worktime(institution)
    today = office.local(request.now).date()
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and 1970 <= int(asked[:5]) <= 2099 else today.year
    imports = enactment.calendar_imports(office.calendar.name)
    context = {
        "crumbs": [Crumb(_("设置"), setup_url(request)), Crumb(_("日历"))],
        "calendar": said(office.calendar.title),
        "years": years(office.calendar, year, {one.year for one in imports}),
        "year": year,
        "weekdays": weekdays(),
        "months": months(office.calendar, year, today),
        "why": said(office.calendar.why_provisional(year)),
        "notices": _notices(office.calendar, year),
        "imports": imports,
        "changes": [(one, event_name(one.why)) for one in dossiers.rejudgements(institution)],
        "form": form,
        "may_import": may(request, "calendar.import"),
    }
    return render(request, "setup/calendar.html", context, status=code)


def setup_url(request: StaffRequest) -> str:
    """Return the address of the set-up page for those who may open it."""
    return reverse("setup") if may(request, "roster.edit") or may(request, "role.assign") else ""


def years(calendar: Calendar, current: int, imported: set[int]) -> list[YearShown]:
    """Return every year that the calendar or its parents know, newest first."""
    known: dict[int, Year] = {}
    one: Calendar | None = calendar
    while one is not None:
        known = {**one.years, **known}
        one = one.parent
    return [
        YearShown(
            year=key,
            final=calendar.why_provisional(key) is None,
            why=said(calendar.why_provisional(key)),
            notices=known[key].notices,
            rest=sum(len(days) for days in known[key].rest.values()),
            work=sum(len(days) for days in known[key].work.values()),
            imported=key in imported,
            url=f"?year={key}",
            current=key == current,
        )
        for key in sorted(known, reverse=True)
    ]


def _notices(calendar: Calendar, year: int) -> tuple[Notice, ...]:
    one: Calendar | None = calendar
    while one is not None:
        if year in one.years:
            return one.years[year].notices
        one = one.parent
    return ()


def months(calendar: Calendar, year: int, today: date) -> list[MonthShown]:
    """Return the grid of a year, weeks beginning on Monday."""
    return [
        MonthShown(
            date_format(date(year, month, 1), _("n 月")),
            tuple(
                tuple(_day(calendar, date(year, month, day), today) if day else None for day in row)
                for row in weeks.Calendar().monthdayscalendar(year, month)
            ),
        )
        for month in range(1, 13)
    ]


def weekdays() -> list[str]:
    """Return the heads of a month's columns."""
    return [
        pgettext("weekday", "一"),
        pgettext("weekday", "二"),
        pgettext("weekday", "三"),
        pgettext("weekday", "四"),
        pgettext("weekday", "五"),
        pgettext("weekday", "六"),
        pgettext("weekday", "日"),
    ]


def _day(calendar: Calendar, day: date, today: date) -> DayShown:
    mark = calendar.marks.get(day)
    return DayShown(
        number=day.day,
        rest=not calendar.is_working_day(day),
        mark="" if mark is None else _("班") if mark.worked else _("休"),
        name=mark.name if mark else "",
        today=day == today,
    )


# ---- importing -------------------------------------------------------------------------------


@require_POST
@staff("calendar.import")
def preview_import(request: StaffRequest) -> HttpResponse:
    """Read a file and show what it would change: days first, then open limits."""
    form = ImportForm(request.POST, request.FILES)
    if too_large(request):
        form.add_error("file", _("文件超过大小限制。请交不超过 2 MB 的文件。"))
    if not form.is_valid():
        return _page(request, form, code=422)
    try:
        found = _read(form)
        return _previewed(request, found)
    except ShouwenError as fault:
        form.add_error("file", told(fault).whole)
        return _page(request, form, code=422)


def _read(form: ImportForm) -> tuple[Year, ...]:
    """Return the years of the form's file, resting on its notice if one is given."""
    given = form.cleaned_data
    notice = None
    if given["number"]:
        notice = Notice(given["number"].strip(), given["title"].strip(), given["issued"])
    raw = given["file"].read(MOST_BYTES + 1)
    found = read_years(raw, given["file"].name, year=given["year"], notice=notice)
    return tuple(_settled(one) if notice else one for one in found)


def _settled(year: Year) -> Year:
    """Return a year that rests on a notice: it is final."""
    return replace(year, provisional=None)


def _previewed(request: StaffRequest, found: Sequence[Year]) -> HttpResponse:
    institution = request.actor.institution_id
    office = enactment.worktime(institution)
    new = office.calendar.with_years(list(found))
    compared = preview(office.calendar, new)
    law = enactment.law_with_years(institution, found)
    trial = dryrun.open_limits(institution, law, now=request.now, seconds=5.0)
    missing = [one.year for one in found if not one.notices and one.provisional is None]
    context = {
        "crumbs": [
            Crumb(_("设置"), setup_url(request)),
            Crumb(_("日历"), reverse("calendar")),
            Crumb(_("核对")),
        ],
        "years": [one.year for one in found],
        "told": said(compared.told()),
        "changes": [_change(one) for one in compared.changes],
        "settles": compared.settles,
        "loosens": compared.loosens,
        "missing": missing,
        "trial": replace(shown(trial, request.GET, office, request.now, institution), next=""),
        "data": json.dumps([one.as_json() for one in found], ensure_ascii=False),
        "nothing": Empty(_("没有在办的期限会变动。")),
    }
    return render(request, "setup/calendar_preview.html", context)


def _change(one: Change) -> tuple[date, str, str]:
    return (one.day, _("改为休息") if one.becomes == "rest" else _("改为上班"), one.name)


@require_POST
@staff("calendar.import")
def import_years(request: StaffRequest) -> HttpResponse:
    """Put years into force as they were previewed, and judge open limits anew."""
    try:
        found = read_json(request.POST.get("data", "")[:MOST_BYTES].encode())
        change = docket.import_calendar(
            found,
            institution_id=request.actor.institution_id,
            notice=", ".join(one.number for year in found for one in year.notices),
            by=request.actor,
            at=request.now,
        )
    except Unclear as fault:
        form = ImportForm({})
        form.full_clean()
        form.errors.clear()
        form.add_error("file", told(fault).whole)
        return _page(request, form, code=422)
    docket.carry(change, now=request.now)
    tell(
        request,
        Note(
            _("日历已生效：%(years)s 年。") % {"years": "、".join(str(one.year) for one in found)}
        ),
    )
    return HttpResponseRedirect(reverse("change", args=[change]))


@require_http_methods(["GET", "HEAD"])
@staff("calendar.import")
def template(request: StaffRequest) -> HttpResponse:
    """Hand out a small CSV that shows how days are written."""
    lines = ["日期,名称,类型", "2027-02-06,春节,休", "2027-02-20,春节,班"]
    answer = HttpResponse("\ufeff" + "\r\n".join(lines) + "\r\n", content_type="text/csv")
    answer["Content-Disposition"] = 'attachment; filename="calendar.csv"'
    return answer
