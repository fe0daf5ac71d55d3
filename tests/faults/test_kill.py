"""What was acknowledged is kept, nothing is half there, however the server dies."""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.faults import houses

MATTERS = 34
"""Each is registered, accepted and noted on: a hundred acts."""
KILLS = int(os.environ.get("SHOUWEN_KILLS", "5"))


@pytest.fixture
def house(tmp_path: Path) -> Iterator[tuple[dict[str, str], dict[str, Any]]]:
    """Yield the environment of an office in a database of its own, and its tokens."""
    with houses.own_database(tmp_path) as url:
        env = houses.environment(url, tmp_path)
        yield env, houses.run(["build"], env)


def free_port() -> int:
    """Return a port that nobody listens on."""
    with closing(socket.socket()) as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


class Server:
    """The real server in a process group of its own."""

    def __init__(self, env: dict[str, str]) -> None:
        self.port = free_port()
        words = ["serve", "--only", "web", "--workers", "1", "--port", str(self.port)]
        command = [sys.executable, "-m", "shouwen.jobs.cli", *words]
        with open(Path(env["SHOUWEN_DATA"]) / "server.log", "ab") as log:
            self.process = subprocess.Popen(
                command, cwd=houses.ROOT, env=env, stdout=log, stderr=log, start_new_session=True
            )
        self._wait()

    def _wait(self) -> None:
        for _ in range(600):
            with closing(socket.socket()) as found:
                if found.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.1)
        raise AssertionError("the server did not start")

    def kill(self) -> None:
        """Kill the supervisor and everything below it at one stroke."""
        for pid in [*_below(self.process.pid), self.process.pid]:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        self.process.wait()


