"""Rosters from the database: a constant number of statements, kept in the process by version.

Reading a version costs one tiny statement; a caller who already has a snapshot passes it on and
pays nothing. A snapshot covers the calendar year of the instant asked for (and a day around it).
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Q

from shouwen.organization import domain
from shouwen.organization.models import (
    Absence,
    Department,
    DutyRoster,
    Holding,
    Institution,
    Leadership,
    OfficeRole,
    Person,
    Post,
)

KEPT = 64
"""Snapshots kept in a process, the least recently used goes first."""

_VERSION = "SELECT version FROM organization_rosterversion WHERE institution_id = %s"

_kept: OrderedDict[tuple[int, int], domain.Snapshot] = OrderedDict()
_lock = threading.Lock()


def version(institution_id: int) -> int:
    """Return the roster's version: one statement, by primary key."""
    with connection.cursor() as cursor:
        cursor.execute(_VERSION, [institution_id])
        row = cursor.fetchone()
    if row is None:
        raise Institution.DoesNotExist(f"No institution {institution_id}.")
    found: int = row[0]
    return found


def snapshot(
    institution_id: int, at: datetime, known: domain.Snapshot | None = None
) -> domain.Snapshot:
    """Return the roster that covers the instant.

    `known` is returned as it is, with no statement, when it is this institution's and covers `at`:
    hand it on within one request, act or batch.
    """
    if known is not None and known.institution_id == institution_id and known.covers(at):
        return known
    year = at.astimezone(UTC).year
    current = version(institution_id)
    with _lock:
        found = _kept.get((institution_id, year))
        if found is not None and found.version == current:
            _kept.move_to_end((institution_id, year))
            return found
    loaded = _load_steadily(institution_id, year, current)
    with _lock:
        _kept[institution_id, year] = loaded
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return loaded


def forget() -> None:
    """Drop every kept snapshot (tests of the loader)."""
    with _lock:
        _kept.clear()


def _load_steadily(institution_id: int, year: int, current: int) -> domain.Snapshot:
    """Load until no act came between the first statement and the last; five tries."""
    for _ in range(5):
        loaded = _load(institution_id, year, current)
        after = version(institution_id)
        if after == current:
            return loaded
        current = after
    return _load(institution_id, year, -1)  # newest rows, and no later caller will match it


def _load(institution_id: int, year: int, current: int) -> domain.Snapshot:
    start = datetime(year, 1, 1, tzinfo=UTC) - timedelta(days=1)
    end = datetime(year + 1, 1, 1, tzinfo=UTC) + timedelta(days=1)
    own = Q(institution_id=institution_id)
    touching = own & Q(since__lt=end) & (Q(until__isnull=True) | Q(until__gt=start))
    tree = {row[0]: row for row in Institution.objects.values_list("pk", "parent_id", "zone")}
    _, parent_id, zone = tree[institution_id]
    return domain.Snapshot.of(
        institution_id=institution_id,
        version=current,
        parent_id=parent_id,
        below=_below(institution_id, {key: row[1] for key, row in tree.items()}),
        zone=zone,
        covers_from=start,
        covers_until=end,
        members=list(_members(own)),
        divisions=[
            domain.Division(*row)
            for row in Department.objects.filter(own, active=True).values_list(
                "pk", "name", "name_en", "parent_id"
            )
        ],
        posts=[
            domain.Place(*row)
            for row in Post.objects.filter(own, active=True).values_list(
                "pk", "department_id", "title", "title_en", "is_window"
            )
        ],
        held=[
            domain.Held(post, person, domain.Capacity(capacity), since, until)
            for post, person, capacity, since, until in Holding.objects.filter(
                touching
            ).values_list("post_id", "person_id", "capacity", "since", "until")
        ],
        away=[
            domain.Away(*row)
            for row in Absence.objects.filter(touching, cancelled_at__isnull=True).values_list(
                "person_id", "since", "until"
            )
        ],
        led=list(_leaders(touching)),
        assigned=[
            domain.Assigned(*row)
            for row in OfficeRole.objects.filter(touching).values_list(
                "role", "person_id", "post_id", "department_id", "order", "since", "until"
            )
        ],
        on_duty=[
            domain.OnDuty(*row)
            for row in DutyRoster.objects.filter(touching, cancelled_at__isnull=True).values_list(
                "person_id", "kind", "department_id", "since", "until"
            )
        ],
    )


def _members(own: Q) -> Iterator[domain.Member]:
    columns = ("pk", "name", "name_en", "department_id", "rank", "joined_at", "left_at")
    for row in Person.objects.filter(own).values_list(*columns):
        yield domain.Member(*row)


def _leaders(touching: Q) -> Iterator[domain.Led]:
    columns = ("person_id", "kind", "department_id", "order", "since", "until")
    for row in Leadership.objects.filter(touching).values_list(*columns):
        fields: tuple[Any, ...] = row
        yield domain.Led(*fields)


def _below(root: int, parents: dict[int, int | None]) -> frozenset[int]:
    """Return an institution and all those below it, from every institution's parent."""
    found = {root}
    grew = True
    while grew:
        more = {one for one, parent in parents.items() if parent in found} - found
        found |= more
        grew = bool(more)
    return frozenset(found)
