"""What citizens come for, on a phone, within the interactions of the page rules, part 2."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.stories.public.conftest import Hand, axe, sideways
from tests.web.public.conftest import JPEG, PDF, act, bring
from tests.web.public.test_following import complete, told_once

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def asks(hand: Hand) -> None:
    """Ask a question from the home page to the number."""
    hand.page.goto("/p/SZ/")
    hand.tap("我要问事")
    hand.tap("我有问题想问")
    hand.fill("您想问什么", "周六上班吗？")
    hand.press("下一步")
    hand.fill("手机或座机", "138 0000 0000")
    hand.press("下一步")
    hand.press("提交")
    expect(hand.page.get_by_role("heading", name="收到了")).to_be_visible()


def test_asking_on_a_phone_takes_eight_interactions_at_most(office, phone):
    asks(phone)
    assert phone.count <= 8
    expect(phone.page.locator(".issued-number").first).to_have_text(re.compile(r"SQ-\d{8}-\d{4}"))
    expect(phone.page.locator(".issued-number").nth(1)).to_have_text(re.compile(r"\d{4} \d{4}"))
    expect(phone.page.locator(".issued-qr svg")).to_be_visible()


def test_asking_works_without_scripts(office, at_width):
    hand = at_width(390, scripts=False)
    asks(hand)


def test_scanning_the_receipt_is_one_interaction(office, phone):
    matter = bring(office)
    phone.page.goto(matter.url)
    expect(phone.page.locator(".state")).to_have_text("已收到")


def test_typing_number_and_code_takes_three_interactions(office, phone):
    matter = bring(office)
    phone.page.goto("/p/SZ/follow/")
    phone.fill("编号", matter.number)
    phone.fill("查询码", matter.code)
    phone.press("查询")
    expect(phone.page.locator(".state")).to_have_text("已收到")
    assert phone.count == 3


def test_two_missing_papers_take_two_interactions_and_two_for_each(office, phone):
    matter = bring(office)
    told_once(office, matter)
    phone.page.goto(matter.url)
    phone.hand_in("租约", "lease.pdf", PDF)
    phone.hand_in("收入证明", "income.jpg", JPEG)
    phone.press("交上去")
    expect(phone.page.get_by_text("收到 2/2")).to_be_visible()
    assert phone.count <= 2 + 2 * 2


@pytest.mark.parametrize(("level", "comment", "most"), [("满意", "", 2), ("不满意", "等太久", 4)])
def test_rating_takes_two_interactions_and_four_with_a_reason(office, phone, level, comment, most):
    matter = bring(office)
    complete(office, matter)
    phone.page.goto(matter.url)
    phone.choose(level)
    if comment:
        phone.fill("哪里满意", comment)
    phone.press("提交评价")
    expect(phone.page.get_by_text("谢谢，评价收到了。")).to_be_visible()
    assert phone.count <= most


def test_a_second_press_on_submit_makes_no_second_matter(office, phone):
    from shouwen.matters.models import Matter

    phone.page.goto("/p/SZ/ask/what/")
    phone.fill("您想问什么", "几点开门")
    phone.press("下一步")
    phone.press("下一步")
    phone.page.get_by_role("button", name="提交").dblclick()
    expect(phone.page.get_by_role("heading", name="收到了")).to_be_visible()
    assert Matter.objects.count() == 1


@pytest.mark.parametrize("width", [390, 1440])
def test_axe_finds_nothing_serious_and_nothing_scrolls_sideways(office, at_width, width):
    waiting, done = bring(office), bring(office)
    told_once(office, waiting)
    complete(office, done)
    hand = at_width(width)
    found = {}
    for address in (
        "/p/SZ/",
        "/p/SZ/guides/",
        "/p/SZ/guides/?q=没有这件事",
        "/p/SZ/guides/GZF/",
        "/p/SZ/ask/",
        "/p/SZ/ask/what/?item=GZF",
        "/p/SZ/follow/",
        waiting.url,
        done.url,
        f"{waiting.url}withdraw/",
        f"{waiting.url}papers/receipt/",
        f"{waiting.url}papers/{waiting.number}-G1/",
        "/p/t/forged/",
    ):
        hand.page.goto(address)
        found[address] = [*axe(hand.page), *(["sideways"] if sideways(hand.page) > 0 else [])]
    assert {address: some for address, some in found.items() if some} == {}


def test_errors_take_the_focus_and_are_tied_to_their_fields(office, phone):
    phone.page.goto("/p/SZ/follow/")
    phone.press("查询")
    summary = phone.page.locator("[data-error-summary]")
    expect(summary).to_be_focused()
    summary.get_by_role("link").first.click()
    field = phone.page.locator("#id_number")
    expect(field).to_be_focused()
    described = field.get_attribute("aria-describedby")
    assert phone.page.locator(f"#{described.split()[0]}").is_visible()
    assert phone.page.title().startswith("有误：")


def test_elder_pages_are_one_column_with_large_targets(office, phone):
    phone.page.goto("/p/SZ/")
    phone.press("长者版")
    boxes = [one.bounding_box() for one in phone.page.locator(".entry").all()]
    assert all(box["height"] >= 60 for box in boxes)
    assert len({box["x"] for box in boxes}) == 1
    assert sideways(phone.page) == 0


def test_an_accepted_matter_opens_why_it_is_this_day(office, phone):
    matter = bring(office)
    act(office, matter, "lin", "accepted")
    phone.page.goto(matter.url)
    phone.page.get_by_text("为什么是这天").click()
    expect(phone.page.locator(".reasons li").first).to_be_visible()
