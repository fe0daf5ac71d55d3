"""Commands about an office: verify, token, explain, health, calendar, tick, work."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.utils import timezone

from shouwen.docket.models import Heartbeat
from shouwen.enactment.models import CalendarYear
from shouwen.errors import Refused
from shouwen.jobs.cli import main
from shouwen.jobs.messages.trial import trial_document
from shouwen.jobs.watching import state
from shouwen.organization import queries as organization
from shouwen.organization.models import ApiToken, Institution
from tests.people import Office, build

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def office() -> Office:
    """The office of the tests."""
    return build()


def test_a_token_is_printed_once_and_opens_the_interface(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["token", "lin", "--days", "3", "--right", "matter.register"]) == 0
    raw = capsys.readouterr().out.strip()
    found = organization.person_for_token(raw, timezone.now())
    assert found is not None
    row = ApiToken.objects.get()
    assert row.rights == ["matter.register"]
    assert raw not in str(vars(row))


def test_nobody_gets_a_token_for_an_unknown_name(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["token", "nobody"]) == 2
    assert "没有用户「nobody」" in capsys.readouterr().err


def test_verify_says_how_many_entries_hold(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify"]) == 0
    assert "SZ: " in capsys.readouterr().out


def test_an_unknown_number_is_refused(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "SQ-20200101-9999"]) == 2
    assert "没有编号" in capsys.readouterr().err


def test_health_complains_until_clock_and_worker_have_run(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["health"]) == 1
    assert "从未运行" in capsys.readouterr().out
    assert main(["tick"]) == 0
    assert main(["work"]) == 0
    assert set(Heartbeat.objects.values_list("name", flat=True)) == {"tick", "work"}
    capsys.readouterr()
    assert main(["health"]) == 0, capsys.readouterr().out


def test_the_worker_raises_an_alarm_for_a_post_without_anybody(office: Office) -> None:
    Institution.objects.get(pk=office.id)
    from shouwen.organization.models import Person

    Person.objects.filter(institution=office.id).update(left_at=timezone.now())
    from shouwen.organization.queries.snapshots import forget

    forget()
    assert main(["work"]) == 0
    assert organization.alarms(office.id)
    assert any(not figure.good for figure in state(timezone.now()) if "无人在岗" in figure.name.zh)


def test_a_calendar_is_shown_first_and_put_into_force_only_when_asked(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "2027.json"
    days = [{"name": "元旦", "date": "2027-01-01", "isOffDay": True},
            {"name": "元旦", "date": "2027-01-04", "isOffDay": True}]  # fmt: skip
    file.write_text(json.dumps({"year": 2027, "papers": [], "days": days}), encoding="utf-8")
    assert main(["calendar", "import", str(file)]) == 0
    assert "仅预览" in capsys.readouterr().out
    assert not CalendarYear.objects.exists()
    assert main(["calendar", "import", str(file), "--yes", "--notice", "示例通知"]) == 0
    assert "已生效" in capsys.readouterr().out
    assert CalendarYear.objects.get().notice == "示例通知"


def test_only_the_software_itself_makes_a_trial(office: Office) -> None:
    from shouwen.enactment import actions as enactment

    document = trial_document()
    with pytest.raises(Refused) as refused:
        enactment.draft(
            document.source,
            institution_id=office.id,
            editions=document.editions,
            trial=True,
            by=office.actor("feng", timezone.now()),
            at=timezone.now(),
        )
    assert refused.value.code == "enactment.trial"


def test_migrate_says_nothing_is_left_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["migrate"]) == 0
    assert "No migrations to apply" in capsys.readouterr().out
