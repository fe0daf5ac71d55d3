"""Adopting: two people, a read-back signed whole, nothing in the past, nothing twice."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from shouwen.enactment import queries as enactment
from tests.people import PASSWORD, Office
from tests.web.legal.conftest import Colleague

WORKS = ["cn-licensing@2019-04-23"]
HEAD = {
    "works": WORKS,
    "title": "示例市行政许可办理细则",
    "number": "示政服〔2026〕3号",
    "name": "licensing",
    "first_day": "2026-03-01",
}


def prepared(feng: Client, **other: object) -> str:
    """Begin to prepare an adoption; return the address of its task list."""
    answer = feng.post("/adopt/new/", {**HEAD, **other})
    assert answer.status_code == 302, answer.content.decode()
    found = re.match(r"/adopt/prepare/\d+/", answer["Location"])
    assert found is not None
    return found[0]


def drafted(feng: Client, **other: object) -> str:
    """Prepare and write up; return the adoption's address."""
    tasks = prepared(feng, **other)
    answer = feng.post(f"{tasks}write-up/")
    assert answer["Location"].endswith("/dry-run/"), feng.get(tasks).content.decode()
    return str(answer["Location"]).removesuffix("dry-run/")


def signature(wang: Client, address: str, **other: object) -> dict[str, object]:
    """Return the form that the signer sends after reading everything."""
    told = wang.get(f"{address}sign/").content.decode()
    readback = re.search(r'name="readback" value="([0-9a-f]{64})"', told)
    assert readback is not None
    works = re.findall(r'name="read" id="[^"]+" value="([^"]+)"', told)
    return {"readback": readback[1], "read": works, "code": PASSWORD, **other}


def test_an_adoption_is_prepared_written_up_and_signed_by_another(
    office: Office, colleague: Colleague
) -> None:
    feng, wang = colleague("feng"), colleague("wang")
    address = drafted(feng)
    answer = wang.post(f"{address}sign/", signature(wang, address))
    assert answer.status_code == 302, answer.content.decode()
    one = enactment.adoptions(office.id)[0]
    assert (one.state, one.drafted_by, one.signed_by) == ("signed", "冯清明", "王冬至")
    assert "已签署，待施行" in wang.get("/adopt/").content.decode()


def test_the_drafter_does_not_sign(office: Office, colleague: Colleague) -> None:
    feng = colleague("feng")
    address = drafted(feng)
    row = enactment.enactment(office.id, enactment.adoptions(office.id)[0].id)
    answer = feng.post(
        f"{address}sign/",
        {
            "readback": enactment.read_back(row).sha256,
            "read": [one.work for one in enactment.read_back(row).editions],
            "code": PASSWORD,
        },
    )
    assert answer.status_code == 422
    assert enactment.adoptions(office.id)[0].state == "draft"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"code": "wrong-password"}, "口令不对"),
        ({"read": []}, "请读完这一部"),
        ({"readback": "0" * 64}, "请重新通读"),
    ],
)
def test_a_signature_wants_the_whole_page_read_and_the_password(
    office: Office, colleague: Colleague, wrong: dict[str, object], said: str
) -> None:
    wang = colleague("wang")
    address = drafted(colleague("feng"))
    answer = wang.post(f"{address}sign/", signature(wang, address, **wrong))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert enactment.adoptions(office.id)[0].state == "draft"


def test_a_first_day_in_the_past_is_refused_at_its_field(colleague: Colleague) -> None:
    answer = colleague("feng").post("/adopt/new/", {**HEAD, "first_day": "2026-02-12"})
    assert answer.status_code == 422
    assert "施行日 2026-02-12 已过" in answer.content.decode()


def test_a_draft_whose_first_day_has_passed_is_not_signed(
    office: Office, colleague: Colleague, clock: object
) -> None:
    address = drafted(colleague("feng"), first_day="2026-02-13")
    clock.shift(86_400)  # type: ignore[attr-defined]
    wang = colleague("wang")
    answer = wang.post(f"{address}sign/", signature(wang, address))
    assert answer.status_code == 422
    assert "施行日 2026-02-13 已过" in answer.content.decode()


def test_a_work_does_not_bind_twice_under_two_names(office: Office, colleague: Colleague) -> None:
    address = drafted(colleague("feng"), works=["wuwei-city@2024-01-01"], name="second")
    wang = colleague("wang")
    assert "不能同时采用两次" in wang.get(address).content.decode()
    answer = wang.post(f"{address}sign/", signature(wang, address))
    assert answer.status_code == 422
    assert "demo-city" in answer.content.decode()


