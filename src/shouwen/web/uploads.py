"""Uploads: a file above the limit is dropped while it is read, and its name remembered."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

_MARK = "shouwen_too_large"


class StopTooLarge(FileUploadHandler):
    """Reads no further than `MAX_UPLOAD` bytes of any file."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Pass a chunk on, or give the file up."""
        if start + len(raw_data) > settings.MAX_UPLOAD:
            if self.request is not None:
                dropped: dict[str, list[str]] = self.request.META.setdefault(_MARK, {})
                dropped.setdefault(str(self.field_name), []).append(str(self.file_name))
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the next handler."""
        return


def too_large(request: HttpRequest) -> dict[str, list[str]]:
    """Return the names of files that were too large, by field."""
    request.FILES  # noqa: B018 - reads the body
    found: Any = request.META.get(_MARK, {})
    return dict(found)
