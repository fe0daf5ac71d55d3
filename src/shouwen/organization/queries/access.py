"""Tokens, locks, sign-ins, absences and alarms as the outside needs them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from shouwen.organization import domain
from shouwen.organization.actions.access import digest
from shouwen.organization.models import Absence, Alarm, ApiToken, Person, SignIn
from shouwen.organization.queries.duty import actor
from shouwen.organization.queries.snapshots import snapshot, version

KEPT_TOKENS = 1_000
"""Tokens remembered by a process; then it starts anew."""

_bearers: dict[str, Bearer] = {}


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who a token acts as, and with which rights at most."""

    token_id: int
    person: Person
    rights: frozenset[str]
    last_used_at: datetime | None
    expires_at: datetime
    roster: domain.Snapshot
    """The roster under which the token was looked at: hand it on within the request."""

    def actor(self, at: datetime) -> domain.Actor:
        """Return the person as actor, limited to the token's rights."""
        return actor(self.person, at, roster=self.roster).limited_to(self.rights)

    def at(self, instant: datetime) -> Bearer:
        """Return the same bearer with a roster that covers the instant."""
        if self.roster.covers(instant):
            return self
        return replace(self, roster=snapshot(self.roster.institution_id, instant))


def person_for_token(raw: str, at: datetime) -> Bearer | None:
    """Return the bearer of a token, or None if unknown, expired, revoked or of one who left.

    Every act that changes a token or a person gives the institution's roster a new version; as
    long as it is the same, what was read before is still so.
    """
    key = digest(raw)
    kept = _bearers.get(key)
    if kept is None or kept.roster.version != version(kept.roster.institution_id):
        kept = _read(key, at)
    if kept is None or at >= kept.expires_at:
        return None
    left = kept.person.left_at
    return None if left is not None and left <= at else kept.at(at)


def _read(key: str, at: datetime) -> Bearer | None:
    """Read a token and its person; the roster is asked first, so that it is never the newer."""
    _bearers.pop(key, None)
    house = ApiToken.objects.filter(digest=key).values_list("institution_id", flat=True).first()
    if house is None:
        return None
    roster = snapshot(house, at)
    row = (
        ApiToken.objects.select_related("person")
        .filter(digest=key, revoked_at__isnull=True, expires_at__gt=at, person__active=True)
        .first()
    )
    if row is None:
        return None
    rights = frozenset(row.rights)
    found = Bearer(row.pk, row.person, rights, row.last_used_at, row.expires_at, roster)
    if len(_bearers) >= KEPT_TOKENS:
        _bearers.clear()
    _bearers[key] = found
    return found


def tokens(institution_id: int) -> list[ApiToken]:
    """Return the tokens of an institution, newest first."""
    return list(ApiToken.objects.filter(institution_id=institution_id).select_related("person"))


def sign_ins(
    institution_id: int, *, before: datetime | None = None, limit: int = 50
) -> list[SignIn]:
    """Return sign-ins of an institution's people, newest first."""
    rows = SignIn.objects.filter(institution_id=institution_id).select_related("person")
    return list((rows if before is None else rows.filter(at__lt=before))[:limit])


def alarms(institution_id: int, *, resolved: bool = False) -> list[Alarm]:
    """Return standing alarms, oldest first (or the resolved, newest first)."""
    rows = Alarm.objects.filter(
        institution_id=institution_id, resolved_at__isnull=not resolved
    ).select_related("post", "department", "resolved_by")
    return list(rows.order_by("-resolved_at" if resolved else "raised_at"))


def absences(institution_id: int, *, since: datetime, until: datetime) -> list[Absence]:
    """Return the absences that touch a time, by their beginning."""
    rows = Absence.objects.filter(
        institution_id=institution_id, since__lt=until, until__gt=since, cancelled_at__isnull=True
    )
    return list(rows.select_related("person").order_by("since"))


def absence(key: UUID | str) -> Absence | None:
    """Return the absence of a key."""
    return Absence.objects.select_related("person").filter(key=key).first()
