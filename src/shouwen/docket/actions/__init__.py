"""Every write of the docket: entering acts, judging anew, the sweep."""

from __future__ import annotations

from shouwen.docket.actions.carrying import carry, carry_on, import_calendar, sign_adoption
from shouwen.docket.actions.entering import Deed, Entered, Once, enter, open_dossier
from shouwen.docket.actions.judging import judge_again
from shouwen.docket.actions.numbers import Own
from shouwen.docket.actions.summing import sum_days
from shouwen.docket.actions.sweep import Swept, beat, tick
from shouwen.docket.actions.warning import warn

__all__ = [
    "Deed",
    "Entered",
    "Once",
    "Own",
    "Swept",
    "beat",
    "carry",
    "carry_on",
    "enter",
    "import_calendar",
    "judge_again",
    "open_dossier",
    "sign_adoption",
    "sum_days",
    "tick",
    "warn",
]
