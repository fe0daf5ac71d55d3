"""What must hold after every step of a walk, whoever did what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from shouwen.docket import queries as dossiers
from shouwen.docket.domain import OPEN_VERDICTS, Bond, bonds_from_json, worst
from shouwen.docket.models import Breach, Counter, Dossier, Obligation
from shouwen.enactment import queries as enactment
from shouwen.journal import queries as journal
from shouwen.organization import queries as organization
from shouwen.organization.models import Alarm
from shouwen.rulebook.procedure import Standing, procedures
from tests.people import ZONE
from tests.properties.walking import Walk

ANNULLING = "limits-recomputed"


@dataclass(slots=True)
class Watch:
    """What was seen before, to compare with what is there now."""

    limits: dict[tuple[UUID, str], datetime | None] = field(default_factory=dict)
    heads: dict[UUID, int] = field(default_factory=dict)
    first_asked: dict[UUID, object] = field(default_factory=dict)
    breaches: dict[int, dict[str, Any]] = field(default_factory=dict)

    def look(self, walk: Walk) -> list[str]:
        """Return every invariant that is broken after the last step, in words."""
        rows = list(Dossier.objects.filter(institution=walk.office.id).order_by("pk"))
        faults = [
            *one_responsible(walk, rows),
            *folded(rows),
            *self._unmoved_limits(walk, rows),
            *self._same_first_asked(rows),
            *self._kept_breaches(rows),
            *dense_numbers(walk, rows),
            *(recomputed(walk, rows) if walk.swept else ()),
        ]
        self.heads = {row.uid: row.head_seq for row in rows}
        return faults

    def _unmoved_limits(self, walk: Walk, rows: list[Dossier]) -> Iterator[str]:
        """Limits move only with an entry in the chain: an act, or `limits-recomputed`.

        The sweep stores what time alone opens (the next period) and moves nothing.
        """
        heads = {row.uid: row.head_seq for row in rows}
        found = {
            (row.dossier_id, row.key): row.limit_at
            for row in Obligation.objects.filter(institution=walk.office.id)
        }
        for key, limit in self.limits.items():
            still = heads[key[0]] == self.heads[key[0]]
            if still and found.get(key) != limit:
                yield f"the limit of {key} moved from {limit} to {found.get(key)} by itself"
        for key in found.keys() - self.limits.keys():
            if heads[key[0]] == self.heads.get(key[0]) and not walk.swept:
                yield f"the duty {key} appeared by itself"
        self.limits = found

    def _same_first_asked(self, rows: list[Dossier]) -> Iterator[str]:
        for row in rows:
            told = (row.first_asked_id, row.bonds.get("first-asked"))
            if self.first_asked.setdefault(row.uid, told) != told:
                yield f"{row.number}: first-asked was {self.first_asked[row.uid]}, is {told}"

    def _kept_breaches(self, rows: list[Dossier]) -> Iterator[str]:
        """A breach stays as it was found; only an entry that moved its limit annuls it."""
        heads = {row.uid: row.head_seq for row in rows}
        found = {one["pk"]: one for one in Breach.objects.values("pk", *_BREACH)}
        for pk, before in self.breaches.items():
            now = found.get(pk)
            if now is None:
                yield f"the breach {before} disappeared"
            elif now != before and heads[now["dossier"]] == self.heads[now["dossier"]]:
                yield f"the breach {before} became {now} without an entry"
        self.breaches = found


_BREACH = ("dossier", "obligation", "at", "found_at", "annulled_at", "name", "person")


def one_responsible(walk: Walk, rows: list[Dossier]) -> Iterator[str]:
    """Every open matter has one person at work who answers for it, or a standing alarm."""
    roster = organization.snapshot(walk.office.id, walk.now)
    anybody = any(roster.is_present(one, walk.now) for one in roster.members)
    for row in rows:
        role = procedures()[row.kind].responsible(row.state)
        if role is None:
            if not row.final:
                yield f"{row.number} is open in {row.state} and nobody is responsible"
            continue
        who = dossiers.responsible(row, walk.now)
        if who.person_id is not None:
            if not roster.is_present(who.person_id, walk.now):
                yield f"{row.number}: {who.person_id} answers but is not at work"
        elif walk.swept:
            standing = Alarm.objects.filter(resolved_at__isnull=True, post=row.post_id).exists()
            if not standing:
                yield f"{row.number}: nobody answers ({who.codes}) and there is no alarm"
        elif not anybody:
            continue


def folded(rows: list[Dossier]) -> Iterator[str]:
    """The journal, folded by the procedure, gives what the dossier's row says."""
    chains = journal.entries_of([row.uid.hex for row in rows])
    by_dossier: dict[str, list[journal.Entry]] = {}
    for entry in chains:
        by_dossier.setdefault(UUID(entry.dossier).hex, []).append(entry)
    for row in rows:
        entries = by_dossier[row.uid.hex]
        if [one.seq for one in entries] != list(range(len(entries))):
            yield f"{row.number}: the chain has gaps"
        if (row.head_seq, row.head_hash) != (entries[-1].seq, entries[-1].hash):
            yield f"{row.number}: the head is not the last entry"
        standing, post = _fold(row.kind, entries)
        stored = (row.state, row.previous_state or "none", row.post_id, _named(row.bonds))
        told = (standing.state, standing.previous, post, _bonds(standing))
        if stored != told:
            yield f"{row.number}: stored {stored}, folded {told} after {[e.act for e in entries]}"


