"""Every write of this room: one function an act, each with its entry in the journal."""

from __future__ import annotations

from shouwen.organization.actions.absence import (
    Departure,
    cancel_absence,
    go_absent,
    return_early,
)
from shouwen.organization.actions.access import (
    confirm,
    forget_old_locks,
    issue_token,
    note_token_use,
    revoke_token,
    sign_in,
    sign_out,
)
from shouwen.organization.actions.alarms import raise_alarm, resolve_alarm, settle
from shouwen.organization.actions.base import dossier_of
from shouwen.organization.actions.duty import (
    appoint,
    appoint_leader,
    cancel_duty,
    end_holding,
    end_leadership,
    set_duty,
)
from shouwen.organization.actions.people import (
    create_person,
    deactivate_person,
    edit_person,
    set_password,
)
from shouwen.organization.actions.roles import assign_role, end_role
from shouwen.organization.actions.roster import Imported, import_roster, preview_roster
from shouwen.organization.actions.structure import (
    close,
    create_department,
    create_institution,
    create_post,
    edit,
)

__all__ = [
    "Departure",
    "Imported",
    "appoint",
    "appoint_leader",
    "assign_role",
    "cancel_absence",
    "cancel_duty",
    "close",
    "confirm",
    "create_department",
    "create_institution",
    "create_person",
    "create_post",
    "deactivate_person",
    "dossier_of",
    "edit",
    "edit_person",
    "end_holding",
    "end_leadership",
    "end_role",
    "forget_old_locks",
    "go_absent",
    "import_roster",
    "issue_token",
    "note_token_use",
    "preview_roster",
    "raise_alarm",
    "resolve_alarm",
    "return_early",
    "revoke_token",
    "set_duty",
    "set_password",
    "settle",
    "sign_in",
    "sign_out",
]
