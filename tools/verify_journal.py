#!/usr/bin/env python3
"""Verify an exported journal. Needs Python 3.11 and `cryptography`, and nothing of Shouwen.

    python verify_journal.py EXPORT [--seals FOLDER] [--keys FILE] [--interval SECONDS] [--json]
EXPORT is a file, or - for standard input; FOLDER holds seals (*.txt) kept outside the database;
FILE the trusted public keys, one `name+id+key` a line (else those in the export are believed).
Of every entry: canonical bytes, hash, link to the one before, its one place in the log, order of
`recorded`, commitments opened or erased. Of every seal: root, signature by the key in force, no
older entry after it; and the same outside. The format: docs/journal.md. Exit code 0: all holds;
1: it does not, and the first bad entry is named; 2: wrong usage.
"""

import argparse
import hmac
import json
import re
import sys
from base64 import b64decode
from collections import deque
from contextlib import suppress
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import IO, Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

TABLE = """
export        | the export cannot be read: {} | 导出文件无法读取:{}
cut-off       | the export is cut off, or lines were removed | 导出文件不完整,或有行被删除
not-canonical | it is not written as an entry must be: {} | 书写不合规范:{}
hash          | its content does not match its hash | 内容与哈希不符
log           | it belongs to another log, {} | 属于另一日志 {}
order         | entry {} of the dossier should stand here | 此处应为本案第 {} 条记录
link          | it does not continue the entry before it | 与前一条记录不衔接
recorded      | it was recorded before its predecessor | 登记时间早于前一条记录
index         | its place in the log should be {} | 在日志中的位置应为 {}
late-leaf     | it has waited for its place in the log since {} | 自 {} 起一直没有编入日志
back-dated    | it claims to be older than a seal that lacks it | 登记时间早于未含它的封印
value         | it does not commit to this value {!r} | 没有对“{}”现值的承诺
not-open      | the value {!r} is gone or changed without an erasure | “{}”丢失或被改,无删除记录
erasure       | it erases what still opens or never was | 所删除的内容仍在或从未存在
key           | the public key {} is not trusted | 公钥 {} 不受信任
seal          | a seal cannot be read or is out of order: {} | 封印无法读取或次序不对:{}
signature     | the seal of {} entries is not signed by its key | {} 条的封印不是当时的密钥签署
root          | from here to entry {}, it is not what was sealed | 从此处到第 {} 条,日志与封印不符
short         | a seal covers {} entries, the log has fewer | 封印覆盖 {} 条,日志不足此数
seal-missing  | the seal of {} entries exists outside but not here | {} 条的封印库外有而库内缺失
"""
WORDS = {line.split()[0]: line.split(" | ")[1:] for line in TABLE.strip().splitlines()}
T = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z"
W, ID, X = r'[^"\\\x00-\x20]', r"(?:null|[1-9]\d{0,15})", "[0-9a-f]"
FORM = re.compile(
    rf'(?a){{"act":"([a-z0-9-]+)","at":"({T})","by":{{"as":"{W}*","person":{ID},"post":{ID}}},'
    rf'"dossier":"({X}{{32}})","facts":({{.*}}),"log":"({W}+)","n":"{X}{{32}}","prev":"({X}{{64}})",'
    rf'"recorded":"({T})","rules":\[(?:"{W}+"(?:,"{W}+")*)?\],"seq":(0|[1-9]\d{{0,8}}),"v":1,'
    rf'"values":({{(?:"[^"]+":"{X}{{64}}",?)*}})}}'
).fullmatch
SEAL = re.compile(
    r"(?a)([^\s+]+)\n(\d{1,16})\n(\S{44})\nsealed (\S{27})\n\n((?:\u2014 \S+ \S+\n)+)"
).fullmatch
WRITE = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
UNREADABLE = (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError)


class Bad(Exception):
    """The first thing that does not hold, and where."""

    def __init__(self, code: str, why: object, place: dict[str, Any]) -> None:
        words, zh = (form.format(why) for form in WORDS[code])
        self.told = dict.fromkeys(("dossier", "seq", "index")) | place
        self.told |= {"code": code, "words": words, "zh": zh}


def whole(text: str) -> int:
    """Read a whole number below 2**53, which excludes 1.5, 1e3 and NaN."""
    if len(text) < 16 or abs(int(text)) < 2**53:
        return int(text)
    raise ValueError(f"the number {text[:40]} is too large")


READ = json.JSONDecoder(parse_int=whole, parse_float=whole, parse_constant=whole).decode


def odd(value: Any) -> bool:
    """Say whether a key is not ASCII, or a text contains U+0000, anywhere."""
    if isinstance(value, dict):
        return not all(map(str.isascii, value)) or odd([*value, *value.values()])
    if isinstance(value, list):
        return any(map(odd, value))
    return isinstance(value, str) and "\0" in value


