"""Tags of the public pages and the papers: sentences, dates and QR codes."""

from __future__ import annotations

import re
from datetime import datetime

from django import template
from django.utils.safestring import SafeString, mark_safe

from shouwen.errors import Text
from shouwen.matters.queries import Promise
from shouwen.papers.qr import svg
from shouwen.web.errors import language
from shouwen.web.errors import said as told
from shouwen.web.telling import LAMPS
from shouwen.worktime import words

register = template.Library()


_WIDE = str.maketrans({",": "，", "(": "（", ")": "）", ";": "；"})


def wide(text: str) -> str:
    """Return a Chinese sentence of ours with full-width marks."""
    return re.sub(r":(?!\d)", "：", text.translate(_WIDE))


def _spoken(text: str) -> str:
    return text if language().startswith("en") else wide(text)


@register.filter
def said(text: Text | str | None) -> str:
    """Return a sentence of ours in the reader's language; what people wrote as it is."""
    if text is None or isinstance(text, str):
        return text or ""
    return told(text) if text.zh == text.en else _spoken(told(text))


_LAMP_WORDS = (
    "按时办结，",
    "按时办结",
    "finished in time, ",
    "finished in time",
    "暂停，",
    "paused ",
)


@register.filter
def left_words(promise: Promise) -> str:
    """Return what is left of a promise, without repeating the lamp's own word."""
    text = _spoken(told(promise.left))
    for word in (
        "按时办结，",
        "按时办结",
        "finished in time, ",
        "finished in time",
        "暂停，",
        "paused ",
    ):
        text = text.removeprefix(word)
    return text


@register.filter
def citizen_moment(at: datetime) -> str:
    """Return an instant as citizens read it: 2月27日（周五）18:00."""
    return _spoken(words.moment(at, language(), "citizen"))


@register.filter
def record_moment(at: datetime) -> str:
    """Return an instant as papers and records write it: 2026-02-27（周五）18:00."""
    return _spoken(words.moment(at, language()))


@register.filter
def paper_day(at: datetime) -> str:
    """Return the day under a paper: 2026年2月27日."""
    return _spoken(words.moment(at, language(), "papers"))


@register.filter
def lamp_code(lamp: str) -> str:
    """Return the part's code of a lamp of the docket."""
    return LAMPS.get(lamp, "none")


@register.filter
def in_two(code: str) -> str:
    """Return a query code in two groups: 4827 1935."""
    return f"{code[:4]} {code[4:]}"


@register.simple_tag
def qr(address: str) -> SafeString:
    """Show an address as a QR code."""
    return mark_safe(svg(address))
