"""Whatever is sent, the answer is a clear error that says what is wrong, and nothing is stored."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from shouwen.docket.models import Dossier
from shouwen.errors import Unclear
from shouwen.jobs.messages import sheet
from shouwen.journal.models import Entry
from shouwen.matters import actions as matters
from shouwen.matters.models import Matter
from shouwen.organization import actions, queries
from shouwen.organization.domain import SYSTEM
from tests.people import Office, build
from tests.permissions import asking
from tests.permissions import office as small

JSON = "application/json"
SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'`{{7*7}}${7*7}"
ZONE = ZoneInfo("Asia/Shanghai")
INJECTIONS = (
    "' OR 1=1 --",
    '"; DROP TABLE docket_dossier; --',
    "%' UNION SELECT canonical FROM journal_entry --",
    "\\",
    "%",
    "_",
    "*",
    '"',
    "NEAR(",
    "a AND OR NOT",
    "{}[]()^:",
    "9" * 40,
    "-1",
    "1e9",
    "\x00",
    "0001-01-01",
    "9999-12-31",
    "٢٠٢٦-٠١-٠١",
)


@pytest.fixture
def office(db: None) -> Office:
    """Return a fresh office with its law in force."""
    return build()


@pytest.fixture
def calling(office: Office) -> Callable[[str], Client]:
    """Return a maker of clients that carry a person's token; server errors become answers."""

    def client(name: str) -> Client:
        now, person = timezone.now(), office.people[name]
        _, raw = actions.issue_token(
            person,
            name="test",
            rights=sorted(queries.actor(person, now).rights),
            expires_at=now + timedelta(days=1),
            by=SYSTEM,
            at=now,
        )
        return Client(headers={"Authorization": f"Bearer {raw}"}, raise_request_exception=False)

    return client


def count() -> tuple[int, int, int]:
    """Return how many dossiers, matters and entries there are."""
    return Dossier.objects.count(), Matter.objects.count(), Entry.objects.count()


def problem(answer: Any, *status: int) -> dict[str, Any]:
    """Return a problem document, after checking that it is one and says something."""
    assert answer.status_code in status, (answer.status_code, answer.content[:300])
    assert answer["Content-Type"] == "application/problem+json"
    found: dict[str, Any] = answer.json()
    assert found["code"]
    assert found["detail"]
    return found


def register(client: Client, body: Any) -> Any:
    """Send a registration."""
    return client.post("/api/v1/matters", body, content_type=JSON)


# Sheets.


