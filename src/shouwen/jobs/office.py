"""Commands about an office: `shouwen migrate`, `verify`, `token`, `explain`, `health`."""

from __future__ import annotations

import argparse
from datetime import timedelta
from typing import Any

from shouwen.errors import Text, Unclear


def add_commands(commands: Any) -> None:
    """Add `migrate`, `verify`, `token`, `explain` and `health`."""
    migrating = commands.add_parser(
        "migrate", help="建立或更新数据库 / make or update the database"
    )
    migrating.set_defaults(run=migrate)
    explaining = commands.add_parser("explain", help="逐步说明一件事项的期限 / explain its limits")
    explaining.add_argument("number")
    explaining.add_argument("--institution", help="code, if several have this number")
    explaining.add_argument("--language", choices=("zh", "en"), default="zh")
    explaining.set_defaults(run=explain)
    looking = commands.add_parser("health", help="系统状态 / the state of the system")
    looking.set_defaults(run=health)
    verifying = commands.add_parser("verify", help="核验记录未被改动 / verify the record")
    verifying.add_argument("--institution", help="code; default: every institution")
    verifying.set_defaults(run=verify)
    giving = commands.add_parser("token", help="发放接口令牌 / issue a token for the interface")
    giving.add_argument("username")
    giving.add_argument("--name", default="command line")
    giving.add_argument("--days", type=int, default=90)
    giving.add_argument("--right", action="append", help="only these rights; may be repeated")
    giving.set_defaults(run=token)


def migrate(given: argparse.Namespace) -> int:
    """Make or update the tables of the database that the settings name."""
    from django.core.management import call_command

    call_command("migrate", verbosity=1)
    return 0


def explain(given: argparse.Namespace) -> int:
    """Print every duty of a matter: verdict, limit, each step and the clauses it rests on."""
    from shouwen.jobs.explaining import explained

    for line in explained(given.number, institution=given.institution, language=given.language):
        print(line)
    return 0


def health(given: argparse.Namespace) -> int:
    """Print whether clock and worker keep up; 1 if something needs a person."""
    from django.utils import timezone

    from shouwen.jobs.watching import state

    found = state(timezone.now())
    for figure in found:
        print(
            f"{'正常' if figure.good else '注意'}  {figure.name.zh}:{figure.value}"
            f"  / {figure.name.en}: {'ok' if figure.good else 'LOOK'}"
        )
    return 0 if all(figure.good for figure in found) else 1


def verify(given: argparse.Namespace) -> int:
    """Verify each institution's journal with the independent tool; name the first bad entry."""
    from django.utils import timezone

    from shouwen.journal import actions as journal
    from shouwen.journal import queries
    from shouwen.organization import queries as organization

    houses = [
        one
        for one in organization.institutions(active_only=False)
        if not given.institution or one.code == given.institution
    ]
    journal.sequence_all()
    bad = 0
    for house in houses:
        verdict = queries.verify(house.pk, at=timezone.now())
        if verdict.fault is None:
            print(f"{house.code}: {verdict.entries} 条记录完好,{verdict.seals} 次封存")
        else:
            bad += 1
            print(f"{house.code}: {verdict.fault.zh}\n  {verdict.fault.words}")
    return 1 if bad else 0


def token(given: argparse.Namespace) -> int:
    """Issue a token for a person and print it; it is shown only now."""
    from django.utils import timezone

    from shouwen.organization import actions, queries
    from shouwen.organization.domain import SYSTEM

    found = [
        one
        for house in queries.institutions()
        for one in queries.search_people(house.pk, given.username)
    ]
    person = next((one for one in found if one.username == given.username), None)
    if person is None:
        raise Unclear(
            "jobs.person",
            Text(f"没有用户「{given.username}」。", f"There is no user “{given.username}”."),
        )
    now = timezone.now()
    _, raw = actions.issue_token(
        person,
        name=given.name,
        rights=given.right or sorted(queries.actor(person, now).rights),
        expires_at=now + timedelta(days=given.days),
        by=SYSTEM,
        at=now,
    )
    print(raw)
    return 0
