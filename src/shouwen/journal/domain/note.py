"""Seals: C2SP checkpoints, signed as C2SP notes with Ed25519.

    shouwen.example.gov.cn/3
    1204
    <root, base64>
    sealed 2026-11-21T02:00:00.000000Z

    — shouwen.example.gov.cn/3 <base64 of key id and signature>

The fourth line is an extension line, as checkpoints allow; it dates the seal under the signature.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from shouwen.errors import Text, Unclear
from shouwen.journal.domain.canonical import instant, moment

_ED25519 = b"\x01"
_DASH = "\u2014 "
_SEALED = "sealed "
_BODY = re.compile(
    r"(?P<origin>[^\s+]+)\n(?P<size>0|[1-9][0-9]{0,15})\n(?P<root>[A-Za-z0-9+/]{43}=)\n"
    r"sealed (?P<at>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z)\n"
)


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A public key under a name, written `name+keyid+base64` as C2SP notes do."""

    name: str
    public: bytes

    @property
    def id(self) -> bytes:
        """The first four bytes of SHA-256(name ‖ newline ‖ algorithm ‖ key)."""
        return sha256(self.name.encode() + b"\n" + _ED25519 + self.public).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{b64encode(_ED25519 + self.public).decode()}"

    @classmethod
    def read(cls, text: str) -> VerifierKey:
        """Read the written form; `Unclear` if it is not one, or its id is not its own."""
        name, _, rest = text.strip().partition("+")
        key_id, _, encoded = rest.partition("+")
        try:
            data = b64decode(encoded, validate=True)
        except ValueError as fault:
            raise _unclear(text) from fault
        key = cls(name, data[1:])
        if data[:1] != _ED25519 or len(data) != 33 or key.id.hex() != key_id:
            raise _unclear(text)
        return key


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a seal says: the log had `size` entries with this `root` at this moment."""

    origin: str
    size: int
    root: bytes
    at: datetime

    def body(self) -> str:
        """Return the text that is signed."""
        root = b64encode(self.root).decode()
        return f"{self.origin}\n{self.size}\n{root}\n{_SEALED}{instant(self.at)}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A checkpoint with its signatures, as text that anyone may keep."""

    checkpoint: Checkpoint
    text: str
    signatures: tuple[tuple[str, bytes, bytes], ...]
    """Name, key id, signature."""

    def signed_by(self, key: VerifierKey) -> bool:
        """Say whether this key signed; lines of unknown keys are ignored, as C2SP asks."""
        message = self.checkpoint.body().encode()
        for name, key_id, signature in self.signatures:
            if name == key.name and key_id == key.id:
                try:
                    Ed25519PublicKey.from_public_bytes(key.public).verify(signature, message)
                except InvalidSignature:
                    return False
                return True
        return False


def verifier_key(name: str, signer: Ed25519PrivateKey) -> VerifierKey:
    """Return the public half of a seal key under the name of a log."""
    return VerifierKey(name, signer.public_key().public_bytes_raw())


def sign(checkpoint: Checkpoint, signers: Sequence[Ed25519PrivateKey]) -> Note:
    """Sign a checkpoint with every given key (two while a key is being replaced)."""
    body = checkpoint.body()
    lines = [body, "\n"]
    for signer in signers:
        key = verifier_key(checkpoint.origin, signer)
        blob = b64encode(key.id + signer.sign(body.encode())).decode()
        lines.append(f"{_DASH}{key.name} {blob}\n")
    return read_note("".join(lines))


def read_note(text: str) -> Note:
    """Read a seal; `Unclear` if it is not one. Signatures are not verified here."""
    body, gap, tail = text.partition("\n\n")
    found = _BODY.fullmatch(body + "\n")
    if not found or not gap or not tail.endswith("\n"):
        raise _unclear(text)
    checkpoint = Checkpoint(
        found["origin"], int(found["size"]), b64decode(found["root"]), moment(found["at"])
    )
    return Note(checkpoint, text, tuple(_signature(line) for line in tail.splitlines()))


def _signature(line: str) -> tuple[str, bytes, bytes]:
    name, _, encoded = line.removeprefix(_DASH).partition(" ")
    try:
        blob = b64decode(encoded, validate=True)
    except ValueError as fault:
        raise _unclear(line) from fault
    if not line.startswith(_DASH) or not name or len(blob) < 5:
        raise _unclear(line)
    return name, blob[:4], blob[4:]


def _unclear(text: str) -> Unclear:
    return Unclear(
        "journal.not-a-seal",
        Text("这不是一份可读的封印或公钥", "This is not a seal or public key that can be read"),
        facts={"text": text[:200]},
    )
