"""How this room says that it does not understand: always what, where, and what to write."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from shouwen.errors import Text, Unclear


def unclear(
    code: str, zh: str, en: str, *, say: tuple[str, str] | None = None, **facts: Any
) -> Unclear:
    """Build an `Unclear`; `say` is the remedy in Chinese and English."""
    remedy = Text(*say) if say else None
    return Unclear(code, Text(zh, en), facts=facts, remedy=remedy)


def demand_aware(instant: datetime) -> datetime:
    """Return `instant` if it is a datetime with an offset from UTC, else raise `Unclear`."""
    if not isinstance(instant, datetime):
        raise unclear(
            "not-an-instant",
            f"需要带时刻的时间,得到的是 {instant!r}",
            f"an instant is needed, not {instant!r}",
            given=repr(instant),
        )
    if instant.tzinfo is None or instant.utcoffset() is None:
        raise unclear(
            "naive-instant",
            f"时间 {instant.isoformat()} 没有写明时区",
            f"the time {instant.isoformat()} has no time zone",
            say=(
                "写明时区,例如 2026-02-13T10:00:00+08:00",
                "give it one: 2026-02-13T10:00:00+08:00",
            ),
            given=instant.isoformat(),
        )
    return instant


def beyond_calendar(what: str) -> Unclear:
    """Build the refusal of a date that no calendar table reaches (outside 1970 to 2099)."""
    return unclear(
        "date-beyond-calendar",
        f"{what} 超出可计算的范围(1970 年至 2099 年)",
        f"{what} lies beyond what can be computed (1970 to 2099)",
        say=("检查年份和数量是否写错", "check the year and the number"),
        given=what,
    )
