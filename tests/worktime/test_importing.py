"""A new year from JSON, ICS, CSV or xlsx, and what it would change."""

from __future__ import annotations

import io
import json
from datetime import date

import pytest
import xlsxwriter

from shouwen.errors import Unclear
from shouwen.worktime import Notice, WorkTime, Year, load_calendar
from shouwen.worktime.importing import preview, read_years

from .common import at, days

CN = load_calendar("cn")

REST = {"元旦": [date(2027, 1, 1)], "春节": [date(2027, 2, day) for day in range(5, 12)]}
WORK = {"春节": [date(2027, 1, 31), date(2027, 2, 20)], "元旦": [date(2026, 12, 27)]}
ROWS = [
    *((day, name, "休") for name, found in REST.items() for day in found),
    *((day, name, "班") for name, found in WORK.items() for day in found),
]
WANTED = Year(
    2027,
    {name: tuple(found) for name, found in REST.items()},
    {name: tuple(found) for name, found in sorted(WORK.items(), key=lambda pair: pair[1][0])},
)


def holiday_json() -> bytes:
    days_said = [
        {"name": name, "date": day.isoformat(), "isOffDay": kind == "休"}
        for day, name, kind in ROWS
    ]
    said = {"year": 2027, "papers": ["https://www.gov.cn/example.htm"], "days": days_said}
    return json.dumps(said).encode()


def table(*, head: str = "日期,名称,类型", form: str = "{:%Y-%m-%d}") -> str:
    return "\n".join([head, *(f"{form.format(day)},{name},{kind}" for day, name, kind in ROWS)])


def workbook(head: tuple[str, ...] = ("date", "name", "kind"), *, as_dates: bool = True) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet, dated = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, head)
        for at_row, (day, name, kind) in enumerate(ROWS, 1):
            if as_dates:
                sheet.write_datetime(at_row, 0, day, dated)
            else:
                sheet.write_string(at_row, 0, f"{day:%Y/%m/%d}")
            sheet.write_row(at_row, 1, (name, kind))
    return buffer.getvalue()


