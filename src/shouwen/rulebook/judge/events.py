"""Events that follow from time alone and that rules may hang on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from shouwen.rulebook.acts import Act, Record
from shouwen.rulebook.duties import Duty
from shouwen.rulebook.judge.text import Index

LIMIT_PASSED = "limit-passed"


def with_limit_passed(record: Record, duties: Sequence[Duty], index: Index) -> Record | None:
    """Return the record with `limit-passed` at the first breach, if rules wait for it.

    None if no rule waits, nothing is broken, or the event already stands among the acts. The
    event bears the `seq` of the act before it, so that keys stay what they were.
    """
    if LIMIT_PASSED not in index.openers or any(a.name == LIMIT_PASSED for a in record.acts):
        return None
    first = min((d.breach_at for d in duties if d.breach_at is not None), default=None)
    return None if first is None else _inserted(record, first)


def _inserted(record: Record, at: datetime) -> Record:
    place = sum(act.at <= at for act in record.acts)
    seq = record.acts[place - 1].seq if place else 0
    event = Act(LIMIT_PASSED, at, seq)
    acts = (*record.acts[:place], event, *record.acts[place:])
    return Record(record.kind, acts, record.catalogue)
