"""The example pages in Chromium: sizes, keys, popovers, drafts, both languages, accessibility."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.web.base.conftest import PASSWORD

pytestmark = [
    pytest.mark.browser,
    pytest.mark.urls("tests.web.base.urls"),
    pytest.mark.django_db(transaction=True),
]

AXE = Path(__file__).parents[3] / "node_modules" / "axe-core" / "axe.min.js"
PAGES = ["/_parts/?wrong", "/_parts/record/", "/_parts/public/?wrong", "/login/", "/nowhere/"]
WIDTHS = [1440, 768, 390]


@pytest.fixture
def site(live_server, house, visitor: BrowserContext) -> Page:
    """A page of 林小满, signed in, that fails the test when a script fails."""
    page = visitor.new_page()
    page.faults = []
    page.on("pageerror", lambda fault: page.faults.append(str(fault)))
    page.on("console", lambda line: _note(page, line))
    page.base = live_server.url
    page.goto(f"{page.base}/login/")
    page.fill("#id_username", "lin")
    page.fill("#id_password", PASSWORD)
    page.click("[data-submit]")
    page.wait_for_url(re.compile(r"^(?!.*/login/)"))
    page.faults.clear()
    yield page
    assert page.faults == []


def _note(page: Page, line) -> None:
    told = line.text
    if line.type == "error" and "404" not in told and "net::" not in told:
        page.faults.append(told)


def axe(page: Page) -> list[str]:
    """Return what axe finds serious or critical on the page."""
    page.evaluate(AXE.read_text())
    page.evaluate("scrollTo(0, 0)")  # else what lies under the fixed bar counts as hidden
    found = page.evaluate(
        "axe.run(document, {resultTypes: ['violations'],"
        " runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})"
    )
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:120]}"
        for one in found["violations"]
        if one["impact"] in {"serious", "critical"}
    ]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("address", PAGES)
def test_pages_fit_every_width_and_axe_finds_nothing_serious(
    site: Page, address: str, language: str
) -> None:
    site.context.add_cookies([{"name": "django_language", "value": language, "url": site.base}])
    for width in WIDTHS:
        site.set_viewport_size({"width": width, "height": 900})
        site.goto(site.base + address)
        site.wait_for_load_state("networkidle")
        beyond = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert site.evaluate(beyond) == 0, f"{address} scrolls sideways at {width}"
        assert axe(site) == [], f"{address} at {width}"


@pytest.mark.parametrize("look", ["contrast=more", "elder=1", "elder=1&size=l", "size=l"])
def test_pages_fit_in_every_look(site: Page, look: str) -> None:
    site.context.add_cookies([{"name": "shouwen_look", "value": look, "url": site.base}])
    for address in ("/_parts/record/", "/_parts/public/"):
        for width in (1440, 390):
            site.set_viewport_size({"width": width, "height": 900})
            site.goto(site.base + address)
            beyond = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            assert site.evaluate(beyond) == 0, f"{address} scrolls sideways at {width}"
            assert axe(site) == []


def test_targets_are_large_enough(site: Page) -> None:
    small = """least => [...document.querySelectorAll("a[href], button, summary, input, select")]
        .filter(one => one.getClientRects().length && !one.closest(".visually-hidden, p, li p"))
        .filter(one => !one.matches(".skip, .office, td a, .crumbs a, [type=hidden]"))
        .map(one => [one, (one.closest("label") || one).getBoundingClientRect()])
        .filter(([, box]) => box.height > 1 && box.height < least)
        .map(([one, box]) => one.outerHTML.slice(0, 90) + " " + box.height)"""
    site.goto(f"{site.base}/_parts/")
    assert site.evaluate(small, 24) == []
    site.set_viewport_size({"width": 390, "height": 844})
    site.goto(f"{site.base}/_parts/public/")
    assert site.evaluate(small, 44) == []
    site.context.add_cookies([{"name": "shouwen_look", "value": "elder=1", "url": site.base}])
    site.goto(f"{site.base}/_parts/public/")
    assert site.evaluate(small, 60) == []


def test_the_limit_opens_beside_its_button_and_gives_the_focus_back(site: Page) -> None:
    site.goto(f"{site.base}/_parts/")
    site.keyboard.press("e")
    panel = site.get_by_role("dialog", name="为什么是这天：办结")
    expect(panel).to_contain_text("次日起算")
    link = site.locator('[data-key="e"]')
    expect(link).to_have_attribute("aria-expanded", "true")
    box = panel.bounding_box()
    assert box["y"] >= 48, "it hides under the top bar"
    site.keyboard.press("Escape")
    expect(panel).to_have_count(0)
    expect(link).to_be_focused()


def test_without_scripts_the_same_link_is_a_page(site: Page, chromium) -> None:
    context = chromium.new_context(java_script_enabled=False, locale="zh-CN")
    context.add_cookies(site.context.cookies())
    page = context.new_page()
    page.goto(f"{site.base}/_parts/")
    page.locator('[data-key="e"]').click()
    expect(page.locator("h1, #derivation-title").first).to_contain_text("前办结")
    page.goto(f"{site.base}/_parts/")
    expect(page.locator("[data-chart-table]").first).to_be_visible()
    page.set_viewport_size({"width": 390, "height": 844})
    page.locator("[data-drawer]").click()
    expect(page.locator("#menu")).to_be_visible()
    context.close()


def test_rows_are_walked_and_ticked_by_keyboard(site: Page) -> None:
    site.goto(f"{site.base}/_parts/")
    for key in ("j", "j", "x", "k", "Shift+X"):
        site.keyboard.press(key)
    boxes = site.locator('[data-row] input[name="row"]')
    assert [boxes.nth(at).is_checked() for at in range(3)] == [True, True, False]
    expect(site.locator("[data-row]").nth(0)).to_have_class("at")


def test_keys_stay_silent_in_fields_while_composing_and_when_switched_off(site: Page) -> None:
    site.goto(f"{site.base}/_parts/")
    site.locator("#id_phone").focus()
    site.keyboard.press("e")
    expect(site.locator(".pop")).to_have_count(0)
    expect(site.locator("#id_phone")).to_have_value("e")
    site.evaluate("document.activeElement.blur()")
    site.evaluate("document.body.dataset.keys = 'off'")
    site.keyboard.press("e")
    expect(site.locator(".pop")).to_have_count(0)
    site.evaluate("delete document.body.dataset.keys")
    composing = """document.querySelector("#id_matter").dispatchEvent(new KeyboardEvent("keydown",
        {code: "Enter", key: "Enter", ctrlKey: true, isComposing: true, bubbles: true}))"""
    site.evaluate(
        "document.querySelector('form[data-draft-url]').addEventListener('submit', "
        "(event) => { event.preventDefault(); document.body.dataset.went = '1'; })"
    )
    site.evaluate(composing)
    assert site.evaluate("document.body.dataset.went") is None


def test_the_sheet_lists_the_keys_of_the_page(site: Page) -> None:
    site.goto(f"{site.base}/_parts/")
    site.keyboard.press("Shift+Slash")
    sheet = site.get_by_role("dialog", name="本页快捷键")
    for words in ("解释期限", "办结", "下一行、上一行", "本行：签收", "提交"):
        expect(sheet).to_contain_text(words)
    assert axe(site) == []
    site.keyboard.press("Escape")
    expect(sheet).to_be_hidden()


def test_a_form_that_was_sent_is_not_sent_again(site: Page) -> None:
    sent: list[str] = []
    site.route("**/_parts/", lambda route: _hold(route, sent))
    site.goto(f"{site.base}/_parts/")
    busy = site.evaluate("""() => {
        const button = document.querySelector(".sheet [data-submit]");
        for (let press = 0; press < 3; press++) button.click();
        return button.getAttribute("aria-busy");
    }""")
    site.wait_for_timeout(300)
    assert sent == ["POST"]
    assert busy == "true"


def _hold(route, sent: list[str]) -> None:
    if route.request.method != "POST":
        route.continue_()
        return
    sent.append("POST")  # and never answered, as on a broken line


def test_what_is_typed_goes_to_the_draft_and_a_broken_line_is_told(site: Page) -> None:
    sent: list[str] = []

    def keep(route) -> None:
        sent.append(route.request.post_data)
        assert route.request.headers["x-csrftoken"]
        route.fulfill(status=204)

    site.route("**/_parts/draft/", keep)
    site.goto(f"{site.base}/_parts/")
    site.fill("#id_matter", "想问公租房续租")
    state = site.locator("[data-draft-state]")
    expect(state).to_have_text(re.compile(r"草稿已存 \d\d:\d\d"), timeout=5000)
    assert "想问公租房续租" in sent[0]
    expect(site.locator("#id_matter_count")).to_have_text("7/1000")
    site.unroute("**/_parts/draft/")
    site.route("**/_parts/draft/", lambda route: route.abort())
    site.fill("#id_matter", "想问公租房续租要交什么")
    expect(state).to_contain_text("没有连上", timeout=5000)
    expect(site.locator("#live-urgent")).to_contain_text("没有连上")
    expect(site.locator("#id_matter")).to_have_value("想问公租房续租要交什么")


def test_a_chart_becomes_its_table_and_back(site: Page) -> None:
    site.goto(f"{site.base}/_parts/")
    chart = site.locator("figure[data-chart]").first
    expect(chart.locator("svg").last).to_be_visible()
    expect(chart.locator("[data-chart-table]")).to_be_hidden()
    chart.get_by_role("button", name="表格").click()
    expect(chart.locator("[data-chart-table]")).to_be_visible()
    expect(chart.locator("[data-chart-place]")).to_be_hidden()


def test_faults_are_focused_when_the_page_comes_back(site: Page) -> None:
    site.goto(f"{site.base}/_parts/?wrong")
    expect(site.locator("[data-error-summary]").first).to_be_focused()


def test_the_menu_folds_and_stays_folded(site: Page) -> None:
    site.goto(f"{site.base}/_parts/")
    site.locator("[data-fold]").click()
    expect(site.locator("body")).to_have_class("staff narrow")
    site.reload()
    expect(site.locator("body")).to_have_class("staff narrow")


def test_the_side_menu_stays_while_a_long_page_scrolls(site: Page) -> None:
    site.goto(f"{site.base}/_parts/")
    site.evaluate("window.scrollTo(0, 2500)")
    assert site.locator("#menu").bounding_box()["y"] == pytest.approx(48, abs=1)


def test_copying_says_what_was_copied(site: Page) -> None:
    site.goto(f"{site.base}/_parts/record/")
    site.keyboard.press(".")
    expect(site.locator("#live")).to_have_text("已复制 SQ-20260213-0042")


def test_paper_shows_no_buttons_and_no_menu(site: Page) -> None:
    site.goto(f"{site.base}/_parts/record/")
    site.emulate_media(media="print")
    for hidden in ("#menu", ".top", ".acts", ".why"):
        expect(site.locator(hidden).first).to_be_hidden()
    expect(site.locator(".print-foot")).to_contain_text("林小满")
    assert (
        site.evaluate("getComputedStyle(document.querySelector('.lamp')).color") == "rgb(0, 0, 0)"
    )
