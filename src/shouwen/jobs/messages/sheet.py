"""Reading a sheet of messages; nothing is stored here.

The columns may stand in any order. A time without an hour counts as noon: nothing in the sheet
says more, and the limits that are counted in days do not depend on it.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo
from pathlib import Path
from typing import Any

from shouwen.errors import Text, Unclear
from shouwen.matters.domain import LONGEST_TEXT

COLUMNS = ("留言编号", "留言用户", "留言主题", "留言时间", "留言详情", "答复意见", "答复时间")
ID, USER, TITLE, ASKED, DETAIL, REPLY, REPLIED = COLUMNS
LONGEST = {ID: 40, USER: 120, TITLE: 200, DETAIL: LONGEST_TEXT, REPLY: LONGEST_TEXT}
"""Characters each column may hold."""

NOON = time(12, 0)
_TIME = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?"
    r"(?:[T\s]\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?"
)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a row: its number in the sheet, the column, the reason."""

    row: int
    column: str
    why: Text


@dataclass(frozen=True, slots=True)
class Message:
    """One message as the sheet has it, cleaned. `replied` is None while nobody has answered."""

    row: int
    id: str
    user: str
    title: str
    detail: str
    reply: str
    asked: datetime
    replied: datetime | None
    hourless: bool
    """Whether one of its times came without an hour."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file's rows, good and bad, and the hash that names the file."""

    sha256: str
    messages: tuple[Message, ...]
    faults: tuple[Fault, ...]

    def source(self, message: Message) -> str:
        """Return what names a row of this file for ever, so that it is imported only once."""
        return f"{self.sha256[:32]}:{message.id}"


def read(file: Path, zone: tzinfo) -> Sheet:
    """Read a file; its times are in `zone`.

    Raises `Unclear` if it is not a sheet, or lacks a column, naming the column.
    """
    try:
        content = file.read_bytes()
    except OSError as problem:
        raise _unreadable(file, problem.strerror or str(problem)) from problem
    rows = _rows(file, content)
    places = _places(next(rows, ()))
    messages: list[Message] = []
    faults: list[Fault] = []
    seen: dict[str, int] = {}
    for number, row in enumerate(rows, start=2):
        cells = {name: _cell(row, place) for name, place in places.items()}
        if not any(clean(value) for value in cells.values()):
            continue
        found, wrong = _message(number, cells, zone)
        if found is not None and found.id in seen:
            wrong = [_repeated(found, seen[found.id])]
        if wrong or found is None:
            faults.extend(wrong)
            continue
        seen[found.id] = number
        messages.append(found)
    return Sheet(hashlib.sha256(content).hexdigest(), tuple(messages), tuple(faults))


def clean(value: Any) -> str:
    """Return a cell as text: no tabs, full-width or hard blanks; lines kept, empty ones dropped."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value).replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")
    lines = (
        re.sub(r"[ \t\u00a0\u3000\u200b\ufeff]+", " ", line).strip() for line in text.split("\n")
    )
    return "\n".join(line for line in lines if line)


def instant(value: Any, zone: tzinfo) -> tuple[datetime, bool] | None:
    """Return the instant that a cell says, and whether it had an hour; None if it says none."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=zone), True
    if isinstance(value, date):
        return datetime.combine(value, NOON, tzinfo=zone), False
    found = _TIME.fullmatch(clean(value))
    if found is None:
        return None
    year, month, day, hour, minute, second = found.groups()
    try:
        when = date(int(year), int(month), int(day))
        clock = NOON if hour is None else time(int(hour), int(minute), int(second or 0))
    except ValueError:
        return None
    return datetime.combine(when, clock, tzinfo=zone), hour is not None


