"""Commitments to personal data, and the encryption of what they commit to.

An entry holds HMAC-SHA-256(salt, path ‖ 0x00 ‖ value) and nothing else of a value. The salt (32
random bytes) and the value lie beside the journal, both inside one AES-256-GCM ciphertext: were
the salt readable, an old backup would let a telephone number be guessed after its erasure.
"""

from __future__ import annotations

import hmac
import os
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

SALT_SIZE = 32
KEY_SIZE = 32
_NONCE_SIZE = 12


@dataclass(frozen=True, slots=True)
class Opened:
    """A value and the salt that opens its commitment."""

    salt: bytes
    value: str


def commit(*, salt: bytes, path: str, value: str) -> str:
    """Return the commitment to `value` at `path`, in hexadecimal."""
    return hmac.digest(salt, path.encode() + b"\0" + value.encode(), "sha256").hex()


def new_salt() -> bytes:
    """Return 32 random bytes."""
    return os.urandom(SALT_SIZE)


def new_key() -> bytes:
    """Return a random AES-256 key."""
    return os.urandom(KEY_SIZE)


def place(*, dossier: str, seq: int, path: str) -> bytes:
    """Return what binds a ciphertext to where it belongs, so that it cannot be moved."""
    return f"{dossier}/{seq}/{path}".encode()


def hide(key: bytes, opened: Opened, *, bound: bytes) -> bytes:
    """Encrypt salt and value; the result carries its nonce in front."""
    return wrap(key, opened.salt + opened.value.encode(), bound=bound)


def reveal(key: bytes, hidden: bytes, *, bound: bytes) -> Opened | None:
    """Undo `hide`; None if key, place or ciphertext is not what it was."""
    data = unwrap(key, hidden, bound=bound)
    if data is None:
        return None
    return Opened(data[:SALT_SIZE], data[SALT_SIZE:].decode())


def wrap(key: bytes, data: bytes, *, bound: bytes) -> bytes:
    """Encrypt bytes under AES-256-GCM, bound to a place."""
    nonce = os.urandom(_NONCE_SIZE)
    return nonce + AESGCM(key).encrypt(nonce, data, bound)


def unwrap(key: bytes, hidden: bytes, *, bound: bytes) -> bytes | None:
    """Undo `wrap`; None if anything differs."""
    try:
        return AESGCM(key).decrypt(hidden[:_NONCE_SIZE], hidden[_NONCE_SIZE:], bound)
    except (InvalidTag, ValueError):
        return None