def inner(text: str) -> dict[str, Any]:
    """Read an object inside an entry, if its bytes are the canonical ones."""
    value: dict[str, Any] = {} if text == "{}" else READ(text)
    suspect = not text.isascii() or "\\u0000" in text
    if text != "{}" and (WRITE(value) != text or (suspect and odd(value))):
        raise ValueError("the bytes are not canonical")
    return value


class Key:
    """A public key, `name+id+base64`, in force from a size of the log on."""

    def __init__(self, text: str, first: int = 0) -> None:
        self.text, self.first = text.strip(), first
        self.name, self.id, encoded = self.text.split("+", 2)
        data = b64decode(encoded, validate=True)
        if (data[0], self.id) != (1, sha256(f"{self.name}\n".encode() + data).hexdigest()[:8]):
            raise ValueError(f"not an Ed25519 key: {self.text[:80]}")
        self.public = Ed25519PublicKey.from_public_bytes(data[1:])


class Seal:
    """A signed head of the log."""

    def __init__(self, text: str) -> None:
        if not (found := SEAL(text)):
            raise ValueError("the text is not that of a seal")
        self.origin, size, root, self.at, lines = found.groups()
        self.size, self.root = int(size), b64decode(root)
        self.body = text.partition("\n\n")[0].encode() + b"\n"
        self.lines = [line.split(" ")[1:] for line in lines.splitlines()]

    def signed(self, key: Key) -> bool:
        """Say whether the key signed this; lines of other keys are ignored."""
        for name, blob in ((name, b64decode(encoded)) for name, encoded in self.lines):
            if (name, blob[:4].hex()) == (key.name, key.id):
                with suppress(InvalidSignature):
                    key.public.verify(blob[4:], self.body)
                    return True
        return False


class Journal:
    """Reads an export line by line and raises `Bad` at the first thing that does not hold."""

    def __init__(self, trusted: list[Key], copies: list[str], interval: int) -> None:
        self.trusted, self.interval = trusted, timedelta(seconds=interval)
        self.texts, self.copies, self.passed = copies, deque[Seal](), list[Seal]()
        self.keys, self.place = list[Key](), dict[str, Any]()
        self.peaks: list[bytes] = []  # heads of the full subtrees (RFC 9162), largest first
        self.chains: dict[str, tuple[int, str, str]] = {}  # dossier: seq, hash, recorded
        self.closed: dict[tuple[str, str], tuple[int, str]] = {}  # not opened: seq, path
        self.unopened: dict[str, str] = {}  # of the entry at hand: path, commitment
        self.origin = self.floor = self.ceiling = ""
        self.entries = self.size = self.seals = self.sealed = 0
        self.opened = self.waiting = self.ended = False

    def read(self, lines: IO[bytes]) -> None:
        """Verify a whole export."""
        readers = {b"sh": self._head, b"K ": self._key, b"E ": self._entry}
        readers |= {b"V ": self._value, b"S ": self._seal, b"Z ": self._end}
        for number, raw in enumerate(lines, 1):
            try:
                if self.ended or (raw[:1] == b"s") != (number == 1):
                    raise ValueError("a line out of order")
                readers[raw[:2]](raw[2:-1])
            except UNREADABLE as fault:
                raise Bad("export", f"line {number}: {fault}"[:200], self.place) from fault
        self._need(self.ended, "cut-off")

    def _need(self, holds: object, code: str, why: object = "", **place: Any) -> None:
        if not holds:
            raise Bad(code, why, place or self.place)

    def _head(self, line: bytes) -> None:
        head = json.loads(line.removeprefix(b"ouwen-journal "))
        self.origin, self.opened = str(head["origin"]), head["values"] == "opened"
        self.ceiling = before(head["at"], self.interval)
        outside = sorted(map(Seal, self.texts), key=lambda seal: seal.size)
        self.copies = deque(seal for seal in outside if seal.origin == self.origin)

    def _key(self, line: bytes) -> None:
        first, _, key = line.decode().partition(" ")
        self.keys.append(Key(key, int(first)))
        self._need(not self.trusted or key in {one.text for one in self.trusted}, "key", key)

    def _entry(self, line: bytes) -> None:
        index, stored, content = line.split(b" ", 2)
        self.place = {"index": None if index == b"-" else int(index)}
        try:
            if not (form := FORM(content.decode())):
                raise ValueError("a field is missing, out of order or of the wrong form")
            act, at, dossier, facts, log, prev, recorded, seq, values = form.groups()
            commitments, told = inner(values), inner(facts)
            datetime.fromisoformat(at), datetime.fromisoformat(recorded)
        except UNREADABLE as fault:
            raise Bad("not-canonical", str(fault)[:200], self.place) from fault
        self.place |= {"dossier": dossier, "seq": int(seq)}
        hashed = (leaf := sha256(b"\0" + content)).hexdigest()
        self._need(hashed == stored.decode(), "hash")
        self._need(log == self.origin, "log", log)
        if dossier not in self.chains:
            origin = sha256(f"shouwen/1\n{self.origin}\n{dossier}".encode()).hexdigest()
            self.chains[dossier] = (-1, origin, "")
        last, link, since = self.chains[dossier]
        self._need(int(seq) == last + 1, "order", last + 1)
        self._need(prev == link, "link")
        self._need(recorded >= since, "recorded")
        self.chains[dossier] = (last + 1, hashed, recorded)
        if self.place["index"] is None:
            self.waiting = True
            self._need(recorded >= self.ceiling, "late-leaf", recorded)
        else:
            self._need(not self.waiting and self.place["index"] == self.size, "index", self.size)
            self._need(recorded >= self.floor, "back-dated")
            self._grow(leaf.digest())
        for commitment in told["commitments"] if act == "erased" else ():
            erased = self.closed.pop((dossier, commitment), None)
            self._need(erased or not self.opened, "erasure")
        self.entries, self.unopened = self.entries + 1, commitments
        if self.opened:
            self.closed |= {(dossier, one): (last + 1, path) for path, one in commitments.items()}

    def _grow(self, leaf: bytes) -> None:
        bits = self.size
        while bits & 1:
            leaf = sha256(b"\1" + self.peaks.pop() + leaf).digest()
            bits >>= 1
        self.peaks.append(leaf)
        self.size += 1
        while self.copies and self.copies[0].size == self.size:
            self._compare(self.copies[0], [*self.trusted, *self.keys], any)
            self.passed.append(self.copies.popleft())

    def _value(self, line: bytes) -> None:
        path, salt, value = json.loads(line)
        self._need(path in self.unopened, "value", path)
        commitment = hmac.digest(bytes.fromhex(salt), f"{path}\0{value}".encode(), "sha256").hex()
        self._need(commitment == self.unopened.pop(path), "value", path)
        self.closed.pop((self.place["dossier"], commitment), None)

    def _compare(self, seal: Seal, keys: list[Key], need: Any) -> None:
        root = self.peaks[-1]
        for peak in self.peaks[-2::-1]:
            root = sha256(b"\1" + peak + root).digest()
        self._need(seal.root == root, "root", seal.size - 1, index=self.sealed)
        signed = keys and need(seal.signed(key) for key in keys)
        self._need(signed, "signature", seal.size, index=seal.size - 1)

    def _seal(self, line: bytes) -> None:
        seal = Seal(b64decode(line, validate=True).decode())
        self._need(seal.size <= self.size, "short", seal.size, index=self.size)
        right = (seal.origin, seal.size) == (self.origin, self.size) and self.size > self.sealed
        self._need(right, "seal", f"{seal.origin} {seal.size}", index=self.sealed)
        known = [key for key in self.keys if key.first <= seal.size][-2:]
        new = known and known[-1].first == seal.size  # a key is introduced by the one before it
        self._compare(seal, known if new else known[-1:], all)
        for copy in self.passed:
            self._need(copy.size == seal.size, "seal-missing", copy.size, index=copy.size - 1)
        self.passed.clear()
        old, self.floor = self.floor, before(seal.at, self.interval)
        self._need(self.floor >= old, "seal", f"{seal.at} is too early", index=seal.size - 1)
        self.sealed, self.seals = self.size, self.seals + 1

    def _end(self, line: bytes) -> None:
        self._need(int(line) == self.entries, "cut-off")
        for seal in self.copies:
            self._need(False, "short", seal.size, index=self.size)
        for (dossier, _), (seq, path) in self.closed.items() if self.opened else ():
            self._need(False, "not-open", path, dossier=dossier, seq=seq)
        self.ended = True


