"""Several processes on one database: nobody is overtaken, nobody reads a stale roster."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
SET_UP = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
import office
built = office.build()
from shouwen.organization import actions
from shouwen.organization.domain import SYSTEM
post = actions.create_post(built.hall, title="新岗", by=SYSTEM, at=office.START)
print(built.house.pk, post.pk, built.window.pk, built.spare.pk, built.zhao.pk, built.lin.pk)
"""
APPOINT = """
import sys, django; django.setup()
import office
from shouwen.errors import ShouwenError
from shouwen.organization import actions
from shouwen.organization.domain import SYSTEM
from shouwen.organization.models import Person, Post
post, person = Post.objects.get(pk=sys.argv[1]), Person.objects.get(pk=sys.argv[2])
print("ready", flush=True); sys.stdin.readline()
try:
    actions.appoint(post, person, by=SYSTEM, at=office.START); print("appointed")
except ShouwenError as fault:
    print(fault.code)
"""
WATCH = """
import sys, django; django.setup()
import office
from shouwen.organization import queries
def look():
    answer = queries.present(int(sys.argv[1]), office.START, institution_id=int(sys.argv[2]))
    print(answer.person_id, flush=True)
look(); sys.stdin.readline(); look()
"""
LEAVE = """
import sys, django; django.setup()
import office
from shouwen.organization.models import Person
office.leave(Person.objects.get(pk=sys.argv[1]), office.START, office.START + office.DAY)
"""


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("processes")
    paths = [str(HERE), *filter(None, sys.path)]
    return {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{folder / 'shared.sqlite3'}",
        "SHOUWEN_DATA": str(folder),
        "PYTHONPATH": os.pathsep.join(paths),
    }


@pytest.fixture(scope="module")
def ids(environment: dict[str, str]) -> list[str]:
    return _run(environment, SET_UP).split()


def _start(environment: dict[str, str], code: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def _run(environment: dict[str, str], code: str, *arguments: str) -> str:
    process = _start(environment, code, *arguments)
    told, _ = process.communicate(timeout=120)
    assert process.returncode == 0
    return told


def test_two_at_once_cannot_both_become_a_of_one_post(
    environment: dict[str, str], ids: list[str]
) -> None:
    _, post, _, spare, zhao, _ = ids
    both = [_start(environment, APPOINT, post, person) for person in (spare, zhao)]
    for process in both:
        assert process.stdout.readline() == "ready\n"
    for process in both:
        process.stdin.write("\n")
        process.stdin.flush()
    outcomes = sorted(process.communicate(timeout=60)[0].strip() for process in both)
    assert outcomes == ["appointed", "organization.post-held"]


def test_an_absence_entered_by_one_process_is_seen_by_another(
    environment: dict[str, str], ids: list[str]
) -> None:
    house, _, window, _, zhao, lin = ids
    watcher = _start(environment, WATCH, window, house)
    assert watcher.stdout.readline().strip() == lin
    _run(environment, LEAVE, lin)
    assert watcher.communicate("\n", timeout=60)[0].strip() == zhao
