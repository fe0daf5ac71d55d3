"""Every staff page at three widths in both languages: nothing scrolls sideways, axe is content."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from shouwen.matters import actions
from tests.people import Office
from tests.stories.staff.conftest import FRIDAY, Hand, axe
from tests.stories.staff.test_targets import in_hand, passed_on

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDTHS = (1440, 768, 390)
PAGES = (
    ("sun", "/desk/"),
    ("sun", "/desk/?tab=to-handle"),
    ("sun", "/desk/take-all/"),
    ("lin", "/intake/"),
    ("lin", "/intake/?by=phone"),
    ("lin", "/intake/done/{number}/"),
    ("lin", "/matters/"),
    ("lin", "/matters/?text=nothing&state=open"),
    ("sun", "/matters/{number}/"),
    ("sun", "/matters/{number}/act/told-once/"),
    ("sun", "/matters/{number}/act/delivered/"),
    ("zheng", "/sign/"),
    ("zheng", "/sign/{refusal}/"),
    ("sun", "/search/?q=GZF"),
    ("sun", "/matters/SQ-20260213-9999/"),
)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_staff_pages_fit_every_width_and_axe_finds_nothing_serious(
    sit: Callable[..., Hand], office: Office, language: str
) -> None:
    number, refusal = in_hand(office).number, in_hand(office)
    passed_on(office)
    grounds = {"reason": "已另有住房", "basis": "办法 第十二条", "remedy": "可申请复议"}
    sun = office.actor("sun", FRIDAY)
    actions.perform(refusal.dossier.uid, "refusal-proposed", grounds, by=sun, at=FRIDAY)
    hands = {name: sit(name) for name in dict.fromkeys(name for name, _ in PAGES)}
    wrong = []
    for name, path in PAGES:
        hand = hands[name]
        cookie = {"name": "django_language", "value": language, "url": hand.base}
        hand.page.context.add_cookies([cookie])
        hand.go(path.format(number=number, refusal=refusal.number))
        for width in WIDTHS:
            hand.page.set_viewport_size({"width": width, "height": 900})
            beyond = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            if hand.page.evaluate(beyond):
                wrong.append(f"{path} scrolls sideways at {width}")
            wrong += [f"{path} at {width}: {one}" for one in axe(hand.page)]
    assert wrong == []