def _message(
    row: int, cells: Mapping[str, Any], zone: tzinfo
) -> tuple[Message | None, list[Fault]]:
    texts = {name: clean(cells[name]) for name in (ID, USER, TITLE, DETAIL, REPLY)}
    faults = list(_of_texts(row, texts))
    asked = instant(cells[ASKED], zone)
    if asked is None:
        faults.append(_no_time(row, ASKED, cells[ASKED]))
    replied = instant(cells[REPLIED], zone)
    empty = not clean(cells[REPLIED])
    if replied is None and not empty:
        faults.append(_no_time(row, REPLIED, cells[REPLIED]))
    if empty and texts[REPLY]:
        faults.append(Fault(row, REPLIED, Text("有答复意见,没有答复时间", "a reply without time")))
    if not texts[REPLY] and not empty:
        faults.append(Fault(row, REPLY, Text("有答复时间,没有答复意见", "a time without reply")))
    if faults or asked is None:
        return None, faults
    ended = _ended(asked, replied)
    if ended is not None and ended < asked[0]:
        return None, [Fault(row, REPLIED, Text("早于留言时间", "lies before the message"))]
    hourless = not asked[1] or (replied is not None and not replied[1])
    texts[TITLE] = texts[TITLE] or texts[DETAIL].split("\n")[0][:40]
    return (
        Message(
            row, texts[ID], texts[USER], texts[TITLE].replace("\n", " "),
            texts[DETAIL] or texts[TITLE], texts[REPLY], asked[0], ended, hourless,
        ),
        [],
    )  # fmt: skip


def _ended(asked: tuple[datetime, bool], replied: tuple[datetime, bool] | None) -> datetime | None:
    """Return when it was answered; on the day of the message itself, never before it."""
    if replied is None:
        return None
    if not (asked[1] and replied[1]) and asked[0].date() == replied[0].date():
        return max(asked[0], replied[0])
    return replied[0]


def _of_texts(row: int, texts: Mapping[str, str]) -> Iterator[Fault]:
    if not texts[ID]:
        yield Fault(row, ID, Text("是空的", "is empty"))
    if not texts[DETAIL] and not texts[TITLE]:
        yield Fault(row, DETAIL, Text("是空的,主题也是空的", "is empty, and so is the subject"))
    for name, longest in LONGEST.items():
        size = len(texts[name])
        if size > longest:
            yield Fault(
                row,
                name,
                Text(f"有 {size} 字,最多 {longest} 字", f"{size} characters, not {longest}"),
            )


def _no_time(row: int, column: str, value: Any) -> Fault:
    said = clean(value)[:30]
    if not said:
        return Fault(row, column, Text("是空的", "is empty"))
    return Fault(
        row,
        column,
        Text(
            f"「{said}」不是时间,请写成 2019-04-25 09:32 或 2019-04-25",
            f"“{said}” is no time; write 2019-04-25 09:32 or 2019-04-25",
        ),
    )


def _repeated(message: Message, first: int) -> Fault:
    return Fault(
        message.row,
        ID,
        Text(f"「{message.id}」与第 {first} 行重复", f"“{message.id}” repeats row {first}"),
    )


def _places(head: Sequence[Any]) -> dict[str, int]:
    names = [clean(cell).replace("\n", "").replace(" ", "") for cell in head]
    missing = [name for name in COLUMNS if name not in names]
    if missing:
        raise Unclear(
            "messages.columns",
            Text(
                f"缺少列:{'、'.join(missing)}。需要:{'、'.join(COLUMNS)}。",
                f"Missing columns: {', '.join(missing)}. Needed: {', '.join(COLUMNS)}.",
            ),
            facts={"missing": missing},
        )
    return {name: names.index(name) for name in COLUMNS}


def _cell(row: Sequence[Any], place: int) -> Any:
    return row[place] if place < len(row) else ""


def _rows(file: Path, content: bytes) -> Iterator[Sequence[Any]]:
    rows = _of_text(file, content) if file.suffix.lower() == ".csv" else _of_book(file, content)
    return iter(rows)


def _of_text(file: Path, content: bytes) -> Iterable[Sequence[Any]]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return csv.reader(io.StringIO(content.decode(encoding), newline=""))
        except UnicodeDecodeError:
            continue
    raise _unreadable(file, "UTF-8 / GB18030")


def _of_book(file: Path, content: bytes) -> Iterable[Sequence[Any]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        return list(book.get_sheet_by_index(0).to_python(skip_empty_area=False))
    except (CalamineError, ValueError, IndexError) as problem:
        raise _unreadable(file, str(problem)) from problem


def _unreadable(file: Path, why: str) -> Unclear:
    return Unclear(
        "messages.file",
        Text(f"读不了 {file.name}:{why}。请给 xlsx 或 csv。", f"Cannot read {file.name}: {why}."),
        facts={"file": file.name},
    )
