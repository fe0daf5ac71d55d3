"""What law is in force where, compiled once and kept until it changes."""

from __future__ import annotations

import json
import threading
import time
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from shouwen.enactment import domain
from shouwen.enactment.models import CalendarYear, Enactment, LawVersion, PublishedEdition
from shouwen.errors import Text, Unclear
from shouwen.organization.models import Institution
from shouwen.rulebook import adoption as adopting
from shouwen.rulebook.law import Law
from shouwen.rulebook.reading import read_adoption, read_edition
from shouwen.rulebook.values import Edition
from shouwen.worktime import WorkTime, Year, load_calendar
from shouwen.worktime.library import read_year

FRESH_FOR = 1.0
"""Seconds for which a process trusts what it compiled before asking for the version again."""


@dataclass(slots=True)
class _Kept:
    version: int
    checked: float
    worktime: WorkTime
    law: Law
    editions: tuple[Edition, ...]


_kept: dict[int, _Kept] = {}
_lock = threading.Lock()


def law(institution_id: int) -> Law:
    """Return the law of an institution: every signed adoption, each from its own first day."""
    return _current(institution_id).law


def worktime(institution_id: int) -> WorkTime:
    """Return the institution's working time: calendar with imports, office hours, zone."""
    return _current(institution_id).worktime


def editions(institution_id: int) -> tuple[Edition, ...]:
    """Return the editions in force in an institution, as adopted, each with its days."""
    return _current(institution_id).editions


def editions_on(institution_id: int, day: date) -> tuple[Edition, ...]:
    """Return the editions in force on a day."""
    return tuple(
        edition
        for edition in editions(institution_id)
        if edition.first_day <= day and (edition.last_day is None or day <= edition.last_day)
    )


def version(institution_id: int) -> int:
    """Return the number of changes of the institution's law so far."""
    row = LawVersion.objects.filter(pk=institution_id).values_list("version", flat=True).first()
    return row or 0


def forget() -> None:
    """Drop what this process has compiled (after a change in this process; in tests)."""
    with _lock:
        _kept.clear()


def _current(institution_id: int) -> _Kept:
    found = _kept.get(institution_id)
    now = time.monotonic()
    if found is not None and now - found.checked < FRESH_FOR:
        return found
    current = version(institution_id)
    if found is not None and found.version == current:
        found.checked = now
        return found
    compiled = _compile(institution_id, current, now)
    with _lock:
        _kept[institution_id] = compiled
    return compiled


def _compile(institution_id: int, current: int, now: float) -> _Kept:
    institution = Institution.objects.get(pk=institution_id)
    years = tuple(
        (row.year, json.dumps(row.source, sort_keys=True))
        for row in imported_years(institution.calendar)
    )
    adopted = tuple(
        (one.source, _sources(one), one.first_day, one.last_day, one.trial)
        for one in signed(institution_id)
    )
    office = (institution.calendar, institution.zone, json.dumps(institution.hours), years)
    made, found, compiled = _shared(office, adopted, institution)
    return _Kept(current, now, made, compiled, found)


_Shared = tuple[WorkTime, tuple[Edition, ...], Law]
_compiled: OrderedDict[tuple[Any, ...], _Shared] = OrderedDict()
SHARED = 32
"""Compiled laws kept in a process: offices with one adoption, calendar and hours share theirs."""


def _shared(office: tuple[Any, ...], adopted: tuple[Any, ...], institution: Institution) -> _Shared:
    """Return working time, editions and law for these exact texts; law never changes, so share."""
    key = (office, adopted)
    with _lock:
        if key in _compiled:
            _compiled.move_to_end(key)
            return _compiled[key]
    made = worktime_of(institution)
    found = tuple(
        edition
        for source, sources, first, last, trial in adopted
        for edition in domain.in_force(_resolved(source, sources), first, last, trial=trial)
    )
    law = compile_law(found, made)
    with _lock:
        _compiled[key] = (made, found, law)
        while len(_compiled) > SHARED:
            _compiled.popitem(last=False)
    return made, found, law


def _days_of(enactment: Enactment, last: date | None) -> list[Edition]:
    """Return what an adoption puts in force, until `last`."""
    return domain.in_force(resolved(enactment), enactment.first_day, last, trial=enactment.trial)


def compile_law(found: Sequence[Edition], made: WorkTime) -> Law:
    """Compile editions, resolved already, into law."""
    return Law(found, (), made)


def worktime_of(institution: Institution) -> WorkTime:
    """Return the working time of an institution from its calendar, imports, hours and zone."""
    calendar = load_calendar(institution.calendar)
    imported = [read_year(row.year, row.source) for row in imported_years(institution.calendar)]
    return WorkTime(
        domain.with_imports(calendar, imported),
        domain.office_hours(institution.hours),
        zone=institution.zone,
    )


def imported_years(calendar: str) -> list[CalendarYear]:
    """Return the newest import of each year of a calendar."""
    newest: dict[int, CalendarYear] = {}
    for row in CalendarYear.objects.filter(calendar=calendar).order_by("imported_at", "id"):
        newest[row.year] = row
    return list(newest.values())


def signed(institution_id: int) -> list[Enactment]:
    """Return the signed adoptions that were not withdrawn, oldest first."""
    return list(
        Enactment.objects.filter(
            institution_id=institution_id, signed_at__isnull=False, withdrawn_at__isnull=True
        )
        .order_by("first_day", "id")
        .prefetch_related("editions")
    )


