"""What a change of the law would do, before anybody signs it: open limits and past matters.

Nothing is written. Dossiers are gone through in portions, so that an office with many of them is
answered a piece at a time; each portion says where the next begins.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from shouwen.docket import queries
from shouwen.docket.models import Dossier, Obligation
from shouwen.enactment import queries as enactment
from shouwen.rulebook.acts import Record
from shouwen.rulebook.duties import Duty
from shouwen.rulebook.law import Law

PORTION = 200
"""Dossiers that are read at once."""
MOST_SHOWN = 200
"""Limits that are listed one by one; all are counted."""


@dataclass(frozen=True, slots=True)
class Move:
    """One limit as it is and as it would be; None where there is or would be none."""

    dossier: UUID
    number: str
    rule: str
    acts: tuple[str, ...]
    was: datetime | None
    now: datetime | None
    overdue: bool = False
    """Whether it would be past its limit at once, and is not today."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What has been found so far; `after` is None when everything was gone through."""

    total: int
    seen: int = 0
    limits: int = 0
    """Limits that were compared."""
    sooner: int = 0
    later: int = 0
    opened: int = 0
    ended: int = 0
    overdue: int = 0
    """Limits that would be past at once."""
    relieved: int = 0
    """Limits that are past today and would not be."""
    failed: int = 0
    """Dossiers that could not be judged."""
    moves: tuple[Move, ...] = ()
    after: UUID | None = None

    @property
    def moved(self) -> int:
        """Return how many limits would move, appear or go."""
        return self.sooner + self.later + self.opened + self.ended

    @property
    def finished(self) -> bool:
        """Return whether everything was gone through."""
        return self.after is None


def open_limits(
    institution_id: int,
    law: Law,
    *,
    now: datetime,
    after: UUID | None = None,
    seconds: float = 3.0,
) -> Trial:
    """Compare every running limit of an office with what another law would make of it."""
    uids = Obligation.objects.filter(institution=institution_id, closed_at__isnull=True)
    rows = Dossier.objects.filter(institution=institution_id, uid__in=uids.values("dossier"))

    def compare(dossiers: list[Dossier], records: Mapping[UUID, Record], found: _Tally) -> None:
        stored = _stored(dossiers)
        for dossier in dossiers:
            found.dossier(dossier, records[dossier.uid], law, stored[dossier.uid])

    return _through(rows, after, seconds, now, compare)


def past_matters(
    institution_id: int,
    law: Law,
    *,
    since: datetime,
    now: datetime,
    after: UUID | None = None,
    seconds: float = 3.0,
) -> Trial:
    """Compare what became of every limit since `since` with what another law would have said."""
    current = enactment.law(institution_id)
    rows = Dossier.objects.filter(institution=institution_id, opened_at__gte=since)

    def compare(dossiers: list[Dossier], records: Mapping[UUID, Record], found: _Tally) -> None:
        for dossier in dossiers:
            found.dossier(dossier, records[dossier.uid], law, current)

    return _through(rows, after, seconds, now, compare)


@dataclass(frozen=True, slots=True)
class _Was:
    """A limit as it stands today."""

    rule: str
    acts: tuple[str, ...]
    limit: datetime | None
    broken: bool


_Compare = Callable[[list[Dossier], Mapping[UUID, Record], "_Tally"], None]


def _stored(dossiers: Iterable[Dossier]) -> dict[UUID, dict[str, _Was]]:
    """Return the running limits of dossiers as they are stored."""
    kept: dict[UUID, dict[str, _Was]] = {dossier.uid: {} for dossier in dossiers}
    rows = Obligation.objects.filter(dossier__in=list(kept), closed_at__isnull=True, right=False)
    for row in rows.only("dossier", "key", "rule", "acts", "limit_at", "verdict"):
        broken = row.verdict == "broken"
        kept[row.dossier_id][row.key] = _Was(row.rule, tuple(row.acts), row.limit_at, broken)
    return kept


@dataclass(slots=True)
class _Tally:
    """Counts while going through."""

    now: datetime
    trial: Trial
    moves: list[Move] = field(default_factory=list)

    def dossier(
        self, dossier: Dossier, record: Record, law: Law, against: Law | Mapping[str, _Was]
    ) -> None:
        """Compare one dossier; one that cannot be judged is counted and stops nothing.

        Against another law closed duties are compared too, against what is stored only open ones.
        """
        try:
            duties = {one.key: one for one in law.duties(record, self.now) if not one.right}
            was = _judged(against, record, self.now) if isinstance(against, Law) else against
        except Exception:
            self._count(failed=1, seen=1)
            return
        self._count(seen=1, limits=len(was))
        for key, one in was.items():
            self._compare(dossier, one, duties.get(key))
        for key, duty in duties.items():
            if key not in was and (isinstance(against, Law) or _running(duty)):
                self._compare(dossier, _Was(duty.rule.id, duty.acts, None, False), duty)

    def _compare(self, dossier: Dossier, was: _Was, duty: Duty | None) -> None:
        limit = duty.limit if duty is not None else None
        broken = duty is not None and duty.breach_at is not None
        if was.broken and not broken:
            self._count(relieved=1)
        if was.limit == limit:
            return
        kind = "ended" if limit is None else "opened" if was.limit is None else "later"
        if was.limit is not None and limit is not None and limit < was.limit:
            kind = "sooner"
        move = Move(
            dossier.uid,
            dossier.number,
            was.rule,
            was.acts,
            was.limit,
            limit,
            broken and not was.broken,
        )
        self._note(move, kind)

    def _note(self, move: Move, kind: str) -> None:
        self._count(**{kind: 1, "overdue": int(move.overdue)})
        if len(self.moves) < MOST_SHOWN:
            self.moves.append(move)

    def _count(self, **more: int) -> None:
        now = {name: getattr(self.trial, name) + number for name, number in more.items()}
        self.trial = replace(self.trial, **now)


def _judged(law: Law, record: Record, now: datetime) -> dict[str, _Was]:
    return {
        one.key: _Was(one.rule.id, one.acts, one.limit, one.breach_at is not None)
        for one in law.duties(record, now)
        if not one.right
    }


def _running(duty: Duty) -> bool:
    return str(duty.verdict) in {"open", "paused", "broken"}


def _through(
    rows: QuerySet[Dossier], after: UUID | None, seconds: float, now: datetime, compare: _Compare
) -> Trial:
    """Go through dossiers in portions until all were seen or the time is up."""
    until = time.monotonic() + seconds
    found = _Tally(now, Trial(rows.count()))
    for portion in _portions(rows, after):
        compare(portion, queries.records(portion), found)
        after = portion[-1].uid
        if len(portion) < PORTION:
            break
        if time.monotonic() > until:
            return replace(found.trial, moves=tuple(found.moves), after=after)
    return replace(found.trial, moves=tuple(found.moves), after=None)


def _portions(rows: QuerySet[Dossier], after: UUID | None) -> Iterator[list[Dossier]]:
    ordered = rows.order_by("uid")
    while True:
        part = ordered.filter(uid__gt=after) if after is not None else ordered
        portion = list(part[:PORTION])
        if not portion:
            return
        yield portion
        after = portion[-1].uid
