"""What was acknowledged is kept, and no act is half there, however the process dies."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection

ROOT = Path(__file__).parents[2]
KILLS = 5


def process(*command: str, env: dict[str, str]) -> subprocess.Popen[bytes]:
    """Start Python in the checkout with an environment of its own."""
    return subprocess.Popen([sys.executable, *command], cwd=ROOT, env=env, stdout=subprocess.PIPE)


@pytest.fixture
def own_database(tmp_path: Path) -> Iterator[str]:
    """The address of an empty database of the kind under test."""
    if connection.vendor != "postgresql":
        yield f"sqlite:///{tmp_path / 'killed.sqlite3'}"
        return
    import psycopg

    told = connection.get_connection_params()
    where = {name: told[name] for name in ("host", "port", "user", "password") if told.get(name)}
    name = f"killed_{uuid4().hex}"
    with psycopg.connect(dbname="postgres", autocommit=True, **where) as server:
        server.execute(f"CREATE DATABASE {name}".encode())
        query = "&".join(f"{key}={value}" for key, value in where.items())
        yield f"postgres:///{name}?{query}"
        server.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def test_killing_a_writer_loses_and_halves_nothing(own_database: str, tmp_path: Path) -> None:
    env = {
        **os.environ,
        "DATABASE_URL": own_database,
        "SHOUWEN_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "shouwen.conf.settings",
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
    }
    migrate = ["-m", "django", "migrate", "-v0", "--skip-checks", "journal"]
    assert process(*migrate, env=env).wait() == 0
    chance = random.Random(1)
    acknowledged: list[str] = []
    for _ in range(KILLS):
        writer = process("-m", "tests.journal.writer", "write", env=env)
        assert writer.stdout is not None
        told_so_far = [writer.stdout.readline() for _ in range(chance.randint(1, 30))]
        writer.send_signal(signal.SIGKILL)
        told_so_far += writer.stdout.readlines()
        acknowledged += [line.decode().strip() for line in told_so_far if line.endswith(b"\n")]
        assert writer.wait() == -signal.SIGKILL
    told = json.loads(process("-m", "tests.journal.writer", "check", env=env).communicate()[0])
    assert told["clean"], told["fault"]
    assert set(acknowledged) <= set(told["stored"])
    assert len(set(acknowledged)) >= KILLS
    assert set(told["stored"].values()) == {2}
    assert set(told["opened"].values()) == {1}
    assert len(told["stored"]) <= len(set(acknowledged)) + KILLS
