"""An office to measure in: a database of its own, the demonstration office, a token.

    SHOUWEN_BENCH_URL=postgres://…/shouwen_bench python -m benchmarks …

The product's own database is never touched: `DATABASE_URL` is overruled. Without the setting above
the benchmarks make the PostgreSQL database `shouwen_bench`, if a server answers, and throw it away.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

NAME = "shouwen_bench"


def choose(vendor: str = "postgresql") -> bool:
    """Point the settings at the database to measure on; return whether there is one."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shouwen.conf.settings")
    if "SHOUWEN_DATA" not in os.environ:
        os.environ["SHOUWEN_DATA"] = str(Path(tempfile.gettempdir()) / f"{NAME}-{os.getuid()}")
    os.environ.setdefault("SHOUWEN_LOG_LEVEL", "ERROR")
    if vendor == "sqlite":
        folder = Path(os.environ["SHOUWEN_DATA"])
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob(f"{NAME}.sqlite3*"):
            old.unlink()
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/{NAME}.sqlite3"
        return True
    os.environ["DATABASE_URL"] = os.environ.get("SHOUWEN_BENCH_URL", f"postgres:///{NAME}")
    if os.environ["DATABASE_URL"].endswith(f"/{NAME}"):
        subprocess.run(["createdb", NAME], capture_output=True, check=False)
    answers = subprocess.run(
        ["psql", "-qAt", "-d", _dsn(), "-c", "SELECT 1"], capture_output=True, check=False
    )
    return answers.returncode == 0


def _dsn() -> str:
    return os.environ["DATABASE_URL"]


@dataclass(frozen=True, slots=True)
class Office:
    """The office that is measured."""

    institution_id: int
    person: str
    token: str


def ready() -> None:
    """Load Django and migrate the database."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def build() -> Office:
    """Return the demonstration office with its law in force, built the first time."""
    ready()
    from django.db import transaction
    from django.utils import timezone

    from shouwen.jobs.demo import cast
    from shouwen.jobs.demo import office as demo
    from shouwen.organization.models import Institution

    now = timezone.now()
    house = Institution.objects.filter(code=cast.CODE).first()
    if house is None:
        with transaction.atomic():
            founded = datetime(2025, 1, 2, 9, tzinfo=demo.ZONE)
            house = demo.build(founded=founded, password="demo-only-2026").institution
    return Office(house.pk, "lin", _token(house.pk, "lin", now))


def _token(institution_id: int, username: str, now: datetime) -> str:
    from shouwen.organization import actions
    from shouwen.organization.domain import SYSTEM
    from shouwen.organization.models import Person

    person = Person.objects.get(institution_id=institution_id, username=username)
    _, raw = actions.issue_token(
        person,
        name="benchmark",
        rights=("matter.register", "matter.see-own"),
        expires_at=now + timedelta(days=1),
        by=SYSTEM,
        at=now,
    )
    return raw


def drop() -> None:
    """Throw away the database that `choose` made; one that was named by its owner is left."""
    if os.environ.get("DATABASE_URL", "").endswith(f"/{NAME}"):
        subprocess.run(["dropdb", "--if-exists", NAME], capture_output=True, check=False)


def serve(port: int, workers: int = 2) -> subprocess.Popen[bytes]:
    """Start the web server as `shouwen serve` does; the caller ends it."""
    from shouwen.jobs.serving import web_command

    command: list[str] = web_command("127.0.0.1", port, workers)
    options: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": sys.stderr}
    return subprocess.Popen(command, start_new_session=True, **options)