def resolved(enactment: Enactment) -> tuple[Edition, ...]:
    """Return the editions of an adoption with what it fixes, read from the stored bytes."""
    return _resolved(enactment.source, _sources(enactment))


def _sources(enactment: Enactment) -> tuple[str, ...]:
    return tuple(sorted(edition.source for edition in enactment.editions.all()))


@lru_cache(maxsize=64)
def _resolved(source: str, sources: tuple[str, ...]) -> tuple[Edition, ...]:
    parents = [published(text) for text in sources]
    return adopting.resolve(read_adoption(source.encode()), parents)


@lru_cache(maxsize=256)
def published(source: str) -> Edition:
    """Return an edition read from its stored text."""
    return read_edition(source.encode())


@dataclass(frozen=True, slots=True)
class Adopted:
    """One adoption as the library shows it."""

    id: int
    name: str
    title: str
    first_day: date
    last_day: date | None
    works: tuple[str, ...]
    state: str
    """draft, signed or withdrawn."""
    trial: bool
    """Whether history is only measured by it (试评)."""
    drafted_by: str
    drafted_at: datetime
    signed_by: str
    signed_at: datetime | None
    drafted_by_en: str = ""
    signed_by_en: str = ""


def adoptions(institution_id: int) -> list[Adopted]:
    """Return every adoption of an institution, newest first."""
    rows = (
        Enactment.objects.filter(institution_id=institution_id)
        .select_related("drafted_by", "signed_by")
        .prefetch_related("editions")
        .order_by("-first_day", "-id")
    )
    return [_adopted(row) for row in rows]


def _adopted(row: Enactment) -> Adopted:
    state = "withdrawn" if row.withdrawn_at else "signed" if row.signed_at else "draft"
    return Adopted(
        id=row.pk,
        name=row.name,
        title=row.title,
        first_day=row.first_day,
        last_day=row.last_day,
        works=tuple(sorted(str(edition) for edition in row.editions.all())),
        state=state,
        trial=row.trial,
        drafted_by=row.drafted_by.name if row.drafted_by else "",
        drafted_at=row.drafted_at,
        signed_by=row.signed_by.name if row.signed_by else "",
        signed_at=row.signed_at,
        drafted_by_en=(row.drafted_by.name_en or row.drafted_by.name) if row.drafted_by else "",
        signed_by_en=(row.signed_by.name_en or row.signed_by.name) if row.signed_by else "",
    )


def enactment(institution_id: int, enactment_id: int) -> Enactment:
    """Return one adoption of the institution; an unknown one is refused."""
    row = Enactment.objects.filter(institution_id=institution_id, pk=enactment_id).first()
    if row is None:
        raise Unclear(
            "enactment.unknown",
            Text("没有这份采用文件。", "There is no such adoption."),
            facts={"enactment": enactment_id},
        )
    return row


def proposed_law(institution_id: int, draft: Enactment) -> Law:
    """Return the law as it would be if a draft were signed today: for the dry run."""
    return compile_law(_with(institution_id, draft), worktime(institution_id))


def _with(institution_id: int, draft: Enactment) -> list[Edition]:
    """Return what would be in force if a draft were signed: an earlier one of its name ends."""
    found = []
    for one in signed(institution_id):
        if one.pk != draft.pk:
            found.extend(_days_of(one, _end_before(draft, one)))
    return [*found, *_days_of(draft, None)]


def _end_before(draft: Enactment, one: Enactment) -> date | None:
    last, first = one.last_day, draft.first_day
    if one.name == draft.name and (last is None or last >= first):
        return domain.day_before(first)
    return last


def law_as_if(institution_id: int, draft: Enactment, since: date) -> Law:
    """Return the law as if the draft had been in force since a day: past matters by its measure.

    What the office adopted under other names stays as it was; an earlier adoption of this name
    stands aside from that day on.
    """
    found = []
    for one in signed(institution_id):
        last = one.last_day
        if one.name == draft.name:
            last = domain.day_before(since)
        if one.pk != draft.pk:
            found.extend(_days_of(one, last))
    found.extend(domain.in_force(resolved(draft), since, None, trial=True))
    return compile_law(found, worktime(institution_id))


def law_with_years(institution_id: int, years: Sequence[Year]) -> Law:
    """Return the law in force, counted by a calendar in which some years are replaced."""
    made = worktime(institution_id)
    changed = WorkTime(
        made.calendar.with_years(list(years)), made.hours, counting=made.counting, zone=made.zone
    )
    return compile_law(editions(institution_id), changed)


def calendar_status(institution_id: int) -> dict[str, Any]:
    """Return which years the institution's calendar covers, provisionally or not."""
    calendar = worktime(institution_id).calendar
    return {"name": calendar.name, "years": calendar.years}


def edition_row(edition: Edition, source: str, at: datetime) -> PublishedEdition:
    """Return the immutable row of an edition, made at its first adoption."""
    row, _ = PublishedEdition.objects.get_or_create(
        sha256=edition.sha256,
        defaults={
            "work": edition.work,
            "first_day": edition.first_day,
            "source": source,
            "published_at": at,
        },
    )
    return row
