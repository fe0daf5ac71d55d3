"""Secret keys: the master key in a file, the subject keys that it wraps, the seal keys in a file.

The keyring is a store of its own: `subject keys` have no relation to other tables and are reached
through the database alias `settings.KEYRING_DB` (default: `default`). A backup of it is kept apart
and for 30 days only, so that older backups of the journal can no longer show what was erased.
"""

from __future__ import annotations

import os
import secrets
from base64 import b64decode, b64encode
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from uuid import UUID, uuid4

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS

from shouwen.errors import Refused, Text
from shouwen.journal.domain import commitment
from shouwen.journal.models import Erasure, SubjectKey

_ID_SIZE = 4
_END = b"-----END PRIVATE KEY-----\n"


def store() -> str:
    """Return the alias of the database that holds the subject keys."""
    alias: str = getattr(settings, "KEYRING_DB", DEFAULT_DB_ALIAS)
    return alias


def find(dossier: str, subject: str) -> tuple[UUID, bytes] | None:
    """Return the number and key of a subject of a dossier, if it has one."""
    row = SubjectKey.objects.using(store()).filter(dossier=dossier, subject=subject).first()
    return None if row is None else (row.pk, _unwrapped(row.pk, bytes(row.wrapped)))


def draft(dossier: str, subject: str) -> tuple[SubjectKey, bytes]:
    """Return the row, not yet stored, and the key of a new subject."""
    number, key = uuid4(), commitment.new_key()
    row = SubjectKey(id=number, dossier=dossier, subject=subject, wrapped=_wrapped(number, key))
    return row, key


def open_all(numbers: Collection[UUID]) -> Mapping[UUID, bytes]:
    """Return the keys that still exist, unwrapped, in one query."""
    rows = SubjectKey.objects.using(store()).filter(pk__in=numbers).values_list("pk", "wrapped")
    return {number: _unwrapped(number, bytes(wrapped)) for number, wrapped in rows}


def destroy(erasure: Erasure) -> bool:
    """Delete a condemned key, and say whether it was there; refused without the erasure."""
    alias = store()
    if alias != DEFAULT_DB_ALIAS:
        Erasure.objects.using(alias).get_or_create(
            key_id=erasure.key_id,
            defaults={
                "entry_id": erasure.entry_id,
                "dossier": erasure.dossier,
                "subject": erasure.subject,
            },
        )
    gone, _ = SubjectKey.objects.using(alias).filter(pk=erasure.key_id).delete()
    return gone > 0


def seal_keys() -> list[Ed25519PrivateKey]:
    """Return the private seal keys in `settings.SEAL_KEY`, the current one last.

    The file holds one or more PEM blocks and is made the first time. To replace the key, append a
    block: the next seal carries both signatures, after which the old block may go.
    """
    pem = _kept(settings.SEAL_KEY, _new_seal_key)
    blocks = [block + _END for block in pem.split(_END) if block.strip()]
    keys = [serialization.load_pem_private_key(block, password=None) for block in blocks]
    return [key for key in keys if isinstance(key, Ed25519PrivateKey)]


def _new_seal_key() -> bytes:
    return Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def _masters() -> Mapping[bytes, bytes]:
    """Master keys by their id; each line of the file is one, the current one last."""
    file = Path(settings.KEYRING)
    _kept(file, lambda: b64encode(secrets.token_bytes(commitment.KEY_SIZE)) + b"\n")
    return _read_masters(str(file), file.stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _read_masters(file: str, changed: int) -> Mapping[bytes, bytes]:
    keys = [b64decode(line) for line in Path(file).read_bytes().split()]
    return {sha256(b"shouwen keyring\n" + key).digest()[:_ID_SIZE]: key for key in keys}


def _wrapped(number: UUID, key: bytes) -> bytes:
    master_id, master = list(_masters().items())[-1]
    return master_id + commitment.wrap(master, key, bound=number.bytes)


def _unwrapped(number: UUID, wrapped: bytes) -> bytes:
    master = _masters().get(wrapped[:_ID_SIZE])
    key = master and commitment.unwrap(master, wrapped[_ID_SIZE:], bound=number.bytes)
    if not key:
        raise Refused(
            "journal.keyring",
            Text(
                "密钥文件与数据库不匹配,个人信息无法解密",
                "The keyring file does not fit the database; personal data cannot be read",
            ),
            facts={"key": str(number), "file": str(settings.KEYRING)},
            remedy=Text("请恢复原来的密钥文件", "Restore the keyring file that belongs to it"),
        )
    return key


def _kept(file: Path, content: Callable[[], bytes]) -> bytes:
    """Return the bytes of a file, made whole and readable by its owner only the first time."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        draft = file.with_name(f".{file.name}.{secrets.token_hex(6)}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as opened:
            opened.write(content())
            opened.flush()
            os.fsync(opened.fileno())
        with suppress(FileExistsError):
            os.link(draft, file)
        draft.unlink()
    return file.read_bytes()
