"""Two at once: one wins, the other is told; two sweeps do the work of one."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.faults import houses

pytestmark = pytest.mark.django_db


@pytest.fixture
def env(tmp_path: Path) -> Iterator[dict[str, str]]:
    """Yield the environment of an office with matters in a database of its own."""
    with houses.own_database(tmp_path) as url:
        env = houses.environment(url, tmp_path)
        houses.run(["build"], env)
        yield env


def at_once(env: dict[str, str], *commands: list[str]) -> list[Any]:
    """Start one process for each command, let all go at one word, and return what they printed."""
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.faults.houses", *words],
            cwd=houses.ROOT,
            env=env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for words in commands
    ]
    for one in running:
        assert one.stdout is not None
        assert one.stdout.readline() == "ready\n"
    for one in running:
        assert one.stdin is not None
        one.stdin.write("go\n")
        one.stdin.flush()
    return [json.loads(one.communicate()[0].splitlines()[-1]) for one in running]


def test_of_two_who_take_over_at_once_exactly_one_wins(env: dict[str, str]) -> None:
    numbers = houses.run(["pass-on", "4"], env)
    for number in numbers:
        ended = at_once(env, ["take", "sun", number], ["take", "sun", number])
        assert sorted(one["ended"] for one in ended) == ["Conflict", "done"]
    found = houses.run(["check"], env)
    assert found["clean"]
    assert found["half"] == []
    for number in numbers:
        assert found["stored"][number].count("taken-over") == 1


def test_of_a_take_over_and_a_return_at_once_exactly_one_wins(env: dict[str, str]) -> None:
    for number in houses.run(["pass-on", "3"], env):
        ended = at_once(env, ["take", "sun", number], ["return", "sun", number])
        assert sorted(one["ended"] for one in ended) == ["Conflict", "done"]
    assert houses.run(["check"], env)["clean"]


def test_two_sweeps_at_once_do_the_work_of_one(env: dict[str, str]) -> None:
    houses.run(["pass-on", "20"], env)
    late = "2030-06-01T09:00:00+08:00"
    ended = at_once(env, ["sweep", late], ["sweep", late], ["sweep", late])
    found = houses.run(["swept", late], env)
    assert found["left"] == 0
    assert found["faults"] == 0
    assert found["breaches"] == found["broken"] > 20
    assert sum(one["handled"] for one in ended) >= found["breaches"]
    assert found["doubled"] == []
