"""Files on their way: checked and stored at once, kept in the session until they are sent.

A faulty file costs only itself: those that were taken stay, and are shown as taken.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext

from shouwen.errors import ShouwenError, Unclear
from shouwen.matters.actions import MOST_FILES, Kept, keep
from shouwen.matters.actions.files import too_large as too_large_error
from shouwen.web.errors import said
from shouwen.web.uploads import too_large

Basket = dict[str, list[dict[str, Any]]]


@dataclass(slots=True)
class Taken:
    """What a request's files came to: faults by field."""

    faults: dict[str, list[str]] = field(default_factory=dict)

    def wrong(self, name: str, fault: ShouwenError) -> None:
        """Note what is wrong with a file of a field."""
        self.faults.setdefault(name, []).append(said(fault.text))


def basket(request: HttpRequest, place: str) -> Basket:
    """Return the files that this session has handed in for a place, by field."""
    found: Basket = request.session.get(f"files:{place}", {})
    return found


def kept(files: Basket) -> list[Kept]:
    """Return the files of a basket as values."""
    return [Kept(**one) for some in files.values() for one in some]


def empty(request: HttpRequest, place: str) -> None:
    """Forget the files of a place: they were sent, or given up."""
    request.session.pop(f"files:{place}", None)


def take(request: HttpRequest, place: str, fields: Mapping[str, int | None]) -> Taken:
    """Store a request's files into the session's basket; `fields` says which paper each shows.

    `drop` in the form names files to leave out again: field and hash.
    """
    taken, files = Taken(), basket(request, place)
    _drop(request, files)
    dropped = too_large(request)
    for name, material in fields.items():
        for lost in dropped.get(name, []):
            taken.wrong(name, too_large_error(lost))
        for upload in request.FILES.getlist(name):
            if sum(map(len, files.values())) >= MOST_FILES:
                taken.faults.setdefault(name, []).append(_too_many())
                break
            try:
                one = keep(upload.chunks(), upload.name or "", material=material)
            except Unclear as fault:
                taken.wrong(name, fault)
                continue
            _put(files, name, one)
    request.session[f"files:{place}"] = {name: some for name, some in files.items() if some}
    return taken


def _put(files: Basket, name: str, one: Kept) -> None:
    some = files.setdefault(name, [])
    if all(known["sha256"] != one.sha256 for known in some):
        some.append(asdict(one))


def _drop(request: HttpRequest, files: Basket) -> None:
    for asked in request.POST.getlist("drop"):
        name, _, sha256 = asked.partition(":")
        if name in files:
            files[name] = [one for one in files[name] if one["sha256"] != sha256]


def _too_many() -> str:
    return gettext("一次最多 %(most)d 个文件。其余的请办理时再补。") % {"most": MOST_FILES}


def hint() -> str:
    """Return what may be sent, for the line under a file field."""
    size = settings.MAX_UPLOAD // (1024 * 1024)
    return gettext("照片或 PDF，每个不超过 %(size)d MB，最多 %(most)d 个。") % {
        "size": size,
        "most": MOST_FILES,
    }