def before(at: str, by: timedelta) -> str:
    return (datetime.fromisoformat(at) - by).isoformat(timespec="microseconds")[:26] + "Z"


def main() -> int:
    parser = argparse.ArgumentParser(description="Verify an exported journal of Shouwen.")
    parser.add_argument("export")
    parser.add_argument("--seals", type=Path, help="folder of seals collected outside (*.txt)")
    parser.add_argument("--keys", type=Path, help="file of trusted public keys, one a line")
    parser.add_argument("--interval", type=int, default=600, help="seconds between two seals")
    parser.add_argument("--json", action="store_true")
    given, fault = parser.parse_args(), None
    trusted = [Key(line) for line in given.keys.read_text().split()] if given.keys else []
    files = given.seals.glob("[0-9]*.txt") if given.seals else []
    journal = Journal(trusted, [file.read_text("utf-8") for file in files], given.interval)
    try:
        with sys.stdin.buffer if given.export == "-" else open(given.export, "rb") as stream:
            journal.read(stream)
    except Bad as bad:
        fault = bad.told
    counts = {"entries": journal.entries, "seals": journal.seals, "sealed": journal.sealed}
    if given.json:
        print(json.dumps(counts | {"fault": fault}))
    elif fault:
        where = ", ".join(f"{name} {fault[name]}" for name in ("dossier", "seq", "index"))
        print(f"BAD [{fault['code']}] {where}: {fault['words']}\n{fault['zh']}")
    else:
        print("OK", counts, "with trusted keys" if trusted else "with keys from the export")
    return 1 if fault else 0


if __name__ == "__main__":
    sys.exit(main())
