"""The interface's address, its description and its manual."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest
from ninja import NinjaAPI
from ninja.renderers import BaseRenderer

from shouwen.api import problems
from shouwen.api.access import Token
from shouwen.api.endpoints import router


class Readable(BaseRenderer):
    """JSON with Chinese characters as they are: smaller, and readable in a log."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> str:
        """Return the body."""
        return json.dumps(data, ensure_ascii=False, default=_plain)


def _plain(value: Any) -> Any:
    if hasattr(value, "isoformat"):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} cannot be written as JSON")


api = NinjaAPI(
    title="Shouwen 首问",
    version="1",
    description="First-asked responsibility, time limits, and every act with its clause.",
    urls_namespace="api",
    auth=Token(),
    renderer=Readable(),
    docs_url="/docs",
    openapi_url="/openapi.json",
)
problems.install(api)
api.add_router("", router)
