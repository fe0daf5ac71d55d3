"""Canonical bytes: the one way in which an entry is written down, and therefore hashed.

A profile of RFC 8785 (JCS): objects with ASCII keys, arrays, strings, true, false, null and whole
numbers below 2**53 in size. No floats (a decimal is a string), no U+0000, no lone surrogates, no
Unicode normalisation. Instants are UTC, `YYYY-MM-DDTHH:MM:SS.ffffffZ`. For such values the
standard library gives the same bytes as a full RFC 8785 encoder; a test holds that.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from shouwen.errors import Text, Unclear

LARGEST = 2**53 - 1
DEEPEST = 12
_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def encode(value: Any) -> bytes:
    """Return the canonical bytes of a value; `Unclear` names what `plain` does not accept."""
    return spell(plain(value))


def spell(value: Any) -> bytes:
    """Return the canonical bytes of what `plain` returned."""
    return _ENCODER.encode(value).encode()


def decode(data: bytes) -> Any:
    """Read canonical bytes back; `Unclear` if they are not exactly what `encode` would write."""
    try:
        value = json.loads(data.decode(), parse_float=_no_float, parse_constant=_no_float)
    except (ValueError, RecursionError) as fault:
        raise _unclear("journal.not-canonical", str(fault)[:80]) from fault
    if encode(value) != data:
        raise _unclear("journal.not-canonical", "")
    return value


def instant(moment: datetime) -> str:
    """Return an aware moment as UTC text with microseconds; `Unclear` if it has no zone."""
    if moment.tzinfo is None:
        raise _unclear("journal.no-zone", moment.isoformat())
    return moment.astimezone(UTC).isoformat(timespec="microseconds")[:-6] + "Z"


def moment(text: str) -> datetime:
    """Return the instant that `instant` wrote."""
    return datetime.fromisoformat(text)


def plain(value: Any, where: str = "$", depth: int = 0) -> Any:
    """Return the value made of JSON kinds only.

    Dates, instants, decimals and UUIDs become text; what the profile does not know is refused as
    `Unclear`, with the place (`where`) as a fact.
    """
    match value:
        case str():
            return _text(value, where)
        case None | bool():
            return value
        case int():
            if abs(value) > LARGEST:
                raise _unclear("journal.number-too-large", where)
            return int(value)
        case datetime():
            return instant(value)
        case date():
            return value.isoformat()
        case Decimal():
            return _decimal(value, where)
        case UUID():
            return value.hex
    if depth >= DEEPEST:
        raise _unclear("journal.too-deep", where)
    return _compound(value, where, depth)


def _compound(value: Any, where: str, depth: int) -> Any:
    match value:
        case Mapping():
            return {
                _key(key, where): plain(inner, f"{where}.{key}", depth + 1)
                for key, inner in value.items()
            }
        case list() | tuple():
            return [plain(inner, f"{where}[{i}]", depth + 1) for i, inner in enumerate(value)]
        case set() | frozenset():
            return sorted(plain(inner, where, depth + 1) for inner in value)
    raise _unclear("journal.not-canonical", f"{where}: {type(value).__name__}")


def _text(value: str, where: str) -> str:
    if "\0" in value:
        raise _unclear("journal.null-character", where)
    if not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError as fault:
            raise _unclear("journal.lone-surrogate", where) from fault
    return value


def _key(key: Any, where: str) -> str:
    if not isinstance(key, str) or not (key.isascii() and key.isprintable() and key):
        raise _unclear("journal.bad-key", f"{where}: {key!r}"[:120])
    return key


def _decimal(value: Decimal, where: str) -> str:
    if not value.is_finite():
        raise _unclear("journal.not-canonical", where)
    return format(value, "f")


def _no_float(text: str) -> Any:
    raise ValueError(f"{text} is not a whole number")


_WORDS = {
    "journal.not-canonical": Text(
        "这个内容不能原样写入日志(小数请写成文字)",
        "This cannot be written into the journal as it stands (write decimals as text)",
    ),
    "journal.number-too-large": Text("数字超出 2 的 53 次方", "The number is 2^53 or larger"),
    "journal.no-zone": Text("时间没有时区", "The moment has no time zone"),
    "journal.too-deep": Text("内容嵌套过深", "The content is nested too deeply"),
    "journal.null-character": Text("文字中含有空字符 U+0000", "The text contains U+0000"),
    "journal.lone-surrogate": Text(
        "文字编码不完整(孤立代理项)", "The text is broken: it contains a lone surrogate"
    ),
    "journal.bad-key": Text("键名只能用 ASCII 字符", "Keys are written in printable ASCII"),
}


def _unclear(code: str, where: str) -> Unclear:
    return Unclear(code, _WORDS[code], facts={"where": where})