def agenda() -> bytes:
    events = [
        ("20270101", None, "元旦 假期 第1天/共1天"),
        ("20270205", "20270212", "春节（休）"),
        ("20270131", "20270201", "春节（班）"),
        ("20270220", None, "春节 补班"),
        ("20261227", None, "元旦补班"),
        ("20270220", None, "元宵节"),
    ]
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//"]
    for number, (first, after, title) in enumerate(events):
        lines += ["BEGIN:VEVENT", f"UID:{number}", f"DTSTART;VALUE=DATE:{first}"]
        lines += [f"DTEND;VALUE=DATE:{after}"] if after else []
        lines += [f"SUMMARY:{title}", "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


FILES = {
    "2027.csv": table().encode(),
    "bom.csv": table().encode("utf-8-sig"),
    "gbk.csv": table(form="{:%Y年%m月%d日}").encode("gb18030"),
    "plain.csv": table(head="date,name,kind", form="{:%Y%m%d}").encode(),
    "2027.xlsx": workbook(),
    "text.xlsx": workbook(("日期", "节日", "安排"), as_dates=False),
    "2027.ics": agenda(),
}


@pytest.mark.parametrize("name", FILES)
def test_a_year_is_read_from_every_form(name: str) -> None:
    assert read_years(FILES[name], name) == (WANTED,)


def test_a_year_is_read_from_the_widespread_json_with_its_address() -> None:
    (year,) = read_years(holiday_json(), "2027.JSON")
    assert (year.rest, year.work) == (WANTED.rest, WANTED.work)
    assert year.notices == (Notice("2027 年放假安排", url="https://www.gov.cn/example.htm"),)


def test_our_own_json_is_read_back_as_it_was_written() -> None:
    for number in (2015, 2026, 2027):
        written = json.dumps(CN.years[number].as_json()).encode()
        assert read_years(written, "x.json") == (CN.years[number],)
    many = json.dumps([CN.years[2025].as_json(), CN.years[2026].as_json()]).encode()
    assert [year.year for year in read_years(many, "x.json")] == [2025, 2026]


def test_the_notice_that_the_importer_states_is_cited() -> None:
    notice = Notice("国办发明电〔2026〕9号", "国务院办公厅关于2027年部分节假日安排的通知")
    (year,) = read_years(FILES["2027.csv"], "2027.csv", year=2027, notice=notice)
    assert CN.with_years([year]).marks[date(2027, 2, 5)].cited == notice.number


def test_the_preview_names_every_day_that_changes_and_what_it_settles() -> None:
    (year,) = read_years(FILES["2027.csv"], "2027.csv")
    told = preview(CN, CN.with_years([year]))
    becomes = {change.day: (change.becomes, change.name) for change in told.changes}
    assert becomes[date(2027, 1, 31)] == ("work", "春节")
    assert becomes[date(2026, 12, 27)] == ("work", "元旦")
    assert becomes[date(2027, 2, 9)] == ("rest", "春节")
    assert becomes[date(2027, 4, 5)] == ("work", "清明节")
    assert date(2027, 2, 6) not in becomes
    assert (told.settles, told.loosens) == ((2027,), ())
    assert told.as_json()["settles"] == [2027]
    assert "2027" in told.told().zh
    assert "2027" in told.told().en


def test_taking_over_the_same_year_changes_nothing() -> None:
    told = preview(CN, CN.with_years([CN.years[2026]]))
    assert (told.changes, told.settles, told.loosens) == ((), (), ())


def test_taking_over_a_provisional_year_says_what_it_loosens() -> None:
    assert preview(CN.with_years([WANTED]), CN).loosens == (2027,)


def test_a_taken_over_year_makes_its_limits_final() -> None:
    office = WorkTime(CN.with_years([WANTED]))
    assert not office.add(at("2027-02-04T10:00"), days(3)).provisional
    assert office.limit(at("2027-02-04T10:00"), days(1)) == at("2027-02-12T18:00")


BAD = {
    "empty.csv": b"",
    "columns.csv": b"a,b,c\n1,2,3",
    "date.csv": "date,name,kind\n2027-02-30,春节,休".encode(),
    "kind.csv": "date,name,kind\n2027-02-05,春节,也许".encode(),
    "twice.csv": "date,name,kind\n2027-02-05,春节,休\n2027-02-05,春节,班".encode(),
    "none.csv": b"date,name,kind\n",
    "only-work.csv": "date,name,kind\n2027-02-20,春节,班".encode(),
    "years.csv": "date,name,kind\n2027-02-05,春节,休\n2029-02-05,春节,休".encode(),
    "quote.csv": b'date,name,kind\n"2027-02-05,x,off',
    "huge.csv": b"date,name,kind\n" + b"2027-02-05,x,off\n" * 3000,
    "binary.csv": bytes(range(256)),
    "not.xlsx": b"PK\x03\x04 not a workbook",
    "columns.xlsx": workbook(("a", "b", "c")),
    "not.ics": b"BEGIN:VEVENT\nnonsense",
    "empty.ics": b"",
    "long.ics": b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20270101\r\n"
    b"DTEND;VALUE=DATE:20280101\r\nSUMMARY:holiday\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
    "not.json": b"{",
    "latin.json": b"\xff\xfe{}",
    "list.json": b"[]",
    "number.json": b"5",
    "deep.json": b"[" * 100_000,
    "days.json": b'{"year": 2027, "days": {}}',
    "flag.json": b'{"year": 2027, "days": [{"date": "2027-01-01", "isOffDay": "yes"}]}',
    "nothing.json": b'{"year": 2027, "papers": [], "days": []}',
    "year.json": b'{"year": "2027", "rest": {}}',
    "bare.json": b'{"year": 2027, "rest": {"x": []}}',
    "unknown.json": b'{"year": 2027, "rest": {"x": ["2027-01-01"]}, "more": 1}',
    "notes.txt": b"hello",
    "noname": b"hello",
}


@pytest.mark.parametrize("name", BAD)
def test_a_file_at_fault_is_refused_whole_with_what_to_do(name: str) -> None:
    with pytest.raises(Unclear) as refusal:
        read_years(BAD[name], name)
    assert refusal.value.remedy is not None


def test_every_fault_is_named_with_its_row() -> None:
    data = "date,name,kind\n2027-02-05,春节,休\nsoon,春节,休\n2027-02-07,春节,?".encode()
    with pytest.raises(Unclear) as refusal:
        read_years(data, "x.csv")
    faults = refusal.value.facts["faults"]
    assert [("row 3" in fault, "row 4" in fault) for fault in faults] == [
        (True, False),
        (False, True),
    ]


def test_a_file_of_another_year_than_asked_is_refused() -> None:
    with pytest.raises(Unclear):
        read_years(FILES["2027.csv"], "x.csv", year=2026)
    with pytest.raises(Unclear, match="other-year"):
        read_years(holiday_json(), "x.json", year=2026)
