"""Every write on matters."""

from __future__ import annotations

from shouwen.matters.actions.acting import perform, perform_many, post_of
from shouwen.matters.actions.erasing import ask_erasure, grant_erasure, refuse_erasure
from shouwen.matters.actions.files import MOST_FILES, Kept, keep
from shouwen.matters.actions.flooding import count_submission
from shouwen.matters.actions.handing import Brought, hand_in
from shouwen.matters.actions.intake import Intake, Taken, take_in
from shouwen.matters.actions.keeping import (
    delete_view,
    drop_draft,
    put_beside,
    reveal,
    save_draft,
    save_view,
)
from shouwen.matters.actions.registering import (
    Contact,
    Registered,
    back_dated,
    checked,
    register,
)
from shouwen.matters.actions.sweeping import sweep_files

__all__ = [
    "MOST_FILES",
    "Brought",
    "Contact",
    "Intake",
    "Kept",
    "Registered",
    "Taken",
    "ask_erasure",
    "back_dated",
    "checked",
    "count_submission",
    "delete_view",
    "drop_draft",
    "grant_erasure",
    "hand_in",
    "keep",
    "perform",
    "perform_many",
    "post_of",
    "put_beside",
    "refuse_erasure",
    "register",
    "reveal",
    "save_draft",
    "save_view",
    "sweep_files",
    "take_in",
]
