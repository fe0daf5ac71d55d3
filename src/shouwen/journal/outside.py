"""Copies of the seals outside the database, in a folder that the site copies elsewhere.

One file a seal, `<folder>/<institution>/<size>.txt`, and `keys.txt` with the public keys. They are
what a restored or rewritten database is measured against.
"""

from __future__ import annotations

import os
from pathlib import Path

from django.conf import settings

from shouwen.errors import Text, Unclear
from shouwen.journal.domain import Note, VerifierKey, read_note

KEYS = "keys.txt"


def folder(institution_id: int) -> Path:
    """Return the folder of an institution; `settings.SEALS` may point to another disk."""
    base = getattr(settings, "SEALS", None) or settings.DATA / "seals"
    return Path(base) / str(institution_id)


def sizes(institution_id: int) -> list[int]:
    """Return the sizes of which a seal is kept outside, in order."""
    if not folder(institution_id).is_dir():
        return []
    return sorted(
        int(entry.name[:-4])
        for entry in os.scandir(folder(institution_id))
        if entry.name.endswith(".txt") and entry.name[:-4].isdigit()
    )


def last(institution_id: int) -> Note | None:
    """Return the newest seal kept outside; `Unclear` if its file cannot be read."""
    found = sizes(institution_id)
    return read(institution_id, found[-1]) if found else None


def read(institution_id: int, size: int) -> Note:
    """Return a seal kept outside."""
    file = _file(institution_id, size)
    try:
        note = read_note(file.read_text(encoding="utf-8"))
    except (Unclear, UnicodeDecodeError) as fault:
        raise _damaged(file) from fault
    if note.checkpoint.size != size:
        raise _damaged(file)
    return note


def keep(institution_id: int, note: Note) -> None:
    """Write a seal outside, for good before returning; a seal that is there is never replaced."""
    file = _file(institution_id, note.checkpoint.size)
    if not file.exists():
        _write(file, note.text)


def keys(institution_id: int) -> list[VerifierKey]:
    """Return the public keys kept outside, the oldest first."""
    file = folder(institution_id) / KEYS
    return [VerifierKey.read(line) for line in file.read_text().split()] if file.exists() else []


def keep_key(institution_id: int, key: VerifierKey) -> None:
    """Add a public key to those kept outside."""
    known = keys(institution_id)
    if key not in known:
        text = "".join(f"{one}\n" for one in (*known, key))
        _write(folder(institution_id) / KEYS, text)


def _file(institution_id: int, size: int) -> Path:
    return folder(institution_id) / f"{size:012d}.txt"


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    with draft.open("w", encoding="utf-8") as opened:
        opened.write(text)
        opened.flush()
        os.fsync(opened.fileno())
    draft.replace(file)
    descriptor = os.open(file.parent, os.O_RDONLY)
    os.fsync(descriptor)
    os.close(descriptor)


def _damaged(file: Path) -> Unclear:
    return Unclear(
        "journal.copy-damaged",
        Text("库外保存的封印文件已损坏", "A seal kept outside the database is damaged"),
        facts={"file": str(file)},
        remedy=Text("请从其他副本恢复该文件", "Restore the file from another copy"),
    )
