"""The docket's pure part: lamps, the worst limit of a dossier, who holds which role, numbers.

A stored obligation is a copy of what `rulebook.Law.duties` computed; nothing here computes law.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, Protocol
from uuid import UUID

Lamp = Literal[
    "on-track", "due-soon", "overdue", "paused", "kept", "late", "released", "failed", "none"
]

OPEN_VERDICTS = frozenset({"open", "paused", "broken", "unset", "failed"})
"""Verdicts of duties that are still owed."""

LAMP_OF_CLOSED: Mapping[str, Lamp] = {
    "kept": "kept",
    "late": "late",
    "lapsed": "released",
    "waived": "released",
    "replaced": "released",
}

ENDS = frozenset({"completed", "answered", "refused", "not-accepted", "delivered"})
"""Acts that finish a dossier: a duty to do one of them is about the dossier as a whole."""

URGENCY: Sequence[str] = ("failed", "broken", "open", "paused", "unset")
"""Which verdict speaks for a dossier with several open duties: the worst first."""


class Owed(Protocol):
    """What a lamp is computed from: a duty, or its stored copy."""

    @property
    def verdict(self) -> str: ...
    @property
    def limit_at(self) -> datetime | None: ...
    @property
    def remind_at(self) -> datetime | None: ...
    @property
    def unit(self) -> str: ...
    @property
    def provisional(self) -> bool: ...
    @property
    def rule(self) -> str: ...


def lamp(verdict: str, limit: datetime | None, remind: datetime | None, now: datetime) -> Lamp:
    """Return the lamp of one limit at `now` (ux.md 4.1: verdict, near from the first reminder)."""
    if verdict in LAMP_OF_CLOSED:
        return LAMP_OF_CLOSED[verdict]
    if verdict in {"failed", "paused"}:
        return "failed" if verdict == "failed" else "paused"
    if limit is None:
        return "none"
    if now > limit:
        return "overdue"
    return "due-soon" if remind is not None and now >= remind else "on-track"


@dataclass(frozen=True, slots=True)
class Worst:
    """The one line that stands for a dossier: its most pressing open duty."""

    verdict: str
    limit_at: datetime | None
    remind_at: datetime | None
    unit: str = ""
    provisional: bool = False
    rule: str = ""


NOTHING_OWED = Worst("none", None, None)


def worst(duties: Iterable[Owed]) -> Worst:
    """Return the most pressing open duty: failed, else the earliest running limit, else paused.

    A running limit outranks a stopped clock, and a clock outranks a duty whose limit nobody has
    fixed yet.
    """
    owed = [duty for duty in duties if duty.verdict in OPEN_VERDICTS]
    if not owed:
        return NOTHING_OWED
    first = min(owed, key=_press)
    return Worst(
        first.verdict, first.limit_at, first.remind_at, first.unit, first.provisional, first.rule
    )


def _press(duty: Owed) -> tuple[int, float]:
    rank = {"failed": 0, "broken": 1, "open": 1, "paused": 2, "unset": 3}[duty.verdict]
    return (rank, duty.limit_at.timestamp() if duty.limit_at else float("inf"))


def new_uid() -> UUID:
    """Return a time-ordered identifier (RFC 9562 version 7), so that rows lie in order of birth."""
    stamp = (time.time_ns() // 1_000_000).to_bytes(6, "big")
    noise = bytearray(secrets.token_bytes(10))
    noise[0] = 0x70 | (noise[0] & 0x0F)
    noise[2] = 0x80 | (noise[2] & 0x3F)
    return UUID(bytes=stamp + bytes(noise))


def number(prefix: str, day: date, serial: int) -> str:
    """Return a dossier's number: `SQ-20260213-0042` (prefix, day of first contact, serial)."""
    return f"{prefix}-{day:%Y%m%d}-{serial:04d}"


@dataclass(frozen=True, slots=True)
class Bond:
    """Who holds a role on one dossier: a post (its holder of the day acts) or one person."""

    post: int | None = None
    person: int | None = None

    def held_by(self, person: int, posts: frozenset[int]) -> bool:
        """Say whether this person, acting for these posts, holds the role."""
        return (self.person is not None and self.person == person) or (
            self.post is not None and self.post in posts
        )


def bonds_from_json(stored: Mapping[str, Any]) -> dict[str, list[Bond]]:
    """Read a dossier's bonds: role → those who hold it."""
    return {role: bonds_of_role(stored, role) for role in stored}


def bonds_of_role(stored: Mapping[str, Any], role: str) -> list[Bond]:
    """Read who holds one role."""
    return [Bond(post=one.get("post"), person=one.get("person")) for one in stored.get(role, ())]


def bonds_to_json(bonds: Mapping[str, Sequence[Bond]]) -> dict[str, list[dict[str, int]]]:
    """Write bonds in the form that `bonds_from_json` reads."""
    return {
        role: [
            {
                name: value
                for name, value in (("post", bond.post), ("person", bond.person))
                if value is not None
            }
            for bond in held
        ]
        for role, held in bonds.items()
    }


def bound_roles(
    bonds: Mapping[str, Sequence[Bond]], person: int, posts: frozenset[int]
) -> frozenset[str]:
    """Return the roles that this person, acting for these posts, holds on a dossier."""
    return frozenset(
        role for role, held in bonds.items() if any(one.held_by(person, posts) for one in held)
    )


ANSWERS: Mapping[str, tuple[str, frozenset[str]]] = {
    "extension-approved": ("extension-asked", frozenset({"extension-refused"})),
    "extension-refused": ("extension-asked", frozenset({"extension-approved"})),
    "extension-told": ("extension-approved", frozenset()),
}
"""An act that answers another: which one, and what else answers that one."""


def unasked(done: Sequence[str], act: str) -> str | None:
    """Return the act that would have to go before, if nothing waits to be answered by `act`."""
    asked, others = ANSWERS.get(act, ("", frozenset()))
    for one in reversed(done):
        if one == asked:
            return None
        if one == act or one in others:
            break
    return asked or None
