"""What our errors become on pages: a status, a sentence, clauses; one place for all of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import get_language

from shouwen.errors import Conflict, Name, Refused, ShouwenError, Text, Unclear
from shouwen.web.parts import Clause

HIDDEN = frozenset({"docket.unknown", "catalog.unknown-item", "matters.no-file", "notify.unknown"})
"""Codes for what is not there or may not be known of: both answer 404, alike."""

_STATUS: tuple[tuple[type[ShouwenError], int], ...] = (
    (Refused, 403),
    (Conflict, 409),
    (Unclear, 422),
)


@dataclass(frozen=True, slots=True)
class Told:
    """An error as a page shows it."""

    status: int
    text: str
    remedy: str
    clauses: tuple[Clause, ...]

    @property
    def whole(self) -> str:
        """Return the sentence and what to do about it."""
        return f"{self.text} {self.remedy}".strip()


def language() -> str:
    """Return the reader's language."""
    return get_language() or "zh-hans"


def said(text: Text | None) -> str:
    """Return a sentence in the reader's language, well set; nothing for None."""
    return typeset(text.told(language())) if text is not None else ""


def named(name: str) -> str:
    """Return a name in the reader's language, where its English is known."""
    return name.told(language()) if isinstance(name, Name) else name


def joined(names: Iterable[str]) -> str:
    """Return names one after another, parted as the reader's language does it."""
    return (", " if language().startswith("en") else "、").join(named(one) for one in names)


_FULL = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？"}
_CHINESE = "\u3400-\u9fff\uff00-\uffef「」《》〔〕（）“”、。"
_BESIDE = re.compile(rf"(?<=[{_CHINESE}])\s?([,;:!?])|([,;:!?])(?=[{_CHINESE}])")
_BRACKETS = re.compile(r"\(([^()]*[\u3400-\u9fff][^()]*)\)")


def typeset(text: str) -> str:
    """Return Chinese with the full-width marks that stand beside Chinese characters."""
    return text if language().startswith("en") else _set(text)


@lru_cache(maxsize=4096)
def _set(text: str) -> str:
    marked = _BESIDE.sub(lambda found: _FULL[found[1] or found[2]], text)
    return _BRACKETS.sub(r"（\1）", marked)


def status(fault: ShouwenError) -> int:
    """Return the HTTP status of an error."""
    if fault.code in HIDDEN:
        return 404
    return next((code for kind, code in _STATUS if isinstance(fault, kind)), 400)


def told(fault: ShouwenError, institution_id: int | None = None) -> Told:
    """Return an error in the reader's language; clauses by name where the office is known."""
    from shouwen.web.telling import chips

    return Told(
        status(fault),
        _ended(said(fault.text)),
        _ended(said(fault.remedy)),
        tuple(chips(fault.because, institution_id)),
    )


def fields(fault: ShouwenError) -> dict[str, str]:
    """Return what is wrong with which field, for errors of a form; empty for others."""
    if fault.code != "form.fields":
        return {}
    key = "en" if language().startswith("en") else "zh"
    return {name: typeset(words[key]) for name, words in fault.facts.items()}


def _ended(text: str) -> str:
    """Return the sentence with a full stop at its end."""
    if not text or text.endswith(("。", "？", "！", ".", "?")):
        return text
    return f"{text}." if language().startswith("en") else f"{text}。"