def _below(pid: int) -> list[int]:
    """Return every process below one, deepest last, read from /proc."""
    children: dict[int, list[int]] = {}
    for place in Path("/proc").iterdir():
        if place.name.isdigit():
            try:
                parent = int((place / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
            children.setdefault(parent, []).append(int(place.name))
    found, waiting = [], [pid]
    while waiting:
        mine = children.get(waiting.pop(), [])
        found += mine
        waiting += mine
    return found


@contextmanager
def serving(env: dict[str, str]) -> Iterator[Server]:
    """Run the server; kill it at the end whatever happens."""
    server = Server(env)
    try:
        yield server
    finally:
        server.kill()


def send(port: int, token: str, path: str, body: dict[str, Any], key: str) -> dict[str, Any] | None:
    """Send one act; return the answer, or None if none came."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/api/v1{path}",
        json.dumps(body).encode(),
        {
            "Authorization": f"Bearer {token}",
            "Content-Type": "application/json",
            "Idempotency-Key": key,
        },
        method="POST",
    )
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            found: dict[str, Any] = json.load(answer)
            return found
    except urllib.error.HTTPError as refusal:
        raise AssertionError(refusal.read().decode()) from refusal
    except (OSError, ValueError):
        return None


class Client:
    """Sends a hundred acts with keys, one after the other, and goes on after every outage."""

    def __init__(self, token: str) -> None:
        self.token = token
        self.numbers: dict[int, str] = {}
        self.acknowledged: dict[str, str] = {}
        """Key → number of the matter, for every act that was answered."""

    def left(self) -> list[tuple[str, str, dict[str, Any]]]:
        """Return the acts not yet acknowledged whose matter is known: key, path, body."""
        found: list[tuple[str, str, dict[str, Any]]] = []
        for one in range(MATTERS):
            number = self.numbers.get(one)
            if number is None:
                body = {"subject": f"第 {one} 件", "item": "GZF", "phone": "13800000000"}
                found.append((f"register-{one}", "/matters", body))
                continue
            for act, answers in (("accepted", {}), ("noted", {"note": f"记 {one}"})):
                key = f"{act}-{one}"
                if key not in self.acknowledged:
                    path = f"/matters/{number}/acts"
                    found.append((key, path, {"act": act, "answers": answers}))
        return found

    def work(self, port: int, until: float) -> bool:
        """Send until the server stops answering or time is up; return whether all is done."""
        while (left := self.left()) and time.monotonic() < until:
            key, path, body = left[0]
            answer = send(port, self.token, path, body, key)
            if answer is None:
                return False
            self.acknowledged[key] = answer["number"]
            if key.startswith("register-"):
                self.numbers[int(key.removeprefix("register-"))] = answer["number"]
        return not left


def killed_after(server: Server, seconds: float) -> subprocess.Popen[bytes]:
    """Kill the server after some seconds, from outside, whatever it is doing then."""
    pids = " ".join(str(pid) for pid in [*_below(server.process.pid), server.process.pid])
    return subprocess.Popen(["sh", "-c", f"sleep {seconds:.3f}; kill -9 {pids}"])


@pytest.mark.django_db
def test_a_hundred_acts_survive_a_server_that_is_killed_again_and_again(
    house: tuple[dict[str, str], dict[str, Any]],
) -> None:
    env, told = house
    client, chance = Client(told["tokens"]["lin"]), random.Random(3)
    for _ in range(KILLS):
        with serving(env) as server:
            first = client.left()[0]
            assert send(server.port, client.token, first[1], first[2], first[0]) is not None
            killer = killed_after(server, chance.uniform(0.05, 0.9))
            client.work(server.port, time.monotonic() + 20)
            killer.wait()
    with serving(env) as server:
        assert client.work(server.port, time.monotonic() + 120)
    found = houses.run(["check"], env)
    assert found["half"] == []
    assert found["clean"], found["fault"]
    assert sorted(found["keys"]) == sorted(client.acknowledged)
    assert sorted(found["stored"]) == sorted(client.numbers.values())
    assert all(acts == ["registered", "accepted", "noted"] for acts in found["stored"].values())
    assert len(found["stored"]) == MATTERS


@pytest.mark.django_db
def test_one_changed_byte_in_the_journal_is_found_and_named(
    house: tuple[dict[str, str], dict[str, Any]],
) -> None:
    env, told = house
    with serving(env) as server:
        for one in range(4):
            body = {"subject": f"第 {one} 件", "item": "GZF"}
            assert send(server.port, told["tokens"]["lin"], "/matters", body, f"k{one}")
    assert houses.run(["check"], env)["clean"]
    dossier = tamper(env["DATABASE_URL"])
    found = houses.run(["check"], env)
    assert not found["clean"]
    assert found["dossier"].replace("-", "") == dossier
    assert found["seq"] == 0
    assert "hash" in found["fault"]


STATEMENTS = (
    "UPDATE journal_entry SET canonical = replace(canonical, '\"visit\"', '\"visiu\"') "
    "WHERE id = (SELECT max(id) FROM journal_entry WHERE act = 'registered')"
)
WHICH = "SELECT dossier FROM journal_entry WHERE act = 'registered' ORDER BY id DESC LIMIT 1"


def tamper(url: str) -> str:
    """Change one byte of the newest registration, as somebody with access to the file could."""
    if url.startswith("sqlite"):
        import sqlite3

        with closing(sqlite3.connect(url.partition("://")[2])) as base, base:
            base.execute("DROP TRIGGER journal_entry_no_UPDATE")
            assert base.execute(STATEMENTS).rowcount == 1
            return str(base.execute(WHICH).fetchone()[0])
    import psycopg

    parts = dict(one.split("=") for one in url.partition("?")[2].split("&"))
    name = url.removeprefix("postgres:///").partition("?")[0]
    with psycopg.connect(dbname=name, **parts) as server:  # type: ignore[arg-type]
        server.execute("DROP TRIGGER journal_entry_no_update ON journal_entry")
        assert server.execute(STATEMENTS.encode()).rowcount == 1
        row = server.execute(WHICH.encode()).fetchone()
        assert row is not None
        return str(row[0].hex)
