"""Making an office in a database of its own, and reading it back, from a process of its own.

python -m tests.faults.houses build      migrate, build the office, print tokens
python -m tests.faults.houses check      print what is stored and whether the record is clean
python -m tests.faults.houses take NAME NUMBER    take a matter over, print how it ended
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

ROOT = Path(__file__).parents[2]


@contextmanager
def own_database(folder: Path) -> Iterator[str]:
    """Yield the address of an empty database of the kind under test."""
    from django.db import connection

    if connection.vendor != "postgresql":
        yield f"sqlite:///{folder / 'own.sqlite3'}"
        return
    import psycopg

    told = connection.get_connection_params()
    where = {name: told[name] for name in ("host", "port", "user", "password") if told.get(name)}
    name = f"own_{uuid4().hex}"
    with psycopg.connect(dbname="postgres", autocommit=True, **where) as server:
        server.execute(f"CREATE DATABASE {name}".encode())
        query = "&".join(f"{key}={value}" for key, value in where.items())
        try:
            yield f"postgres:///{name}?{query}"
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def environment(url: str, folder: Path) -> dict[str, str]:
    """Return the environment of the processes of one test."""
    return {
        **os.environ,
        "DATABASE_URL": url,
        "SHOUWEN_DATA": str(folder),
        "DJANGO_SETTINGS_MODULE": "shouwen.conf.settings",
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        "PYTHONUNBUFFERED": "1",
    }


def run(words: list[str], env: dict[str, str]) -> Any:
    """Run one command of this module and return what it printed."""
    command = [sys.executable, "-m", "tests.faults.houses", *words]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def build_house() -> dict[str, Any]:
    """Migrate, build the office of the tests, and issue tokens."""
    from django.core.management import call_command
    from django.utils import timezone

    from shouwen.organization import actions, queries
    from shouwen.organization.domain import SYSTEM
    from tests.people import build

    call_command("migrate", verbosity=0)
    office, now = build(), timezone.now()
    tokens = {}
    for name in ("lin", "sun"):
        person = office.people[name]
        _, tokens[name] = actions.issue_token(
            person,
            name="test",
            rights=sorted(queries.actor(person, now).rights),
            expires_at=now + timedelta(days=1),
            by=SYSTEM,
            at=now,
        )
    return {"tokens": tokens, "handling": office.handling.pk}


def check_house() -> dict[str, Any]:
    """Return every matter with its acts, every half thing found, and the verdict on the record."""
    from django.utils import timezone

    from shouwen.docket import queries as dossiers
    from shouwen.docket.models import Dossier, Request
    from shouwen.enactment import queries as enactment
    from shouwen.journal import actions, queries
    from shouwen.matters.models import Matter
    from shouwen.organization import queries as organization

    house, now = organization.institutions()[0], timezone.now()
    law = enactment.law(house.pk)
    half: list[str] = []
    stored: dict[str, list[str]] = {}
    rows = list(Dossier.objects.order_by("number"))
    records = dossiers.records(rows)
    matters = dict(Matter.objects.values_list("dossier", "number"))
    for row in rows:
        entries = queries.entries(row.uid.hex)
        stored[row.number] = [one.act for one in entries]
        if matters.get(row.uid) != row.number:
            half.append(f"{row.number} has no matter")
        if (row.head_seq, row.head_hash) != (entries[-1].seq, entries[-1].hash):
            half.append(f"{row.number}: the row is not where its chain ends")
        owed = {duty.key for duty in law.duties(records[row.uid], now)}
        if owed - set(row.obligations.values_list("key", flat=True)):
            half.append(f"{row.number}: duties are missing")
        if not row.involvements.exists():
            half.append(f"{row.number}: nobody is involved")
    known = {row.uid.hex for row in rows}
    half += [f"entries of {one}, no dossier" for one in _chains(house.pk) - known]
    half += _unfindable(house.pk, stored)
    actions.sequence_all()
    verdict = queries.verify(house.pk, at=now)
    return {
        "stored": stored,
        "half": half,
        "keys": sorted(Request.objects.values_list("key", flat=True)),
        "clean": verdict.clean,
        "fault": verdict.fault.words if verdict.fault else "",
        "dossier": verdict.fault.dossier if verdict.fault else "",
        "seq": verdict.fault.seq if verdict.fault else None,
    }


def _chains(institution_id: int) -> set[str]:
    """Return the chains that begin with a registration."""
    from shouwen.journal.models import Entry

    rows = Entry.objects.filter(institution_id=institution_id, act="registered")
    return {one.hex for one in rows.values_list("dossier", flat=True)}


def _unfindable(institution_id: int, stored: dict[str, list[str]]) -> list[str]:
    """Return the matters that a search for their number does not find."""
    from django.utils import timezone

    from shouwen.matters import queries
    from shouwen.organization import queries as organization
    from shouwen.organization.models import Person

    lin = organization.actor(Person.objects.get(username="lin"), timezone.now())
    return [
        f"{number} is not found by its number"
        for number in stored
        if queries.count(lin, queries.Filters(text=number), timezone.now()) != 1
    ]


def pass_on(count: str) -> list[str]:
    """Register matters and put them before the housing post; return their numbers."""
    from django.utils import timezone

    from shouwen.matters import actions
    from shouwen.organization import queries
    from shouwen.organization.models import Person, Post

    now, lin = timezone.now(), Person.objects.get(username="lin")
    actor, post = queries.actor(lin, now), Post.objects.get(title="住保岗")
    numbers = []
    for one in range(int(count)):
        contact = actions.Contact(subject=f"第 {one} 件", item="GZF", phone="13800000000")
        done = actions.register(contact, institution_id=lin.institution_id, by=actor, at=now)
        uid = done.dossier.uid
        actions.perform(uid, "accepted", {}, by=actor, at=now)
        actions.perform(uid, "handed-over", {"recipient": post.pk}, by=actor, at=now)
        numbers.append(done.number)
    return numbers


def at_the_word(act: str, name: str, number: str) -> dict[str, Any]:
    """Enter an act at the line's word, as from a page that was read before; say how it ended."""
    from django.utils import timezone

    from shouwen.docket.models import Dossier
    from shouwen.errors import ShouwenError
    from shouwen.matters import actions
    from shouwen.organization import queries
    from shouwen.organization.models import Person

    person, row = Person.objects.get(username=name), Dossier.objects.get(number=number)
    answers = {"reason": "不归我科"} if act == "returned" else {}
    wait_for_the_word()
    now = timezone.now()
    by = queries.actor(person, now)
    try:
        actions.perform(row.uid, act, answers, by=by, at=now, seen=row.head_seq)
    except ShouwenError as refusal:
        return {"ended": type(refusal).__name__, "code": refusal.code}
    return {"ended": "done", "code": ""}


