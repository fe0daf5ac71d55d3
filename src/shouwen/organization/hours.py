"""Office hours as an institution states them, checked. Pure.

A row is a season: `{"from": "05-01", "until": "09-30", "days": [1, 2, 3, 4, 5], "open":
[["08:00", "12:00"], ["15:00", "18:00"]]}`; days are ISO weekdays, both ends of a season belong to
it, a season may pass over the turn of the year. The first row that fits a day decides.
"""

from __future__ import annotations

import re
from typing import Any

from shouwen.errors import Text, Unclear

_DAY = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d|24:00")
WEEK = [1, 2, 3, 4, 5]


def read_hours(rows: Any) -> list[dict[str, Any]]:
    """Return the rows in full form; raises `Unclear` naming the first row at fault.

    Also understands the short form `08:30-12:00,14:30-18:00` for the whole year.
    """
    if isinstance(rows, str):
        spells = [spell.split("-") for spell in rows.replace(" ", "").split(",") if spell]
        rows = [{"open": spells}] if spells else []
    if not isinstance(rows, list):
        raise _fault(0, "须为列表", "must be a list")
    return [_row(number, row) for number, row in enumerate(rows, start=1)]


def _row(number: int, row: Any) -> dict[str, Any]:
    if not isinstance(row, dict) or set(row) - {"from", "until", "days", "open"}:
        raise _fault(number, "只能有 from、until、days、open", "has from, until, days, open only")
    start, end = str(row.get("from", "01-01")), str(row.get("until", "12-31"))
    if not (_DAY.fullmatch(start) and _DAY.fullmatch(end)):
        raise _fault(number, "日期须写作 月-日", "days of the year are written MM-DD")
    days = row.get("days", WEEK)
    if not isinstance(days, list) or not set(days) <= set(range(1, 8)) or not days:
        raise _fault(number, "星期须为 1 至 7", "days are numbers 1 to 7")
    return {"from": start, "until": end, "days": sorted(set(days)), "open": _spells(number, row)}


def _spells(number: int, row: dict[str, Any]) -> list[list[str]]:
    spells = row.get("open")
    if not isinstance(spells, list) or not spells:
        raise _fault(number, "须写明办公时段", "needs the hours it is open")
    last = ""
    for spell in spells:
        whole = isinstance(spell, (list, tuple)) and len(spell) == 2
        if not whole or not all(_CLOCK.fullmatch(str(clock)) for clock in spell):
            raise _fault(number, "时段须写作 08:30-12:00", "hours are written 08:30-12:00")
        if not last <= spell[0] < spell[1]:
            raise _fault(number, "时段须先后相接、不重叠", "hours must follow one another")
        last = spell[1]
    return [list(spell) for spell in spells]


def _fault(number: int, zh: str, en: str) -> Unclear:
    return Unclear(
        "organization.hours",
        Text(f"作息时间第 {number} 行:{zh}", f"Office hours, row {number}: {en}."),
        facts={"row": number},
        remedy=Text("例如 08:30-12:00,14:30-18:00", "For example 08:30-12:00,14:30-18:00."),
    )
