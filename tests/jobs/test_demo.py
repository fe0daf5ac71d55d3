"""The demonstration office: loads without a refusal, once, and its record holds."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from django.conf import LazySettings

from shouwen.docket.models import Breach, Dossier, Proposal, Timer
from shouwen.errors import Refused
from shouwen.jobs.cli import main
from shouwen.jobs.demo import cast, command
from shouwen.jobs.demo.load import Loaded, load
from shouwen.jobs.demo.office import ZONE
from shouwen.journal import queries as journal
from shouwen.notify.models import Message
from shouwen.organization import queries as organization

PASSWORD = "only-in-tests-1"
SOME = 12


def at(text: str) -> datetime:
    """Return an instant in the office's zone."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.fixture
def seals(settings: LazySettings, tmp_path: Path) -> Path:
    """Keep copies of seals away from those of other tests."""
    settings.SEALS = tmp_path / "seals"
    return settings.SEALS


def loaded(now: str) -> Loaded:
    """Load a small demonstration that ends at an instant."""
    return load(now=at(now), password=PASSWORD, count=SOME)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("now", ["2026-11-20 10:15", "2026-02-19 12:00", "2026-03-01 03:00"])
def test_a_year_loads_without_a_refusal_on_working_days_festivals_and_nights(
    now: str, seals: Path
) -> None:
    done = loaded(now)
    assert done.refused == ()
    assert done.matters >= SOME
    assert not Dossier.objects.filter(last_act_at__gt=at(now)).exists()
    verdict = journal.verify(done.house.id, at=at(now))
    assert verdict.clean
    assert verdict.sealed == verdict.entries
    assert not Timer.objects.filter(at__lt=at(now)).exists()


@pytest.mark.django_db(transaction=True)
def test_the_visitor_finds_something_of_each_kind(seals: Path) -> None:
    now = at("2026-11-20 10:15")
    done = loaded("2026-11-20 10:15")
    open_now = Dossier.objects.filter(settled=False)
    assert open_now.filter(pending_post__isnull=False).count() >= 2
    assert open_now.filter(state="waiting").exists()
    assert open_now.filter(limit_at__date=now.date()).exists()
    assert open_now.filter(limit_at__lt=now).exists()
    wanted = set(Proposal.objects.filter(decided_at=None).values_list("wants", flat=True))
    assert wanted == {"extension-approved", "refusal-approved"}
    assert Breach.objects.exists()
    away = organization.absences(done.house.id, since=now, until=now)
    assert [one.person.username for one in away] == ["hu"]
    assert not Message.objects.filter(send_at__isnull=False).exists()


@pytest.mark.django_db(transaction=True)
def test_the_same_day_gives_the_same_year(seals: Path) -> None:
    first = loaded("2026-11-20 10:15")
    numbers = list(Dossier.objects.order_by("number").values_list("number", "state"))
    assert first.acts > 100
    again = load_elsewhere()
    assert numbers == again


def load_elsewhere() -> list[tuple[str, str]]:
    """Load once more after taking the first office back, and return its numbers and states."""
    from django.core.management import call_command

    call_command("flush", interactive=False, verbosity=0)
    loaded("2026-11-20 10:15")
    return list(Dossier.objects.order_by("number").values_list("number", "state"))


@pytest.mark.django_db(transaction=True)
def test_it_is_loaded_once_and_prints_every_account(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], seals: Path
) -> None:
    monkeypatch.setattr("shouwen.jobs.demo.load.MATTERS", 0)
    monkeypatch.setattr("shouwen.jobs.demo.load._year", lambda *_rest: None)
    assert main(["demo", "--load-only"]) == 0
    out = capsys.readouterr().out
    for username, role, _ in cast.ACCOUNTS:
        assert f"{username} " in out
        assert role in out
    before = Dossier.objects.count()
    assert main(["demo", "--load-only"]) == 0
    assert "正在载入" not in capsys.readouterr().out
    assert Dossier.objects.count() == before


def test_the_password_is_made_once_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    file = tmp_path / "data" / command.PASSWORD_FILE
    first = command.kept_password(file)
    assert command.kept_password(file) == first
    assert len(first) >= 10
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_taken_port_is_refused_before_any_work() -> None:
    import socket

    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(Refused) as refused:
            command.free("127.0.0.1", other.getsockname()[1])
    assert refused.value.code == "demo.port"


def test_nobody_in_the_demonstration_shares_a_name() -> None:
    names = [row[1] for row in cast.PEOPLE]
    assert len(set(names)) == len(names)
    assert {one for row in cast.POSTS for one in row[4:6]} <= {row[0] for row in cast.PEOPLE}
