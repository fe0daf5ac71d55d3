"""Files that people hand in: checked by their first bytes, stored under their hash.

They lie outside the web root in `MEDIA_ROOT`, named by SHA-256 alone; the name that the sender
gave is only ever shown, never used as a path.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from shouwen.errors import Text, Unclear
from shouwen.matters.filing import path_of
from shouwen.matters.models import Attachment, Matter

MOST_FILES = 9
"""Files that one submission may carry."""

LONGEST_NAME = 120

_KINDS = (
    ("image/jpeg", 0, b"\xff\xd8\xff"),
    ("image/png", 0, b"\x89PNG\r\n\x1a\n"),
    ("application/pdf", 0, b"%PDF-"),
    ("image/webp", 8, b"WEBP"),
)


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that is stored: its hash, the name it came with, its kind, its size in bytes.

    `material` is the paper of the item's list that it shows, if it was sent as one.
    """

    sha256: str
    name: str
    media_type: str
    size: int
    material: int | None = None


def media_type(head: bytes) -> str | None:
    """Return the kind of a file by its first bytes; None for kinds that are not taken."""
    return next(
        (kind for kind, start, mark in _KINDS if head[start : start + len(mark)] == mark), None
    )


def keep(content: Iterable[bytes], name: str, *, material: int | None = None) -> Kept:
    """Store a file and return what to attach; the same bytes are stored once.

    Raises `Unclear` (`files.kind`, `files.size`, `files.empty`) and stores nothing.
    """
    shown = clean_name(name)
    folder = Path(settings.MEDIA_ROOT)
    folder.mkdir(parents=True, exist_ok=True)
    handle, place = tempfile.mkstemp(dir=folder, prefix="incoming-")
    try:
        with os.fdopen(handle, "wb") as target:
            sha256, kind, size = _copied(content, target, shown)
            target.flush()
            os.fsync(target.fileno())
        final = path_of(sha256)
        final.parent.mkdir(exist_ok=True)
        os.replace(place, final)
    except BaseException:
        Path(place).unlink(missing_ok=True)
        raise
    return Kept(sha256, shown, kind, size, material)


def _copied(content: Iterable[bytes], target: Any, name: str) -> tuple[str, str, int]:
    digest, size, head = hashlib.sha256(), 0, b""
    for chunk in content:
        head = (head + chunk)[:16] if len(head) < 16 else head
        size += len(chunk)
        if size > settings.MAX_UPLOAD:
            raise too_large(name)
        digest.update(chunk)
        target.write(chunk)
    kind = media_type(head)
    if not size:
        raise Unclear(
            "files.empty",
            Text(f"「{name}」是空的。请重新拍照或选文件。", f"“{name}” is empty. Choose it again."),
        )
    if kind is None:
        raise Unclear(
            "files.kind",
            Text(
                f"「{name}」不是照片或 PDF。请换成 JPG、PNG、WebP 或 PDF。",
                f"“{name}” is no photograph or PDF. Send JPG, PNG, WebP or PDF.",
            ),
        )
    return digest.hexdigest(), kind, size


def too_large(name: str) -> Unclear:
    """Return the error for a file above the limit."""
    most = settings.MAX_UPLOAD // (1024 * 1024)
    return Unclear(
        "files.size",
        Text(
            f"「{clean_name(name)}」超过 {most} MB。请拍小一些,或分成几份。",
            f"“{clean_name(name)}” is larger than {most} MB. Make it smaller or split it.",
        ),
        facts={"most": settings.MAX_UPLOAD},
    )


def clean_name(name: str) -> str:
    """Return a sender's file name without folders and control characters, its ending kept."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    plain = "".join(sign for sign in last if sign.isprintable()).strip() or "file"
    stem, dot, ending = plain.rpartition(".")
    if not dot or len(ending) > 8:
        return plain[:LONGEST_NAME]
    return f"{stem[: LONGEST_NAME - len(ending) - 1]}.{ending}"


def attached(files: Sequence[Kept]) -> Mapping[str, Any]:
    """Return what a journal entry says of the files that came with an act."""
    return {"files": [one.sha256 for one in files]} if files else {}


def attach(matter: Matter, files: Sequence[Kept], *, by_citizen: bool, at: datetime) -> None:
    """List stored files on a matter, in the caller's transaction.

    Raises `Unclear` (`files.gone`) for one that waited so long that it was swept away.
    """
    for one in files:
        _renew(one)
    Attachment.objects.bulk_create(
        Attachment(
            matter=matter,
            material_id=one.material,
            name=one.name,
            media_type=one.media_type,
            size=one.size,
            sha256=one.sha256,
            path=f"{one.sha256[:2]}/{one.sha256}",
            by_citizen=by_citizen,
            at=at,
        )
        for one in files
    )


def _renew(file: Kept) -> None:
    """Give a stored file a new date, so that it is not swept away while it is attached."""
    try:
        os.utime(path_of(file.sha256))
    except FileNotFoundError:
        raise Unclear(
            "files.gone",
            Text(
                f"「{file.name}」放得太久,已经清理。请去掉它,重新拍照或选文件。",
                f"“{file.name}” waited too long and was cleared away. Remove and choose it again.",
            ),
        ) from None


def drop_unused(hashes: Iterable[str]) -> int:
    """Delete stored files that no matter lists any more; return how many."""
    wanted = set(hashes)
    used = set(Attachment.objects.filter(sha256__in=wanted).values_list("sha256", flat=True))
    gone = 0
    for sha256 in wanted - used:
        place = path_of(sha256)
        gone += place.exists()
        place.unlink(missing_ok=True)
    return gone
