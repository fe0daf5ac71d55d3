"""Intake: one post registers and does what follows; nothing that is typed is lost."""

from __future__ import annotations

import pytest

from shouwen.matters import queries
from tests.web.staff.conftest import FRIDAY


@pytest.fixture
def send(as_):
    def sent(**typed):
        return as_("lin").post("/intake/", {"channel": "visit", "once": "a1", **typed})

    return sent


def of(office, number: str, name: str = "lin") -> queries.Page:
    return queries.page(office.actor(name, FRIDAY), number, FRIDAY)


def number_of(answer) -> str:
    assert answer.status_code == 302, answer.content.decode()
    return answer.url.rstrip("/").rsplit("/", 1)[-1]


def test_an_accepted_application_waits_at_the_items_post(office, send) -> None:
    number = number_of(send(subject="续租", item="gzf", phone="138-0000-0000", applicant="张示例"))
    page = of(office, number)
    assert [event.act for event in page.events] == ["handed-over", "accepted", "registered"]
    assert page.line.pending == "住保岗"
    assert page.line.first_asked == "林小满"


def test_the_number_and_the_code_are_shown_once(as_, send) -> None:
    client = as_("lin")
    made = client.post("/intake/", {"subject": "续租", "once": "b"})
    shown = client.get(made.url).content.decode()
    assert "SQ-20260213-0001" in shown
    assert "查询码" in shown
    assert "issued-code" not in as_("zhao").get(made.url).content.decode()


def test_an_answer_on_the_spot_needs_nothing_but_the_matter(office, send) -> None:
    page = of(office, number_of(send(subject="几点下班", outcome="answer")))
    assert page.line.state == "answered"
    assert page.reply == "已当场口头答复。"


def test_a_question_about_an_item_that_is_answered_is_no_application(office, send) -> None:
    number = number_of(send(subject="续租要交什么", item="GZF", outcome="answer", reply="三样"))
    page = of(office, number)
    assert (page.line.kind, page.line.item) == ("enquiry", "公租房续租")


def test_a_one_time_notice_names_everything_that_is_not_ticked(office, send, papers) -> None:
    number = number_of(send(subject="续租", item="GZF", outcome="notice", handed=papers["身份证"]))
    page = of(office, number)
    assert page.line.state == "waiting"
    assert page.notices[0].missing == ("租约", "收入证明")


def test_guiding_away_wants_the_competent_body(send) -> None:
    answer = send(subject="要办护照", outcome="guide")
    assert answer.status_code == 422
    assert "请写应找哪个单位。" in answer.content.decode()
    assert "要办护照" in answer.content.decode()


def test_without_a_matter_nothing_is_stored_and_everything_typed_stays(office, send) -> None:
    answer = send(phone="13800000000", applicant="张示例")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "请写事由：群众想办什么、问什么。" in page
    assert "张示例" in page
    assert queries.recent(office.actor("lin", FRIDAY), FRIDAY) == ()


def test_the_same_form_sent_twice_is_one_matter(office, send) -> None:
    first, second = send(subject="续租", item="GZF"), send(subject="续租", item="GZF")
    assert first.url == second.url
    assert len(queries.recent(office.actor("lin", FRIDAY), FRIDAY)) == 1


def test_an_earlier_visit_needs_its_reason(send, office) -> None:
    refused = send(subject="续租", received="09:00")
    assert refused.status_code == 422
    assert "补记须写原因。" in refused.content.decode()
    made = send(subject="续租", received="09:00", received_reason="停电", once="c")
    opened = of(office, number_of(made)).line.opened_at
    assert f"{opened:%H:%M}" == "09:00"


def test_an_unknown_item_is_named_and_nothing_is_stored(send) -> None:
    answer = send(subject="续租", item="没有这个")
    assert answer.status_code == 422
    assert "没有这个事项。" in answer.content.decode()


def test_a_known_telephone_fills_the_name_and_shows_recent_matters(as_, register) -> None:
    register("旧事")
    answer = as_("lin").post("/intake/look/", {"phone": "138 0000 0000", "subject": ""})
    page = answer.content.decode()
    assert "识别：张**，一年内来过 1 次" in page
    assert 'value="张示例"' in page
    assert "SQ-0213-0001" in page


def test_a_name_is_filled_in_only_for_who_may_see_it(as_, register, office) -> None:
    register("旧事")
    feng = as_("feng")
    page = feng.post("/intake/look/", {"phone": "13800000000"}).content.decode()
    assert "张示例" not in page


def test_the_limit_is_shown_with_its_steps_before_anything_is_stored(as_, office) -> None:
    answer = as_("lin").post("/intake/look/", {"item": "GZF", "subject": "续租"})
    page = answer.content.decode()
    assert "2026-02-27（周五）18:00 前办结" in page.replace("前办结", " 前办结").replace("  ", " ")
    assert "02-15 周日 至 02-23 周一 休（春节）" in page
    assert queries.recent(office.actor("lin", FRIDAY), FRIDAY) == ()


def test_words_of_danger_raise_a_band(as_) -> None:
    page = as_("lin").post("/intake/look/", {"subject": "邻居说要跳楼"}).content.decode()
    assert "先转 110、119 或 120" in page


def test_what_is_typed_is_kept_as_a_draft_and_dropped_when_sent(as_) -> None:
    lin = as_("lin")
    assert lin.post("/drafts/intake/", {"subject": "说到一半"}).status_code == 204
    assert "说到一半" in lin.get("/intake/").content.decode()
    assert "说到一半" not in as_("zhao").get("/intake/").content.decode()
    lin.post("/intake/", {"subject": "说完了", "once": "d"})
    assert "说到一半" not in lin.get("/intake/").content.decode()
