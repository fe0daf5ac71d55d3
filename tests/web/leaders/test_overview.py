"""The overview: numbers that open their rows, for whom they may be seen, in few statements."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from shouwen.docket import actions as docket
from shouwen.docket.models import Breach, Dossier, Fault
from shouwen.journal import queries as journal
from shouwen.notify.models import Message
from tests.people import Office, at
from tests.web.leaders.conftest import NOW, SignIn, a_matter, text


def cards(page: str) -> dict[str, tuple[str, int]]:
    """Return the number cards: label → address and value."""
    found = {}
    for url, body in re.findall(
        r'<a class="figure-card" href="([^"]+)">(.*?)</a>', page, re.DOTALL
    ):
        words = re.sub(r"<[^>]+>", " ", body).split()
        found[words[0]] = (url.replace("&amp;", "&"), int(words[1].replace(",", "")))
    return found


def rows(page: str) -> int:
    return page.count("<tr data-row>")


def test_every_number_opens_exactly_the_rows_that_it_counts(busy: Office, as_: SignIn) -> None:
    wang = as_("wang")
    shown = cards(text(wang.get(reverse("overview"))))
    assert shown["超期"][1] > 0
    assert shown["今明到期"][1] > 0
    for label in ("超期", "今明到期", "未签收超时", "待核"):
        url, value = shown[label]
        assert rows(text(wang.get(url))) == value, label


def test_the_pressing_matters_name_holder_and_how_late(busy: Office, as_: SignIn) -> None:
    page = text(as_("wang").get(reverse("overview")))
    pressing = page[page.index("<tr data-row>") :].partition("</table>")[0].split("</tr>")
    held = next(row for row in pressing if "孙惊蛰" in row)
    assert "已超" in held
    assert 'data-row-key="c"' in held
    assert "已超" in pressing[0]


def test_the_rate_is_written_as_its_formula_and_opens_its_rows(busy: Office, as_: SignIn) -> None:
    wang = as_("wang")
    page = text(wang.get(reverse("overview"), {"period": "last-month"}))
    kept = re.search(r'按时办结 <a href="([^"]+)">(\d+)</a> ÷ 应办结 (\d+)', page)
    broken = re.search(r'（含还没办结的） <a href="([^"]+)">(\d+)</a>', page)
    assert kept
    assert broken
    assert int(kept[2]) + int(broken[2]) == int(kept[3])
    assert int(kept[2]) > 0
    assert int(broken[2]) > 0
    for found in (kept, broken):
        answer = wang.get(found[1].replace("&amp;", "&"))
        assert rows(text(answer)) == int(found[2])


def test_a_broken_duty_shows_its_clauses_and_opens_its_derivation(
    busy: Office, as_: SignIn
) -> None:
    wang = as_("wang")
    page = text(wang.get(reverse("overview-duties"), {"outcome": "broken", "period": "year"}))
    assert 'class="clause"' in page
    why = re.search(r'class="why" href="([^"]+)"', page)
    assert why
    assert wang.get(why[1].replace("&amp;", "&")).status_code == 200


def test_a_head_sees_only_the_own_department(busy: Office, as_: SignIn) -> None:
    page = text(as_("zhou").get(reverse("overview")))
    assert "住房保障科" in page
    table = page[page.index("departments-title") :]
    assert "综合窗口</th>" not in table
    hidden = as_("zhou").get(
        reverse("overview-matters"), {"show": "open", "department": str(busy.window.pk)}
    )
    assert rows(text(hidden)) == 0


@pytest.mark.parametrize("name", ["lin", "sun", "admin", "audit", "feng"])
def test_others_have_no_overview(busy: Office, as_: SignIn, name: str) -> None:
    client = as_(name)
    for page in ("overview", "overview-matters", "overview-duties"):
        assert client.get(reverse(page)).status_code == 403


def test_a_visitor_signs_in_first(busy: Office, client) -> None:
    assert client.get(reverse("overview"))["Location"].startswith("/login/")


@pytest.mark.parametrize("name", ["wang", "zhou", "zheng", "qian"])
def test_a_leader_reminds_after_seeing_whom(busy: Office, as_: SignIn, name: str) -> None:
    leader = as_(name)
    dossier = Dossier.objects.filter(settled=False, post=busy.handling).order_by("limit_at")[0]
    url = reverse("overview-urge", args=[dossier.number])
    asked = text(leader.get(url))
    assert "孙惊蛰" in asked
    assert "请尽快办理" in asked
    assert ("<dd>孙惊蛰、周立夏</dd>" in asked) == (name != "zhou")
    sent = {"note": "请今天办", "once": "a" * 32}
    assert leader.post(url, sent).status_code == 302
    assert leader.post(url, sent).status_code == 302
    urged = [one for one in journal.entries(dossier.uid.hex) if one.act == "urged"]
    assert len(urged) == 1
    told = Message.objects.filter(template="urged").values_list("person__username", flat=True)
    assert set(told) == {"sun", "zhou"} - {name}
    assert "已催办" in text(leader.get(reverse("overview")))


def test_who_may_not_remind_is_refused_and_a_hidden_matter_is_not_there(
    busy: Office, as_: SignIn
) -> None:
    number = Dossier.objects.filter(settled=False)[0].number
    assert as_("sun").get(reverse("overview-urge", args=[number])).status_code == 403
    assert as_("wang").get(reverse("overview-urge", args=["SQ-1"])).status_code in {404, 422}


def test_an_office_without_matters_says_so(office: Office, as_: SignIn) -> None:
    page = text(as_("wang").get(reverse("overview")))
    assert "今天没有超期，也没有今明到期的事。" in page
    assert "–" in page


def test_a_computation_that_failed_is_counted_and_listed(busy: Office, as_: SignIn) -> None:
    dossier = Dossier.objects.filter(settled=False)[0]
    Fault.objects.create(
        dossier=dossier, institution_id=busy.id, at=NOW, where="tick", error="KeyError"
    )
    wang = as_("wang")
    url, value = cards(text(wang.get(reverse("overview"))))["待核"]
    assert value == 1
    assert dossier.number in text(wang.get(url))


def test_a_post_without_anybody_is_counted(busy: Office, as_: SignIn) -> None:
    page = text(as_("qian").get(reverse("overview")))
    assert cards(page)["无人在岗"][1] == 0


def test_every_chart_has_a_table_with_its_numbers_and_their_rows(busy: Office, as_: SignIn) -> None:
    page = text(as_("wang").get(reverse("overview")))
    assert page.count("data-chart-table") == 3
    for title in ("按时率在变好吗", "卡在哪一步", "未来十个工作日到期多少"):
        assert title in page
    wang = as_("wang")
    charts = page[page.index('id="charts"') : page.index("departments-title")]
    urls = re.findall(r'<th scope="row"><a href="([^"]+)">', charts)
    assert len(urls) > 20
    stuck = next(url for url in urls if "state=" in url).replace("&amp;", "&")
    assert rows(text(wang.get(stuck))) > 0


def test_the_page_takes_few_statements_however_much_there_is(busy: Office, as_: SignIn) -> None:
    wang = as_("wang")
    wang.get(reverse("overview"))
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as seen:
            wang.get(reverse("overview"))
        known = [one for one in seen if "lawversion" not in one["sql"]]
        assert len(seen) <= 12, [one["sql"][:120] for one in seen]
        counts.append(len(known))
        for _ in range(12):
            a_matter(busy, at("2026-02-20 09:00"))
        docket.tick(now=NOW)
        docket.sum_days(now=NOW)
    assert counts[0] == counts[1]


def test_an_unknown_period_or_department_does_no_harm(busy: Office, as_: SignIn) -> None:
    wang = as_("wang")
    for asked in (
        {"period": "2026-13"},
        {"period": "2099-01"},
        {"department": "9" * 30},
        {"department": "x"},
        {"period": "'; drop table"},
    ):
        assert wang.get(reverse("overview"), asked).status_code == 200


def test_english_readers_read_english_names(busy: Office, as_: SignIn) -> None:
    wang = as_("wang")
    wang.cookies["django_language"] = "en"
    assert "Housing" in text(wang.get(reverse("overview")))
    assert Breach.objects.exists()
