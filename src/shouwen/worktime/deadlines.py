"""Limits from text: what `shouwen deadline`, its `--batch` and `GET /deadline` answer.

Text in, JSON values or CSV lines out; reading files and printing is the caller's.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from typing import Any, Literal

from shouwen.errors import Unclear
from shouwen.worktime.counting import Counting
from shouwen.worktime.faults import unclear
from shouwen.worktime.hours import ORDINARY, OfficeHours
from shouwen.worktime.library import load_calendar
from shouwen.worktime.reckoner import WorkTime
from shouwen.worktime.spans import Amount, Unit

UNITS = ("working-day", "working-hour", "calendar-day", "week", "month")
"""The units that a command may name; a working day may be halved, an hour given in parts."""

_WITHIN = re.compile(r"(\d{1,6})(?:\.(\d{1,4}))?\s*([a-z]+(?:-[a-z]+)?)", re.ASCII)
_START = re.compile(
    r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T\s]\s*(\d{1,2}):(\d\d)(?::(\d\d)(?:\.\d+)?)?)?",
    re.ASCII,
)


def parse_within(text: str) -> Amount:
    """Read `5 working-day`, `0.5 working-day`, `60 calendar-day`, `2 week`, `1 month` …"""
    match = _WITHIN.fullmatch(str(text).strip().lower())
    if match is None:
        raise _bad_within(text)
    whole, part, word = int(match[1]), (match[2] or "").rstrip("0"), match[3]
    name = word if word in UNITS else word.removesuffix("s")
    if name not in UNITS:
        raise _bad_within(text)
    unit = Unit(name)
    if not part:
        amount = Amount(whole, unit)
    elif unit is Unit.WORKING_DAY and part == "5":
        amount = Amount(2 * whole + 1, Unit.HALF_WORKING_DAY)
    elif unit is Unit.WORKING_HOUR and (minutes := 60 * int(part)) % 10 ** len(part) == 0:
        amount = Amount(60 * whole + minutes // 10 ** len(part), Unit.WORKING_MINUTE)
    else:
        raise _bad_within(text)
    if amount.count < 1:
        raise _bad_within(text)
    return amount


def parse_start(text: str, office: WorkTime) -> datetime:
    """Read `2026-02-13T10:00` (local to the office), with an offset, or a date alone (00:00)."""
    said = str(text).strip()
    try:
        found = datetime.fromisoformat(said)
    except ValueError:
        found = _loosely(said)
    if found.tzinfo is None:
        return found.replace(tzinfo=office.zone)
    try:
        return found.astimezone(office.zone)
    except OverflowError as error:
        raise _bad_start(text) from error


def _loosely(text: str) -> datetime:
    match = _START.fullmatch(text)
    if match is None:
        raise _bad_start(text)
    year, month, day, hour, minute, second = (int(each or 0) for each in match.groups())
    try:
        return datetime.combine(date(year, month, day), time(hour, minute, second))
    except ValueError as error:
        raise _bad_start(text) from error


def office(
    *,
    calendar: str = "cn",
    hours: str | None = None,
    ends: Literal["close", "midnight"] = "close",
    roll: bool = True,
    zone: str = "Asia/Shanghai",
) -> WorkTime:
    """Return the working time that the options of the command describe."""
    if ends not in ("close", "midnight"):
        raise unclear(
            "bad-ends",
            f"ends 只能是 close 或 midnight,得到 {ends}",
            f"ends must be close or midnight, not {ends}",
            ends=ends,
        )
    counting = Counting(ends=ends, last_day_off="next-working-day" if roll else "stays")
    told = OfficeHours.parse(hours) if hours else ORDINARY
    return WorkTime(load_calendar(calendar), told, counting, zone)


def deadline(
    start: str,
    within: str,
    *,
    calendar: str = "cn",
    hours: str | None = None,
    ends: Literal["close", "midnight"] = "close",
    roll: bool = True,
    zone: str = "Asia/Shanghai",
) -> dict[str, Any]:
    """Return `{"limit": …, "provisional": …, "steps": [{"what", "facts", "cited"} …]}`."""
    worktime = office(calendar=calendar, hours=hours, ends=ends, roll=roll, zone=zone)
    return worktime.add(parse_start(start, worktime), parse_within(within)).as_json()


_ADDED = ("limit", "provisional", "error")


def batch(
    lines: Iterable[str], worktime: WorkTime | None = None, *, language: str = "zh"
) -> Iterator[str]:
    """Yield CSV lines (without line ends): the columns given, then `limit,provisional,error`.

    The first line names the columns, among them `start` and `within`. Every line is one row, so
    that a bad one (even an unclosed quotation mark) costs only itself. Empty lines are left out.
    """
    worktime = worktime or office()
    rows = iter(lines)
    head = [name.strip() for name in _cells(next(rows, "").lstrip("\ufeff")) or []]
    names = [name.lower() for name in head]
    if names.count("start") != 1 or names.count("within") != 1:
        raise unclear(
            "bad-columns",
            f"第一行必须有 start 和 within 两列,得到 {','.join(head)}",
            f"the first line must name the columns start and within, not {','.join(head)}",
            say=("第一行写 start,within", "begin with the line start,within"),
            columns=head,
        )
    kept = [at for at, name in enumerate(names) if name not in _ADDED]
    yield _line([*(head[at] for at in kept), *_ADDED])
    places = names.index("start"), names.index("within")
    amounts: dict[str, Amount] = {}
    for line in rows:
        if line.strip():
            cells = _cells(line)
            answer = _answer(cells, len(head), places, worktime, amounts, language)
            given = [(cells[at] if at < len(cells) else "") for at in kept] if cells else []
            yield _line([*(given or [line.strip(), *[""] * (len(kept) - 1)]), *answer])


def _answer(
    cells: list[str] | None,
    width: int,
    places: tuple[int, int],
    worktime: WorkTime,
    amounts: dict[str, Amount],
    language: str,
) -> tuple[str, str, str]:
    """Return limit, provisional and error of one row; one of limit and error is empty."""
    try:
        if cells is None or len(cells) > width or max(places) >= len(cells):
            raise unclear("bad-row", "这一行的列数不对或引号未闭合", "wrong columns or quotes")
        start, within = cells[places[0]], cells[places[1]]
        amount = amounts.get(within)
        if amount is None:
            amount = amounts[within] = parse_within(within)
        limit, provisional = worktime.due(parse_start(start, worktime), amount)
    except Unclear as error:
        return "", "", error.text.told(language)
    return limit.isoformat(), "true" if provisional else "false", ""


def _cells(line: str) -> list[str] | None:
    """Split one line; None if its quotation marks do not match."""
    if '"' not in line:
        return line.rstrip("\r\n").split(",")
    try:
        return next(csv.reader([line.rstrip("\r\n")], strict=True), [])
    except csv.Error:
        return None


def _line(cells: list[str]) -> str:
    line = ",".join(cells)
    if '"' not in line and line.count(",") == len(cells) - 1 and "\n" not in line:
        return line
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="").writerow(cells)
    return buffer.getvalue()


def _bad_within(text: object) -> Exception:
    return unclear(
        "bad-within",
        f"时限看不懂:{text}",
        f"this time limit cannot be read: {text}",
        say=(
            f"写成数量和单位,例如 5 working-day;单位有 {'、'.join(UNITS)}",
            f"write a number and a unit, such as 5 working-day; units: {', '.join(UNITS)}",
        ),
        given=str(text),
    )


def _bad_start(text: object) -> Exception:
    return unclear(
        "bad-start",
        f"起点时间看不懂:{text}",
        f"this start cannot be read: {text}",
        say=("写成 2026-02-13T10:00 的样子", "write it like 2026-02-13T10:00"),
        given=str(text),
    )
