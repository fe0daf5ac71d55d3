"""Papers: what they say, who may open them, and the query code only at the time of issue."""

from __future__ import annotations

import pytest

from shouwen.papers.models import Paper
from tests.people import Office
from tests.web.public.conftest import Brought, act
from tests.web.public.test_following import told_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(office: Office, client):
    client.force_login(office.people["lin"])
    return client


def test_a_receipt_says_what_was_handed_in_until_when_and_why(office: Office, brought, client):
    act(office, brought, "lin", "accepted")
    page = client.get(f"{brought.url}papers/receipt/").content.decode()
    for said in ("受理回执", brought.number, "公租房续租", "期限", "为什么是这天", "《", "qr"):
        assert said in page
    assert brought.code not in page.replace(" ", "")


def test_before_acceptance_the_receipt_is_one_of_papers(brought: Brought, client):
    assert "收件回执" in client.get(f"{brought.url}papers/receipt/").content.decode()


def test_a_one_time_notice_lists_everything_and_can_be_printed_again(
    office: Office, brought, client, clerk
):
    told_once(office, brought)
    number = Paper.objects.get(kind="one-time-notice").number
    for address in (
        f"/matters/{brought.number}/papers/{number}/",
        f"{brought.url}papers/{number}/",
    ):
        page = clerk.get(address).content.decode()
        for said in ("一次性告知书", "租约", "收入证明", "单位盖章", "承租人本人申请", number):
            assert said in page


def test_a_hand_over_slip_is_for_colleagues_only(office: Office, brought, clerk):
    act(office, brought, "lin", "accepted")
    act(office, brought, "lin", "handed-over", recipient=str(office.handling.pk), note="请核实收入")
    page = clerk.get(f"/matters/{brought.number}/papers/hand-over/").content.decode()
    assert "请核实收入" in page
    assert "住保岗" in page
    assert clerk.get(f"{brought.url}papers/hand-over/").status_code == 404
    assert clerk.get(f"{brought.url}papers/{brought.number}-H2/").status_code == 404


def test_a_refusal_gives_reasons_basis_and_remedies(office: Office, brought, client):
    act(office, brought, "lin", "accepted")
    filed = {"reason": "收入超过标准", "basis": "示例办法 第十二条", "remedy": "60 日内可申请复议"}
    act(office, brought, "lin", "refusal-proposed", **filed)
    act(office, brought, "zheng", "refusal-approved")
    act(office, brought, "lin", "refused", mode="written", **filed)
    number = Paper.objects.get(kind="refusal").number
    page = client.get(f"{brought.url}papers/{number}/").content.decode()
    for said in ("不予办理决定书", *filed.values()):
        assert said in page


@pytest.mark.parametrize(
    "paper", ["nothing", "SQ-1-S", "{number}-G9", "{number}-B99", "{number}-X"]
)
def test_a_paper_that_was_never_made_is_not_found(brought: Brought, clerk, paper):
    asked = paper.format(number=brought.number)
    assert clerk.get(f"/matters/{brought.number}/papers/{asked}/").status_code == 404
    assert clerk.get(f"{brought.url}papers/{asked}/").status_code == 404


def test_visitors_sign_in_before_staff_papers(brought: Brought, client):
    answer = client.get(f"/matters/{brought.number}/papers/receipt/")
    assert answer.headers["Location"].startswith("/login/")


def test_sizes_are_a5_slip_and_a4_and_nothing_else(brought: Brought, client):
    for asked, given in (("", "a5"), ("slip", "slip"), ("a4", "a4"), ('x"><', "a5")):
        page = client.get(f"{brought.url}papers/receipt/", {"size": asked}).content.decode()
        assert f'data-paper="{given}"' in page
