"""Places in a list: after which row a page begins, so that rows do not shift while paging."""

from __future__ import annotations

import base64
import json
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from shouwen.docket.models import Dossier
from shouwen.errors import Text, Unclear


def beyond(column: str, place: tuple[datetime, UUID], *, descending: bool) -> Q:
    """Return the condition of the rows after a place, in the order of a column and the key."""
    value, uid = place
    way = "lt" if descending else "gt"
    bound = Q(**{f"{column}__{way}e": value})  # where the index is entered
    return bound & (Q(**{f"{column}__{way}": value}) | Q(**{f"uid__{way}": uid}))


def encoded(dossier: Dossier, column: str, *, back: bool) -> str:
    """Return the place of a row as a page's address carries it."""
    value: datetime = getattr(dossier, column)
    text = json.dumps([int(back), value.isoformat(), dossier.uid.hex])
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def decoded(cursor: str) -> tuple[bool, tuple[datetime, UUID] | None]:
    """Read a place: whether backwards, and from where; raises `Unclear` for what is none."""
    if not cursor:
        return False, None
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        back, value, uid = json.loads(text)
        return bool(back), (datetime.fromisoformat(value), UUID(hex=uid))
    except (ValueError, TypeError) as fault:
        raise Unclear(
            "matters.cursor",
            Text("翻页位置无效,请从第一页看起。", "The page cursor is not valid; start again."),
        ) from fault
