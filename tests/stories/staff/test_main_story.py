"""A matter from the counter to its rating, as new users would do it, each in their own browser."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.stories.staff.conftest import Hand

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Sit = Callable[..., Hand]
ISSUED = re.compile(r"/intake/done/(SQ-\d{8}-\d{4})/")


def registered(lin: Hand) -> str:
    """Wait for the page with the number and return it."""
    lin.page.wait_for_url(ISSUED)
    found = ISSUED.search(lin.page.url)
    assert found is not None
    return found[1]


def test_register_hand_over_take_over_complete_deliver_rate(sit: Sit) -> None:
    lin = sit("lin")
    lin.go("/desk/")
    lin.begin()
    lin.press("n")
    lin.page.wait_for_url(re.compile("/intake/"))
    lin.fill("#id_phone", "138 0000 0000")
    lin.fill("#id_applicant", "张示例")
    lin.fill("#id_subject", "想问公租房续租要交什么")
    lin.fill("#id_item", "gzf")
    expect(lin.page.locator("#result")).to_contain_text("2026-02-27")
    expect(lin.page.locator("#there")).to_contain_text("孙惊蛰")
    lin.press("Control+Enter")
    number = registered(lin)
    assert lin.count <= 7
    expect(lin.page.locator(".issued-code")).to_be_visible()

    sun = sit("sun")
    sun.go("/desk/")
    expect(sun.page.locator(".bench-row")).to_contain_text("公租房续租")
    sun.begin()
    sun.click(".bench-row button:has-text('签收')")
    expect(sun.page.locator(".note")).to_contain_text(number)
    assert sun.count <= 1

    sun.go(f"/matters/{number}/")
    sun.begin()
    sun.press("c")
    sun.fill("#id_result", "符合条件,已续租一年")
    sun.press("Control+Enter")
    expect(sun.page.locator(".sheet")).to_contain_text("短信")
    sun.press("Control+Enter")
    expect(sun.page.locator(".identity-second")).to_contain_text("已办结")

    lin.go(f"/matters/{number}/")
    lin.press("d")
    lin.tick("input[name=mode][value=counter]")
    lin.press("Control+Enter")
    expect(lin.page.locator(".identity-second")).to_contain_text("已送达")
    lin.go(f"/matters/{number}/act/rated/")
    lin.tick("input[name=rating][value='5']")
    lin.press("Control+Enter")
    expect(lin.page.locator("main")).to_contain_text("非常满意")


def test_a_question_answered_on_the_spot_takes_four_interactions(sit: Sit) -> None:
    lin = sit("lin")
    lin.go("/desk/")
    lin.begin()
    lin.press("n")
    lin.page.wait_for_url(re.compile("/intake/"))
    lin.fill("#id_subject", "你们几点下班")
    lin.tick("#id_outcome_answer")
    lin.press("Control+Enter")
    registered(lin)
    assert lin.count <= 4
    expect(lin.page.locator(".issued")).to_contain_text("已当场答复")
