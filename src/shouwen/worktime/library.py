"""The calendars that come with the product, and reading one from YAML."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

import yaml

from shouwen.errors import Text
from shouwen.worktime.calendar import Calendar, Notice, Year
from shouwen.worktime.faults import unclear

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NAME = re.compile(r"[a-z0-9][a-z0-9-]*")
_RUN = re.compile(r"(\d{4}-\d\d-\d\d)(?:\.\.(\d{4}-\d\d-\d\d))?")


def calendar_names() -> tuple[str, ...]:
    """Return the names of the calendars that come with the product."""
    folder = resources.files("shouwen") / "calendars"
    files = (each.name for each in folder.iterdir() if each.name.endswith(".yaml"))
    return tuple(sorted(name.removesuffix(".yaml") for name in files))


@cache
def load_calendar(name: str = "cn") -> Calendar:
    """Return the calendar that comes with the product under this name (`cn`); read only once."""
    if not _NAME.fullmatch(name) or name not in calendar_names():
        known = "、".join(calendar_names())
        raise unclear(
            "unknown-calendar",
            f"没有名为 {name} 的日历",
            f"there is no calendar called {name}",
            say=(f"已有:{known}", f"there are: {', '.join(calendar_names())}"),
            name=name,
        )
    data = (resources.files("shouwen") / "calendars" / f"{name}.yaml").read_bytes()
    return read_calendar(data)


def read_calendar(data: bytes, *, parent: Calendar | None = None) -> Calendar:
    """Read a calendar from YAML; `parent` overrides the parent that the file names."""
    try:
        read = yaml.safe_load(data)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise _unreadable(str(error)) from error
    if not isinstance(read, dict) or "calendar" not in read:
        raise _unreadable("calendar: …")
    if parent is None and read.get("parent"):
        parent = load_calendar(str(read["parent"]))
    years = read.get("years") or {}
    if not isinstance(years, dict):
        raise _unreadable("years: …")
    return Calendar(
        str(read["calendar"]),
        [read_year(key, years[key]) for key in years],
        title=_text(read.get("title") or read["calendar"]),
        weekend=_weekend(read.get("weekend", ("saturday", "sunday"))),
        parent=parent,
    )


def read_year(key: object, body: object) -> Year:
    """Read one year of our own form (YAML or JSON): `rest`, `work`, `notices`, `provisional`."""
    if not isinstance(key, int) or not isinstance(body, Mapping):
        raise _unreadable(f"{key}: {body!r}")
    unknown = set(body) - {"year", "rest", "work", "notices", "provisional"}
    if unknown:
        raise _unreadable(f"{key}: {sorted(map(str, unknown))}")
    rest, work = _table(key, body.get("rest")), _table(key, body.get("work"))
    both = {d for days in rest.values() for d in days} & {d for days in work.values() for d in days}
    if both:
        raise _unreadable(f"{key}: {min(both)} rest + work")
    why = body.get("provisional")
    notices = tuple(_notice(each) for each in body.get("notices") or ())
    return Year(key, rest, work, notices, _text(why) if why else None)


def _table(year: int, body: object) -> dict[str, tuple[date, ...]]:
    if body is None:
        return {}
    if not isinstance(body, Mapping):
        raise _unreadable(f"{year}: {body!r}")
    table = {}
    for name, runs in body.items():
        if not isinstance(runs, (list, tuple)):
            raise _unreadable(f"{year}: {name}: {runs!r}")
        table[str(name)] = tuple(day for run in runs for day in _run(run))
        for day in table[str(name)]:
            if day.year != year and (day.year, day.month) != (year - 1, 12):
                raise _unreadable(f"{year}: {name}: {day}")
    return table


def _run(written: object) -> list[date]:
    """Read `2026-02-15` or `2026-02-15..2026-02-23`, both ends included."""
    found = _RUN.fullmatch(str(written))
    try:
        first = date.fromisoformat(found[1] if found else "")
        last = date.fromisoformat(found[2]) if found and found[2] else first
    except ValueError as error:
        raise _unreadable(str(written)) from error
    if not 0 <= (last - first).days <= 60:
        raise _unreadable(str(written))
    return [date.fromordinal(at) for at in range(first.toordinal(), last.toordinal() + 1)]


def _notice(body: object) -> Notice:
    if not isinstance(body, Mapping) or not body.get("number"):
        raise _unreadable(f"notices: {body!r}")
    at: Any = body.get("date")
    try:
        issued = at if isinstance(at, date) or at is None else date.fromisoformat(str(at))
    except ValueError as error:
        raise _unreadable(f"notices: {body!r}") from error
    covers = tuple(str(name) for name in body.get("covers") or ())
    title, url = str(body.get("title") or ""), str(body.get("url") or "")
    return Notice(str(body["number"]), title, issued, url, covers)


def _text(body: object) -> Text:
    if isinstance(body, Mapping):
        return Text(str(body.get("zh", "")), str(body.get("en", body.get("zh", ""))))
    return Text(str(body), str(body))


def _weekend(names: object) -> frozenset[int]:
    if not isinstance(names, (list, tuple)) or not set(names) <= set(_WEEKDAYS):
        raise _unreadable(f"weekend: {names!r}")
    return frozenset(_WEEKDAYS.index(name) for name in names)


def _unreadable(where: str) -> Exception:
    return unclear(
        "calendar-unreadable",
        f"日历读不懂:{where}",
        f"the calendar cannot be read: {where}",
        say=("照 docs/worktime.md 的样子写", "write it as docs/worktime.md shows"),
        where=where,
    )
