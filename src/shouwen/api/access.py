"""Who calls: a bearer token becomes an actor with the token's rights, deny by default."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from shouwen.organization import actions, queries
from shouwen.organization.domain import Actor, Snapshot

NOTED_EVERY = timedelta(minutes=1)
"""How often the use of a token is written down."""


@dataclass(frozen=True, slots=True)
class Caller:
    """The actor behind a token."""

    actor: Actor
    token: int
    roster: Snapshot
    """The roster of this request, read once."""


class Token(HttpBearer):
    """`Authorization: Bearer …`, issued by `shouwen token` or the security administrator."""

    def authenticate(self, request: HttpRequest, token: str) -> Caller | None:
        """Return the caller behind a valid token; None is answered with 401."""
        now = timezone.now()
        bearer = queries.person_for_token(token, now)
        if bearer is None:
            return None
        _note(bearer, now)
        return Caller(bearer.actor(now), bearer.token_id, bearer.roster)


_noted: dict[int, datetime] = {}


def _note(bearer: queries.Bearer, now: datetime) -> None:
    """Write down that a token was used, once a minute."""
    last = max(filter(None, (bearer.last_used_at, _noted.get(bearer.token_id))), default=None)
    if last is None or now - last > NOTED_EVERY:
        actions.note_token_use(bearer.token_id, at=now)
        _noted[bearer.token_id] = now


def caller(request: HttpRequest) -> Caller:
    """Return the caller whom `Token` let in."""
    return cast(Caller, request.auth)  # type: ignore[attr-defined]
