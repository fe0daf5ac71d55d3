"""Days as people type them: 2-13, 0213, 2026.2.13, 今天, 下周一."""

from __future__ import annotations

import re
from datetime import date, timedelta

_WORDS = {"今天": 0, "明天": 1, "后天": 2, "today": 0, "tomorrow": 1}
_WEEKDAYS = "一二三四五六日"
_FULL = re.compile(r"(\d{4})\D{1,2}(\d{1,2})\D{1,2}(\d{1,2})日?")
_SHORT = re.compile(r"(\d{1,2})\D{1,2}(\d{1,2})日?")
_WIDE = str.maketrans("０１２３４５６７８９．／－", "0123456789./-")


def day_of(text: str, today: date) -> date | None:
    """Return the day that a text means, seen from `today`; None for what means no day.

    A day without a year is the next one: 1-5 typed in December is next January's.
    """
    said = text.strip().translate(_WIDE).lower()
    if said in _WORDS:
        return today + timedelta(days=_WORDS[said])
    return _of_week(said, today) or _of_figures(said, today)


def _of_week(said: str, today: date) -> date | None:
    found = re.fullmatch(r"(下)?(?:周|星期)([一二三四五六日天])", said)
    if found is None:
        return None
    weekday = _WEEKDAYS.index(found[2].replace("天", "日"))
    monday = today - timedelta(days=today.weekday())
    day = monday + timedelta(days=weekday + (7 if found[1] else 0))
    return day if day >= today else day + timedelta(days=7)


def _of_figures(said: str, today: date) -> date | None:
    if said.isascii() and said.isdigit() and len(said) in {4, 8}:
        said = f"{said[:-4]}-{said[-4:-2]}-{said[-2:]}".lstrip("-")
    if full := _FULL.fullmatch(said):
        return _made(int(full[1]), int(full[2]), int(full[3]))
    if short := _SHORT.fullmatch(said):
        month, day = int(short[1]), int(short[2])
        found = _made(today.year, month, day)
        if found is not None and found < today - timedelta(days=60):
            return _made(today.year + 1, month, day)
        return found
    return None


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
