"""Query codes: eight digits on the receipt, kept only as a keyed hash; and the receipt's link."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from datetime import UTC, datetime
from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, Signer

DIGITS = 8
_LINK = 16 + 4 + 6
"""Bytes of a link before it is signed: the dossier, the hour it ends, the mark of the code."""


def new_code() -> str:
    """Return a fresh query code."""
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"


def repeatable(caller: str, key: str, body: str) -> str:
    """Return the code of a request with an idempotency key: sent twice, it is the same code.

    Only the holder of the key that hashes codes can compute it, so it is as good as a fresh one.
    """
    said = "\x1f".join(("code", caller, key, body)).encode()
    number = int.from_bytes(hmac.digest(settings.CODE_KEY.encode(), said, "sha256"))
    return f"{number % 10**DIGITS:0{DIGITS}d}"


def hashed(uid: UUID, code: str) -> str:
    """Return the keyed hash under which a dossier's code is kept."""
    digits = "".join(character for character in code if character.isdigit())
    return hmac.new(
        settings.CODE_KEY.encode(), uid.bytes + digits.encode(), hashlib.sha256
    ).hexdigest()


def matches(uid: UUID, code: str, kept: str) -> bool:
    """Say whether a code opens a dossier, in constant time."""
    return hmac.compare_digest(hashed(uid, code), kept)


def link(uid: UUID, kept: str, until: datetime) -> str:
    """Return what the receipt's QR code carries: it opens this dossier until an instant.

    It names the dossier, never the number or the code, and dies with the code (`kept` is its
    hash), so that issuing a new code also closes every old link.
    """
    hours = int(until.timestamp() // 3600).to_bytes(4, "big")
    said = urlsafe_b64encode(uid.bytes + hours + bytes.fromhex(kept[:12]))
    return _signer().sign(said.rstrip(b"=").decode())


def linked(link: str, now: datetime) -> tuple[UUID, str] | None:
    """Return the dossier that a link opens now and the mark that its code must bear."""
    try:
        said = _signer().unsign(link)
        found = urlsafe_b64decode(said + "=" * (-len(said) % 4))
    except (BadSignature, Error, ValueError):
        return None
    if len(found) != _LINK:
        return None
    ends = datetime.fromtimestamp(int.from_bytes(found[16:20], "big") * 3600, UTC)
    return (UUID(bytes=found[:16]), found[20:].hex()) if now < ends else None


def _signer() -> Signer:
    return Signer(key=settings.CODE_KEY, sep=".", salt="shouwen.matters.link")
