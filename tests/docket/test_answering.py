"""An answer needs a question: nobody approves an extension that nobody asked for."""

from __future__ import annotations

import pytest

from shouwen.docket.domain import unasked
from shouwen.errors import Refused
from shouwen.matters import actions, queries
from tests.docket.test_sweep import a_matter
from tests.people import Office, at

ASKED, YES, NO, TOLD = (
    "extension-asked",
    "extension-approved",
    "extension-refused",
    "extension-told",
)


@pytest.mark.parametrize(
    ("done", "act", "missing"),
    [
        ((), YES, ASKED),
        ((ASKED,), YES, None),
        ((ASKED,), NO, None),
        ((ASKED, "noted"), YES, None),
        ((ASKED, YES), YES, ASKED),
        ((ASKED, YES), NO, ASKED),
        ((ASKED, NO), YES, ASKED),
        ((ASKED, NO, ASKED), YES, None),
        ((ASKED,), TOLD, YES),
        ((ASKED, YES), TOLD, None),
        ((ASKED, YES, TOLD), TOLD, YES),
        ((), "completed", None),
    ],
)
def test_an_answer_needs_a_question_that_waits(
    done: tuple[str, ...], act: str, missing: str | None
) -> None:
    assert unasked(done, act) == missing


def test_an_extension_that_nobody_asked_for_is_neither_offered_nor_entered(office: Office) -> None:
    dossier = a_matter(office)
    when = at("2026-02-14 10:00")
    zheng = office.actor("zheng", when)
    page = queries.page(zheng, dossier.number, when)
    assert YES not in {one.form.act for one in page.acts.possible}
    barred = next(one for one in page.acts.barred if one.form.act == YES)
    assert "申请延期" in barred.why.zh
    given = {"ground": "force-majeure", "new-limit": "2026-03-06"}
    with pytest.raises(Refused) as refused:
        actions.perform(dossier.uid, YES, given, by=zheng, at=when)
    assert refused.value.code == "docket.nothing-asked"
