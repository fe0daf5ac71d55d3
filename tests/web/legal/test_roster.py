"""The roster and the readiness list: nothing is written before 写入, twice is once."""

from __future__ import annotations

import html
import re

from django.core.files.uploadedfile import SimpleUploadedFile

from shouwen.organization import queries as organization
from tests.people import Office
from tests.web.legal.conftest import Colleague

SHEET = (
    "花名册,,,,\n"
    "姓名,科室,岗位,A/B,手机\n"
    "许谷雨,社会事务科,低保岗,A,13900000001\n"
    "尤小满,社会事务科,低保岗,B,1390000000\n"
)


def upload(colleague: Colleague, text: str = SHEET) -> object:
    given = SimpleUploadedFile("花名册.csv", text.encode())
    return colleague("admin").post("/setup/roster/", {"file": given})


def rows(answer: object) -> str:
    found = re.search(r'name="rows" value="([^"]*)"', answer.content.decode())  # type: ignore[attr-defined]
    assert found is not None
    return html.unescape(found[1])


def test_a_roster_is_shown_row_by_row_and_nothing_is_written(
    office: Office, colleague: Colleague
) -> None:
    before = len(organization.people(office.id))
    answer = upload(colleague)
    told = answer.content.decode()  # type: ignore[attr-defined]
    assert "2 行：可写入 1，有误 1" in told
    assert "应为 11 位" in told
    assert 'name="fix-4-E"' in told
    assert len(organization.people(office.id)) == before


def test_a_cell_is_put_right_and_the_rest_is_written(office: Office, colleague: Colleague) -> None:
    kept = rows(upload(colleague))
    checked = colleague("admin").post(
        "/setup/roster/", {"rows": kept, "check": "1", "fix-4-E": "13900000002"}
    )
    assert "可写入 2，有误 0" in checked.content.decode()
    done = colleague("admin").post("/setup/roster/", {"rows": rows(checked), "write": "1"})
    assert done.status_code == 302
    names = {one.name for one in organization.people(office.id)}
    assert {"许谷雨", "尤小满"} <= names
    again = colleague("admin").post(
        "/setup/roster/", {"rows": rows(checked), "write": "1"}, follow=True
    )
    assert "都已在册，没有改动" in again.content.decode()


def test_a_file_without_headings_is_said_at_its_field(colleague: Colleague) -> None:
    answer = upload(colleague, "甲,乙\n丙,丁\n")
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert "没有找到列名" in answer.content.decode()  # type: ignore[attr-defined]


def test_the_readiness_list_says_what_stops_without_it(colleague: Colleague) -> None:
    told = colleague("admin").get("/setup/").content.decode()
    assert "缺电话或地址" in told
    assert "登记一件试试" in told
    assert colleague("lin").get("/setup/").status_code == 403
