"""Rows of calendar files: CSV, xlsx and ICS turned into date, name, kind and place."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from shouwen.worktime.faults import unclear

Row = tuple[object, object, object, str]
"""Date, name, kind as they were written, and where (`第 3 行 row 3`)."""

_COLUMNS = {
    "date": ("date", "day", "日期", "日子"),
    "name": ("name", "holiday", "名称", "节日", "节假日"),
    "kind": ("kind", "type", "类型", "休班", "安排"),
}
_MOST_ROWS = 2000
_MARKED = re.compile(r"班|休|假|workday|make-?up|holiday|day off", re.IGNORECASE)


def read_csv(data: bytes) -> list[Row]:
    """Read a CSV file in UTF-8 or GB 18030 with the columns date, name, kind (日期,名称,类型)."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030", errors="replace")
    try:
        return _rows(list(csv.reader(io.StringIO(text, newline=""), strict=True)))
    except csv.Error as error:
        raise _unreadable("CSV", error) from error


def read_xlsx(data: bytes) -> list[Row]:
    """Read the first sheet of a workbook with the columns date, name, kind (日期,名称,类型)."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheet = book.get_sheet_by_index(0).to_python()
    except (CalamineError, OSError, ValueError, IndexError) as error:
        raise _unreadable("xlsx", error) from error
    return _rows(sheet)


def _rows(table: Sequence[Sequence[object]]) -> list[Row]:
    if len(table) > _MOST_ROWS:
        raise _unreadable("", f"{len(table)} > {_MOST_ROWS}")
    head = [str(cell).strip().lower() for cell in table[0]] if table else []
    places = {key: _place(head, names) for key, names in _COLUMNS.items()}
    if None in places.values():
        raise unclear(
            "bad-columns",
            f"第一行要有 日期、名称、类型 三列,得到 {'、'.join(head)}",
            f"the first row must name date, name and kind, not {', '.join(head)}",
            say=("第一行写 日期,名称,类型", "begin with the row date,name,kind"),
            columns=head,
        )
    rows: list[Row] = []
    for number, cells in enumerate(table[1:], 2):
        if any(str(cell).strip() for cell in cells):
            day, name, kind = (
                cells[at] if at is not None and at < len(cells) else "" for at in places.values()
            )
            rows.append((day, name, kind, f"第 {number} 行 row {number}"))
    return rows


def _place(head: Sequence[str], names: Iterable[str]) -> int | None:
    return next((head.index(name) for name in names if name in head), None)


def read_ics(data: bytes) -> list[Row]:
    """Read all-day events whose title says 休, 假 or 班 (or holiday, workday); skip the others."""
    from icalendar import Calendar as Ics

    try:
        events = Ics.from_ical(data).walk("VEVENT")
        rows = [row for at, event in enumerate(events, 1) for row in _event_rows(event, at)]
    except (ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
        raise _unreadable("ICS", error) from error
    return rows


def _event_rows(event: object, number: int) -> list[Row]:
    get = getattr(event, "get")  # noqa: B009 - the library's components are untyped
    title, begins, ends = str(get("summary") or ""), get("dtstart"), get("dtend")
    if not _MARKED.search(title) or begins is None:
        return []
    first = _date(begins.dt)
    after = _date(ends.dt) if ends is not None else first + timedelta(1)
    days = (max(after, first + timedelta(1)) - first).days
    where = f"第 {number} 个事件 event {number}"
    if days > 60:
        raise _unreadable("ICS", f"{where}: {days} d")
    name = re.split(r"[\s(（\[【]|假期|补班|上班|调休|放假", title.strip())[0] or title.strip()
    return [(first + timedelta(at), name, title, where) for at in range(days)]


def _date(value: object) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    raise TypeError(f"{value!r}")


def _unreadable(form: str, error: object) -> Exception:
    return unclear(
        "calendar-file-unreadable",
        f"{form} 文件读不懂:{error}",
        f"the {form} file cannot be read: {error}",
        say=("换一份完整的文件", "give a complete file"),
        faults=[str(error)],
    )
