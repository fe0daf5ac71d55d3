"""Citations as people read them: 《…》第七条第二款, computed from the address, never typed."""

from __future__ import annotations

import re
from datetime import date

from shouwen.rulebook.values import Citation, Edition

_DIGITS = "零一二三四五六七八九"
_PLACES = ("", "十", "百", "千")
_LEVELS_CN = ("第{}条", "第{}款", "第{}项", "第{}目", "第{}点")
_LEVELS_PARTS = ("第{}部分", *_LEVELS_CN[:4])
_LEVELS_ITEMS = ("{}", "（{}）", "{}", "（{}）", "{}")
_LEVELS_ARTICLES = ("第{}条", *_LEVELS_ITEMS[1:])
_LEVELS = {
    "cn-parts": _LEVELS_PARTS,
    "cn-items": _LEVELS_ITEMS,
    "cn-articles": _LEVELS_ARTICLES,
}
_PLAIN_BELOW = frozenset({"cn-items", "cn-articles"})
_CHINESE_IN_ITEMS = 2
"""In 一（一）1（1） and 第五条（一）1 the first two levels count in Chinese numerals."""
_PREAMBLE = "0"
_PART = re.compile(r"(?P<number>\d+)(?P<mark>[-/])?(?P<extra>\d+)?")


def chinese(number: int) -> str:
    """Return a number of 0 to 9999 in Chinese numerals: 7 → 七, 12 → 十二, 105 → 一百零五."""
    if not 0 <= number <= 9999:
        return str(number)
    if number == 0:
        return _DIGITS[0]
    text = ""
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if digit:
            text += _DIGITS[digit] + _PLACES[place]
        elif text and not text.endswith(_DIGITS[0]) and number % 10**place:
            text += _DIGITS[0]
    return text.removeprefix("一") if 10 <= number < 20 else text


def numbered(address: str, numbering: str = "cn", language: str = "zh") -> str:
    """Return the printed form of a clause address.

    `5.3.1` is 第五条第三款第一项, Article 5, paragraph 3, item 1; `7-1` is 第七条之一; `6/2` is the
    second of two clauses that the source numbers 6; `0` is the preamble.
    """
    _, mark, own = address.rpartition("#")
    if mark:
        return numbered(own, numbering, language)
    if language.startswith("en") or numbering == "en":
        return _english(address)
    if address == _PREAMBLE:
        return "引言"
    levels = _LEVELS.get(numbering, _LEVELS_CN)
    parts = [
        _chinese_part(level, part, plain=numbering in _PLAIN_BELOW and depth >= _CHINESE_IN_ITEMS)
        for depth, (level, part) in enumerate(zip(levels, address.split("."), strict=False))
    ]
    return "".join(parts)


def _chinese_part(level: str, part: str, *, plain: bool) -> str:
    found = _PART.fullmatch(part)
    if found is None:
        return part
    number, extra = int(found["number"]), found["extra"]
    text = level.format(number if plain else chinese(number))
    if found["mark"] == "-":
        return f"{text}之{chinese(int(extra))}"
    return f"{text}（同号第{chinese(int(extra))}处）" if found["mark"] == "/" else text


def _english(address: str) -> str:
    if address == _PREAMBLE:
        return "preamble"
    names = ("Article", "paragraph", "item", "sub-item", "point")
    parts = [
        f"{name} {_english_part(part)}"
        for name, part in zip(names, address.split("."), strict=False)
    ]
    return ", ".join(parts)


def _english_part(part: str) -> str:
    number, mark, extra = part.partition("/")
    return f"{number} (occurrence {extra})" if mark else number


def printed(citation: Citation, edition: Edition, language: str = "zh") -> str:
    """Return the citation in full: 《示例市首问负责与限时办结办法》第七条第二款."""
    clause = numbered(citation.clause, edition.numbering, language)
    if language.startswith("en"):
        return f"{clause}, 《{edition.title}》"
    return f"《{edition.title}》{clause}"


def chip(citation: Citation, edition: Edition) -> str:
    """Return the short form for a chip beside a limit: 限时 5.3.1."""
    return f"{edition.short or edition.title[:6]} {citation.clause}"


def parse(text: str) -> Citation:
    """Read `work@edition#clause`; raises `ValueError` for anything else."""
    found = re.fullmatch(r"(?P<work>[a-z0-9-]+)@(?P<day>\d{4}-\d\d-\d\d)#(?P<clause>[^/]+.*)", text)
    if found is None:
        raise ValueError(f"{text!r} is no citation")
    return Citation(found["work"], date.fromisoformat(found["day"]), found["clause"])
