"""Importing a roster from a spreadsheet."""

from __future__ import annotations

import io

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from shouwen.errors import Refused, Unclear
from shouwen.organization import actions, queries
from shouwen.organization.domain import SYSTEM
from shouwen.organization.models import Department, Person, Post
from shouwen.organization.roster import TEMPLATE, read_lines, read_rows
from shouwen.organization.roster.columns import letter

from .office import START, Office

HEADINGS = ["姓名", "科室", "岗位", "A/B", "手机", "职务"]
ROWS = [
    ["陈立春", "综合窗口", "受理岗", "A", "13800000001", ""],
    ["何雨水", "综合窗口", "受理岗", "B", "13800000002", "科长"],
    ["吕清风", "住房保障科", "住保岗", "A岗", "138 0000 0003", ""],
    ["施白露", "", "", "", "", "主要领导"],
    ["张寒露", "住房保障科", "", "", "", "分管领导"],
]


def sheet(rows: list[list[object]], merge: tuple[int, int, int, int, str] | None = None) -> bytes:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    page = book.add_worksheet()
    for number, row in enumerate(rows):
        page.write_row(number, 0, row)
    if merge:
        page.merge_range(*merge)
    book.close()
    return stream.getvalue()


def load(office: Office, content: bytes, name: str = "花名册.xlsx") -> actions.Imported:
    return actions.import_roster(office.house, content, name, by=SYSTEM, at=START)


def test_a_roster_makes_departments_posts_people_and_leaders(office: Office) -> None:
    done = load(office, sheet([HEADINGS, *ROWS]))
    assert (done.departments, done.posts, done.people) == (2, 2, 5)
    assert (done.holdings, done.leaders) == (3, 3)
    post = Post.objects.get(title="受理岗")
    row = next(one for one in queries.posts(office.house.pk, START) if one.post_id == post.pk)
    assert (row.primary.name, row.backup.name) == ("陈立春", "何雨水")
    assert Person.objects.get(name="吕清风").phone == "13800000003"
    assert Person.objects.get(name="陈立春").username == "chenlichun"


def test_the_same_roster_again_changes_nothing_and_says_so(office: Office) -> None:
    content = sheet([HEADINGS, *ROWS])
    load(office, content)
    again = load(office, content)
    assert again.written == 0
    assert again.unchanged == len(again.sheet.writable) == 5


def test_a_preview_writes_nothing(office: Office) -> None:
    before = Person.objects.count(), Department.objects.count()
    read = actions.preview_roster(office.house, sheet([HEADINGS, *ROWS]), "a.xlsx")
    assert len(read.lines) == 5
    assert read.columns["phone"] == "E"
    assert (Person.objects.count(), Department.objects.count()) == before


def test_a_title_above_other_headings_in_another_order_is_understood(office: Office) -> None:
    rows = [
        ["某局工作人员花名册"],
        [],
        ["手机号码", "所在科室", "岗位名称", "人员姓名", "岗别"],
        [13800000001, "综合窗口", "受理岗", "陈立春", "A"],
    ]
    done = load(office, sheet(rows))
    assert done.people == 1
    assert Person.objects.get(name="陈立春").phone == "13800000001"


def test_a_merged_department_holds_for_all_its_rows(office: Office) -> None:
    rows = [["姓名", "科室"], ["陈立春", ""], ["何雨水", ""]]
    read = actions.preview_roster(
        office.house, sheet(rows, merge=(1, 1, 2, 1, "综合窗口")), "a.xlsx"
    )
    assert [one.department for one in read.lines] == ["综合窗口", "综合窗口"]


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        (["", "综合窗口", "受理岗", "A", "", ""], "A", "没有姓名"),
        (["某", "综合窗口", "受理岗", "A", "1380000000", ""], "E", "手机号 10 位,应为 11 位"),
        (["某", "综合窗口", "受理岗", "A", "打座机", ""], "E", "不是电话号码"),
        (["某", "综合窗口", "受理岗", "C", "", ""], "D", "「C」应为 A、B 或代"),
        (["某", "", "受理岗", "A", "", ""], "B", "有岗位或职务但没有科室"),
        (["某", "社会事物科", "低保岗", "B", "", ""], "B", "「社会事物科」不存在 → 社会事务科?"),
        (["某" * 61, "综合窗口", "", "", "", ""], "A", "姓名超过 60 字"),
    ],
)
def test_a_faulty_cell_is_named_by_row_column_and_reason(
    office: Office, row: list[str], column: str, reason: str
) -> None:
    done = load(office, sheet([HEADINGS, ["好", "财务科", "", "", "", ""], row]))
    (problem,) = [one for one in done.problems if one.level == "error"]
    assert (problem.row, problem.column, problem.reason.zh) == (3, column, reason)
    assert done.people == 1, "the other line went in"


