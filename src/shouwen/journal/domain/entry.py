"""One entry of the journal: how it is built, hashed, linked and read back."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, NamedTuple
from uuid import UUID

from shouwen.errors import Text, Unclear
from shouwen.journal.domain.canonical import LARGEST, instant, moment, plain, spell
from shouwen.journal.domain.tree import leaf_hash

PROFILE = 1
NONCE_SIZE = 16
_ACT = re.compile(r"(?!.{65})[a-z][a-z0-9]*(-[a-z0-9]+)*")
_PATH = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_./\-\[\]]{0,99}")
_CODE = re.compile(r"[\x21-\x7e]{0,200}")
_NOTICE = re.compile(r"[\u4e00-\u9fff]{1,16}〔[0-9]{4}〕[0-9]{1,5}号")
"""The number of an official document, such as 国办发明电〔2025〕7号, is an id too."""
_RULE = re.compile(r"[^\s\"\\\x00-\x20]{1,200}")
_CAPACITY = re.compile(r"[A-Za-z0-9-]{0,20}")


class Head(NamedTuple):
    """The last link of a dossier's chain; `START` before the first entry."""

    seq: int
    hash: str
    """Hexadecimal, as all hashes outside the tree."""
    recorded: datetime


START = Head(-1, "", datetime(1, 1, 1, tzinfo=UTC))


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An act as it was written, with its canonical bytes (the truth) and their hash."""

    id: int
    """Number of the row; 0 until it is stored. It says nothing about order."""
    institution_id: int
    log: str
    dossier: str
    seq: int
    act: str
    at: datetime
    recorded: datetime
    by: Mapping[str, Any]
    """`person` (None for the software itself), `post`, and `as`: `A`, `B`, `acting`, `clerk` …"""
    facts: Mapping[str, Any]
    rules: tuple[str, ...]
    values: Mapping[str, str]
    """Path to commitment, in hexadecimal, of each piece of personal data."""
    prev: str
    hash: str
    canonical: str

    @property
    def head(self) -> Head:
        """What the next entry of the dossier continues."""
        return Head(self.seq, self.hash, self.recorded)


def origin_link(log: str, dossier: str) -> str:
    """Return the `prev` of a dossier's first entry."""
    return sha256(f"shouwen/{PROFILE}\n{log}\n{dossier}".encode()).hexdigest()


def write(
    *,
    institution_id: int,
    log: str,
    dossier: str,
    act: str,
    at: datetime,
    recorded: datetime,
    by: Mapping[str, Any],
    facts: Mapping[str, Any],
    rules: Sequence[str],
    values: Mapping[str, str],
    head: Head,
    nonce: bytes,
) -> Entry:
    """Build the entry that continues `head`; `Unclear` names the first thing that is not allowed.

    `recorded` never runs backwards within a dossier: it is at least that of `head`.
    """
    who = _by(by)
    recorded = max(recorded, head.recorded)
    prev = head.hash if head.seq >= 0 else origin_link(log, dossier)
    told_facts = _facts(facts)
    body = {
        "act": _matched(_ACT, act, "journal.act"),
        "at": instant(at),
        "by": who,
        "dossier": dossier_id(dossier),
        "facts": told_facts,
        "log": log,
        "n": nonce.hex(),
        "prev": prev,
        "recorded": instant(recorded),
        "rules": [_matched(_RULE, rule, "journal.rule") for rule in rules],
        "seq": head.seq + 1,
        "v": PROFILE,
        "values": dict(values),
    }
    data = spell(body)
    return Entry(
        id=0,
        institution_id=institution_id,
        log=log,
        dossier=dossier,
        seq=head.seq + 1,
        act=act,
        at=at.astimezone(UTC),
        recorded=recorded.astimezone(UTC),
        by=who,
        facts=told_facts,
        rules=tuple(rules),
        values=dict(values),
        prev=prev,
        hash=leaf_hash(data).hex(),
        canonical=data.decode(),
    )


def read(canonical: str, *, id: int, institution_id: int, hash: str) -> Entry:
    """Read a stored entry; nothing is verified here (`tools/verify_journal.py` does that)."""
    body = json.loads(canonical)
    return Entry(
        id=id,
        institution_id=institution_id,
        log=body["log"],
        dossier=body["dossier"],
        seq=body["seq"],
        act=body["act"],
        at=moment(body["at"]),
        recorded=moment(body["recorded"]),
        by=body["by"],
        facts=body["facts"],
        rules=tuple(body["rules"]),
        values=body["values"],
        prev=body["prev"],
        hash=hash,
        canonical=canonical,
    )


def _by(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return who acted; `Unclear` names what does not fit `{"person", "post", "as"}`."""
    if strange := set(given) - {"person", "post", "as"}:
        raise _unclear("journal.by", ", ".join(sorted(map(str, strange))))
    capacity = given.get("as") or ""
    if not isinstance(capacity, str) or not _CAPACITY.fullmatch(capacity):
        raise _unclear("journal.by", repr(capacity)[:80])
    return {"person": _id(given.get("person")), "post": _id(given.get("post")), "as": capacity}


def _id(number: Any) -> int | None:
    if number is None or (type(number) is int and 0 < number <= LARGEST):
        return number
    raise _unclear("journal.by", repr(number)[:80])


def dossier_id(text: str) -> str:
    """Return a dossier's id, 32 hexadecimal digits; `Unclear` for anything else."""
    try:
        if UUID(text).hex == text:
            return text
    except (ValueError, AttributeError, TypeError):
        pass
    raise _unclear("journal.dossier", repr(text)[:80])


def value_path(text: str) -> str:
    """Return the path under which personal data is kept, such as `reason` or `applicant.phone`."""
    return _matched(_PATH, text, "journal.path")


def _facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = plain(facts)
    _codes_only(told, "facts")
    return told


def _codes_only(value: Any, where: str) -> None:
    """Refuse free text: a name that once stands in an entry can never be deleted again."""
    if isinstance(value, str):
        if not (_CODE.fullmatch(value) or _NOTICE.fullmatch(value)):
            raise _unclear("journal.not-a-fact", where)
    elif isinstance(value, dict):
        for key, inner in value.items():
            _codes_only(inner, f"{where}.{key}")
    elif isinstance(value, list):
        for position, inner in enumerate(value):
            _codes_only(inner, f"{where}[{position}]")


def _matched(pattern: re.Pattern[str], text: Any, code: str) -> str:
    if not isinstance(text, str) or not pattern.fullmatch(text):
        raise _unclear(code, repr(text)[:120])
    return text


_WORDS = {
    "journal.act": Text(
        "行为代码由小写字母、数字和短横组成", "An act is lower-case words joined by hyphens"
    ),
    "journal.rule": Text("规则引用不能为空或含空白", "A rule is cited without blanks"),
    "journal.path": Text("个人信息的路径格式不对", "This is not a path for personal data"),
    "journal.dossier": Text(
        "案卷编号应为 32 位十六进制数", "A dossier's id is 32 hexadecimal digits"
    ),
    "journal.by": Text(
        "行为人应写明人员、岗位和身份", "Who acted is given as person, post and capacity"
    ),
    "journal.not-a-fact": Text(
        "日志事实只能是代码、编号、数字和日期;姓名和自由文字请放入个人信息",
        "Facts are codes, ids, numbers and dates; names and free text belong to personal data",
    ),
}


def _unclear(code: str, where: str) -> Unclear:
    return Unclear(code, _WORDS[code], facts={"where": where})
