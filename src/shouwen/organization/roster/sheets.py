"""Rows of text out of an xlsx, xls, ods or csv file."""

from __future__ import annotations

import csv
import io
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from shouwen.errors import Text, Unclear

MOST_ROWS = 20_000
MOST_BYTES = 20 * 1024 * 1024


def read_rows(content: bytes, name: str) -> list[list[str]]:
    """Return the rows of the first sheet; the text of merged cells stands in each of them.

    Raises `Unclear` for files that cannot be read, are empty or too large.
    """
    if len(content) > MOST_BYTES:
        raise _fault("too-large", "文件超过 20 MB", "The file is larger than 20 MB")
    ending = name.lower().rpartition(".")[2]
    if ending == "csv":
        rows = _csv(content)
    elif ending in {"xlsx", "xls", "xlsm", "ods"}:
        rows = _workbook(content)
    else:
        raise _fault("ending", "只能读 xlsx、xls、ods、csv 文件", "Only xlsx, xls, ods and csv")
    if not any(any(row) for row in rows):
        raise _fault("empty", "文件是空的", "The file is empty")
    if len(rows) > MOST_ROWS:
        raise _fault("too-long", f"超过 {MOST_ROWS} 行", f"More than {MOST_ROWS} rows")
    return rows


def _csv(content: bytes) -> list[list[str]]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            break
        try:
            return [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text))]
        except csv.Error as fault:
            raise _unreadable() from fault
    raise _unreadable()


def _workbook(content: bytes) -> list[list[str]]:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheet = book.get_sheet_by_index(0)
        rows = [[_cell(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
        merged = getattr(sheet, "merged_cell_ranges", None) or []
    except (CalamineError, OSError, ValueError, IndexError) as fault:
        raise _unreadable() from fault
    for (top, left), (bottom, right) in merged:
        _spread(rows, top, left, bottom, right)
    return rows


def _spread(rows: list[list[str]], top: int, left: int, bottom: int, right: int) -> None:
    """Copy the text of a merged area downwards; a title across columns is not copied sideways."""
    if top >= len(rows) or left >= len(rows[top]) or right > left:
        return
    for row in rows[top + 1 : bottom + 1]:
        if left < len(row) and not row[left]:
            row[left] = rows[top][left]


def _cell(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _unreadable() -> Unclear:
    return _fault("unreadable", "文件无法读取,可能已损坏", "The file cannot be read")


def _fault(code: str, zh: str, en: str) -> Unclear:
    return Unclear(
        f"roster.{code}",
        Text(zh, f"{en}."),
        remedy=Text("请下载模板填写后再上传", "Fill in the template and upload it."),
    )
