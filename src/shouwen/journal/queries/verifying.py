"""Verifying a journal with the tool that knows nothing of this program."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from shouwen.errors import Refused, Text
from shouwen.journal import outside
from shouwen.journal.domain.reports import Fault, Verdict
from shouwen.journal.queries.exporting import export

_HERE = Path(__file__).resolve()
_PLACES = (
    _HERE.parents[4] / "tools" / "verify_journal.py",
    _HERE.parents[2] / "tools" / "verify_journal.py",
)


def verify(institution_id: int, *, at: datetime) -> Verdict:
    """Verify the journal of an institution against itself, its seals and the copies outside.

    The export flows straight into `tools/verify_journal.py`, so that personal data never touches
    the disk; beyond that, columns and personal data beside the entries are compared with them.
    Number what waits first (`actions.sequence_all`): an entry that has waited too long is a fault.
    """
    copies = outside.folder(institution_id)
    command = [sys.executable, "-I", str(tool()), "-", "--json"]
    if copies.is_dir():
        command += ["--seals", str(copies)]
    pinned = (copies / outside.KEYS).exists()
    if pinned:
        command += ["--keys", str(copies / outside.KEYS)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as running:
        faults = _feed(institution_id, running.stdin, at)
        told: dict[str, Any] = json.loads(running.stdout.read()) if running.stdout else {}
    fault = _fault(told["fault"]) if told["fault"] else next(iter(faults), None)
    return Verdict(
        institution_id=institution_id,
        entries=told["entries"],
        seals=told["seals"],
        sealed=told["sealed"],
        fault=fault,
        pinned=pinned,
    )


def tool() -> Path:
    """Return where the verifier lies: in the checkout, or installed beside the package."""
    for place in _PLACES:
        if place.exists():
            return place
    raise Refused(
        "journal.no-verifier",
        Text("找不到核验工具 verify_journal.py", "The verifier verify_journal.py is missing"),
    )


def _feed(institution_id: int, stream: IO[bytes] | None, at: datetime) -> list[Fault]:
    """Export into the tool; it may stop listening at the first fault."""
    assert stream is not None
    faults: list[Fault] = []
    with suppress(BrokenPipeError):
        faults = export(institution_id, stream, at=at)
    with suppress(BrokenPipeError):
        stream.close()
    return faults


def _fault(told: dict[str, Any]) -> Fault:
    return Fault(
        code=told["code"],
        words=told["words"],
        zh=told["zh"],
        dossier=told["dossier"],
        seq=told["seq"],
        index=told["index"],
    )
