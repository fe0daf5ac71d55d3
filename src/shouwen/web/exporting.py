"""The list as a file: csv or xlsx, masked as on screen, with a head that says what it is."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]
from django.http import FileResponse, Http404, HttpResponseBase, StreamingHttpResponse
from django.utils.translation import gettext

from shouwen.enactment import queries as enactment
from shouwen.matters import queries
from shouwen.matters.queries import Filters, Holder, Line
from shouwen.web.errors import named, said
from shouwen.web.staff import StaffRequest
from shouwen.worktime import WorkTime

MOST_ROWS = 10_000
PAGE = 200
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def answer(
    request: StaffRequest,
    kind: str,
    filters: Filters,
    columns: Sequence[str],
    names: Mapping[str, str],
    told: Sequence[str],
) -> HttpResponseBase:
    """Return the file; raises 404 for a kind that is not made."""
    office = enactment.worktime(request.actor.institution_id)
    stamp = f"{office.local(request.now):%Y%m%d-%H%M}"
    table = lines(request, filters, columns, names, told, office)
    if kind == "csv":
        found: HttpResponseBase = StreamingHttpResponse(
            _csv(table), content_type="text/csv; charset=utf-8"
        )
    elif kind == "xlsx":
        found = FileResponse(_xlsx(table), content_type=XLSX)
    else:
        raise Http404
    found["Content-Disposition"] = f'attachment; filename="shouwen-{stamp}.{kind}"'
    return found


def lines(
    request: StaffRequest,
    filters: Filters,
    columns: Sequence[str],
    names: Mapping[str, str],
    told: Sequence[str],
    office: WorkTime,
) -> Iterator[list[str]]:
    """Yield the head and every row, page by page, until ten thousand are written."""
    yield [gettext("导出人"), request.actor.name]
    yield [gettext("导出时间"), f"{office.local(request.now):%Y-%m-%d %H:%M}"]
    yield [gettext("条件"), "；".join(told) or gettext("全部")]
    heads = [names[name] for name in columns]
    yield [*heads, gettext("期限时刻")]
    cursor, written = "", 0
    while written < MOST_ROWS:
        page = queries.listing(request.actor, filters, request.now, cursor=cursor, size=PAGE)
        for line in page.rows:
            yield [*(_cell(line, name, office) for name in columns), _limit(line, office)]
        written += len(page.rows)
        if page.following is None:
            return
        cursor = page.following
    yield [gettext("只写到第 %(n)d 行，请缩小条件。") % {"n": MOST_ROWS}]


def _limit(line: Line, office: WorkTime) -> str:
    limit = line.left.limit
    return f"{office.local(limit):%Y-%m-%d %H:%M}" if limit else ""


def _cell(line: Line, name: str, office: WorkTime) -> str:
    cells: Mapping[str, Any] = {
        "lamp": said(line.left.said),
        "number": line.number,
        "title": named(line.item or line.title),
        "who": line.applicant,
        "holder": _holder(line.holder),
        "state": said(line.state_name),
        "day": f"{line.opened_at:%Y-%m-%d %H:%M}",
        "kind": said(line.kind_name),
        "channel": said(line.channel),
        "first_asked": named(line.first_asked),
    }
    return _harmless(str(cells[name]))


def _holder(held: Holder) -> str:
    return f"{named(held.department)} {named(held.name)} {held.letter}".strip()


def _harmless(text: str) -> str:
    """Return the text so that no spreadsheet takes it for a formula."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text


def _csv(table: Iterator[list[str]]) -> Iterator[str]:
    place = io.StringIO()
    writer = csv.writer(place)
    yield "\ufeff"
    for row in table:
        writer.writerow(row)
        yield place.getvalue()
        place.seek(0)
        place.truncate()


def _xlsx(table: Iterator[list[str]]) -> Any:
    """Write the sheet row by row into a temporary file, never whole in memory."""
    place = tempfile.NamedTemporaryFile(suffix=".xlsx")  # noqa: SIM115 - the answer closes it
    book = xlsxwriter.Workbook(place.name, {"constant_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet(gettext("事项"))
    sheet.set_column(0, 12, 18)
    for at, row in enumerate(table):
        sheet.write_row(at, 0, row)
    book.close()
    place.seek(0)
    return place
