"""The catalogue: what is promised may only be shorter, materials are a list, retiring is told."""

from __future__ import annotations

from shouwen.catalog import queries as catalog
from tests.people import Office
from tests.web.legal.conftest import Colleague


def form(office: Office, **other: object) -> dict[str, object]:
    return {
        "code": "SGZ",
        "name": "上岗证补办",
        "kind": "application",
        "matter_class": "promised",
        "statutory": "20",
        "statutory_unit": "working-day",
        "promised": "5",
        "promised_unit": "working-day",
        "post": str(office.handling.pk),
        "m0-name": "身份证",
        "m0-demand": "原件",
        "m0-required": "on",
        "m1-name": "照片",
        "m2-name": "",
        **other,
    }


def test_an_item_is_added_with_its_materials(office: Office, colleague: Colleague) -> None:
    answer = colleague("chen").post("/setup/catalog/new/", form(office))
    assert answer.status_code == 302, answer.content.decode()
    item = catalog.item_by_code(office.id, "SGZ")
    assert [(one.name, one.required) for one in item.materials] == [
        ("身份证", True),
        ("照片", False),
    ]
    assert item.department == office.housing.pk


def test_a_promise_longer_than_the_statute_is_refused_at_its_field(
    office: Office, colleague: Colleague
) -> None:
    answer = colleague("chen").post("/setup/catalog/new/", form(office, promised="25"))
    told = answer.content.decode()
    assert answer.status_code == 422
    assert "承诺 25 个工作日比法定 20 个工作日长" in told
    assert 'id="id_promised_error"' in told
    assert 'value="上岗证补办"' in told
    assert len(catalog.find(office.id)) == 1


def test_a_code_is_given_once(office: Office, colleague: Colleague) -> None:
    answer = colleague("chen").post("/setup/catalog/new/", form(office, code="GZF"))
    assert answer.status_code == 422
    assert "代码「GZF」已经用了" in answer.content.decode()


def test_more_rows_keep_what_was_typed(office: Office, colleague: Colleague) -> None:
    answer = colleague("chen").post("/setup/catalog/new/", form(office, more="1"))
    told = answer.content.decode()
    assert answer.status_code == 200
    assert 'value="上岗证补办"' in told
    assert 'name="m4-name"' in told


def test_an_item_is_changed_and_keeps_its_code(office: Office, colleague: Colleague) -> None:
    answer = colleague("chen").post(
        "/setup/catalog/item/GZF/", form(office, name="公租房续租（新）")
    )
    assert answer.status_code == 302
    assert catalog.item_by_code(office.id, "GZF").name == "公租房续租（新）"


def test_an_item_is_retired_after_a_look_at_what_that_means(
    office: Office, colleague: Colleague
) -> None:
    chen = colleague("chen")
    assert "照原来的期限办完" in chen.get("/setup/catalog/item/GZF/retire/").content.decode()
    assert chen.post("/setup/catalog/item/GZF/retire/", {"checked": "1"}).status_code == 302
    assert catalog.find(office.id) == []
    assert "已停用" in chen.get("/setup/catalog/").content.decode()


def test_unknown_items_are_not_found_and_others_may_not_edit(
    office: Office, colleague: Colleague
) -> None:
    assert colleague("chen").get("/setup/catalog/item/NO/").status_code == 404
    assert colleague("chen").post("/setup/catalog/item/NO/retire/").status_code == 404
    assert colleague("sun").get("/setup/catalog/").status_code == 403
