"""Acts from their forms by plain posts: asked, checked, done once; refused with the clause."""

from __future__ import annotations

import pytest

from shouwen.matters import actions, queries
from tests.people import PASSWORD
from tests.web.staff.conftest import FRIDAY


def page_of(office, number: str, name: str = "sun") -> queries.Page:
    return queries.page(office.actor(name, FRIDAY), number, FRIDAY)


def seen(office, number: str) -> str:
    return str(page_of(office, number).seq)


def test_taking_over_from_the_row_is_one_post(as_, office, register) -> None:
    made = register()
    lin = office.actor("lin", FRIDAY)
    actions.perform(made.dossier.uid, "accepted", {}, by=lin, at=FRIDAY)
    to = {"recipient": office.handling.pk}
    actions.perform(made.dossier.uid, "handed-over", to, by=lin, at=FRIDAY)
    answer = as_("sun").post("/desk/take/", {"number": made.number, "once": "t"}, follow=True)
    assert f"已签收 {made.number}" in answer.content.decode()
    assert page_of(office, made.number).line.holder.name == "孙惊蛰"


def test_unticked_matters_stay_where_they_are(as_, office, register) -> None:
    lin, numbers = office.actor("lin", FRIDAY), []
    for _ in range(3):
        made = register()
        to = {"recipient": office.handling.pk}
        actions.perform(made.dossier.uid, "handed-over", to, by=lin, at=FRIDAY)
        numbers.append(made.number)
    answer = as_("sun").post("/desk/take-ticked/", {"row": numbers[:2]}, follow=True)
    assert "已签收 2 件。" in answer.content.decode()
    assert page_of(office, numbers[2]).line.pending == "住保岗"


def test_an_act_that_tells_the_citizen_is_checked_before_it_is_done(as_, office, in_hand) -> None:
    number = in_hand().number
    url, sun = f"/matters/{number}/act/completed/", as_("sun")
    sheet = sun.post(url, {"result": "已续租一年", "seen": seen(office, number), "once": "1"})
    told = sheet.content.decode()
    assert "您的 SQ-20260213-0001 已办结" in told
    assert page_of(office, number).line.state == "in-hand"
    done = sun.post(
        url, {"result": "已续租一年", "seen": seen(office, number), "once": "2", "checked": "1"}
    )
    assert done.status_code == 302
    assert page_of(office, number).line.state == "completed"


def test_an_act_sent_twice_is_one_act(as_, office, in_hand) -> None:
    number = in_hand().number
    given = {"note": "打过电话", "seen": seen(office, number), "once": "n1"}
    sun = as_("sun")
    for _ in range(2):
        assert sun.post(f"/matters/{number}/act/noted/", given).status_code == 302
    acts = [event.act for event in page_of(office, number).events]
    assert acts.count("noted") == 1


