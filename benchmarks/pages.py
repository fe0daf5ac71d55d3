"""Workbench, list, search and overview at the server, at a thousand and at a million matters.

    python -m benchmarks.pages [matters]

Each page is asked for whole, signed in, through every middleware and template, without the network;
the database is PostgreSQL, warm. Its statements are counted: at most 12, however many matters.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from benchmarks import office, seed
from benchmarks.figures import Figure, table

PAGE, OVERVIEW, STATEMENTS = 50, 150, 12
ROUNDS = 15
LOOKED_AT = (
    ("workbench, to handle", "/desk/"),
    ("workbench, first asked", "/desk/?tab=first-asked"),
    ("workbench, done", "/desk/?tab=done"),
    ("list, newest", "/matters/"),
    ("list, open by limit", "/matters/?state=open&order=limit"),
    ("list, overdue", "/matters/?lamp=overdue&order=limit"),
    ("list, one item", "/matters/?item=GZF"),
    ("list, one state", "/matters/?state=in-transfer"),
    ("search, a common word", "/search/?q=申请"),
    ("search, two words", "/search/?q=路灯+东风路"),
    ("search, a name", "/search/?q=王小明"),
    ("overview", "/overview/"),
)


def measure(matters: int) -> list[Figure]:
    """Seed up to so many matters and measure every page."""
    house = office.build()
    seed.matters(matters)
    _summed()
    found: list[Figure] = []
    for name, target, ask in _pages(house.institution_id):
        ask()
        took, statements, own = [], 0, time.process_time()
        for _ in range(ROUNDS):
            with _counted() as run:
                began = time.perf_counter()
                ask()
                took.append(1000 * (time.perf_counter() - began))
            statements = len(run)
        own = 1000 * (time.process_time() - own) / ROUNDS
        label = f"{name} at {matters:,}"
        found.append(Figure(label, statistics.median(took), "ms", target, "less"))
        if statements > STATEMENTS:
            found.append(Figure(f"… {name}", statements, "statements", STATEMENTS, "less"))
        print(
            f"{label}: {statements} statements, {min(took):.1f} to {max(took):.1f} ms,"
            f" {own:.1f} ms of processor time without the database's"
        )
    return found


@contextmanager
def _counted() -> Iterator[list[Any]]:
    """Gather the statements that are sent meanwhile."""
    from django.db import connection

    seen: list[Any] = []

    def note(execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        seen.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield seen


def _summed() -> None:
    """Sum the days for statistics, as the worker does every minute."""
    from django.utils import timezone

    from shouwen.docket.actions import sum_days

    while sum_days(now=timezone.now()):
        pass


def _pages(institution_id: int) -> Iterator[tuple[str, float, Callable[[], Any]]]:
    """Yield each page's name, its target in milliseconds, and what asks the server for it."""
    from django.test import Client
    from django.utils import timezone

    from shouwen.organization.models import Person

    since = timezone.localdate() - timedelta(days=200)
    days = f"since={since:%Y-%m-01}&until={since:%Y-%m-28}"
    for username in ("lin", "sun", "wang"):
        client = Client(SERVER_NAME="127.0.0.1")
        client.force_login(Person.objects.get(institution_id=institution_id, username=username))
        for name, address in (*LOOKED_AT, ("list, a month", f"/matters/?{days}")):
            target = OVERVIEW if address.startswith("/overview/") else PAGE
            yield f"{name}, {username}", target, _get(client, address)


def _get(client: Any, address: str) -> Callable[[], Any]:
    def ask() -> None:
        answer = client.get(address)
        if answer.status_code not in (200, 403):
            raise RuntimeError(f"{address}: {answer.status_code}")

    return ask


if __name__ == "__main__":
    office.choose()
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    print(table(measure(count)))
