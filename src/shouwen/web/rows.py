"""A matter as a row of the workbench, of the list and of what can be signed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.urls import get_script_prefix, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext

from shouwen.matters.queries import Line
from shouwen.web.errors import named, said
from shouwen.web.parts import Clause, Lamp, Person
from shouwen.web.telling import chips, lamp, person, short_day


@dataclass(frozen=True, slots=True)
class Row:
    """What a row shows, in the reader's language; `url` opens the matter."""

    number: str
    short: str
    url: str
    lamp: Lamp
    title: str
    kind: str
    who: str
    holder: Person
    first_asked: str
    pending: str
    state: str
    day: str
    channel: str
    awaits: str
    clauses: tuple[Clause, ...]
    passed_on: str
    seq: int


def rows(
    found: Iterable[Line],
    now: datetime,
    institution: int,
    *,
    back: str = "",
    clauses: bool = True,
) -> list[Row]:
    """Return lines as rows; `back` is the list's address, kept for `[`, `]` and `u`.

    `clauses` may be left out where they are not shown.
    """
    return [_row(one, now, institution if clauses else None, back) for one in found]


def _row(line: Line, now: datetime, institution: int | None, back: str) -> Row:
    today = (line.opened_at.tzinfo and now.astimezone(line.opened_at.tzinfo).date()) or now.date()
    url = matter_url(line.number)
    return Row(
        number=line.number,
        short=short_number(line.number, today.year),
        url=f"{url}?{urlencode({'from': back})}" if back else url,
        lamp=lamp(line.left),
        title=named(line.item or line.title),
        kind=said(line.kind_name),
        who=line.applicant or gettext("未留名"),
        holder=person(line.holder),
        first_asked=named(line.first_asked),
        pending=named(line.pending),
        state=said(line.state_name),
        day=short_day(line.opened_at, today),
        channel=said(line.channel),
        awaits=said(line.awaits),
        clauses=_clauses(line, institution),
        passed_on=short_day(line.last_act_at, today),
        seq=line.seq,
    )


def _clauses(line: Line, institution: int | None) -> tuple[Clause, ...]:
    return tuple(chips([line.cited], institution)) if line.cited and institution else ()


def matter_url(number: str) -> str:
    """Return the address of a matter's page."""
    return _address(get_script_prefix(), number)


@lru_cache(maxsize=4096)
def _address(_prefix: str, number: str) -> str:
    return reverse("matter", args=[number])


def short_number(number: str, year: int) -> str:
    """Return a number as lists write it: the current year is left out."""
    prefix, mark, rest = number.partition(f"-{year}")
    return f"{prefix}-{rest}" if mark else number
