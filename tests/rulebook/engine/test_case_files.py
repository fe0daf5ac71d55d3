"""Case files: read strictly, run exactly, and failing when the clause is the wrong one."""

# Cases are rows of YAML and stay on one line.
# ruff: noqa: E501
from __future__ import annotations

from pathlib import Path

import pytest

from shouwen.rulebook.cases import CaseResult, read_cases, run_cases
from shouwen.rulebook.errors import RulebookErrors
from shouwen.rulebook.reading import read_adoption, read_edition

LAW = """
rulebook: demo-service
edition: 2024-03-01
title: 示例市限时办结办法
numbering: cn
clauses:
  - at: "7.1"
    gist: 受理之日起五至七个工作日内答复。
    for: [complaint]
    rules:
      - {id: reply, must: answered, who: handler, after: accepted, within: {from: 5, to: 7, unit: working-day},
         otherwise: overdue, open: [within], reading: 七日是期限。}
  - at: "7.2"
    gist: 情况复杂的可以延长五个工作日。
    for: [complaint]
    rules:
      - {id: longer, extend: reply, when: extension-approved, grounds: [complex], by: {to: 5, unit: working-day}, times: 1}
  - at: "7.3"
    gist: 补正时间不计入。
    for: [complaint]
    rules:
      - {id: stop, pause: reply, from: correction-requested, until: correction-received}
  - at: "8"
    gist: 答复须写明结果。
    for: [complaint]
    rules:
      - {gate: answered, given: {reply: any}}
  - at: "21"
    gist: 期限自次日起计算。
    rules:
      - {reckon: working-day, first: next-day, ends: close-of-business}
"""

COUNTY = """
adoption: example-county
edition: 2024-04-01
of: demo-service@2024-03-01
title: 示例县实施细则
numbering: cn
clauses:
  - at: "4"
    gist: 统一在六个工作日内答复。
    fixes:
      - {rule: reply, within: {to: 6, unit: working-day}}
"""

MAY = (
    "{name: before the holiday, for: complaint, acts: [{accepted: 2024-04-30T10:00}], expect: [%s]}"
)
DUE = '{due: reply, promised: 2024-05-10, limit: 2024-05-13, verdict: open, because: ["7.1", "21"]}'


def run(tmp_path: Path, *cases: str) -> list[CaseResult]:
    path = tmp_path / "2024-03-01.cases.yaml"
    lines = "\n".join(f"  - {case}" for case in cases)
    path.write_text(f"rulebook: demo-service@2024-03-01\ncalendar: cn\ncases:\n{lines}\n", "utf-8")
    return run_cases(
        path, editions=[read_edition(LAW.encode())], adoptions=[read_adoption(COUNTY.encode())]
    )


def failure(tmp_path: Path, expectation: str) -> str:
    (result,) = run(tmp_path, MAY % expectation)
    return "\n".join(result.failures)


def test_a_limit_over_the_may_holiday_with_its_clauses(tmp_path: Path) -> None:
    (result,) = run(tmp_path, MAY % DUE)
    assert result.passed, result.failures
    assert (result.name, result.line) == ("before the holiday", 4)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (DUE.replace('"7.1", "21"', '"7.1"'), "because: expected ['7.1'], got ['21', '7.1']"),
        (DUE.replace('"21"', '"8"'), "because: expected"),
        (DUE.replace("limit: 2024-05-13", "limit: 2024-05-14"), "limit: expected 2024-05-14, got 2024-05-13"),
        (DUE.replace("limit: 2024-05-13", "limit: 2024-05-13T17:00"), "limit: expected 2024-05-13 17:00:00"),
        (DUE.replace("promised: 2024-05-10", "promised: 2024-05-11"), "promised: expected"),
        (DUE.replace("verdict: open", "verdict: late"), "verdict: expected late, got open"),
        ("{due: reply, who: window}", "who: expected window, got handler"),
        ("{due: reply, verdict: none}", "expected no duty of reply"),
        ("{breach: overdue}", "what broke is: nothing"),
        ("{refused: answered}", "not among the acts"),
    ],
)  # fmt: skip
def test_what_differs_is_said_with_the_derivation(tmp_path: Path, wrong: str, said: str) -> None:
    text = failure(tmp_path, wrong)
    assert said in text
    if "reply differs" in text:
        assert "demo-service@2024-03-01#7.1/reply" in text
        assert "counted" in text or "add" in text


