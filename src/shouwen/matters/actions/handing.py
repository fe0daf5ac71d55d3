"""Papers that a citizen brings afterwards: all that were still asked for, or a part of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shouwen.docket.actions import Entered, Once
from shouwen.matters.actions.acting import perform
from shouwen.matters.actions.effects import open_notice
from shouwen.matters.actions.files import Kept
from shouwen.matters.models import Matter


@dataclass(frozen=True, slots=True)
class Brought:
    """What came of what was asked for; complete when nothing is missing any more."""

    entered: Entered
    got: int
    of: int

    @property
    def complete(self) -> bool:
        """Say whether everything is there."""
        return self.got == self.of


def hand_in(
    uid: UUID,
    received: Sequence[str],
    *,
    at: datetime,
    once: Once | None = None,
    files: Sequence[Kept] = (),
) -> Brought:
    """Enter that papers came, by their codes; the matter goes on once all of them are there.

    Without a notice that names papers, whatever comes is everything. Raises `Conflict` if the
    matter moved on meanwhile, so that two parts sent at once never both count as the smaller one.
    """
    matter = Matter.objects.select_related("dossier").get(pk=uid)
    seen, notice = matter.dossier.head_seq, open_notice(matter)
    asked = notice.codes if notice else ()
    got = [code for code in asked if code in {*received, *(notice.received if notice else ())}]
    act = "correction-received" if len(got) == len(asked) else "correction-part-received"
    answers = {"received": list(received)} if received else {}
    entered = perform(uid, act, answers, by=None, at=at, seen=seen, once=once, files=files)
    return Brought(entered, len(got) or 1, len(asked) or 1)
