"""The interface: every act that a page offers, through the same actions."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.people import Office

Calling = Callable[[str], Client]
JSON = "application/json"


def post(client: Client, path: str, body: Any, **headers: str) -> Any:
    """Send JSON to the interface."""
    return client.post(f"/api/v1{path}", body, content_type=JSON, headers=headers)


def register(client: Client, **more: Any) -> dict[str, Any]:
    """Register a renewal of a tenancy."""
    body = {"subject": "想续租公租房", "item": "GZF", "applicant": "张示例", "phone": "13800000000"}
    answer = post(client, "/matters", body | more)
    assert answer.status_code == 201, answer.content.decode()
    found: dict[str, Any] = answer.json()
    return found


def test_a_registered_matter_is_numbered_and_owed_at_once(office: Office, calling: Calling) -> None:
    done = register(calling("lin"))
    assert done["number"].startswith("SQ-")
    assert len(done["code"]) == 8
    assert done["limit"] is not None


def test_a_matter_goes_from_the_first_asked_to_its_handler(
    office: Office, calling: Calling
) -> None:
    lin, sun = calling("lin"), calling("sun")
    number = register(lin)["number"]
    for client, act, answers, state in (
        (lin, "accepted", {}, "in-hand"),
        (lin, "handed-over", {"recipient": office.handling.pk}, "in-transfer"),
        (sun, "taken-over", {}, "in-hand"),
        (sun, "completed", {"result": "续租一年"}, "completed"),
    ):
        answer = post(client, f"/matters/{number}/acts", {"act": act, "answers": answers})
        assert answer.status_code == 201, answer.content.decode()
        assert answer.json()["state"] == state
    whole = lin.get(f"/api/v1/matters/{number}").json()
    assert whole["matter"]["first_asked"] == "林小满"
    assert whole["matter"]["holder"]["name"] == "孙惊蛰"


def test_every_limit_comes_with_its_derivation_and_clauses(
    office: Office, calling: Calling
) -> None:
    client = calling("lin")
    number = register(client)["number"]
    limits = client.get(f"/api/v1/matters/{number}").json()["limits"]
    timed = [one for one in limits if one["limit"] is not None]
    assert timed
    assert all(one["steps"] and one["cited"] for one in timed)


def test_a_repeated_request_is_the_same_act(office: Office, calling: Calling) -> None:
    client = calling("lin")
    body = {"subject": "想续租公租房", "item": "GZF"}
    first = post(client, "/matters", body, **{"Idempotency-Key": "k1"}).json()
    again = post(client, "/matters", body, **{"Idempotency-Key": "k1"}).json()
    assert (again["number"], again["repeated"]) == (first["number"], True)
    other = post(client, "/matters", {**body, "subject": "别的"}, **{"Idempotency-Key": "k1"})
    assert other.status_code == 409
    assert other.json()["code"] == "docket.key-reused"


def test_an_act_on_a_page_that_moved_on_is_a_conflict(office: Office, calling: Calling) -> None:
    client = calling("lin")
    number = register(client)["number"]
    assert post(client, f"/matters/{number}/acts", {"act": "accepted"}).status_code == 201
    late = post(
        client, f"/matters/{number}/acts", {"act": "noted", "answers": {"note": "x"}, "seen": 0}
    )
    assert late.status_code == 409


def test_a_refusal_names_its_clause(office: Office, calling: Calling) -> None:
    lin = calling("lin")
    number = register(lin)["number"]
    post(lin, f"/matters/{number}/acts", {"act": "accepted"})
    post(
        lin,
        f"/matters/{number}/acts",
        {"act": "handed-over", "answers": {"recipient": office.handling.pk}},
    )
    sun = calling("sun")
    post(sun, f"/matters/{number}/acts", {"act": "taken-over"})
    answer = post(sun, f"/matters/{number}/acts", {"act": "closed"})
    assert answer.status_code == 403
    barred = sun.get(f"/api/v1/matters/{number}").json()["barred"]
    assert any(one["because"] for one in barred)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "subject"),
        ({"subject": ""}, "subject"),
        ({"subject": "x" * 20_001}, "subject"),
        ({"subject": "x", "channel": "pigeon"}, "channel"),
        ({"subject": "x", "kind": "nonsense"}, "kind"),
        ({"subject": "x", "phone": "1380000"}, "phone"),
        ({"subject": "x", "surprise": 1}, "surprise"),
        ({"subject": "x", "received_at": "yesterday"}, "received_at"),
    ],
)
def test_bad_input_names_the_field(
    office: Office, calling: Calling, body: dict[str, Any], field: str
) -> None:
    answer = post(calling("lin"), "/matters", body)
    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    assert field in answer.json()["facts"]


def test_without_a_token_nothing_answers(office: Office) -> None:
    for path in ("/matters", "/matters/SQ-1", "/rulebooks", "/deadline?start=2026-01-01&within=1"):
        answer = Client().get(f"/api/v1{path}")
        assert answer.status_code == 401
        assert answer.json()["code"] == "api.token"


def test_what_may_not_be_seen_answers_like_what_is_not_there(
    office: Office, calling: Calling
) -> None:
    number = register(calling("lin"))["number"]
    hidden = calling("admin").get(f"/api/v1/matters/{number}")
    absent = calling("admin").get("/api/v1/matters/SQ-20260101-9999")
    assert hidden.status_code == absent.status_code == 404
    assert hidden.json()["detail"] == absent.json()["detail"]


def test_lists_are_paged_without_gap_or_repeat(office: Office, calling: Calling) -> None:
    client = calling("lin")
    numbers = [register(client, subject=f"第 {nr} 件")["number"] for nr in range(7)]
    seen: list[str] = []
    cursor = ""
    while True:
        page = client.get("/api/v1/matters", {"size": 3, "cursor": cursor}).json()
        seen += [row["number"] for row in page["matters"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert seen == list(reversed(numbers))


def test_the_chain_holds_no_personal_data(office: Office, calling: Calling) -> None:
    client = calling("lin")
    number = register(client)["number"]
    text = client.get(f"/api/v1/matters/{number}/journal").content.decode()
    assert "张示例" not in text
    assert "13800000000" not in text
    assert '"committed"' in text


def test_a_deadline_is_computed_with_its_steps(office: Office, calling: Calling) -> None:
    query = {"start": "2026-02-13T10:00", "within": "5 working-day"}
    found = calling("lin").get("/api/v1/deadline", query).json()
    assert found["limit"] == "2026-02-27T18:00:00+08:00"
    assert found["steps"][0]["what"] == "start"


def test_rulebooks_are_read_back(office: Office, calling: Calling) -> None:
    client = calling("lin")
    works = {one["work"]: one for one in client.get("/api/v1/rulebooks").json()}
    assert works["wuwei-city"]["in_force_since"] == "2025-01-01"
    whole = client.get("/api/v1/rulebooks/wuwei-city/2024-01-01").json()
    assert any(clause["does"] for clause in whole["clauses"])


def test_the_description_lists_every_endpoint(office: Office) -> None:
    paths = Client().get("/api/v1/openapi.json").json()["paths"]
    assert set(paths) == {
        "/api/v1/matters",
        "/api/v1/matters/{number}",
        "/api/v1/matters/{number}/acts",
        "/api/v1/matters/{number}/journal",
        "/api/v1/deadline",
        "/api/v1/rulebooks",
        "/api/v1/rulebooks/{work}/{edition}",
    }


def test_the_manual_loads_nothing_from_elsewhere(client: Client) -> None:
    page = client.get("/api/v1/docs").content.decode()
    loaded = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert loaded
    assert [one for one in loaded if not one.startswith("/")] == []
