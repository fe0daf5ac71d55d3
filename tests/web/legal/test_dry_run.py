"""What would move before anybody signs: figures first, then every limit old and new."""

from __future__ import annotations

import re
from typing import Any

from shouwen.enactment import queries as enactment
from shouwen.matters import actions as matters
from tests.people import Office, at
from tests.web.legal.conftest import Colleague
from tests.web.legal.test_adoption import drafted


def registered(office: Office, when: str) -> str:
    """Register an enquiry at the window; return its number."""
    done = matters.register(
        matters.Contact(subject="想问公租房续租要交什么。"),
        institution_id=office.id,
        by=office.actor("lin", at(when)),
        at=at(when),
    )
    return str(done.number)


def shorter(colleague: Colleague, office: Office, first_day: str) -> str:
    """Draft a new version in which an enquiry's outcome takes half as long; return its address."""
    feng = colleague("feng")
    source = feng.get(f"/adopt/{enactment.adoptions(office.id)[0].id}/adoption.yaml").content
    changed = source.decode().replace("edition: 2025-01-01", f"edition: {first_day}")
    changed = changed.replace(
        "rule: wuwei-city#answer-or-forward, within: {to: 1, unit: working-day}",
        "rule: wuwei-city#answer-or-forward, within: {to: 2, unit: working-hour}",
    )
    assert changed != source.decode()
    from django.core.files.uploadedfile import SimpleUploadedFile

    given = SimpleUploadedFile("a.yaml", changed.encode())
    answer = feng.post("/adopt/upload/", {"file": given})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def figures(answer: Any) -> dict[str, str]:
    """Return the figures of a dry run by their label."""
    return {one.label: one.value for one in answer.context["trial"].figures}


def test_a_law_from_tomorrow_moves_no_open_limit(office: Office, colleague: Colleague) -> None:
    registered(office, "2026-02-13 09:30")
    address = shorter(colleague, office, "2026-02-24")
    answer = colleague("feng").get(f"{address}dry-run/")
    told = answer.content.decode()
    assert figures(answer)["会变动"] == "0"
    assert "没有期限会变动" in told
    assert "已算 1 件，共 1 件" in told


def test_a_law_from_today_moves_what_began_today(office: Office, colleague: Colleague) -> None:
    number = registered(office, "2026-02-13 09:30")
    address = shorter(colleague, office, "2026-02-13")
    answer = colleague("feng").get(f"{address}dry-run/")
    told, counted = answer.content.decode(), figures(answer)
    assert counted["提前"] == "1"
    assert counted["推后"] == "0"
    assert number in told
    assert re.search(r'old-value">[^<]*18:00', told)


def test_the_past_year_is_measured_as_if_the_law_had_been_in_force(
    office: Office, colleague: Colleague
) -> None:
    registered(office, "2026-01-12 09:00")
    address = shorter(colleague, office, "2026-03-01")
    counted = figures(colleague("feng").get(f"{address}dry-run/?of=year"))
    assert int(counted["比较了的期限"]) > 0
    assert counted["提前"] == "1"


def test_a_dry_run_writes_nothing(office: Office, colleague: Colleague) -> None:
    from shouwen.docket.models import Obligation

    registered(office, "2026-02-13 09:30")
    before = list(Obligation.objects.order_by("pk").values_list("key", "limit_at", "verdict"))
    address = shorter(colleague, office, "2026-02-13")
    colleague("feng").get(f"{address}dry-run/")
    after = list(Obligation.objects.order_by("pk").values_list("key", "limit_at", "verdict"))
    assert before == after


def test_signing_carries_the_law_through_and_names_what_moved(
    office: Office, colleague: Colleague
) -> None:
    from shouwen.docket import actions as docket
    from shouwen.docket import queries as dossiers
    from tests.web.legal.test_adoption import signature

    number = registered(office, "2026-02-13 09:30")
    address = shorter(colleague, office, "2026-02-13")
    wang = colleague("wang")
    # An adoption of the same first day as the one in force would bind beside it; this one is later.
    assert wang.post(f"{address}sign/", signature(wang, address)).status_code == 302
    assert docket.carry_on(now=at("2026-02-13 10:02")) == 1
    done = dossiers.rejudgements(office.id)[0]
    assert (done.finished, done.moved) == (True, 1)
    told = wang.get(f"/setup/changes/{done.id}/").content.decode()
    assert number in told


def test_an_adoption_without_open_matters_says_so(office: Office, colleague: Colleague) -> None:
    address = drafted(colleague("feng"))
    told = colleague("feng").get(f"{address}dry-run/").content.decode()
    assert "已算 0 件，共 0 件" in told
