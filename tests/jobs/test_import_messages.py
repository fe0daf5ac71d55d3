"""`shouwen import messages`: real messages, judged by their real times."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from shouwen.docket.models import Breach, Dossier
from shouwen.jobs.cli import main
from shouwen.jobs.messages import sheet as sheets
from shouwen.jobs.messages.trial import FOUNDED
from shouwen.journal.models import Entry
from shouwen.matters.models import Matter
from tests.jobs.sheets import COLUMNS, ROWS, write

pytestmark = pytest.mark.django_db

ZONE = FOUNDED.tzinfo
assert ZONE is not None


def told(words: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """Run a command and return its code and what it printed."""
    code = main(words)
    caught = capsys.readouterr()
    return code, caught.out + caught.err


def test_each_row_is_registered_and_answered_at_its_own_times(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write(tmp_path / "messages.xlsx")
    code, out = told(["import", "messages", str(file), "--trial"], capsys)
    assert code == 0, out
    assert "新进 3,已有 0,未进 0" in out
    first = Dossier.objects.get(number="SQ-20150302-0001")
    assert first.opened_at.astimezone(ZONE).isoformat() == "2015-03-02T09:32:09+08:00"
    assert first.closed_at is not None
    assert first.closed_at.astimezone(ZONE).isoformat() == "2015-03-02T16:00:00+08:00"
    assert first.first_asked is not None
    assert first.first_asked.username == "trial-a"
    assert first.matter.subject == "路灯 不亮。"
    assert first.matter.reply == "已修好。"


def test_names_and_texts_stay_out_of_the_journals_own_bytes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told(["import", "messages", str(write(tmp_path / "m.xlsx")), "--trial"], capsys)
    texts = "".join(row.canonical for row in Entry.objects.all())
    assert "registered" in texts
    assert "U002" not in texts
    assert "垃圾" not in texts


def test_the_report_counts_lateness_by_regulation_and_explains_any_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = tmp_path / "report.csv"
    file = write(tmp_path / "m.xlsx")
    _, out = told(["import", "messages", str(file), "--trial", "--report", str(report)], capsys)
    for regulation in ("group-hq", "bureau-8", "wuwei-city"):
        assert f"{regulation}: 3 件中逾期 1 件" in out
    assert "1 行的时间没有时分" in out
    with report.open(encoding="utf-8-sig") as opened:
        late = {row[1]: row[2] for row in csv.reader(opened) if row[0] == "late"}
    assert late == {"group-hq": "1", "bureau-8": "1", "wuwei-city": "1"}
    breach = Breach.objects.filter(rule__startswith="bureau-8").get()
    assert breach.at.astimezone(ZONE).isoformat() == "2015-03-05T18:00:00+08:00"
    code, out = told(["explain", breach.dossier.number], capsys)
    assert code == 0
    assert "超期后办理" in out
    assert "bureau-8-first-asked@2024-01-01#2.1" in out
    assert "U002" not in out


def test_a_second_import_of_the_same_file_changes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write(tmp_path / "m.xlsx")
    told(["import", "messages", str(file), "--trial"], capsys)
    before = (Matter.objects.count(), Entry.objects.count(), Breach.objects.count())
    code, out = told(["import", "messages", str(file), "--trial"], capsys)
    assert code == 0
    assert "新进 0,已有 3,未进 0" in out
    assert before == (Matter.objects.count(), Entry.objects.count(), Breach.objects.count())


def test_a_bad_row_is_named_with_row_column_and_reason_and_the_others_go_in(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = (
        ("", "U", "无编号", "2015-03-02", "…", "", ""),
        (11, "U", "无时间", "昨天", "内容", "", ""),
        (12, "U", "倒着", "2015-03-05 10:00", "内容", "答复", "2015-03-04 10:00"),
        (1, "U", "重复", "2015-03-05 10:00", "内容", "答复", "2015-03-06 10:00"),
        (13, "U", "长" * 201, "2015-03-05 10:00", "内容", "答复", "2015-03-06 10:00"),
        (14, "U", "无答复时间", "2015-03-05 10:00", "内容", "答复", ""),
    )
    file = write(tmp_path / "m.xlsx", (*ROWS, *bad))
    code, out = told(["import", "messages", str(file), "--trial"], capsys)
    assert code == 1
    assert "新进 3,已有 0,未进 6" in out
    for line in (
        "第 5 行「留言编号」是空的",
        "第 6 行「留言时间」「昨天」不是时间",
        "第 7 行「答复时间」早于留言时间",
        "第 8 行「留言编号」「1」与第 2 行重复",
        "第 9 行「留言主题」有 201 字,最多 200 字",
        "第 10 行「答复时间」有答复意见,没有答复时间",
    ):
        assert line in out
    assert Matter.objects.count() == 3


def test_an_unanswered_message_stays_open_and_is_late_by_now(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write(tmp_path / "m.xlsx", [(7, "U", "没人理", "2015-03-02 10:00", "内容", "", "")])
    _, out = told(["import", "messages", str(file), "--trial"], capsys)
    assert "尚未" in out
    assert Dossier.objects.get().closed_at is None


def test_a_petition_counts_as_accepted_when_it_is_posted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write(tmp_path / "m.xlsx", ROWS[1:2])
    code, out = told(["import", "messages", str(file), "--trial", "--kind", "petition"], capsys)
    assert code == 0, out
    acts = list(Entry.objects.filter(dossier=Dossier.objects.get().uid).order_by("seq"))
    assert [row.act for row in acts][:2] == ["registered", "accepted"]
    assert acts[0].at == acts[1].at
    assert "即算受理" in out


def test_a_missing_column_is_named_and_nothing_goes_in(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write(tmp_path / "m.xlsx", [row[:-1] for row in ROWS], COLUMNS[:-1])
    code, out = told(["import", "messages", str(file), "--trial"], capsys)
    assert code == 2
    assert "缺少列:答复时间" in out
    assert not Matter.objects.exists()


def test_a_dry_run_reads_and_stores_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out = told(
        ["import", "messages", str(write(tmp_path / "m.xlsx")), "--trial", "--dry-run"], capsys
    )
    assert code == 0
    assert "3 行可以导入,0 行不行" in out
    assert not Matter.objects.exists()


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("2019/4/25 9:32:09", "2019-04-25T09:32:09+08:00"),
        ("2019-04-25 09:32", "2019-04-25T09:32:00+08:00"),
        ("2019年4月25日", "2019-04-25T12:00:00+08:00"),
        ("2019.4.25", "2019-04-25T12:00:00+08:00"),
    ],
)
def test_times_are_read_in_the_forms_that_people_write(said: str, found: str) -> None:
    assert ZONE is not None
    read = sheets.instant(said, ZONE)
    assert read is not None
    assert read[0].isoformat() == found


@pytest.mark.parametrize(
    "said", ["2019/13/1", "2019-02-30", "25.4.2019", "", "下周", "2019-04-25 25:00"]
)
def test_what_is_no_time_is_not_guessed(said: str) -> None:
    assert ZONE is not None
    assert sheets.instant(said, ZONE) is None


def test_csv_in_either_encoding_and_any_order_of_columns_reads_alike(tmp_path: Path) -> None:
    assert ZONE is not None
    found = []
    for encoding in ("utf-8-sig", "gb18030"):
        file = tmp_path / f"{encoding}.csv"
        with file.open("w", encoding=encoding, newline="") as opened:
            rows = csv.writer(opened)
            rows.writerow(reversed(COLUMNS))
            rows.writerows(reversed([str(cell) for cell in row]) for row in ROWS)
        found.append(sheets.read(file, ZONE).messages)
    assert found[0] == found[1]
    assert len(found[0]) == 3