def test_a_new_version_replaces_the_one_in_force_and_keeps_its_answers(
    office: Office, colleague: Colleague
) -> None:
    feng, wang = colleague("feng"), colleague("wang")
    form = feng.get("/adopt/new/").content.decode()
    assert 'value="demo-city"' in form
    works = list(enactment.adoptions(office.id)[0].works)
    works = [one for one in works if not one.startswith("demo-city")]
    address = drafted(feng, works=works, name="demo-city", title="示例细则（2026）")
    assert wang.post(f"{address}sign/", signature(wang, address)).status_code == 302
    newest, before = enactment.adoptions(office.id)[:2]
    assert str(newest.first_day) == "2026-03-01"
    assert str(before.last_day) == "2026-02-28"
    row = enactment.enactment(office.id, newest.id)
    fixed = enactment.answers_of(row)["bureau-8-first-asked#own-unstated"]
    assert fixed == {"within": {"to": 5, "unit": "working-day"}}


def test_an_adoption_is_withdrawn_before_its_first_day_by_typing_its_name(
    office: Office, colleague: Colleague
) -> None:
    wang = colleague("wang")
    address = drafted(colleague("feng"))
    wang.post(f"{address}sign/", signature(wang, address))
    wrong = wang.post(f"{address}withdraw/", {"object_name": "别的"})
    assert wrong.status_code == 422
    right = wang.post(f"{address}withdraw/", {"object_name": HEAD["title"]})
    assert right.status_code == 302
    assert enactment.adoptions(office.id)[0].state == "withdrawn"


def test_what_has_begun_is_not_withdrawn(office: Office, colleague: Colleague) -> None:
    one = enactment.adoptions(office.id)[0]
    answer = colleague("wang").post(f"/adopt/{one.id}/withdraw/", {"object_name": one.title})
    assert answer.status_code == 422
    assert "已经施行的采用文件不能撤回" in answer.content.decode()


def test_an_answer_outside_its_range_is_shown_at_its_field(colleague: Colleague) -> None:
    feng = colleague("feng")
    tasks = prepared(feng, works=["group-hq-time-limit@2024-01-01"], name="hq")
    field = "group-hq-time-limit--superior-plan--within"
    answer = feng.post(
        f"{tasks}group-hq-time-limit/", {field: "9", f"{field}--unit": "working-day"}
    )
    told = answer.content.decode()
    assert answer.status_code == 422
    assert f'id="{field}-error"' in told
    assert 'value="9"' in told
    assert "有 1 处要改" in feng.get(tasks).content.decode()
    back = feng.post(f"{tasks}write-up/")
    assert back["Location"] == tasks


def test_what_is_no_number_is_said_and_kept(colleague: Colleague) -> None:
    feng = colleague("feng")
    tasks = prepared(feng, works=["bureau-8-paired-posts@2024-01-01"], name="posts")
    field = "bureau-8-paired-posts--hand-back--within"
    answer = feng.post(
        f"{tasks}bureau-8-paired-posts/", {field: "一", f"{field}--unit": "working-day"}
    )
    assert answer.status_code == 422
    assert "「一」不是数字" in answer.content.decode()


def test_empty_answers_take_the_reference_on_request(office: Office, colleague: Colleague) -> None:
    feng = colleague("feng")
    tasks = prepared(feng, works=["bureau-8-time-limit@2024-01-01"], name="limits")
    answer = feng.post(f"{tasks}bureau-8-time-limit/", {"fill": "1"})
    assert answer.status_code == 302
    kept = enactment.preparations(office.id)[0].choices
    assert kept["bureau-8-time-limit#instructed-unstated"] == {
        "within": {"to": 10, "unit": "working-day"}
    }
    assert "3/3" in feng.get(tasks).content.decode()


def test_a_file_is_taken_and_its_faults_are_listed_by_line(
    office: Office, colleague: Colleague
) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    feng = colleague("feng")
    source = feng.get(f"/adopt/{enactment.adoptions(office.id)[0].id}/adoption.yaml").content
    better = source.replace(b"edition: 2025-01-01", b"edition: 2026-04-01")
    taken = feng.post("/adopt/upload/", {"file": SimpleUploadedFile("a.yaml", better)})
    assert taken.status_code == 302, taken.content.decode()
    worse = better.replace(b"unit: working-day", b"unit: working-dog", 1)
    refused = feng.post("/adopt/upload/", {"file": SimpleUploadedFile("a.yaml", worse)})
    assert refused.status_code == 422
    assert "a.yaml:" in refused.content.decode()
    assert "working-dog" in refused.content.decode()


def test_only_who_may_adopt_prepares_and_only_who_may_sign_signs(
    office: Office, colleague: Colleague
) -> None:
    assert colleague("lin").get("/adopt/").status_code == 200
    assert colleague("lin").get("/adopt/new/").status_code == 403
    assert colleague("wang").get("/adopt/new/").status_code == 403
    one = enactment.adoptions(office.id)[0]
    assert colleague("lin").get(f"/adopt/{one.id}/sign/").status_code == 403


def test_an_adoption_of_another_office_is_not_found(colleague: Colleague) -> None:
    assert colleague("feng").get("/adopt/99999/").status_code == 404
    assert colleague("feng").get("/adopt/prepare/99999/").status_code == 404