def test_two_people_cannot_be_a_of_one_post(office: Office) -> None:
    rows = [["甲甲", "财务科", "出纳岗", "A"], ["乙乙", "财务科", "出纳岗", "A"]]
    done = load(office, sheet([HEADINGS, *rows]))
    assert [one.reason.zh for one in done.problems if one.level == "error"] == [
        "该岗位的同一岗别已在第 2 行"
    ]


def test_a_post_held_already_costs_only_its_line(office: Office) -> None:
    done = load(office, sheet([HEADINGS, ["新人", "社会事务科", "低保岗", "A", "", ""]]))
    (problem,) = [one for one in done.problems if one.level == "error"]
    assert "已有人" in problem.reason.zh
    assert not Person.objects.filter(name="新人").exists(), "the line is undone whole"
    assert done.people == 0


def test_a_post_without_b_is_written_with_a_warning(office: Office) -> None:
    done = load(office, sheet([HEADINGS, *ROWS]))
    assert [(one.row, one.level) for one in done.problems if "没有 B 岗" in one.reason.zh] == [
        (4, "warning")
    ]


def test_two_of_one_name_are_told_apart_or_asked_about(office: Office) -> None:
    rows = [
        ["陈立春", "综合窗口", "", "", "13800000001", ""],
        ["陈立春", "财务科", "", "", "13800000002", ""],
    ]
    load(office, sheet([HEADINGS, *rows]))
    found = Person.objects.filter(name="陈立春").order_by("username")
    assert [one.username for one in found] == ["chenlichun", "chenlichun2"]
    done = load(office, sheet([HEADINGS, ["陈立春", "政务大厅", "", "", "", ""]]))
    assert "请填用户名或手机" in done.problems[-1].reason.zh


def test_a_csv_in_either_encoding_is_read() -> None:
    text = "姓名,科室\n陈立春,综合窗口\n"
    for encoding in ("utf-8", "utf-8-sig", "gb18030"):
        read = read_lines(read_rows(text.encode(encoding), "a.csv"))
        assert [(one.row, one.name) for one in read.lines] == [(2, "陈立春")]


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "a.csv", "roster.empty"),
        (b"\x00\x01\x02", "a.csv", "roster.unreadable"),
        (b"no zip", "a.xlsx", "roster.unreadable"),
        (b"PK\x03\x04broken", "a.xlsx", "roster.unreadable"),
        (b"%PDF", "a.pdf", "roster.ending"),
        (b"a,b\n1,2\n", "a.csv", "roster.headings"),
        ("姓名\n陈立春\n".encode(), "a.csv", "roster.headings"),
        ("姓名,科室\n".encode() + b"a,b\n" * 20_001, "a.csv", "roster.too-long"),
        (b"x" * (20 * 1024 * 1024 + 1), "a.csv", "roster.too-large"),
    ],
)
def test_a_file_that_cannot_be_a_roster_is_refused_with_a_remedy(
    office: Office, content: bytes, name: str, code: str
) -> None:
    with pytest.raises(Unclear, match=code) as unclear:
        load(office, content, name)
    assert unclear.value.remedy is not None


def test_only_who_may_edit_the_roster_imports_one(office: Office) -> None:
    with pytest.raises(Refused, match="permission"):
        actions.import_roster(
            office.house,
            sheet([HEADINGS, *ROWS]),
            "a.xlsx",
            by=queries.actor(office.lin, START),
            at=START,
        )


def test_the_template_is_understood_whole() -> None:
    from shouwen.organization.roster.columns import find_columns

    assert len(find_columns([list(TEMPLATE)])[1]) == len(TEMPLATE)


def test_columns_have_a_spreadsheets_letters() -> None:
    assert [letter(one) for one in (0, 25, 26, 51, 52, 701, 702)] == [
        "A",
        "Z",
        "AA",
        "AZ",
        "BA",
        "ZZ",
        "AAA",
    ]


@given(st.lists(st.lists(st.text(max_size=8), max_size=6), max_size=8))
@settings(max_examples=100, deadline=None)
def test_whatever_stands_in_the_cells_every_line_is_read_or_named(rows: list[list[str]]) -> None:
    read = read_lines([HEADINGS, *rows])
    assert len(read.lines) == sum(any(row[:6]) for row in rows)
    for line in read.lines:
        assert line.writable or all(one.row == line.row for one in line.problems)
