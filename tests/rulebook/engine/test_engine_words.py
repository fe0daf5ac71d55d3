"""Words that a text leaves without a figure, and truth as a rulebook writes it."""

from __future__ import annotations

from tests.rulebook.engine.build import act, at, duty, law, must, record, rule

from shouwen.rulebook.duties import Verdict
from shouwen.rulebook.judge.facts import meets
from shouwen.rulebook.values import Limit, Reckon
from shouwen.worktime import Amount, Immediate, Unit

AT_ONCE = Limit(Immediate())
REGISTERED = act("registered", "2024-06-03T09:00")


class TestAWordWithoutAFigure:
    def test_is_shown_and_never_broken_until_the_adopter_fixes_it(self) -> None:
        word = rule("word", Reckon("immediate"), open=("is",), unfixed=("is",))
        one = duty(
            law(must("soon", "started", "registered", AT_ONCE), word),
            record(REGISTERED),
            "2030-01-01",
        )
        assert (one.verdict, one.breach_at) == (Verdict.UNSET, None)
        assert any("#word" in clause for clause in one.cited)

    def test_binds_once_it_is_fixed(self) -> None:
        figure = Amount(30, Unit.WORKING_MINUTE)
        word = rule("word", Reckon("immediate", is_=figure), open=("is",))
        one = duty(
            law(must("soon", "started", "registered", AT_ONCE), word),
            record(REGISTERED),
            "2024-06-03T10:00",
        )
        assert (one.verdict, one.limit) == (Verdict.BROKEN, at("2024-06-03T09:30"))


def test_truth_of_an_act_meets_truth_of_a_rulebook() -> None:
    assert meets(("no",), False)
    assert meets(("yes",), True)
    assert not meets(("yes",), False)
