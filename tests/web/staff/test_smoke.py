"""Every staff page answers, for whoever may see it."""

from __future__ import annotations

import pytest

PAGES = [
    "/desk/",
    "/intake/",
    "/intake/?by=phone",
    "/matters/",
    "/sign/",
    "/search/",
    "/desk/take-all/",
]


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("name", ["lin", "sun", "zheng", "wang", "qian"])
def test_a_page_answers(as_, address: str, name: str) -> None:
    answer = as_(name).get(address)
    assert answer.status_code == (
        403 if address == "/sign/" and name in {"lin", "sun", "qian"} else 200
    )


def test_a_matter_answers_with_its_acts_and_entries(as_, in_hand) -> None:
    made = in_hand()
    sun = as_("sun")
    page = sun.get(f"/matters/{made.number}/")
    assert page.status_code == 200
    for act in (
        "completed",
        "told-once",
        "handed-over",
        "extension-asked",
        "refusal-proposed",
        "noted",
        "returned",
    ):
        assert sun.get(f"/matters/{made.number}/act/{act}/").status_code == 200, act
    assert sun.get(f"/matters/{made.number}/entries/0/").status_code == 200