def wait_for_the_word() -> None:
    """Say that everything is ready, and wait for a line."""
    print("ready", flush=True)  # noqa: T201
    sys.stdin.readline()


def take(name: str, number: str) -> dict[str, Any]:
    """Take a matter over."""
    return at_the_word("taken-over", name, number)


def give_back(name: str, number: str) -> dict[str, Any]:
    """Return a matter."""
    return at_the_word("returned", name, number)


def sweep(at: str) -> dict[str, Any]:
    """Sweep at an instant, at the line's word; return what was done."""
    from datetime import datetime

    from shouwen.docket import actions

    wait_for_the_word()
    done = actions.tick(now=datetime.fromisoformat(at), batch=7)
    return {"handled": done.handled, "breaches": done.breaches, "faults": done.faults}


def swept(at: str) -> dict[str, Any]:
    """Return what sweeps left: timers, breaches beside broken duties, messages sent twice."""
    from datetime import datetime

    from django.db.models import Count

    from shouwen.docket.models import Breach, Fault, Obligation, Timer
    from shouwen.notify.models import Message

    told = Message.objects.values("dedupe", "person", "channel").annotate(times=Count("pk"))
    return {
        "left": Timer.objects.filter(at__lt=datetime.fromisoformat(at)).count(),
        "breaches": Breach.objects.filter(annulled_at=None).count(),
        "broken": Obligation.objects.filter(verdict__in=["broken", "late"]).count(),
        "faults": Fault.objects.count(),
        "doubled": [one["dedupe"] for one in told.filter(times__gt=1)],
    }


COMMANDS = {
    "build": build_house,
    "check": check_house,
    "pass-on": pass_on,
    "take": take,
    "return": give_back,
    "sweep": sweep,
    "swept": swept,
}

if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(COMMANDS[sys.argv[1]](*sys.argv[2:])))  # type: ignore[operator]  # noqa: T201
