"""The library that the package ships, its account of every row, and checking files by path."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path

import pytest
from tests.rulebook.reader.corpus import CORPUS, good_files, schema_faults

from shouwen.rulebook import vocabulary
from shouwen.rulebook.adoption import resolve
from shouwen.rulebook.coverage import (
    Row,
    Way,
    coverage,
    coverage_report,
    load_matrix,
    read_matrix,
    told,
)
from shouwen.rulebook.errors import FAULTS
from shouwen.rulebook.library import check_paths, load_library
from shouwen.rulebook.names import own_words
from shouwen.rulebook.readback import sentence, show, shown
from shouwen.rulebook.reading import read_adoption, read_edition
from shouwen.rulebook.reference import parts, renewed
from shouwen.rulebook.schema import FOLDER

DOCS = Path(__file__).resolve().parents[3] / "docs"


def test_everything_that_the_package_ships_is_sound() -> None:
    report = check_paths()
    assert [fault.told("en") for fault in report.faults] == []
    assert report.ok
    assert {"group-hq-time-limit", "wuwei-city"} <= set(report.library.works)


def test_a_work_is_found_by_name_by_edition_and_by_day() -> None:
    library = load_library()
    work = library.edition("wuwei-city")
    assert library.named(f"wuwei-city@{work.first_day.isoformat()}") is work
    assert library.in_force("wuwei-city", work.first_day) is work
    assert library.in_force("wuwei-city", date(1990, 1, 1)) is None
    with pytest.raises(KeyError):
        library.named("nowhere@2024-01-01")
    with pytest.raises(KeyError):
        library.named("wuwei-city@not-a-day")


def test_a_citation_of_the_library_leads_to_its_clause() -> None:
    library = load_library()
    for edition, clause, rule in library.rules():
        for citation in rule.cited:
            found = library.clause(citation)
            assert found is not None
        own = library.clause(rule.cited[0])
        assert own == (edition, clause)


def test_every_own_word_of_the_shipped_rulebooks_has_a_chinese_name() -> None:
    library = load_library()
    assert {e.work: own_words(e, unnamed=True) for e in library.editions} == {
        e.work: () for e in library.editions
    }


# --- coverage -------------------------------------------------------------------------------------
ROWS = read_matrix(
    "id\tregulation\texpect\tsystem\n"
    "900-demo-1\tdemo\tENFORCE\t限时办结\n"
    "900-demo-2\tdemo\tGUIDE\t其他\n"
    "900-demo-3\tdemo\tRECORD\t登记\n"
    "901-other-1\tother\tENFORCE\t限时办结\n"
)


def with_rows() -> bytes:
    text = (CORPUS / "good" / "demo-service.yaml").read_text(encoding="utf-8")
    text = text.replace('at: "3"\n', 'at: "3"\n    rows: [900-demo-2]\n')
    return text.replace('at: "20"\n', 'at: "20"\n    rows: [900-demo-1, 900-demo-9]\n').encode()


def test_a_row_is_answered_by_the_rules_of_its_clause_or_of_the_one_it_joins() -> None:
    account = coverage([read_edition(with_rows(), "demo.yaml")], ROWS)
    answers = {answer.row.id: answer for answer in account.answers}
    assert answers["900-demo-1"].way is Way.RULE
    assert answers["900-demo-1"].rules == ("demo-service@2024-03-01#21/counting",)
    assert answers["900-demo-2"].way is Way.NOT_ENCODED
    assert answers["900-demo-2"].why.startswith("只是原则")


def test_rows_nobody_accounts_for_and_rows_nobody_knows_are_listed() -> None:
    account = coverage([read_edition(with_rows(), "demo.yaml")], ROWS)
    assert account.missing == (Row("900-demo-3", "demo", "RECORD", "登记"),)
    assert account.strangers == ("900-demo-9",)
    assert not account.complete
    (demo,) = account.by_regulation
    assert (demo.name, demo.rows, demo.answered, demo.missing) == ("demo", 3, 2, 1)
    said = told(account, "en")
    assert "Not accounted for: 1 rows\n  900-demo-3  RECORD  登记" in said
    assert "900-demo-2  只是原则" in said


def test_a_row_counts_as_what_it_asks_for_if_its_clause_has_that() -> None:
    raw = (CORPUS / "good" / "accounts.yaml").read_text(encoding="utf-8")
    raw = raw.replace('at: "1"\n', 'at: "1"\n    rows: [900-demo-1, 900-demo-3]\n')
    raw = raw.replace('at: "3"\n', 'at: "3"\n    rows: [900-demo-2]\n')
    account = coverage([read_edition(raw.encode(), "a.yaml")], ROWS)
    ways = {answer.row.id: answer.way for answer in account.answers}
    assert ways == {
        "900-demo-1": Way.RULE,
        "900-demo-2": Way.GUIDE,
        "900-demo-3": Way.REGISTER,
    }


def test_other_regulations_come_in_only_when_asked_for() -> None:
    edition = read_edition(with_rows(), "demo.yaml")
    assert [t.name for t in coverage([edition], ROWS, regulations=["other"]).by_regulation] == [
        "other"
    ]
    with pytest.raises(KeyError):
        coverage([edition], ROWS, regulations=["nothing"])


def test_the_matrix_lists_all_1236_rows_of_22_regulations() -> None:
    rows = load_matrix()
    assert len(rows) == len({row.id for row in rows}) == 1236
    assert len({row.regulation for row in rows}) == 22
    assert {row.expect for row in rows} == {"ENFORCE", "RECORD", "ATTEST", "PUBLISH", "GUIDE"}


def test_every_row_of_the_three_regulations_is_accounted_for() -> None:
    account = coverage(load_library(), regulations=["group-hq", "bureau-8", "wuwei-city"])
    assert account.missing == ()
    assert account.strangers == ()
    assert [(t.name, t.rows) for t in account.by_regulation] == [
        ("bureau-8", 62),
        ("group-hq", 133),
        ("wuwei-city", 27),
    ]


def test_the_report_over_all_regulations_names_what_is_missing() -> None:
    said = coverage_report("zh", every=True)
    assert "002-ndrc-attendance-" in said
    assert "没有交代的：" in said


# --- paths ----------------------------------------------------------------------------------------
def test_good_files_given_by_path_are_sound_and_bad_ones_are_all_reported(tmp_path: Path) -> None:
    assert check_paths([CORPUS / "good"]).ok
    report = check_paths(
        [CORPUS / "bad" / "no-verb.yaml", CORPUS / "bad" / "tag.yaml", tmp_path / "none.yaml"]
    )
    assert {fault.slug for fault in report.faults} == {"no-verb", "anchor", "unreadable"}


def test_a_file_is_named_after_its_edition_and_a_folder_after_its_work(tmp_path: Path) -> None:
    source = CORPUS / "good" / "demo-service.yaml"
    (tmp_path / "other").mkdir()
    shutil.copy(source, tmp_path / "other" / "2024-03-02.yaml")
    report = check_paths([tmp_path])
    assert {fault.slug for fault in report.faults} == {"file-name", "folder-name"}


def test_cases_must_expect_rules_that_exist_in_the_edition_they_are_named_after(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "demo-service"
    folder.mkdir()
    shutil.copy(CORPUS / "good" / "demo-service.yaml", folder / "2024-03-01.yaml")
    cases = (
        "rulebook: demo-service@2024-03-01\ncalendar: cn\ncases:\n"
        "  - name: A reply\n    for: complaint\n    acts: [{accepted: 2024-04-30T10:00}]\n"
        '    expect: [{due: replay, limit: 2024-05-13, because: ["7.1"]}]\n'
    )
    (folder / "2024-03-02.cases.yaml").write_text(cases, encoding="utf-8")
    found = [(f.slug, f.line) for f in check_paths([tmp_path]).faults]
    assert found == [("cases-name", 1), ("cases-unknown-rule", 7)]


def test_rules_with_a_limit_that_no_case_expects_are_listed(tmp_path: Path) -> None:
    folder = tmp_path / "demo-service"
    folder.mkdir()
    shutil.copy(CORPUS / "good" / "demo-service.yaml", folder / "2024-03-01.yaml")
    case = (
        "rulebook: demo-service@2024-03-01\ncases:\n"
        "  - {{name: A reply, for: complaint, acts: [{{accepted: 2024-04-30T10:00}}], "
        "expect: [{{{expected}}}]}}\n"
    )
    cases = folder / "2024-03-01.cases.yaml"
    cases.write_text(case.format(expected="permitted: answered"), encoding="utf-8")
    report = check_paths([tmp_path])
    assert report.ok
    assert report.untried == ("demo-service@2024-03-01#7.1/reply",)
    cases.write_text(case.format(expected="due: reply"), encoding="utf-8")
    assert check_paths([tmp_path]).untried == ()


def test_every_limit_of_the_shipped_works_has_a_case() -> None:
    assert check_paths().untried == ()


def test_a_row_that_the_matrix_lacks_is_refused(tmp_path: Path) -> None:
    (tmp_path / "demo.yaml").write_bytes(with_rows())
    rows = [fault.text.en for fault in check_paths([tmp_path]).faults]
    assert "The clause matrix has no row '900-demo-9'." in rows


def test_faults_inside_a_cases_file_are_reported_too(tmp_path: Path) -> None:
    cases = (
        "rulebook: demo-service@2024-03-01\ncases:\n"
        "  - {name: A reply, for: complaints, acts: [{accepted: 2024-04-30T25:00}], "
        "expect: [{due: reply}]}\n"
    )
    (tmp_path / "2024-03-01.cases.yaml").write_text(cases, encoding="utf-8")
    slugs = {fault.slug for fault in check_paths([tmp_path]).faults}
    assert {"unknown-kind", "bad-instant"} <= slugs


@pytest.mark.parametrize(
    "path", sorted(FOLDER.rglob("*.yaml")), ids=lambda p: f"{p.parent.name}/{p.name}"
)
def test_the_schemas_accept_every_file_that_the_package_ships(path: Path) -> None:
    assert schema_faults(path) == []


# --- read-back ------------------------------------------------------------------------------------
def test_a_range_is_read_back_as_limit_and_promise() -> None:
    edition = read_edition(CORPUS / "good" / "demo-service.yaml")
    reply = next(rule for rule in edition.rules if rule.name == "reply")
    assert sentence(reply, edition) == (
        "对咨询、投诉举报：承办人须自受理起 7 个工作日内答复，承诺 5 个工作日；否则构成“逾期”。"
    )
    assert sentence(reply, edition, "en") == (
        "For enquiry, complaint: the handler must do “answered” within 7 working days after "
        "“accepted” (promised: 5 working days); otherwise the breach is “overdue”."
    )


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_verb_is_read_back_in_one_whole_sentence(language: str) -> None:
    editions = [*load_library().editions]
    editions += [read_edition(p) for p in good_files() if "county" not in p.stem]
    verbs = set()
    for edition in editions:
        for clause in shown(edition, language):
            for rule in clause.rules:
                verbs.add(rule.verb)
                assert rule.sentence.endswith("。" if language == "zh" else "."), rule.id
                assert "None" not in rule.sentence, rule.sentence
                assert "Amount(" not in rule.sentence, rule.sentence
                assert "{" not in rule.sentence, rule.sentence
    assert verbs == set(vocabulary.VERBS) - {"see"}


def test_the_whole_read_back_shows_what_is_not_encoded_joined_and_open() -> None:
    edition = read_edition(CORPUS / "good" / "demo-service.yaml")
    said = show(edition)
    assert "第三条  便民、高效、公开。\n  未编码：只是原则" in said
    assert "第二十条  期限的计算见后条。\n  由第二十一条的规则执行" in said
    assert edition.sha256 in said
    assert "to be fixed by the adopter: within" in show(
        read_edition(CORPUS / "good" / "spans.yaml"), "en"
    )


# --- documents ------------------------------------------------------------------------------------
def test_the_reference_for_legal_officers_is_current() -> None:
    text = (DOCS / "rulebooks.md").read_text(encoding="utf-8")
    for name, part in parts().items():
        assert part in text, f"renew it: python -m shouwen.rulebook.reference ({name})"
    assert renewed(text) == text


def test_the_reference_lists_every_fault_and_every_verb() -> None:
    text = (DOCS / "rulebooks.md").read_text(encoding="utf-8")
    missing = [f"{fault.id} {slug}" for slug, fault in FAULTS.items() if fault.id not in text]
    assert missing == []
    assert [verb for verb in vocabulary.VERBS if f"`{verb}`" not in text] == []


def test_rulebooks_in_the_reference_are_sound() -> None:
    text = (DOCS / "rulebooks.md").read_text(encoding="utf-8")
    book, county, *_ = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    edition = read_edition(book.encode(), "docs/rulebooks.md")
    flat = resolve(read_adoption(county.encode(), "docs/rulebooks.md"), [edition])
    reply = next(rule for rule in flat[0].rules if rule.name == "reply")
    assert sentence(reply, flat[0]).endswith("承办人须自受理起 6 个工作日内答复；否则构成“逾期”。")


def test_rows_named_in_the_page_on_limits_exist() -> None:
    text = (DOCS / "grammar.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(\d{3}-[a-z0-9-]+)`", text))
    assert named
    assert named <= {row.id for row in load_matrix()}
