"""The interactions of ux.md part 2 for staff, counted; each fails above its target."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from shouwen.catalog import queries as catalog
from shouwen.matters import actions
from shouwen.matters.actions import Contact, Registered
from tests.people import PASSWORD, Office
from tests.stories.staff.conftest import FRIDAY, Hand

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Sit = Callable[..., Hand]


def passed_on(office: Office, **more: str) -> Registered:
    """Return a matter that waits for 孙惊蛰 to take it over."""
    lin = office.actor("lin", FRIDAY)
    given = {"item": "GZF", "applicant": "张示例", "phone": "13800000000", **more}
    made = actions.register(Contact("续租", **given), institution_id=office.id, by=lin, at=FRIDAY)
    actions.perform(made.dossier.uid, "accepted", {}, by=lin, at=FRIDAY)
    to = {"recipient": office.handling.pk}
    actions.perform(made.dossier.uid, "handed-over", to, by=lin, at=FRIDAY)
    return made


def in_hand(office: Office) -> Registered:
    made = passed_on(office)
    sun = office.actor("sun", FRIDAY)
    actions.perform(made.dossier.uid, "taken-over", {}, by=sun, at=FRIDAY)
    return made


def test_row_1a_a_known_visitor_takes_five(sit: Sit, office: Office) -> None:
    passed_on(office)
    lin = sit("lin")
    lin.go("/desk/")
    lin.begin()
    lin.press("n")
    lin.fill("#id_phone", "13800000000")
    expect(lin.page.locator("#id_applicant")).to_have_value("张示例")
    lin.fill("#id_item", "公租房续租")
    expect(lin.page.locator("#papers")).to_contain_text("收入证明")
    lin.fill("#id_subject", "再来续租")
    lin.press("Control+Enter")
    lin.page.wait_for_url(re.compile("/intake/done/"))
    assert lin.count <= 5


def test_row_2_a_call_is_registered_while_talking(sit: Sit, office: Office) -> None:
    lin = sit("lin")
    lin.go("/desk/")
    lin.begin()
    lin.press("Shift+N")
    lin.page.wait_for_url(re.compile("by=phone"))
    expect(lin.page.locator("#id_subject")).to_be_focused()
    lin.fill("#id_subject", "楼上漏水,问谁管")
    lin.press("Control+Alt+2")
    expect(lin.page.locator("#id_kind_application")).to_be_checked()
    lin.fill("#id_phone", "13900001111")
    lin.press("Control+Enter")
    lin.page.wait_for_url(re.compile("/intake/done/"))
    assert lin.count <= 8


def test_row_3_ten_are_taken_over_at_once_in_three(sit: Sit, office: Office) -> None:
    for _ in range(10):
        passed_on(office)
    sun = sit("sun")
    sun.go("/desk/")
    sun.begin()
    sun.click("text=全部签收")
    sun.page.wait_for_url(re.compile("take-all"))
    sun.press("Control+Enter")
    expect(sun.page.locator(".note")).to_contain_text("已签收 10 件")
    assert sun.count <= 3


def test_row_3_taking_over_from_the_page_is_two(sit: Sit, office: Office) -> None:
    made = passed_on(office)
    sun = sit("sun")
    sun.go("/desk/")
    sun.begin()
    sun.click(".bench-row .number")
    sun.page.wait_for_url(re.compile(made.number))
    sun.press("t")
    expect(sun.page.locator(".identity-second")).to_contain_text("办理中")
    assert sun.count <= 2


def test_row_3a_returning_with_a_reason_is_four(sit: Sit, office: Office) -> None:
    made = passed_on(office)
    sun = sit("sun")
    sun.go("/desk/")
    sun.begin()
    sun.press("j")
    sun.press("r")
    sun.page.wait_for_url(re.compile("returned"))
    sun.fill("#id_reason", "不属于本岗职责")
    sun.press("Control+Enter")
    expect(sun.page.locator(".note")).to_contain_text("已退回")
    assert sun.count <= 4
    lin = sit("lin")
    lin.go(f"/matters/{made.number}/")
    expect(lin.page.locator(".timeline-list")).to_contain_text("不属于本岗职责")


def test_row_4_a_one_time_notice_is_three_and_one_a_paper(sit: Sit, office: Office) -> None:
    made = in_hand(office)
    paper = catalog.item_by_code(office.id, "GZF").materials[2]
    sun = sit("sun")
    sun.go(f"/matters/{made.number}/")
    sun.begin()
    sun.press("b")
    sun.page.wait_for_url(re.compile("told-once"))
    sun.tick(f"input[name=missing][value='{paper.id}']")
    sun.press("Control+Enter")
    expect(sun.page.locator(".sheet")).to_contain_text("收入证明")
    sun.press("Control+Enter")
    expect(sun.page.locator(".identity-second")).to_contain_text("等群众补材料")
    assert sun.count <= 3 + 1


@pytest.mark.parametrize("width", [1440, 390])
def test_row_5_signing_a_refusal_is_four(sit: Sit, office: Office, width: int) -> None:
    made = in_hand(office)
    grounds = {"reason": "已另有住房", "basis": "办法 第十二条", "remedy": "可申请复议"}
    sun = office.actor("sun", FRIDAY)
    actions.perform(made.dossier.uid, "refusal-proposed", grounds, by=sun, at=FRIDAY)
    zheng = sit("zheng", width=width)
    zheng.go("/sign/")
    zheng.begin()
    zheng.click(".row-acts a")
    expect(zheng.page.locator("main")).to_contain_text("办法 第十二条")
    zheng.tick("#id_read")
    zheng.fill("#id_code", PASSWORD)
    zheng.click("button[value=approve]")
    expect(zheng.page.locator(".note")).to_contain_text("已签署")
    assert zheng.count <= 4


def test_a_matter_is_worked_off_by_keyboard_alone(sit: Sit, office: Office) -> None:
    passed_on(office)
    sun = sit("sun")
    sun.go("/desk/?tab=to-take")
    page = sun.page
    for keys in ("j", "t"):
        sun.press(keys)
    expect(page.locator(".note")).to_contain_text("已签收")
    sun.press("2")
    page.wait_for_url(re.compile("tab=to-handle"))
    sun.press("j")
    sun.press("Enter")
    page.wait_for_url(re.compile("/matters/SQ-"))
    sun.press("e")
    expect(page.locator(".pop")).to_contain_text("承诺期限")
    sun.press("Escape")
    expect(page.locator(".pop")).to_have_count(0)
    sun.press("l")
    page.wait_for_url(re.compile("noted"))
    sun.press("Tab")
    page.locator("#id_note").focus()
    page.keyboard.type("已电话联系")
    sun.press("Control+Enter")
    expect(page.locator(".timeline-list")).to_contain_text("已电话联系")
    sun.press("c")
    page.wait_for_url(re.compile("completed"))
    page.locator("#id_result").focus()
    page.keyboard.type("已续租")
    sun.press("Control+Enter")
    expect(page.locator(".sheet")).to_be_visible()
    sun.press("Control+Enter")
    expect(page.locator(".identity-second")).to_contain_text("已办结")


def test_every_legal_act_works_without_scripts(sit: Sit, office: Office) -> None:
    lin = sit("lin", scripts=False)
    lin.go("/intake/")
    lin.fill("#id_phone", "13800000000")
    lin.fill("#id_subject", "续租")
    lin.fill("#id_item", "GZF")
    lin.click("button[name=look]")
    expect(lin.page.locator("#result")).to_contain_text("2026-02-27")
    lin.click("[data-submit]")
    number = re.search(r"SQ-\d{8}-\d{4}", lin.page.url)
    assert number is not None
    sun = sit("sun", scripts=False)
    sun.go("/desk/")
    sun.click(".bench-row button:has-text('签收')")
    sun.go(f"/matters/{number[0]}/")
    sun.click("a.why >> nth=0")
    expect(sun.page.locator("main")).to_contain_text("次日起算")
    sun.go(f"/matters/{number[0]}/act/completed/")
    sun.fill("#id_result", "已续租")
    sun.click("[data-submit]")
    sun.click("[data-submit]")
    expect(sun.page.locator(".identity-second")).to_contain_text("已办结")


def test_a_draft_comes_back_after_the_browser_died(sit: Sit, office: Office) -> None:
    made = in_hand(office)
    sun = sit("sun")
    sun.go(f"/matters/{made.number}/act/completed/")
    sun.page.locator("#id_result").press_sequentially("写到一半的结果")
    expect(sun.page.locator("[data-draft-state]")).to_contain_text("草稿已存")
    again = sit("sun")
    again.go(f"/matters/{made.number}/act/completed/")
    expect(again.page.locator("#id_result")).to_have_value("写到一半的结果")
