"""What is told about a journal: verdict, health, proof."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime

from shouwen.journal.domain.entry import Entry
from shouwen.journal.domain.note import Note


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """The first thing that is wrong with a journal, and where."""

    code: str
    words: str
    """In English, for an auditor; it names the place."""
    zh: str
    dossier: str | None = None
    seq: int | None = None
    index: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What verifying a journal found; `fault` is None when everything holds."""

    institution_id: int
    entries: int
    seals: int
    sealed: int
    """How many entries the last seal covers."""
    fault: Fault | None
    pinned: bool
    """Whether the public keys came from outside the database."""

    @property
    def clean(self) -> bool:
        """Whether nothing is wrong."""
        return self.fault is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How far numbering and sealing are behind; moments are None when there is nothing yet."""

    pending: int
    oldest_pending: datetime | None
    size: int
    sealed: int
    sealed_at: datetime | None
    copied: int
    """Size of the last seal kept outside the database; below `sealed`, copies are missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """That an entry is in the log of a seal: for a party, an auditor or a court."""

    entry: Entry
    index: int
    path: tuple[bytes, ...]
    seal: Note

    def text(self) -> str:
        """Return it in the form of a C2SP transparency log proof."""
        hashes = "".join(f"{b64encode(one).decode()}\n" for one in self.path)
        return f"c2sp.org/tlog-proof@v1\nindex {self.index}\n{hashes}\n{self.seal.text}"
