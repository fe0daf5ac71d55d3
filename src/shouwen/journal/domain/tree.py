"""The Merkle tree of RFC 9162: leaf and node hashes, compact range, proofs of both kinds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

EMPTY_ROOT = sha256(b"").digest()
HASH_SIZE = 32


def leaf_hash(data: bytes) -> bytes:
    """SHA-256(0x00 ‖ data): the leaf, and at once the `prev` of the entry that follows."""
    return sha256(b"\0" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA-256(0x01 ‖ left ‖ right)."""
    return sha256(b"\1" + left + right).digest()


@dataclass(frozen=True, slots=True)
class Range:
    """A compact range: the roots of the full subtrees of the first `size` leaves, largest first.

    At most 64 hashes describe any log; from it the log grows without reading what came before.
    """

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    def grow(self, leaves: Iterable[bytes]) -> Range:
        """Return the range with `leaves` (leaf hashes) appended in order."""
        size, peaks = self.size, list(self.peaks)
        for leaf in leaves:
            node, bits = leaf, size
            while bits & 1:
                node = node_hash(peaks.pop(), node)
                bits >>= 1
            peaks.append(node)
            size += 1
        return Range(size, tuple(peaks))

    def root(self) -> bytes:
        """Return the tree head of the first `size` leaves."""
        if not self.peaks:
            return EMPTY_ROOT
        node = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            node = node_hash(peak, node)
        return node

    def packed(self) -> bytes:
        """Return the peaks one after the other, 32 bytes each."""
        return b"".join(self.peaks)

    @classmethod
    def unpacked(cls, size: int, packed: bytes) -> Range:
        """Read `packed` back; `ValueError` if the number of peaks does not fit the size."""
        if len(packed) != HASH_SIZE * size.bit_count():
            raise ValueError(f"{len(packed)} bytes are not the peaks of {size} leaves")
        peaks = (packed[i : i + HASH_SIZE] for i in range(0, len(packed), HASH_SIZE))
        return cls(size, tuple(peaks))


def root(leaves: Sequence[bytes]) -> bytes:
    """Return the tree head over leaf hashes."""
    return Range().grow(leaves).root()


class Nodes:
    """Where subtree hashes come from; a stored copy may answer quicker than the leaves."""

    def __init__(self, leaves: Sequence[bytes]) -> None:
        self.leaves = leaves

    def hash(self, start: int, end: int) -> bytes:
        """Return the head of the leaves `start` up to, not including, `end`."""
        return root(self.leaves[start:end])


def inclusion_proof(index: int, size: int, nodes: Nodes) -> list[bytes]:
    """Return the sibling hashes from leaf `index` up to the head of `size` leaves (2.1.3.1)."""
    if not 0 <= index < size:
        raise ValueError(f"leaf {index} is not among {size}")
    start, end = 0, size
    proof: list[bytes] = []
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            proof.append(nodes.hash(middle, end))
            end = middle
        else:
            proof.append(nodes.hash(start, middle))
            start = middle
    return proof[::-1]


def consistency_proof(old: int, size: int, nodes: Nodes) -> list[bytes]:
    """Return what shows that the first `old` leaves begin the tree of `size` (2.1.4.1)."""
    if not 0 < old <= size:
        raise ValueError(f"{old} leaves do not begin {size}")
    start, end, whole = 0, size, True
    proof: list[bytes] = []
    while old != end:
        middle = start + _split(end - start)
        if old <= middle:
            proof.append(nodes.hash(middle, end))
            end = middle
        else:
            proof.append(nodes.hash(start, middle))
            start, whole = middle, False
    if not whole:
        proof.append(nodes.hash(start, end))
    return proof[::-1]


def _split(count: int) -> int:
    """The largest power of two below `count`."""
    return 1 << ((count - 1).bit_length() - 1)


def includes(*, index: int, size: int, leaf: bytes, proof: Sequence[bytes], head: bytes) -> bool:
    """Say whether `proof` leads from `leaf` to `head` (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    position, last, node = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if position & 1 or position == last:
            node = node_hash(sibling, node)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            node = node_hash(node, sibling)
        position, last = position >> 1, last >> 1
    return last == 0 and node == head


def consistent(
    *, old: int, size: int, old_head: bytes, head: bytes, proof: Sequence[bytes]
) -> bool:
    """Say whether `proof` shows that `old_head` begins `head` (RFC 9162, 2.1.4.2)."""
    if not 0 < old <= size:
        return False
    if old == size:
        return not proof and old_head == head
    path = list(proof) if old & (old - 1) else [old_head, *proof]
    if not path:
        return False
    position, last = old - 1, size - 1
    while position & 1:
        position, last = position >> 1, last >> 1
    first = second = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if position & 1 or position == last:
            first, second = node_hash(sibling, first), node_hash(sibling, second)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            second = node_hash(second, sibling)
        position, last = position >> 1, last >> 1
    return last == 0 and first == old_head and second == head
