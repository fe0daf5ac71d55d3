"""Who is responsible for a post or role at an instant, and why: pure values and functions."""

from __future__ import annotations

from shouwen.organization.domain.acting import SYSTEM, Actor, ActsFor, actor
from shouwen.organization.domain.cover import Cover, caretakers, cover, empty_posts
from shouwen.organization.domain.places import OUTSIDE_ROLES
from shouwen.organization.domain.presence import Looked, Presence
from shouwen.organization.domain.resolve import (
    highest_rank,
    present,
    resolve,
    stand_in,
    superior,
)
from shouwen.organization.domain.snapshot import (
    Assigned,
    Away,
    Capacity,
    Division,
    Held,
    Led,
    Member,
    OnDuty,
    Place,
    Snapshot,
)

__all__ = [
    "OUTSIDE_ROLES",
    "SYSTEM",
    "Actor",
    "ActsFor",
    "Assigned",
    "Away",
    "Capacity",
    "Cover",
    "Division",
    "Held",
    "Led",
    "Looked",
    "Member",
    "OnDuty",
    "Place",
    "Presence",
    "Snapshot",
    "actor",
    "caretakers",
    "cover",
    "empty_posts",
    "highest_rank",
    "present",
    "resolve",
    "stand_in",
    "superior",
]