def book(folder: Path, *rows: list[Any]) -> Path:
    """Write rows into a workbook."""
    file = folder / "messages.xlsx"
    with xlsxwriter.Workbook(file) as written:
        page = written.add_worksheet()
        for place, row in enumerate(rows):
            page.write_row(place, 0, row)
    return file


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [["不相干", "也不相干"], ["甲", "乙"]],
        [["<script>", "=cmd|' /C calc'!A0"], ["1", "2"]],
        [[1, 2, 3], [4, 5, 6]],
    ],
)
def test_a_sheet_with_the_wrong_columns_says_which_are_missing(
    tmp_path: Path, rows: list[list[Any]]
) -> None:
    with pytest.raises(Unclear) as fault:
        sheet.read(book(tmp_path, *rows), ZONE)
    assert fault.value.text.zh
    assert fault.value.text.en


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"not a workbook", b"\x00" * 5000])
def test_a_file_that_is_no_workbook_is_said_to_be_none(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "messages.xlsx"
    file.write_bytes(content)
    with pytest.raises(Unclear):
        sheet.read(file, ZONE)


# Dates.


@pytest.mark.parametrize("start", ["2190-02-01T10:00", "2027-06-01T10:00", "2006-12-29T10:00"])
def test_a_limit_beyond_the_calendar_is_provisional_or_refused(
    calling: Callable[[str], Client], start: str
) -> None:
    answer = calling("lin").get("/api/v1/deadline", {"start": start, "within": "5 working-day"})
    if answer.status_code == 200:
        assert answer.json()["provisional"] is True
    else:
        problem(answer, 422)


@pytest.mark.parametrize(
    "asked",
    [
        {"start": "9999-12-31T23:00", "within": "5 working-day"},
        {"start": "0001-01-01T00:00", "within": "5 working-day"},
        {"start": "2026-02-13T10:00", "within": "999999999 working-day"},
        {"start": "2026-02-13T10:00", "within": "-5 working-day"},
        {"start": "2026-02-13T10:00", "within": "NaN month"},
        {"start": "2026-02-30T10:00", "within": "5 working-day"},
        {"start": "gestern", "within": "5 working-day"},
        {"start": "2026-02-13T10:00", "within": "5 working-day", "calendar": "../../etc/passwd"},
        {"start": "2026-02-13T10:00", "within": "5 working-day", "hours": "25:00-26:00"},
    ],
)
def test_a_limit_that_cannot_be_computed_says_why(
    calling: Callable[[str], Client], asked: dict[str, str]
) -> None:
    problem(calling("lin").get("/api/v1/deadline", asked), 400, 404, 422)


@pytest.mark.parametrize("due", ["2190-02-01", "9999-12-31", "0001-01-01"])
def test_a_stated_day_far_away_is_provisional_or_refused(
    calling: Callable[[str], Client], due: str
) -> None:
    client = calling("lin")
    number = register(client, {"subject": "续租", "item": "GZF"}).json()["number"]
    body = {"act": "limit-set", "answers": {"due": due}}
    before = count()
    answer = client.post(f"/api/v1/matters/{number}/acts", body, content_type=JSON)
    if answer.status_code != 201:
        problem(answer, 403, 422)
        assert count() == before
    whole = client.get(f"/api/v1/matters/{number}")
    assert whole.status_code == 200
    for limit in whole.json()["limits"]:
        if limit["limit"] and limit["limit"] > "2028":
            assert limit["provisional"]


# Forgeries.


@pytest.mark.parametrize("cursor", ["x", "e30=", "....", "A" * 5000, "\x00", "eyJhIjoxfQ"])
def test_a_forged_cursor_is_refused(
    calling: Callable[[str], Client], office: Office, cursor: str
) -> None:
    problem(calling("lin").get("/api/v1/matters", {"cursor": cursor}), 400, 422)
    page = Client(raise_request_exception=False)
    page.force_login(office.people["lin"])
    assert page.get("/matters/", {"after": cursor}).status_code in {302, 400, 422}


@pytest.mark.parametrize("token", ["", "x", "Bearer", "a" * 4000, "sw_" + "0" * 40, "\x7f", "令牌"])
def test_a_forged_token_opens_nothing(office: Office, token: str) -> None:
    raw = token.encode().decode("latin-1")
    client = Client(headers={"Authorization": f"Bearer {raw}"}, raise_request_exception=False)
    problem(client.get("/api/v1/matters"), 401)


def test_a_forged_link_and_a_guessed_code_open_nothing(office: Office) -> None:
    now = timezone.now()
    done = matters.register(
        matters.Contact(subject="秘密的事", item="GZF"),
        institution_id=office.id,
        by=office.actor("lin", now),
        at=now,
    )
    client = Client(raise_request_exception=False)
    for link in ("x", "a.b", "%00", "A" * 3000, f"{done.dossier.uid.hex}.x"):
        answer = client.get(f"/p/t/{link}/")
        assert answer.status_code in {400, 404}
    code = "00000000" if done.code != "00000000" else "11111111"
    for number in (done.number, "SQ-20990101-0001", "' OR 1=1 --", "\x00", "9" * 500):
        answer = client.post("/p/SZ/follow/", {"number": number, "code": code})
        assert answer.status_code in {200, 403, 404, 422, 429}
        assert "秘密的事" not in answer.content.decode()


# Sizes.


def test_too_large_a_body_is_refused(calling: Callable[[str], Client]) -> None:
    client, before = calling("lin"), count()
    body = json.dumps({"subject": "x" * (6 * 1024 * 1024)})
    problem(register(client, body), 400, 413, 422)
    assert count() == before


@pytest.mark.parametrize(
    "body",
    [
        "[" * 10_000,
        '{"a":' * 10_000,
        "nonsense",
        "",
        "null",
        "[]",
        '{"subject": "x", "post": 1' + "0" * 400 + "}",
        '{"subject": "x", "post": 1e400}',
        '{"subject": "x", "handed_in": [99999999999999999999999]}',
        '{"subject": "x", "handed_in": [123456]}',
        '{"subject": "x", "facts": {"urgency": "made-up"}}',
        '{"subject": NaN}',
        '{"subject": {"$gt": ""}}',
        b"\xff\xfe\x00",
    ],
)
def test_a_body_out_of_all_shape_is_refused(calling: Callable[[str], Client], body: Any) -> None:
    client, before = calling("lin"), count()
    problem(register(client, body), 400, 404, 413, 422)
    assert count() == before


def test_too_large_an_upload_is_refused_by_name(office: Office, settings: Any) -> None:
    settings.MAX_UPLOAD = 1024
    now = timezone.now()
    done = matters.register(
        matters.Contact(subject="续租"),
        institution_id=office.id,
        by=office.actor("lin", now),
        at=now,
    )
    page = Client(raise_request_exception=False)
    page.force_login(office.people["lin"])
    before = count()
    large = SimpleUploadedFile("大图.png", small.PNG + bytes(4096), "image/png")
    told = page.post(f"/matters/{done.number}/attach/", {"file": large}, follow=True)
    assert told.status_code < 500
    assert "大图.png" in told.content.decode()
    assert count() == before


def test_twenty_thousand_fields_are_refused(office: Office) -> None:
    page = Client(raise_request_exception=False)
    page.force_login(office.people["lin"])
    before = count()
    fields = {f"f{one}": "x" for one in range(20_000)}
    assert page.post("/intake/", fields).status_code == 400
    assert count() == before


# Characters.


@pytest.mark.parametrize("sign", ["\\ud800", "\\udfff x", "\\u0000", "a\\u0000b"])
@pytest.mark.parametrize("name", ["subject", "title", "applicant", "phone", "email", "address"])
def test_lone_surrogates_and_nul_never_reach_the_record(
    calling: Callable[[str], Client], sign: str, name: str
) -> None:
    body = '{"subject": "x", "kind": "enquiry"}'.replace('"x"', f'"x{sign}"')
    if name != "subject":
        body = f'{{"subject": "x", "{name}": "x{sign}"}}'
    client, before = calling("lin"), count()
    answer = register(client, body)
    if answer.status_code != 201:
        problem(answer, 400, 422)
        assert count() == before
        return
    row = Matter.objects.get(number=answer.json()["number"])
    kept = str(getattr(row, name))
    assert "\x00" not in kept
    kept.encode()


@pytest.mark.parametrize("text", ["\\ud800", "\\u0000", "\\u202e\\u200b", "𠮷" * 3, "Ａ１"])
def test_odd_characters_in_an_act_are_taken_or_refused_whole(
    calling: Callable[[str], Client], text: str
) -> None:
    client = calling("lin")
    number = register(client, {"subject": "续租"}).json()["number"]
    before = count()
    body = f'{{"act": "noted", "answers": {{"note": "{text}"}}}}'
    answer = client.post(f"/api/v1/matters/{number}/acts", body, content_type=JSON)
    if answer.status_code != 201:
        problem(answer, 400, 403, 422)
        assert count() == before
    assert client.get(f"/api/v1/matters/{number}").status_code == 200


# Scripts and SQL.


@pytest.fixture
def scripted(db: None) -> small.House:
    """Return a house in which every free text is a script."""
    house = small.make()
    now, office = timezone.now(), house.office
    contact = matters.Contact(
        subject=SCRIPT,
        item="GZF",
        title=SCRIPT,
        applicant=SCRIPT,
        phone=SCRIPT[:40],
        email=SCRIPT,
        address=SCRIPT,
    )
    by = office.actor("lin", now)
    done = matters.register(contact, institution_id=office.id, by=by, at=now)
    uid, sun = done.dossier.uid, office.actor("sun", now)
    to = {"recipient": office.handling.pk, "note": SCRIPT}
    kept = matters.keep([small.PNG], f"{SCRIPT}.png")
    for who, act, answers in (
        (by, "accepted", {}),
        (by, "noted", {"note": SCRIPT}),
        (by, "told-once", {"extra": SCRIPT, "steps": SCRIPT, "conditions": SCRIPT}),
        (by, "correction-received", {"note": SCRIPT}),
        (by, "handed-over", to),
        (sun, "taken-over", {}),
        (sun, "explained", {"reason": SCRIPT}),
        (
            sun,
            "extension-asked",
            {"ground": "force-majeure", "new-limit": "2027-01-04", "reason": SCRIPT},
        ),
        (sun, "completed", {"result": SCRIPT}),
        (None, "rated", {"rating": "1", "comment": SCRIPT}),
    ):
        matters.perform(uid, act, answers, by=who, at=now)
    matters.put_beside(sun, done.number, [kept], at=now)
    matters.save_view(by, SCRIPT[:30], "")
    from shouwen.matters import queries as matter_queries

    house.given |= {
        "number": done.number,
        "sign-sheet.number": house.given["number"],
        "link": matter_queries.visit_link(Dossier.objects.get(uid=uid), now),
        "paper": f"{done.number}-S",
    }
    return house


def test_a_script_in_any_text_is_shown_as_text_on_every_page(scripted: small.House) -> None:
    asker, shown = asking.Asker(scripted), 0
    for address in asking.addresses().values():
        for role in ("handler", "first-asked", "leader", "supervisor", "office", "citizen"):
            answer = asker.send(address, "GET", role)
            if not answer.get("Content-Type", "").startswith("text/html"):
                continue
            text = b"".join(answer).decode()  # type: ignore[arg-type]
            assert "<script>alert(" not in text, (address.name, role)
            assert "<img src=x" not in text, (address.name, role)
            assert ">49<" not in text
            shown += "&lt;script&gt;alert(1)" in text
    assert shown > 10


@pytest.mark.parametrize("wrong", INJECTIONS)
def test_sql_in_any_filter_finds_nothing_more_and_breaks_nothing(
    office: Office, calling: Callable[[str], Client], wrong: str
) -> None:
    client = calling("lin")
    page = Client(raise_request_exception=False)
    page.force_login(office.people["lin"])
    register(client, {"subject": "续租"})
    described = client.get("/api/v1/openapi.json").json()["paths"]["/api/v1/matters"]["get"]
    names = [one["name"] for one in described["parameters"]]
    assert len(names) > 8
    for name in names:
        answer = client.get("/api/v1/matters", {name: wrong})
        if answer.status_code != 200:
            problem(answer, 400, 422)
    for place, name in (
        *(("/matters/", one) for one in (*names, "jump", "cols", "view", "density", "after")),
        *(("/desk/", one) for one in ("tab", "after", "q")),
        ("/search/", "q"),
        *(("/overview/", one) for one in ("since", "until", "department", "period", "work")),
        *(("/people/", one) for one in ("q", "department", "day")),
        *(("/rulebooks/", one) for one in ("q", "work", "on")),
        ("/rulebooks/explain/", "start"),
        *(("/messages/", one) for one in ("after", "unread")),
        ("/p/SZ/ask/", "q"),
        ("/p/SZ/guides/", "q"),
    ):
        answer = page.get(f"{place}?{urlencode({name: wrong})}")
        assert answer.status_code < 500, (place, name, wrong)
    found = client.get("/api/v1/matters", {"text": wrong}).json()
    if "1=1" in wrong or "UNION" in wrong or "DROP" in wrong:
        assert found["matters"] == []
    assert Dossier.objects.count() == 1
