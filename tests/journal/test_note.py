"""Seals as C2SP notes."""

from __future__ import annotations

from base64 import b64decode
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from shouwen.errors import Unclear
from shouwen.journal.domain.note import Checkpoint, VerifierKey, read_note, sign, verifier_key

PUBLISHED_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PUBLISHED_TEXT = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
)
PUBLISHED_SIGNATURE = (
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
)
ONE, TWO = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
HEAD = Checkpoint("office.example/1", 7, bytes(range(32)), datetime(2026, 3, 2, tzinfo=UTC))


def test_a_published_key_and_its_signature_are_understood() -> None:
    key = VerifierKey.read(PUBLISHED_KEY)
    blob = b64decode(PUBLISHED_SIGNATURE)
    assert str(key) == PUBLISHED_KEY
    assert blob[:4] == key.id
    Ed25519PublicKey.from_public_bytes(key.public).verify(blob[4:], PUBLISHED_TEXT.encode())


def test_a_seal_says_origin_size_root_and_moment_in_plain_lines() -> None:
    lines = sign(HEAD, [ONE]).text.splitlines()
    assert lines[:5] == [
        "office.example/1",
        "7",
        "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
        "sealed 2026-03-02T00:00:00.000000Z",
        "",
    ]
    assert lines[5].startswith("— office.example/1 ")


def test_a_seal_is_read_back_and_only_its_signers_count() -> None:
    note = read_note(sign(HEAD, [ONE, TWO]).text)
    assert note.checkpoint == HEAD
    assert note.signed_by(verifier_key(HEAD.origin, ONE))
    assert note.signed_by(verifier_key(HEAD.origin, TWO))
    assert not note.signed_by(verifier_key(HEAD.origin, Ed25519PrivateKey.generate()))
    assert not note.signed_by(verifier_key("other.example/1", ONE))


def test_a_changed_seal_is_not_signed() -> None:
    text = sign(HEAD, [ONE]).text.replace("\n7\n", "\n8\n", 1)
    assert not read_note(text).signed_by(verifier_key(HEAD.origin, ONE))


@pytest.mark.parametrize(
    "change",
    [
        ("\n7\n", "\n07\n"),
        ("\n7\n", "\n-7\n"),
        ("office.example/1\n7", "office example/1\n7"),
        ("AAECAwQF", "AAECAwQ"),
        ("sealed ", "made "),
        ("\n\n", "\n"),
        ("— ", "- "),
        ("2026-03-02T", "2026-03-02 "),
    ],
)
def test_what_is_not_a_seal_is_not_read(change: tuple[str, str]) -> None:
    with pytest.raises(Unclear):
        read_note(sign(HEAD, [ONE]).text.replace(*change, 1))


@pytest.mark.parametrize(
    "text", ["", "a+b", PUBLISHED_KEY[:-4], PUBLISHED_KEY.replace("c74f", "c74e"), "a+b+???"]
)
def test_what_is_not_a_key_is_not_read(text: str) -> None:
    with pytest.raises(Unclear):
        VerifierKey.read(text)