def test_an_adoption_cites_its_own_clause_first(tmp_path: Path) -> None:
    case = (
        "{name: the county, adoption: example-county@2024-04-01, for: complaint, acts: [{accepted: 2024-04-30T10:00}],"
        ' expect: [{due: reply, limit: 2024-05-11, because: ["example-county#4", "7.1", "21"]}]}'
    )
    (result,) = run(tmp_path, case)
    assert result.passed, result.failures


def test_pause_extension_breach_and_refusal(tmp_path: Path) -> None:
    stopped = (
        "{name: stopped, for: complaint, acts: [{accepted: 2024-06-03T09:00},"
        " {correction-requested: 2024-06-05T09:00}, {correction-received: 2024-06-12T09:00}],"
        ' expect: [{due: reply, promised: 2024-06-17, limit: 2024-06-19, because: ["7.1", "7.3", "21"]}]}'
    )
    longer = (
        "{name: longer, for: complaint, acts: [{accepted: 2024-06-17T09:00},"
        " {act: extension-approved, at: 2024-06-24T09:00, by: leader-in-charge, fields: {ground: complex}}],"
        ' expect: [{due: reply, promised: 2024-06-24, limit: 2024-07-03, because: ["7.1", "7.2", "21"]}]}'
    )
    late = (
        "{name: late, for: complaint, acts: [{accepted: 2024-06-17T09:00}, {answered: 2024-06-27T09:00, reply: done}],"
        ' expect: [{breach: overdue, at: 2024-06-26, because: ["7.1", "21"]}, {permitted: answered}]}'
    )
    empty = (
        "{name: empty, for: complaint, acts: [{accepted: 2024-06-17T09:00}, {answered: 2024-06-18T09:00}],"
        ' expect: [{refused: answered, because: ["8"]}, {due: reply, verdict: open}]}'
    )
    for result in run(tmp_path, stopped, longer, late, empty):
        assert result.passed, result.failures


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("{name: x y, for: complaint, acts: [{accepted: soon}], expect: [{due: reply}]}", "bad-instant"),
        ("{name: x y, for: complaint, acts: [{at: 2024-06-17T09:00}], expect: [{due: reply}]}", "bad-act"),
        ("{name: x y, for: complaint, acts: [{accepted: 2024-06-17T09:00}], expect: [{limit: 2024-06-17}]}", "exactly-one"),
        ("{name: x y, for: complaint, acts: [{accepted: 2024-06-17T09:00}], expect: [{due: reply, clause: x}]}", "unknown-key"),
        ("{name: x y, for: complaint, acts: [{accepted: 2024-06-17T09:00}], expect: [{due: reply, verdict: fine}]}", "unknown-word"),
        ("{name: x y, for: complain, acts: [{accepted: 2024-06-17T09:00}], expect: [{due: reply}]}", "unknown-kind"),
        ("{name: x y, for: complaint, acts: [{accepted: 2024-06-17T09:00}, {answered: 2024-06-16T09:00}], expect: [{due: reply}]}", "acts-out-of-order"),
        ("{name: x y, for: complaint, acts: [{accepted: 2024-06-17T09:00}]}", "missing-key"),
    ],
)  # fmt: skip
def test_a_bad_case_is_refused_with_its_fault(text: str, slug: str) -> None:
    raw = f"rulebook: demo-service@2024-03-01\ncases:\n  - {text}\n"
    with pytest.raises(RulebookErrors) as refused:
        read_cases(raw.encode())
    assert slug in {error.slug for error in refused.value}


@pytest.mark.parametrize(
    ("head", "case", "slug"),
    [
        ("other@2024-03-01", MAY % DUE, "unknown-rulebook"),
        ("demo-service@2024-03-01", (MAY % DUE).replace("for:", "adoption: nobody@2024-01-01, for:"), "unknown-adoption"),
    ],
)  # fmt: skip
def test_what_is_not_there_is_named(tmp_path: Path, head: str, case: str, slug: str) -> None:
    path = tmp_path / "x.cases.yaml"
    path.write_text(f"rulebook: {head}\ncases:\n  - {case}\n", "utf-8")
    with pytest.raises(RulebookErrors) as refused:
        run_cases(path, editions=[read_edition(LAW.encode())], adoptions=[])
    assert refused.value.errors[0].slug == slug


def test_pytest_collects_case_files(pytester: pytest.Pytester) -> None:
    from shouwen.rulebook.library import shipped

    source = shipped() / "wuwei-city" / "2024-01-01.cases.yaml"
    pytester.makefile(".cases.yaml", wuwei=source.read_text("utf-8"))
    result = pytester.runpytest("-p", "tests.rulebook_cases", "-q")
    assert result.ret == 0
    result.stdout.fnmatch_lines(["*passed*"])


pytest_plugins = ["pytester"]
