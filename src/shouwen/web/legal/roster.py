"""花名册: a sheet of people and posts, checked row by row before anything is written."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass

from django import forms
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from shouwen.errors import ShouwenError
from shouwen.organization import actions
from shouwen.organization.roster import TEMPLATE, Line, Problem, Sheet, read_rows
from shouwen.web.errors import said, told
from shouwen.web.legal.house import house_of
from shouwen.web.notes import tell
from shouwen.web.parts import Crumb, Note
from shouwen.web.staff import StaffRequest, staff
from shouwen.web.uploads import too_large

KEPT = "roster.csv"
"""Between upload and writing the rows travel with the form, as a table of this name."""
_CELL = re.compile(r"fix-(\d{1,5})-([A-Z]{1,2})")
_CAPACITIES = {"primary": "A", "backup": "B", "acting": "代"}
MOST_TRAVELLING = 3_000_000


class UploadForm(forms.Form):
    """A roster."""

    file = forms.FileField(
        label=gettext_lazy("花名册"),
        help_text=gettext_lazy("xlsx、xls、ods 或 csv。列的顺序和叫法不限，上面有标题行也行。"),
        error_messages={"required": gettext_lazy("请选一个文件。")},
    )


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with a cell, and the cell to put it right in."""

    text: str
    level: str
    field: str
    value: str


@dataclass(frozen=True, slots=True)
class RowShown:
    """A row of the preview."""

    line: Line
    capacity: str
    wrong: tuple[Wrong, ...]


@require_http_methods(["GET", "HEAD", "POST"])
@staff("roster.edit")
def roster(request: StaffRequest) -> HttpResponse:
    """Take a roster, show it row by row, correct cells, and only then write it."""
    if request.method != "POST":
        return _upload(request, UploadForm())
    try:
        if "rows" not in request.POST:
            return _first(request)
        rows = corrected(_rows(request.POST["rows"]), request.POST)
        if "write" in request.POST:
            return _write(request, rows)
        return _preview(request, rows)
    except ShouwenError as fault:
        form = UploadForm({})
        form.full_clean()
        form.errors.clear()
        form.add_error("file", told(fault).whole)
        return _upload(request, form, code=422)


def _upload(request: StaffRequest, form: UploadForm, *, code: int = 200) -> HttpResponse:
    crumbs = [Crumb(_("设置"), reverse("setup")), Crumb(_("导入人员"))]
    return render(request, "setup/roster.html", {"crumbs": crumbs, "form": form}, status=code)


def _first(request: StaffRequest) -> HttpResponse:
    form = UploadForm(request.POST, request.FILES)
    if too_large(request):
        form.add_error("file", _("文件超过大小限制。请分成几份再交。"))
    if not form.is_valid():
        return _upload(request, form, code=422)
    given = form.cleaned_data["file"]
    rows = read_rows(given.read(), given.name)
    if len(_table(rows)) > MOST_TRAVELLING:
        form.add_error("file", _("行数太多，一次核对不了。请分成几份再交。"))
        return _upload(request, form, code=422)
    return _preview(request, rows)


def _table(rows: list[list[str]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


def _rows(table: str) -> list[list[str]]:
    return [list(row) for row in csv.reader(io.StringIO(table[:MOST_TRAVELLING]))]


def corrected(rows: list[list[str]], typed: QueryDict) -> list[list[str]]:
    """Return the rows with the cells that were put right (`fix-27-C`)."""
    for name in typed:
        found = _CELL.fullmatch(name)
        if found is None:
            continue
        row, column = int(found[1]) - 1, _column(found[2])
        if row < len(rows) and column < 60:
            rows[row] += [""] * (column + 1 - len(rows[row]))
            rows[row][column] = typed.get(name, "").strip()[:200]
    return rows


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _content(rows: list[list[str]]) -> bytes:
    return _table(rows).encode("utf-8-sig")


def _preview(request: StaffRequest, rows: list[list[str]]) -> HttpResponse:
    house = house_of(request)
    sheet = actions.preview_roster(house, _content(rows), KEPT)
    context = {
        "crumbs": [Crumb(_("设置"), reverse("setup")), Crumb(_("导入人员"))],
        "lines": [_line(line, rows) for line in sheet.lines],
        "sheet": sheet,
        "columns": _columns(sheet),
        "writable": len(sheet.writable),
        "wrong": len(sheet.lines) - len(sheet.writable),
        "rows": _table(rows),
    }
    return render(request, "setup/roster_preview.html", context)


def _columns(sheet: Sheet) -> str:
    names = {
        "name": _("姓名"), "department": _("科室"), "post": _("岗位"), "capacity": "A/B",
        "phone": _("手机"), "username": _("用户名"), "leader": _("职务"),
    }  # fmt: skip
    found = [f"{names[one]}={at}" for one, at in sheet.columns.items() if one in names]
    return " ".join(found)


def _line(line: Line, rows: list[list[str]]) -> RowShown:
    return RowShown(
        line,
        _CAPACITIES.get(line.capacity, line.capacity) if line.post else "",
        tuple(_wrong(one, rows) for one in line.problems),
    )


def _wrong(one: Problem, rows: list[list[str]]) -> Wrong:
    """Return a problem with the cell as it is, or as it is likely meant."""
    field = f"fix-{one.row}-{one.column}" if one.column and one.level == "error" else ""
    value = one.suggestion
    if field and not value:
        row, column = rows[one.row - 1], _column(one.column)
        value = row[column] if column < len(row) else ""
    where = _("第 %(column)s 列：") % {"column": one.column} if one.column else ""
    return Wrong(where + said(one.reason), one.level, field, value)


def _write(request: StaffRequest, rows: list[list[str]]) -> HttpResponse:
    house = house_of(request)
    done = actions.import_roster(house, _content(rows), KEPT, by=request.actor, at=request.now)
    counts = {
        "people": done.people,
        "departments": done.departments,
        "posts": done.posts,
        "holdings": done.holdings + done.leaders,
    }
    text = (
        _("新增人员 %(people)s、科室 %(departments)s、岗位 %(posts)s、任职 %(holdings)s。") % counts
    )
    errors = [one for one in done.problems if one.level == "error"]
    if not done.written:
        tell(request, Note(_("都已在册，没有改动。"), "info"))
    else:
        tell(request, Note(_("已写入花名册。"), text=text))
    if errors:
        left = "；".join(f"{one.row} {said(one.reason)}" for one in errors[:10])
        tell(
            request,
            Note(
                _("有 %(number)s 行没有写入。") % {"number": len({one.row for one in errors})},
                "bad",
                text=left,
            ),
        )
    return HttpResponseRedirect(reverse("setup"))


@require_safe
@staff("roster.edit")
def template(request: StaffRequest) -> HttpResponse:
    """Hand out an empty roster with its headings."""
    answer = HttpResponse("\ufeff" + ",".join(TEMPLATE) + "\r\n", content_type="text/csv")
    answer["Content-Disposition"] = 'attachment; filename="roster.csv"'
    return answer
