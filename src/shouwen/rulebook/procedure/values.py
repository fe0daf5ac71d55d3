"""A procedure as values: which acts a state permits, whose they are, and where they lead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from shouwen.errors import Text
from shouwen.rulebook.values import Conditions

NONE = "none"
"""The state before the first act."""

ANY = "any"
"""In a row: every state that is not final."""

STAY, PREVIOUS = "stay", "previous"
ANYBODY = "any-staff"
LAW = "law"
"""The role under which a clause itself enters an act (silence that counts)."""

SeenAs = Literal["received", "in-hand", "papers-needed", "done", "refused", "passed", "withdrawn"]


@dataclass(frozen=True, slots=True)
class State:
    """A state: its names, what the citizen reads it as, and who is responsible while it lasts."""

    name: str
    title: Text
    seen_as: SeenAs
    responsible: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One line: in these states these roles may enter the act, and it leads to `next`.

    `given` names fields that the act must carry, with the words allowed (`()`: any value).
    `binds` gives roles of the dossier to the `actor`, the `recipient` or the value of a field.
    `tells` names roles that get a message (no obligation), `opens` a kind of child dossier.
    """

    states: tuple[str, ...]
    act: str
    who: tuple[str, ...]
    next: str
    given: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    if_: Conditions = field(default_factory=dict)
    binds: Mapping[str, str] = field(default_factory=dict)
    tells: tuple[str, ...] = ()
    opens: str | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class Move:
    """What an act does: the next state, who is bound to what, whom to tell, what to open."""

    act: str
    state: str
    next_state: str
    binds: Mapping[str, str]
    tells: tuple[str, ...]
    opens: str | None
    final: bool
    responsible: str | None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a dossier is: its state, the open state before it, and who is bound to it.

    A role bound several times (co-handlers) keeps all ids in order; every other keeps the last.
    """

    state: str = NONE
    previous: str = NONE
    bound: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def one(self, role: str) -> str | None:
        """Return the id bound to a role last, or None."""
        ids = self.bound.get(role, ())
        return ids[-1] if ids else None
