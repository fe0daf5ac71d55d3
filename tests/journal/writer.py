"""A process of its own that writes acts until it is killed, or says what is there.

python -m tests.journal.writer write     prints the dossier of each act after its commit
python -m tests.journal.writer check     seals, verifies, prints what is stored as JSON
"""

from __future__ import annotations

import json
import os
import sys
from uuid import uuid4

import django


def write() -> None:
    """Write two acts a transaction, now and then numbering and sealing, for ever."""
    from django.db import transaction
    from django.utils import timezone

    from shouwen.journal import actions

    count = 0
    while True:
        count += 1
        now = timezone.now()
        given = {"institution_id": 1, "at": now, "by": {"person": 1, "as": "A"}}
        with transaction.atomic():
            entry = actions.append(
                **given, dossier=uuid4().hex, act="registered", personal={"name": "王"}, first=True
            )
            actions.append(**given, dossier=entry.dossier, act="accepted", head=entry.head)
        os.write(1, f"{entry.dossier}\n".encode())
        if count % 5 == 0:
            actions.seal(1, at=now)


def check() -> None:
    """Seal and verify what is there."""
    from django.utils import timezone

    from shouwen.journal import actions, queries

    actions.seal(1, at=timezone.now())
    verdict = queries.verify(1, at=timezone.now())
    stored = {dossier: len(entries) for dossier, entries in queries.histories(1)}
    opened = {dossier: len(queries.values(dossier)) for dossier in stored}
    told = {"clean": verdict.clean, "fault": str(verdict.fault), "stored": stored, "opened": opened}
    os.write(1, json.dumps(told).encode())


if __name__ == "__main__":
    django.setup()
    {"write": write, "check": check}[sys.argv[1]]()
