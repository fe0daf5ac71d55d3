"""Following a matter: codes and links, papers, rating, withdrawal; and what stays inside."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from shouwen.catalog.models import Material
from shouwen.docket.models import Dossier
from shouwen.errors import Unclear
from shouwen.journal import queries as journal
from shouwen.matters import queries
from shouwen.matters.codes import link
from shouwen.matters.models import Attachment, Matter, PapersNotice
from shouwen.notify.models import Message
from tests.people import Office
from tests.web.public.conftest import JPEG, PDF, Brought, act, bring

pytestmark = pytest.mark.django_db


def told_once(office: Office, matter: Brought) -> list[Material]:
    """Accept the matter, then say that lease and income are missing."""
    act(office, matter, "lin", "accepted")
    missing = list(Material.objects.filter(name__in=("租约", "收入证明")))
    codes = [str(one.pk) for one in missing]
    told = {"steps": "补齐后到 3 号窗口或在网上交", "conditions": "承租人本人申请"}
    act(office, matter, "lin", "told-once", missing=codes, **told)
    return missing


def field(name: str) -> str:
    """Return the field in which a paper of the item is handed in."""
    return f"paper-{Material.objects.get(name=name).pk}"


def complete(office: Office, matter: Brought) -> None:
    act(office, matter, "lin", "accepted")
    act(office, matter, "lin", "completed", result="准予续租一年")


def test_number_and_code_open_the_matter_however_they_are_typed(brought: Brought, client):
    typed = brought.number.lower().replace("-", " ")
    spaced = f"{brought.code[:4]} {brought.code[4:]}".translate(str.maketrans("01234", "01234"))
    answer = client.post("/p/SZ/follow/", {"number": typed, "code": spaced}, follow=True)
    assert "已收到" in answer.content.decode()


def test_a_wrong_code_and_an_unknown_number_are_told_alike(brought: Brought, client):
    wrong = f"{(int(brought.code) + 1) % 10**8:08d}"
    one = client.post("/p/SZ/follow/", {"number": brought.number, "code": wrong})
    other = client.post("/p/SZ/follow/", {"number": "SQ-20200101-0001", "code": wrong})
    assert one.status_code == other.status_code == 422
    assert "还可再试 4 次" in one.content.decode()
    assert "还可再试 4 次" in other.content.decode()


def test_after_five_wrong_codes_even_the_right_one_waits(brought: Brought, client):
    for _ in range(5):
        client.post("/p/SZ/follow/", {"number": brought.number, "code": "0" * 8})
    answer = client.post("/p/SZ/follow/", {"number": brought.number, "code": brought.code})
    assert answer.status_code == 429
    assert "15 分钟" in answer.content.decode()


def test_trying_many_numbers_from_one_address_is_stopped_too(brought: Brought, client):
    for serial in range(20):
        number = f"SQ-20200101-{serial:04d}"
        client.post("/p/SZ/follow/", {"number": number, "code": "0" * 8})
    answer = client.post("/p/SZ/follow/", {"number": brought.number, "code": brought.code})
    assert answer.status_code == 429


def test_forged_cut_and_old_links_open_nothing_and_look_alike(brought: Brought, client):
    matter = Matter.objects.get()
    now = timezone.now()
    forged = brought.link[:-2] + ("AA" if brought.link[-2:] != "AA" else "BB")
    old = link(matter.pk, matter.code_hash, now - timedelta(hours=2))
    pages = [client.get(f"/p/t/{bad}/") for bad in (forged, brought.link[:-5], "x", old, "." * 90)]
    assert {page.status_code for page in pages} == {404}
    assert all(brought.number not in page.content.decode() for page in pages)


def test_a_new_code_closes_every_old_link(brought: Brought, client):
    assert client.get(brought.url).status_code == 200
    Matter.objects.update(code_hash="f" * 64)
    assert client.get(brought.url).status_code == 404


def test_the_link_names_neither_number_nor_code(brought: Brought):
    assert brought.number not in brought.link
    assert brought.code not in brought.link


def test_the_page_says_state_promise_reasons_and_whom_to_ring(office: Office, brought, client):
    act(office, brought, "lin", "accepted")
    page = client.get(brought.url).content.decode()
    for said in ("正在办", "前办好", "为什么是这天", "林小满", "首问责任人", "《"):
        assert said in page


def test_internal_notes_hand_overs_and_refused_extensions_stay_inside(
    office: Office, brought, client
):
    act(office, brought, "lin", "accepted")
    act(office, brought, "lin", "handed-over", recipient=str(office.handling.pk), note="此人难缠")
    act(office, brought, "sun", "taken-over")
    page = client.get(brought.url).content.decode()
    assert "此人难缠" not in page
    assert "孙惊蛰" in page
    assert "13800000000" not in page


def test_missing_papers_are_handed_in_together(office: Office, brought, client):
    told_once(office, brought)
    page = client.get(brought.url).content.decode()
    assert "还差 2 样" in page
    assert "请您补材料" in page
    files = {
        field("租约"): SimpleUploadedFile("租约.pdf", PDF),
        field("收入证明"): SimpleUploadedFile("收入.jpg", JPEG),
    }
    answer = client.post(f"{brought.url}add/", {"once": "a" * 32, **files}, follow=True)
    assert "收到 2/2" in answer.content.decode()
    assert Dossier.objects.get(pk=brought.uid).state == "in-hand"
    assert set(Attachment.objects.values_list("material__name", flat=True)) == {"租约", "收入证明"}
    assert all(one.by_citizen for one in Attachment.objects.all())


def test_a_part_is_entered_and_the_rest_is_asked_for_still(office: Office, brought, client):
    told_once(office, brought)
    sent = {"once": "a" * 32, field("租约"): SimpleUploadedFile("租约.pdf", PDF)}
    page = client.post(f"{brought.url}add/", sent, follow=True).content.decode()
    assert "收到 1/2" in page
    assert "还差 1 样" in page
    assert "已收到：" in page
    assert field("租约") not in page
    assert field("收入证明") in page
    assert "补来一部分材料" in page
    assert Dossier.objects.get(pk=brought.uid).state == "waiting"
    assert Message.objects.filter(
        person=office.people["lin"], facts__act_zh="收到部分补正"
    ).exists()
    rest = {"once": "b" * 32, field("收入证明"): SimpleUploadedFile("收入.jpg", JPEG)}
    assert "收到 2/2" in client.post(f"{brought.url}add/", rest, follow=True).content.decode()
    assert Dossier.objects.get(pk=brought.uid).state == "in-hand"
    assert set(Attachment.objects.values_list("material__name", flat=True)) == {"租约", "收入证明"}


def test_the_same_part_sent_twice_is_one_part(office: Office, brought, client):
    told_once(office, brought)
    for _ in range(2):
        sent = {"once": "a" * 32, field("租约"): SimpleUploadedFile("租约.pdf", PDF)}
        answer = client.post(f"{brought.url}add/", sent, follow=True)
        assert "收到 1/2" in answer.content.decode()
    acts = [one.act for one in journal.entries(brought.uid.hex)]
    assert acts.count("correction-part-received") == 1
    assert Attachment.objects.count() == 1


def test_nothing_handed_in_asks_again(office: Office, brought, client):
    told_once(office, brought)
    answer = client.post(f"{brought.url}add/", {"once": "a" * 32})
    assert answer.status_code == 422
    assert "还差「" in answer.content.decode()


def test_a_paper_outside_the_list_is_a_part_too(office: Office, brought, client):
    act(office, brought, "lin", "accepted")
    codes = [str(Material.objects.get(name="租约").pk)]
    more = {"extra": "户口簿（依据第十二条）", "steps": "交到 3 号窗口", "conditions": "本人"}
    act(office, brought, "lin", "told-once", missing=codes, **more)
    sent = {"once": "a" * 32, "paper-other": SimpleUploadedFile("户口.pdf", PDF)}
    page = client.post(f"{brought.url}add/", sent, follow=True).content.decode()
    assert "收到 1/2" in page
    assert "户口簿" in page.partition("已收到：")[2].partition("</p>")[0]


def test_a_part_does_not_start_the_clock_and_the_last_one_does(office: Office, brought, client):
    told_once(office, brought)
    before = Dossier.objects.values("verdict", "limit_at", "state").get(pk=brought.uid)
    client.post(
        f"{brought.url}add/",
        {"once": "a" * 32, field("租约"): SimpleUploadedFile("租约.pdf", PDF)},
    )
    assert Dossier.objects.values("verdict", "limit_at", "state").get(pk=brought.uid) == before
    assert PapersNotice.objects.get().answered_at is None


def test_the_counter_takes_a_part_too_and_the_last_part_is_no_part(office: Office, brought):
    lease, income = told_once(office, brought)
    act(office, brought, "lin", "correction-part-received", received=[str(lease.pk)])
    assert PapersNotice.objects.get().missing == (str(income.pk),)
    with pytest.raises(Unclear, match="齐了"):
        act(office, brought, "lin", "correction-part-received", received=[str(income.pk)])
    with pytest.raises(Unclear, match="告知过"):
        act(office, brought, "lin", "correction-part-received", received=["999"])
    act(office, brought, "lin", "correction-received", received=[str(income.pk)])
    assert Dossier.objects.get(pk=brought.uid).state == "in-hand"


def test_staff_see_what_is_still_missing(office: Office, brought, client):
    lease, _ = told_once(office, brought)
    act(office, brought, "lin", "correction-part-received", received=[str(lease.pk)])
    client.force_login(office.people["lin"])
    page = client.get(f"/matters/{brought.number}/").content.decode()
    assert "等群众补材料：收入证明" in page
    url = reverse("matter-act", args=[brought.number, "correction-part-received"])
    form = client.get(url).content.decode()
    assert "收入证明" in form
    assert f'value="{lease.pk}"' not in form


@pytest.mark.parametrize(
    "content", [b"", b"MZ\x90", b"<svg onload=alert(1)>", b"GIF89a....", b"RIFF"]
)
def test_what_is_no_photograph_or_pdf_is_refused_whatever_its_name(
    office: Office, brought, client, content
):
    told_once(office, brought)
    sent = {field("租约"): SimpleUploadedFile("租约.pdf", content, content_type="application/pdf")}
    assert client.post(f"{brought.url}add/", sent).status_code == 422
    assert not Attachment.objects.exists()


def test_an_oversized_file_is_dropped_while_it_is_read(office: Office, brought, client, settings):
    settings.MAX_UPLOAD = 1024 * 1024
    told_once(office, brought)
    big = SimpleUploadedFile("大.jpg", JPEG + b"0" * (1024 * 1024))
    answer = client.post(f"{brought.url}add/", {field("租约"): big})
    assert answer.status_code == 422
    assert "「大.jpg」超过 1 MB" in answer.content.decode()
    assert not list(settings.MEDIA_ROOT.rglob("*")) if settings.MEDIA_ROOT.exists() else True


def test_stored_files_are_named_by_their_hash_alone(office: Office, brought, client, settings):
    told_once(office, brought)
    name = "../../etc/passwd.pdf"
    sent = {
        field("租约"): SimpleUploadedFile(name, PDF),
        field("收入证明"): SimpleUploadedFile("b.jpg", JPEG),
    }
    client.post(f"{brought.url}add/", sent)
    stored = [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]
    assert {len(path.name) for path in stored} == {64}
    assert "passwd.pdf" in set(Attachment.objects.values_list("name", flat=True))


def test_a_citizen_gets_back_only_files_of_the_own_matter(office: Office, brought, client):
    told_once(office, brought)
    sent = {
        field("租约"): SimpleUploadedFile("a.pdf", PDF),
        field("收入证明"): SimpleUploadedFile("b.jpg", JPEG),
    }
    client.post(f"{brought.url}add/", sent)
    one = Attachment.objects.get(name="a.pdf")
    answer = client.get(f"{brought.url}files/{one.pk}/")
    assert b"".join(answer.streaming_content) == PDF
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Content-Disposition"].startswith("attachment")
    other = bring(office)
    assert client.get(f"{other.url}files/{one.pk}/").status_code == 404


def test_a_rating_is_taken_once(office: Office, brought, client):
    complete(office, brought)
    answer = client.post(f"{brought.url}rate/", {"rating": "5", "once": "a" * 32}, follow=True)
    assert "谢谢" in answer.content.decode()
    client.post(f"{brought.url}rate/", {"rating": "1", "once": "b" * 32})
    assert Matter.objects.get().rating == 5


def test_a_poor_rating_asks_the_first_asked_person_to_call_back(office: Office, brought, client):
    complete(office, brought)
    sent = {"rating": "1", "comment": "等了太久", "once": "a" * 32}
    answer = client.post(f"{brought.url}rate/", sent, follow=True)
    assert "回访" in answer.content.decode()
    assert Message.objects.filter(template="call-back", person=office.people["lin"]).exists()


def test_a_rating_without_a_level_says_so_at_the_question(office: Office, brought, client):
    complete(office, brought)
    answer = client.post(f"{brought.url}rate/", {"comment": "话还在"})
    assert answer.status_code == 422
    assert "请选一项" in answer.content.decode()
    assert "话还在" in answer.content.decode()


def test_withdrawing_asks_first_and_then_ends_it(brought: Brought, client):
    assert "不再办理" in client.get(f"{brought.url}withdraw/").content.decode()
    assert client.post(f"{brought.url}withdraw/", {"reason": ""}).status_code == 422
    client.post(f"{brought.url}withdraw/", {"reason": "已经解决", "once": "a" * 32})
    assert Dossier.objects.get(pk=brought.uid).state == "withdrawn"
    assert client.get(f"{brought.url}withdraw/").headers["Location"] == brought.url


def test_who_is_guided_away_reads_where_to_go(office: Office, client):
    matter = bring(office, item="", kind="enquiry", subject="户口迁移找谁")
    act(office, matter, "lin", "guided", target="示例市公安局", contact="0000-110110")
    page = client.get(matter.url).content.decode()
    assert "请找这个单位" in page
    assert "示例市公安局" in page
    assert "0000-110110" in page


def test_links_of_matters_are_kept_out_of_caches_and_search_engines(brought: Brought, client):
    answer = client.get(brought.url)
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["X-Robots-Tag"] == "noindex"


def test_signed_links_open_the_same_dossier_for_their_whole_life(brought: Brought):
    soon = timezone.now() + timedelta(days=399)
    assert queries.with_link(brought.link, now=soon).pk == brought.uid
    assert queries.with_link(brought.link, now=soon + timedelta(days=2)) is None