def _fold(kind: str, entries: list[journal.Entry]) -> tuple[Standing, int | None]:
    procedure, standing = procedures()[kind], Standing()
    post: int | None = None
    for entry in entries:
        standing = procedure.after(standing, dossiers.act_of(entry))
        made = {
            role: tuple(_name(one) for one in held)
            for role, held in bonds_from_json(entry.facts.get("binds", {})).items()
        }
        standing = replace(standing, bound={**standing.bound, **made})
        role = procedure.responsible(standing.state) or ""
        holder = _bonds(standing).get("handler" if post is None else role, ())
        if holder and holder[0].startswith("post:"):
            post = int(holder[0].removeprefix("post:"))
    return standing, post


def _bonds(standing: Standing) -> dict[str, tuple[str, ...]]:
    return {
        role: held
        for role, ids in standing.bound.items()
        if (held := tuple(one for one in ids if dossiers.bond_of(one) is not None))
    }


def _named(bonds: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    return {role: tuple(map(_name, held)) for role, held in bonds_from_json(bonds).items()}


def _name(bond: Bond) -> str:
    name = dossiers.bond_name(bond)
    assert name is not None
    return name


def recomputed(walk: Walk, rows: list[Dossier]) -> Iterator[str]:
    """After a sweep the stored verdicts, limits and breaches are what the law says now."""
    law, records = enactment.law(walk.office.id), dossiers.records(rows)
    anew = "new_calendar" in walk.done  # what ended before is not judged by a later calendar
    for row in rows:
        duties = {one.key: one for one in law.duties(records[row.uid], walk.now)}
        stored = {one.key: one for one in row.obligations.all()}
        breaches = {one.obligation_id: one for one in row.breaches.all()}
        for key, duty in duties.items():
            kept = stored.get(key)
            if kept is None:
                yield f"{row.number}: {key} is owed but not stored"
                continue
            if anew and kept.verdict not in OPEN_VERDICTS and duty.verdict not in OPEN_VERDICTS:
                continue
            told = (str(duty.verdict), duty.limit, duty.promised)
            if (kept.verdict, kept.limit_at, kept.promised_at) != told:
                yield f"{row.number}: {key} is {told}, stored {kept.verdict} {kept.limit_at}"
            breach = breaches.get(kept.pk)
            standing = breach.at if breach and breach.annulled_at is None else None
            if standing != duty.breach_at:
                yield f"{row.number}: {key} broke at {duty.breach_at}, stored {standing}"
        for key in stored.keys() - duties.keys():
            if stored[key].verdict in OPEN_VERDICTS:
                yield f"{row.number}: {key} is not owed any more but stored as open"
        pressing = worst(one for one in stored.values() if not one.right)
        if (row.verdict, row.limit_at) != (pressing.verdict, pressing.limit_at):
            yield f"{row.number}: shows {row.verdict} {row.limit_at}, the worst is {pressing}"


def dense_numbers(walk: Walk, rows: list[Dossier]) -> Iterator[str]:
    """Numbers count up without gaps within a day, and none is given twice."""
    by_day: dict[str, list[int]] = {}
    for row in rows:
        _, day, serial = row.number.split("-")
        by_day.setdefault(day, []).append(int(serial))
        if f"{row.opened_at.astimezone(ZONE):%Y%m%d}" != day:
            yield f"{row.number} was opened on {row.opened_at}"
    for day, serials in by_day.items():
        if sorted(serials) != list(range(1, len(serials) + 1)):
            yield f"the numbers of {day} are {sorted(serials)}"
    counted = {f"{one.day:%Y%m%d}": one.value for one in Counter.objects.filter(prefix="SQ")}
    if counted != {day: len(serials) for day, serials in by_day.items()}:
        yield f"the counters say {counted}"
