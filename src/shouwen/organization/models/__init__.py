"""The tables of the room: who belongs where, who holds what, who is away, who may sign in."""

from __future__ import annotations

from shouwen.organization.models.access import ApiToken, SignIn, SignInLock
from shouwen.organization.models.duty import (
    Absence,
    Alarm,
    DutyRoster,
    Holding,
    Leadership,
    OfficeRole,
)
from shouwen.organization.models.people import Person, PersonManager
from shouwen.organization.models.structure import Department, Institution, Post, RosterVersion

__all__ = [
    "Absence",
    "Alarm",
    "ApiToken",
    "Department",
    "DutyRoster",
    "Holding",
    "Institution",
    "Leadership",
    "OfficeRole",
    "Person",
    "PersonManager",
    "Post",
    "RosterVersion",
    "SignIn",
    "SignInLock",
]
