"""The journal of an institution as the verifier reads it; `docs/journal.md` tells the lines."""

from __future__ import annotations

import json
from base64 import b64encode
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import IO, Any

from django.db.models import F, Q

from shouwen.journal import keyring, logs
from shouwen.journal.domain import instant, moment
from shouwen.journal.domain.reports import Fault
from shouwen.journal.models import Entry, Log, Seal, SealKey, SideValue
from shouwen.journal.queries.reading import reveal

_CHUNK = 2000
_Placed = tuple[int | None, Entry]


def export(
    institution_id: int, stream: IO[bytes], *, at: datetime, opened: bool = True
) -> list[Fault]:
    """Write the journal of an institution to `stream`; return the copies in columns that differ.

    With `opened`, personal data is written in clear, with its salts: for the verifier and for
    those who may see it. Without, the export holds commitments only.
    """
    log = Log.objects.filter(institution_id=institution_id).first()
    origin = log.origin if log else logs.origin(institution_id)
    shown = "opened" if opened else "withheld"
    head = {"at": instant(at), "origin": origin, "values": shown, "v": 1}
    stream.write(b"shouwen-journal " + json.dumps(head).encode() + b"\n")
    for key in SealKey.objects.filter(log=log).order_by("first_size"):
        stream.write(f"K {key.first_size} {key.verifier}\n".encode())
    seals = deque(Seal.objects.filter(log=log).order_by("size").values_list("size", "text"))
    faults: list[Fault] = []
    count = 0
    for portion in _portions(institution_id, log):
        values = _values([entry for _, entry in portion]) if opened else {}
        for place, entry in portion:
            faults += _differences(entry, origin)
            stream.write(_entry_line(place, entry))
            stream.writelines(values.get(entry.pk, ()))
            count += 1
            while seals and place is not None and seals[0][0] == place + 1:
                stream.write(_seal_line(seals.popleft()[1]))
    stream.writelines(_seal_line(text) for _, text in seals)
    stream.write(f"Z {count}\n".encode())
    return faults


def _portions(institution_id: int, log: Log | None) -> Iterator[Sequence[_Placed]]:
    """Go through the numbered entries in their order, then those that wait for a number.

    The size is read first, and what waits last, so that an entry numbered meanwhile is not lost.
    """
    size = logs.size(log) if log else 0
    numbered = Entry.objects.annotate(place=F("leaf__index")).order_by("place")
    for low in range(0, size, _CHUNK):
        high = min(low + _CHUNK, size)
        rows = numbered.filter(leaf__log=log, leaf__index__gte=low, leaf__index__lt=high)
        yield [(row.place, row) for row in rows]
    waiting = Entry.objects.filter(Q(leaf=None) | Q(leaf__index__gte=size)).order_by("pk")
    last = 0
    while rows_left := list(waiting.filter(institution_id=institution_id, pk__gt=last)[:_CHUNK]):
        last = rows_left[-1].pk
        yield [(None, row) for row in rows_left]


def _entry_line(place: int | None, entry: Entry) -> bytes:
    shown = "-" if place is None else place
    return f"E {shown} {bytes(entry.hash).hex()} {entry.canonical}\n".encode()


def _seal_line(text: str) -> bytes:
    return b"S " + b64encode(text.encode()) + b"\n"


def _values(entries: Sequence[Entry]) -> Mapping[int, list[bytes]]:
    """Return the opened values of each entry, as lines; what cannot be decrypted is left out."""
    by_id = {entry.pk: entry for entry in entries}
    found = list(SideValue.objects.filter(entry__in=by_id).order_by("pk"))
    keys = keyring.open_all({value.key_id for value in found})
    lines: dict[int, list[bytes]] = {}
    for value in found:
        entry = by_id[value.entry_id]
        hidden = bytes(value.hidden)
        opened = reveal(keys, entry.dossier, entry.seq, value.path, value.key_id, hidden)
        if opened is not None:
            told = [value.path, opened.salt.hex(), opened.value]
            lines.setdefault(entry.pk, []).append(b"V " + json.dumps(told).encode() + b"\n")
    return lines


def _differences(entry: Entry, origin: str) -> list[Fault]:
    """Compare the columns beside the canonical text with what the text says."""
    try:
        told = _told(json.loads(entry.canonical))
    except (ValueError, KeyError, TypeError):
        return []  # the verifier names it
    copied = {
        "log": origin,
        "dossier": entry.dossier.hex,
        "seq": entry.seq,
        "act": entry.act,
        "at": entry.at,
        "recorded": entry.recorded,
        "person": entry.person_id,
        "post": entry.post_id,
        "as": entry.capacity,
        "prev": bytes(entry.prev).hex(),
    }
    return [
        Fault(
            code="copy-differs",
            words=f"the column for {name!r} says {copied[name]}, the entry says {told[name]}",
            zh=f"“{name}”一列与记录正文不一致:列为 {copied[name]},正文为 {told[name]}",
            dossier=entry.dossier.hex,
            seq=entry.seq,
        )
        for name in copied
        if copied[name] != told[name]
    ]


def _told(body: Mapping[str, Any]) -> dict[str, Any]:
    by = body["by"]
    same = {name: body[name] for name in ("log", "dossier", "seq", "act", "prev")}
    times = {"at": moment(body["at"]), "recorded": moment(body["recorded"])}
    return {**same, **times, "person": by["person"], "post": by["post"], "as": by["as"]}