def test_what_is_missing_is_said_at_its_field_and_the_rest_stays(as_, office, in_hand) -> None:
    number = in_hand().number
    answer = as_("sun").post(
        f"/matters/{number}/act/refusal-proposed/",
        {"reason": "已另有住房", "basis": "", "remedy": "", "seen": seen(office, number)},
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "请填写依据（法规、条款）。" in page
    assert "已另有住房" in page


def test_somebody_elses_act_in_between_is_told_and_nothing_typed_is_lost(
    as_, office, in_hand
) -> None:
    made = in_hand()
    before = seen(office, made.number)
    zhou = office.actor("zhou", FRIDAY)
    actions.perform(made.dossier.uid, "noted", {"note": "请尽快"}, by=zhou, at=FRIDAY)
    answer = as_("sun").post(
        f"/matters/{made.number}/act/completed/",
        {"result": "写了很久的结果", "seen": before, "checked": "1", "once": "x"},
    )
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "周立夏 10:02 已" in page
    assert "写了很久的结果" in page


def test_that_somebody_looked_at_the_applicant_is_no_conflict(as_, office, in_hand) -> None:
    made = in_hand()
    before = seen(office, made.number)
    actions.reveal(office.actor("zhou", FRIDAY), made.number, "check", at=FRIDAY)
    answer = as_("sun").post(
        f"/matters/{made.number}/act/noted/", {"note": "x", "seen": before, "once": "y"}
    )
    assert answer.status_code == 302


def test_an_act_that_is_barred_says_why_and_what_would_permit_it(as_, in_hand) -> None:
    answer = as_("sun").get(f"/matters/{in_hand().number}/act/delivered/")
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "现在不能送达" in page
    assert "可在这些环节操作：已办结" in page


def test_a_refusal_takes_two_people_and_a_password(as_, office, in_hand) -> None:
    number = in_hand().number
    grounds = {"reason": "已另有住房", "basis": "办法 第十二条", "remedy": "可复议", "checked": "1"}
    sun, zheng = as_("sun"), as_("zheng")
    sun.post(f"/matters/{number}/act/refusal-proposed/", {**grounds, "once": "p"})
    assert page_of(office, number).line.state == "to-sign"
    assert number[-13:].replace("2026", "") in zheng.get("/sign/").content.decode()
    url = f"/sign/{number}/"
    assert "办法 第十二条" in zheng.get(url).content.decode()
    wrong = zheng.post(url, {"decision": "approve", "read": "1", "code": "wrong-password"})
    assert wrong.status_code == 403
    assert "签署口令不对" in wrong.content.decode()
    unread = zheng.post(url, {"decision": "approve", "code": PASSWORD})
    assert "请先核对" in unread.content.decode()
    signed = zheng.post(url, {"decision": "approve", "read": "1", "code": PASSWORD, "once": "s"})
    assert signed.status_code == 302
    assert page_of(office, number).line.state == "refusal-signed"
    again = zheng.get(url)
    assert again.status_code == 409
    assert "郑霜降" in again.content.decode()


def test_turning_down_needs_a_reason_and_gives_the_matter_back(as_, office, in_hand) -> None:
    number = in_hand().number
    grounds = {"reason": "已另有住房", "basis": "办法", "remedy": "可复议", "checked": "1"}
    as_("sun").post(f"/matters/{number}/act/refusal-proposed/", {**grounds, "once": "p"})
    zheng, url = as_("zheng"), f"/sign/{number}/"
    bare = zheng.post(url, {"decision": "refuse", "read": "1", "code": PASSWORD})
    assert "不同意须写理由。" in bare.content.decode()
    given = {"decision": "refuse", "read": "1", "code": PASSWORD, "opinion": "事实不清"}
    assert zheng.post(url, given).status_code == 302
    assert page_of(office, number).line.state == "in-hand"


def test_an_extension_shows_old_and_new_limit_and_moves_it_once_told(as_, office, in_hand) -> None:
    number = in_hand().number
    ask = {"ground": "force-majeure", "new-limit": "3-6", "reason": "要现场核实", "once": "e"}
    sun = as_("sun")
    sheet = sun.post(f"/matters/{number}/act/extension-asked/", ask).content.decode()
    assert "02-27 周五 18:00" in sheet
    assert "03-06 周五 18:00" in sheet
    sun.post(f"/matters/{number}/act/extension-asked/", {**ask, "checked": "1"})
    given = {"decision": "approve", "read": "1", "code": PASSWORD, "once": "s"}
    assert as_("zheng").post(f"/sign/{number}/", given).status_code == 302
    form = sun.get(f"/matters/{number}/act/extension-told/").content.decode()
    assert "2026-03-06" in form
    tell = {
        "reason": "要现场核实",
        "new-limit": "2026-03-06",
        "ground": "force-majeure",
        "checked": "1",
    }
    sun.post(f"/matters/{number}/act/extension-told/", {**tell, "once": "t"})
    limits = [one.limit for one in page_of(office, number).limits if one.running and one.limit]
    assert any(f"{limit:%m-%d}" == "03-06" for limit in limits)


def test_a_second_notice_needs_its_reason(as_, office, in_hand, papers) -> None:
    number = in_hand().number
    sun, url = as_("sun"), f"/matters/{number}/act/told-once/"
    assert "第二次告知的原因" not in sun.get(url).content.decode()
    given = {"steps": "补到窗口", "conditions": "齐全", "checked": "1"}
    sun.post(url, {**given, "missing": papers["收入证明"], "once": "1"})
    received = {"received": papers["收入证明"], "once": "r"}
    sun.post(f"/matters/{number}/act/correction-received/", received)
    assert "第二次告知的原因" in sun.get(url).content.decode()
    again = sun.post(url, {**given, "missing": papers["租约"], "once": "2"})
    assert again.status_code == 422
    assert "再次告知须写明原因" in again.content.decode()


def test_the_item_says_steps_and_conditions_of_a_notice(as_, in_hand) -> None:
    form = as_("sun").get(f"/matters/{in_hand().number}/act/told-once/").content.decode()
    assert "3 号窗口" in form
    assert "示例市公共租赁住房管理办法 第十二条" in form


def test_a_return_from_in_hand_asks_to_whom_and_can_be_taken_over_there(
    as_, office, in_hand
) -> None:
    number = in_hand().number
    given = {"reason": "不归本科", "recipient": str(office.desk.pk), "once": "r"}
    answer = as_("sun").post(f"/matters/{number}/act/returned/", given)
    assert answer.status_code == 302
    assert page_of(office, number, "lin").line.pending == "综合窗口岗"
    as_("lin").post("/desk/take/", {"number": number, "once": "t"})
    assert page_of(office, number, "lin").line.holder.name == "林小满"


def test_only_grounds_that_the_law_accepts_are_offered(as_, in_hand) -> None:
    form = as_("sun").get(f"/matters/{in_hand().number}/act/extension-asked/").content.decode()
    assert "不可抗力" in form
    assert "领导外出" not in form


@pytest.mark.parametrize("act", ["flying", "registered", "..", "a" * 200])
def test_acts_that_do_not_exist_are_said_so(as_, in_hand, act: str) -> None:
    assert as_("sun").get(f"/matters/{in_hand().number}/act/{act}/").status_code in {403, 404}
