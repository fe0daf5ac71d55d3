"""Reading a calendar year from a file, and what would change if it were taken over.

Bytes in, years out; nothing is stored. JSON (our own form, or the widespread one with `year`,
`papers` and `days`), ICS, CSV and xlsx are understood. A file is taken whole or not at all:
every fault found is named with its row.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Literal

from shouwen.errors import Text, Unclear
from shouwen.worktime.calendar import Calendar, Notice, Year
from shouwen.worktime.faults import unclear
from shouwen.worktime.library import read_year
from shouwen.worktime.tables import read_csv, read_ics, read_xlsx

Kind = Literal["rest", "work"]

_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?|(\d{4})(\d\d)(\d\d)")
_WORK = re.compile(r"班|上课|工作|work|make-?up", re.IGNORECASE)
_REST = re.compile(r"休|假|rest|off|holiday", re.IGNORECASE)


def read_years(
    data: bytes, name: str, *, year: int | None = None, notice: Notice | None = None
) -> tuple[Year, ...]:
    """Read the years of a file; its form is told by the end of its `name`.

    A CSV, xlsx or ICS file holds one year: `year`, or else that of most of its days (a day in the
    December before belongs to it too). `notice` is what the year rests on.
    """
    kind = name.rsplit(".", 1)[-1].lower()
    if kind == "json":
        years = read_json(data)
    elif kind in ("csv", "xlsx", "ics"):
        reader = {"csv": read_csv, "xlsx": read_xlsx, "ics": read_ics}[kind]
        years = (_one_year(reader(data), year),)
    else:
        raise unclear(
            "unknown-file-kind",
            f"不认识这种文件:{name}",
            f"this kind of file is not known: {name}",
            say=("交 .json、.ics、.csv 或 .xlsx 文件", "give a .json, .ics, .csv or .xlsx file"),
            name=name,
        )
    if year is not None and any(each.year != year for each in years):
        found = ", ".join(str(each.year) for each in years)
        raise unclear(
            "other-year",
            f"文件里是 {found} 年,不是 {year} 年",
            f"the file is for {found}, not for {year}",
            year=year,
        )
    return tuple(replace(each, notices=(notice,)) if notice else each for each in years)


def read_json(data: bytes) -> tuple[Year, ...]:
    """Read JSON: one year or a list, as `Year.as_json` writes it or as `days` with `isOffDay`."""
    try:
        said = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise _fault(f"JSON: {error}") from error
    years = said if isinstance(said, list) else [said]
    if not years or not all(isinstance(each, dict) for each in years):
        raise _fault("JSON: {year: …}")
    return tuple(_checked(_json_year(each)) for each in years)


def _json_year(said: dict[str, Any]) -> Year:
    if "days" not in said:
        return read_year(said.get("year"), said)
    key, days = said.get("year"), said["days"]
    if not isinstance(key, int) or not isinstance(days, list):
        raise _fault("JSON: year, days")
    rows: list[tuple[object, object, object, str]] = []
    for at, each in enumerate(days, 1):
        if not isinstance(each, dict) or not isinstance(each.get("isOffDay"), bool):
            raise _fault(f"days[{at}]: {each!r}")
        kind = "休" if each["isOffDay"] else "班"
        rows.append((each.get("date"), each.get("name"), kind, f"days[{at}]"))
    notices = tuple(
        Notice(f"{key} 年放假安排", url=url)
        for url in said.get("papers") or ()
        if isinstance(url, str)
    )
    return replace(_one_year(rows, key), notices=notices)


def _one_year(rows: Sequence[tuple[object, object, object, str]], year: int | None) -> Year:
    """Make a year of rows of date, name, kind and where the row stands in its file."""
    found: dict[date, tuple[str, Kind]] = {}
    faults: list[str] = []
    for day_said, name_said, kind_said, where in rows:
        day, kind = _day(day_said), _kind(kind_said)
        name = str(name_said or "").strip()
        if day is None:
            faults.append(f"{where}: 日期 date {day_said!r}")
        elif kind is None:
            faults.append(f"{where}: 类型 kind {kind_said!r}")
        elif day in found and found[day] != (name, kind):
            faults.append(f"{where}: {day} 两种说法 twice")
        else:
            found[day] = (name, kind)
    if not faults and not found:
        faults.append("没有一天 no days")
    if not faults:
        year = year or Counter(day.year for day in found).most_common(1)[0][0]
        faults += [f"{day}: 不属于 {year} 年 not of {year}" for day in found if not _of(day, year)]
    if faults:
        raise _fault("; ".join(faults[:20]), faults)
    assert year is not None
    tables: dict[Kind, dict[str, list[date]]] = {"rest": {}, "work": {}}
    for day in sorted(found):
        name, kind = found[day]
        tables[kind].setdefault(name, []).append(day)
    rest, work = ({n: tuple(d) for n, d in tables[kind].items()} for kind in ("rest", "work"))
    return _checked(Year(year, rest, work))


def _of(day: date, year: int) -> bool:
    return day.year == year or (day.year, day.month) == (year - 1, 12)


def _checked(year: Year) -> Year:
    """Refuse a year without a single day off: it would make every holiday a working day."""
    if not any(year.rest.values()):
        raise _fault(f"{year.year}: 没有放假日 no day off")
    return year


def _day(said: object) -> date | None:
    if isinstance(said, datetime):
        return said.date()
    if isinstance(said, date):
        return said
    match = _DATE.fullmatch(str(said or "").strip())
    if match is None:
        return None
    year, month, day = (int(part) for part in match.groups() if part)
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _kind(said: object) -> Kind | None:
    text = str(said or "").strip()
    if _WORK.search(text):
        return "work"
    return "rest" if _REST.search(text) else None


def _fault(where: str, faults: Sequence[str] = ()) -> Unclear:
    return unclear(
        "calendar-file-unreadable",
        f"日历文件有误:{where}",
        f"the calendar file is at fault: {where}",
        say=(
            "每行写日期、名称、类型(休 或 班);见 docs/worktime.md",
            "give date, name and kind (rest or work) in each row; see docs/worktime.md",
        ),
        faults=list(faults) or [where],
    )


# ---- what would change -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Change:
    """A day that becomes a rest day or a working day, and for which holiday."""

    day: date
    becomes: Kind
    name: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What taking over new years would change.

    `settles` lists years that stop being provisional, `loosens` those that become so.
    """

    changes: tuple[Change, ...]
    settles: tuple[int, ...]
    loosens: tuple[int, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the preview as a JSON object."""
        changes = [
            {"day": each.day.isoformat(), "becomes": each.becomes, "name": each.name}
            for each in self.changes
        ]
        return {"changes": changes, "settles": list(self.settles), "loosens": list(self.loosens)}

    def told(self) -> Text:
        """Return the preview in one sentence."""
        rest = sum(each.becomes == "rest" for each in self.changes)
        work = len(self.changes) - rest
        years = "、".join(map(str, self.settles))
        zh = f"{rest} 天改为休息,{work} 天改为上班" + (f";{years} 年转为确定" if years else "")
        en = f"{rest} days become rest days, {work} become working days"
        return Text(zh, en + (f"; {years.replace('、', ', ')} is settled" if years else ""))


def preview(old: Calendar, new: Calendar) -> Preview:
    """Compare two calendars day by day: `preview(calendar, calendar.with_years(years))`."""
    marks = {**old.marks, **new.marks}
    changes = []
    for day in sorted(marks):
        becomes = new.is_working_day(day)
        if old.is_working_day(day) != becomes:
            mark = new.marks.get(day) or marks[day]
            changes.append(Change(day, "work" if becomes else "rest", mark.name))
    years = sorted({day.year for day in marks} | set(new.years) | set(old.years))
    was = {year: old.why_provisional(year) is None for year in years}
    final = {year: new.why_provisional(year) is None for year in years}
    settles = tuple(year for year in years if final[year] and not was[year])
    loosens = tuple(year for year in years if was[year] and not final[year])
    return Preview(tuple(changes), settles, loosens)
