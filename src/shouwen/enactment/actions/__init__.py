"""Putting law into force: preparing, drafting and signing adoptions, importing calendar years."""

from shouwen.enactment.actions.adopting import draft, sign, withdraw
from shouwen.enactment.actions.base import bump, chain_of, lock, require
from shouwen.enactment.actions.calendars import import_year
from shouwen.enactment.actions.preparing import begin, drop, prepare, write_up

__all__ = [
    "begin",
    "bump",
    "chain_of",
    "draft",
    "drop",
    "import_year",
    "lock",
    "prepare",
    "require",
    "sign",
    "withdraw",
    "write_up",
]
