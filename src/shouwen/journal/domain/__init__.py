"""The journal computed without Django: bytes, hashes, tree, seals, commitments."""

from shouwen.journal.domain.canonical import decode, encode, instant, moment
from shouwen.journal.domain.commitment import Opened, commit
from shouwen.journal.domain.entry import START, Entry, Head, read, value_path, write
from shouwen.journal.domain.note import Checkpoint, Note, VerifierKey, read_note, sign
from shouwen.journal.domain.tree import Range, leaf_hash, node_hash, root

__all__ = [
    "START",
    "Checkpoint",
    "Entry",
    "Head",
    "Note",
    "Opened",
    "Range",
    "VerifierKey",
    "commit",
    "decode",
    "encode",
    "instant",
    "leaf_hash",
    "moment",
    "node_hash",
    "read",
    "read_note",
    "root",
    "sign",
    "value_path",
    "write",
]
