"""Forms follow the law: what gates and facts ask is asked, and clauses name who signs."""

from __future__ import annotations

from datetime import date

import pytest

from shouwen.errors import Unclear
from shouwen.matters import domain
from shouwen.matters.asking import asked
from shouwen.matters.forms import FORMS
from shouwen.rulebook.values import Citation, Clause, Edition, Fact, Gate, Rule

DAY = date(2026, 1, 1)


def edition(*gates: Gate, facts: tuple[Fact, ...] = ()) -> Edition:
    """Return an edition that makes these gates for every kind."""
    cited = (Citation("demo", DAY, "1"),)
    rules = tuple(
        Rule(f"demo@2026-01-01#1/{nr}", str(nr), "gate", gate, cited)
        for nr, gate in enumerate(gates, start=1)
    )
    return Edition("demo", DAY, "示例", (Clause("1", "示例", rules),), facts)


def names(form: domain.Form) -> dict[str, bool]:
    """Return the fields of a form and whether each is demanded."""
    return {one.name: one.required for one in form.fields}


def test_a_gate_that_wants_a_field_adds_a_question() -> None:
    law = edition(Gate(("completed",), given={"basis": ()}))
    assert names(asked(FORMS["completed"], "application", [law])) == {"result": True, "basis": True}


def test_a_gate_for_another_act_adds_nothing() -> None:
    law = edition(Gate(("delivered",), given={"basis": ()}))
    assert asked(FORMS["completed"], "application", [law]) == FORMS["completed"]


def test_a_gate_with_words_gives_a_choice_among_them() -> None:
    law = edition(Gate(("noted",), given={"ground": ("force-majeure",)}))
    added = asked(FORMS["noted"], "enquiry", [law]).fields[-1]
    assert (added.kind, list(added.choices)) == ("code", ["force-majeure"])


def test_a_declared_fact_is_asked_at_its_act_but_never_demanded() -> None:
    law = edition(facts=(Fact("complexity", ("simple", "complex"), "accepted", "handler"),))
    assert names(asked(FORMS["accepted"], "enquiry", [law])) == {"complexity": False}


@pytest.mark.parametrize(
    ("who", "signs"),
    [
        ((), "leader-in-charge"),
        (("principal-leader",), "principal-leader"),
        (("principal-leader", "leader-in-charge"), "leader-in-charge"),
        (("department-head", "principal-leader"), "department-head"),
    ],
)
def test_a_clause_names_who_signs(who: tuple[str, ...], signs: str) -> None:
    law = edition(Gate(("extension-approved",), given={"reason": ()}, who=who))
    assert asked(FORMS["extension-asked"], "application", [law]).signer == signs


@pytest.mark.parametrize(
    ("act", "answers", "field"),
    [
        ("completed", {}, "result"),
        ("completed", {"result": " "}, "result"),
        ("completed", {"result": "x" * 20_001}, "result"),
        ("completed", {"result": "x", "secret": "y"}, "secret"),
        ("handed-over", {"recipient": "一号"}, "recipient"),
        ("handed-over", {"recipient": "-1"}, "recipient"),
        ("rated", {"rating": "6"}, "rating"),
        (
            "extension-asked",
            {"ground": "holiday", "new-limit": "2026-03-01", "reason": "x"},
            "ground",
        ),
        ("extension-asked", {"ground": "complex", "new-limit": "明天", "reason": "x"}, "new-limit"),
        (
            "extension-asked",
            {"ground": "complex", "new-limit": "2026-02-30", "reason": "x"},
            "new-limit",
        ),
    ],
)
def test_every_wrong_answer_names_its_field(act: str, answers: dict[str, str], field: str) -> None:
    with pytest.raises(Unclear) as caught:
        domain.check(FORMS[act], answers)
    assert field in caught.value.facts


def test_personal_answers_are_kept_apart_from_codes() -> None:
    answers = {"ground": "complex", "new-limit": "2026-03-06", "reason": "须现场核实"}
    checked = domain.check(FORMS["extension-asked"], answers)
    assert checked.fields == {"ground": "complex", "new-limit": "2026-03-06"}
    assert checked.personal == {"reason": "须现场核实"}
