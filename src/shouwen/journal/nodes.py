"""Stored hashes of full subtrees of 256, 65,536 … leaves, so that proofs need few reads.

They prove nothing: a proof made with them is checked against the signed head before it is given,
and made again from the leaves should it fail.
"""

from __future__ import annotations

from shouwen.journal import logs
from shouwen.journal.domain.tree import Nodes, Range, root
from shouwen.journal.models import Log, Node

_STEP = 8
_WIDTH = 1 << _STEP


class StoredNodes(Nodes):
    """Answers from stored hashes what lies on whole subtrees, and the rest from the leaves.

    The ranges that proofs ask for begin on a multiple of the largest power of two they contain.
    """

    def __init__(self, log: Log) -> None:
        super().__init__(())
        self.log = log

    def hash(self, start: int, end: int) -> bytes:
        """Return the head of the leaves `start` up to, not including, `end`."""
        return Range(end - start, self._peaks(start, end)).root()

    def _peaks(self, start: int, end: int) -> tuple[bytes, ...]:
        if start == end:
            return ()
        level = _STEP * (((end - start).bit_length() - 1) // _STEP)
        first, last = start >> level, end >> level
        whole = Range().grow(_hashes(self.log, level, first, last))
        return whole.peaks + self._peaks(last << level, end)


def keep_nodes(log: Log, size: int) -> None:
    """Store the hashes of the subtrees that have become full within the first `size` leaves."""
    level = _STEP
    while size >> level:
        rows = Node.objects.filter(log=log, level=level).order_by("-index")
        last = rows.values_list("index", flat=True).first()
        for index in range(0 if last is None else last + 1, size >> level):
            below = _hashes(log, level - _STEP, index << _STEP, (index + 1) << _STEP)
            Node.objects.create(log=log, level=level, index=index, hash=root(below))
        level += _STEP


def _hashes(log: Log, level: int, start: int, end: int) -> list[bytes]:
    """Return the hashes of the subtrees of a level; level 0 is the leaves."""
    if level == 0:
        return logs.hashes(log, start, end)
    rows = Node.objects.filter(log=log, level=level, index__gte=start, index__lt=end)
    found = [bytes(one) for one in rows.order_by("index").values_list("hash", flat=True)]
    if len(found) == end - start:
        return found
    below = _hashes(log, level - _STEP, start << _STEP, end << _STEP)
    return [root(below[i : i + _WIDTH]) for i in range(0, len(below), _WIDTH)]
