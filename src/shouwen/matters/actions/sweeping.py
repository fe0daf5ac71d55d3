"""Files that were handed in and never sent: chosen on a public page, and then given up."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from shouwen.matters.models import Attachment

UNSENT_FOR = timedelta(days=1)
"""How long a file waits to be sent."""

EVERY = timedelta(hours=6)
"""How often the folder is looked through, however often it is asked."""

GOING = "going-"
"""Before the name of a file that is put aside to be deleted."""


def sweep_files(*, at: datetime) -> int:
    """Delete stored files that no matter has listed for a day; return how many.

    A file that is being attached at this very moment stays: attaching renews its date, and that is
    looked at once more after the file was put aside. A file put aside can no longer be attached.
    """
    root = Path(settings.MEDIA_ROOT)
    mark = root / ".swept"
    if not root.is_dir() or _date(mark) > (at - EVERY).timestamp():
        return 0
    mark.touch()
    os.utime(mark, (at.timestamp(), at.timestamp()))
    before = (at - UNSENT_FOR).timestamp()
    folders = [one for one in sorted(root.iterdir()) if one.is_dir() and len(one.name) == 2]
    return _halves(root, before) + sum(_swept(folder, before) for folder in folders)


def _halves(root: Path, before: float) -> int:
    """Delete what was left of uploads that broke off."""
    return sum(_deleted(one) for one in root.glob("incoming-*") if _date(one) < before)


def _swept(folder: Path, before: float) -> int:
    old = list(_older(folder, before))
    if not old:
        return 0
    rows = Attachment.objects.filter(sha256__gte=folder.name, sha256__lt=f"{folder.name}g")
    used = set(rows.values_list("sha256", flat=True))
    return sum(_discarded(folder / name, used, before) for name in old)


def _older(folder: Path, before: float) -> Iterator[str]:
    with os.scandir(folder) as found:
        for one in found:
            with suppress(FileNotFoundError):
                if one.stat().st_mtime < before:
                    yield one.name


def _discarded(file: Path, used: set[str], before: float) -> int:
    """Delete a file unless it is used, or was attached since it was looked at."""
    sha256 = file.name.removeprefix(GOING)
    aside, own = file.with_name(f"{GOING}{sha256}"), file.with_name(sha256)
    if file == own and sha256 in used:
        return 0
    with suppress(FileNotFoundError):
        if file == own:
            os.rename(own, aside)
        if sha256 in used or _date(aside) >= before:
            os.rename(aside, own)
            return 0
    return _deleted(aside)


def _deleted(file: Path) -> int:
    with suppress(FileNotFoundError):
        file.unlink()
        return 1
    return 0


def _date(file: Path) -> float:
    """Return when a file was stored or attached last; long ago for one that is not there."""
    try:
        return file.stat().st_mtime
    except FileNotFoundError:
        return 0.0
