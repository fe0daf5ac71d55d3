"""Procedures: the technical order of the acts on each kind of dossier; they hold no law.

read_procedure("application")            the shipped table of a kind, checked
procedure.step(state, act, roles, given) where an act leads, or `Refused`
procedure.acts_from(state)               what a state permits, and to whom
procedure.fold(acts)                     where a dossier stands, and who is bound to it
"""

from __future__ import annotations

from shouwen.rulebook.procedure.checks import uses_known_acts
from shouwen.rulebook.procedure.reader import discharges, procedures, read_procedure
from shouwen.rulebook.procedure.table import Procedure, bindings, may
from shouwen.rulebook.procedure.values import (
    ANYBODY,
    LAW,
    NONE,
    Move,
    Row,
    Standing,
    State,
)

__all__ = [
    "ANYBODY",
    "LAW",
    "NONE",
    "Move",
    "Procedure",
    "Row",
    "Standing",
    "State",
    "bindings",
    "discharges",
    "may",
    "procedures",
    "read_procedure",
    "uses_known_acts",
]
