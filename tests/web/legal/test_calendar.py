"""The calendar: provisional years said as such, an import previewed, what moved recorded."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from shouwen.docket import queries as docket
from shouwen.enactment import queries as enactment
from shouwen.journal import queries as journal
from shouwen.matters import actions as matters
from tests.people import Office, at
from tests.web.legal.conftest import Colleague

NEW_YEAR = {
    "year": 2027,
    "rest": {"元旦": ["2027-01-01..2027-01-03"], "春节": ["2027-02-05..2027-02-11"]},
    "work": {"元旦": ["2026-12-27"], "春节": ["2027-02-20"]},
    "notices": [
        {"number": "国办发明电〔2026〕9号", "title": "2027 年放假安排", "date": "2026-11-05"}
    ],
}
"""A made-up arrangement: Sunday 27 December is worked, Monday 4 January is an ordinary day."""
LONGER = {
    **NEW_YEAR,
    "rest": {**NEW_YEAR["rest"], "元旦": ["2027-01-01..2027-01-05"]},  # type: ignore[dict-item]
}


@pytest.fixture
def now(request: object) -> object:
    return at("2026-12-31 10:02")


def given(year: object, name: str = "2027.json") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, json.dumps(year).encode())


def running(office: Office) -> tuple[str, str]:
    """Register an application whose limit runs into 2027; return number and uid."""
    when = at("2026-12-31 09:30")
    done = matters.register(
        matters.Contact(
            subject="续租公租房。", kind="application", item="GZF", applicant="张示例",
            phone="13800000000",
        ),
        institution_id=office.id,
        by=office.actor("lin", when),
        at=when,
    )  # fmt: skip
    return str(done.number), done.dossier.uid.hex


def test_a_year_without_a_notice_is_shown_as_provisional(colleague: Colleague) -> None:
    told = colleague("lin").get("/setup/calendar/?year=2027").content.decode()
    assert "2027 年暂定" in told
    assert (
        "国办发明电〔2025〕7号"
        in colleague("lin").get("/setup/calendar/?year=2026").content.decode()
    )


def test_an_import_shows_days_and_limits_before_anything_is_written(
    office: Office, colleague: Colleague
) -> None:
    number, _uid = running(office)
    answer = colleague("feng").post("/setup/calendar/preview/", {"file": given(LONGER)})
    told = answer.content.decode()
    assert answer.status_code == 200
    assert "2027-01-04" in told
    assert "改为休息" in told
    assert number in told
    assert enactment.imported_years("cn") == []


def test_a_provisional_limit_moves_with_the_notice_and_an_entry_says_so(
    office: Office, colleague: Colleague
) -> None:
    number, uid = running(office)
    feng = colleague("feng")
    preview = feng.post("/setup/calendar/preview/", {"file": given(LONGER)})
    answer = feng.post("/setup/calendar/import/", {"data": preview.context["data"]})
    assert answer.status_code == 302
    entry = journal.entries(uid)[-1]
    assert entry.act == "limits-recomputed"
    why = entry.facts["fields"]["why"]
    assert why["event"] == "calendar-imported"
    assert why["notices"] == ["国办发明电〔2026〕9号"]
    moved = entry.facts["fields"]["moved"]
    assert moved
    assert all(one["from"] < one["to"] for one in moved)
    told = feng.get(answer["Location"]).content.decode()
    assert number in told
    assert "完成" in told
    assert "暂定：" not in feng.get("/setup/calendar/?year=2027").content.decode()


def test_limits_that_do_not_move_have_no_entry(office: Office, colleague: Colleague) -> None:
    _number, uid = running(office)
    before = len(journal.entries(uid))
    feng = colleague("feng")
    same = {**NEW_YEAR, "rest": {"元旦": ["2027-01-01"]}, "work": {}}
    preview = feng.post("/setup/calendar/preview/", {"file": given(same)})
    feng.post("/setup/calendar/import/", {"data": preview.context["data"]})
    assert len(journal.entries(uid)) == before
    assert docket.rejudgements(office.id)[0].moved == 0


def test_the_sweep_goes_on_with_what_a_page_left(office: Office) -> None:
    from shouwen.docket import actions
    from shouwen.worktime.library import read_year

    _number, uid = running(office)
    when = at("2026-12-31 10:00")
    change = actions.import_calendar(
        [read_year(2027, LONGER)],
        institution_id=office.id,
        notice="国办发明电〔2026〕9号",
        by=office.actor("feng", when),
        at=when,
    )
    assert docket.rejudgement(office.id, change).finished is False  # type: ignore[union-attr]
    assert actions.carry_on(now=when) == 1
    assert docket.rejudgement(office.id, change).finished is True  # type: ignore[union-attr]
    assert journal.entries(uid)[-1].act == "limits-recomputed"
    assert actions.carry_on(now=when) == 0


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("2027.json", b"{", "日历文件有误"),
        ("2027.txt", b"x", "不认识这种文件"),
        ("2027.csv", "日期,名称,类型\n2027-13-40,元旦,休\n".encode(), "日历文件有误"),
    ],
)
def test_a_file_that_cannot_be_read_is_said_at_its_field(
    colleague: Colleague, name: str, content: bytes, said: str
) -> None:
    given = SimpleUploadedFile(name, content)
    answer = colleague("feng").post("/setup/calendar/preview/", {"file": given})
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_a_table_takes_its_notice_from_the_form(colleague: Colleague) -> None:
    rows = "日期,名称,类型\n2027-01-01,元旦,休\n2027-02-06,春节,休\n"
    answer = colleague("feng").post(
        "/setup/calendar/preview/",
        {
            "file": SimpleUploadedFile("2027.csv", rows.encode()),
            "number": "国办发明电〔2026〕9号",
            "year": "2027",
        },
    )
    assert answer.status_code == 200
    assert "国办发明电〔2026〕9号" in answer.context["data"]
    assert "没有写依据的通知" not in answer.content.decode()


def test_a_forged_import_is_refused(office: Office, colleague: Colleague) -> None:
    answer = colleague("feng").post("/setup/calendar/import/", {"data": '[{"year": "x"}]'})
    assert answer.status_code == 422
    assert enactment.imported_years("cn") == []


def test_only_who_may_import_imports(colleague: Colleague) -> None:
    clerk = colleague("lin")
    assert clerk.get("/setup/calendar/").status_code == 200
    assert clerk.post("/setup/calendar/preview/", {"file": given(LONGER)}).status_code == 403
    assert clerk.post("/setup/calendar/import/", {"data": "[]"}).status_code == 403
    assert "导入一年" not in clerk.get("/setup/calendar/").content.decode()
