"""The list and the search: filters, chips, views, pages that do not shift, files, jumps."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest

from shouwen.matters.models import SavedView
from tests.web.staff.conftest import FRIDAY


@pytest.fixture
def many(register) -> list[str]:
    made = [
        register(f"第 {at} 件", item="", when=FRIDAY - timedelta(minutes=at)) for at in range(25)
    ]
    return [one.number for one in made]


def test_filters_narrow_and_each_is_a_chip_that_goes(as_, register, many) -> None:
    register("公租房的事", applicant="李四")
    page = as_("lin").get("/matters/?item=GZF&channel=visit").content.decode()
    assert "共 1 件" in page
    assert "事项：公租房续租" in page
    assert "途径：来访" in page


def test_nothing_found_is_not_nothing_there(as_, office, register) -> None:
    lin = as_("lin")
    assert "还没有事项。" in lin.get("/matters/").content.decode()
    register()
    assert "没有符合条件的事项。" in lin.get("/matters/?text=完全没有").content.decode()


def test_pages_follow_each_other_without_gap_or_repetition(as_, many) -> None:
    lin, url, found = as_("lin"), "/matters/?size=20", []
    for _ in range(2):
        page = lin.get(url)
        found += [row.number for row in page.context["rows"]]
        url = page.context["pager"].older
    assert sorted(found) == sorted(many)


def test_a_view_is_kept_for_its_owner_only(as_, office) -> None:
    lin = as_("lin")
    lin.post("/matters/views/", {"name": "临期的", "filters": "lamp=due-soon"})
    assert "临期的" in lin.get("/matters/").content.decode()
    assert "临期的" not in as_("zhao").get("/matters/").content.decode()
    view = SavedView.objects.get(name="临期的")
    lin.post(f"/matters/views/{view.pk}/drop/")
    assert "临期的" not in lin.get("/matters/").content.decode()


def test_the_file_is_masked_and_says_who_made_it(as_, register) -> None:
    register("=cmd|calc", item="")
    answer = as_("lin").get("/matters/export.csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text)))
    assert lines[0] == ["导出人", "林小满"]
    assert "张**" in text
    assert "张示例" not in text
    assert "'=cmd|calc" in text


def test_the_sheet_opens_as_a_sheet(as_, many) -> None:
    from python_calamine import CalamineWorkbook

    answer = as_("lin").get("/matters/export.xlsx")
    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer.streaming_content)))
    assert len(book.get_sheet_by_index(0).to_python()) == 4 + len(many)
    assert as_("lin").get("/matters/export.pdf").status_code == 404


@pytest.mark.parametrize("asked", ["SQ-20260213-0001", "SQ-0213-0001", "sq-20260213-0001"])
def test_a_number_jumps_to_its_matter(as_, register, asked: str) -> None:
    register()
    assert as_("lin").get("/matters/", {"jump": asked}).url == "/matters/SQ-20260213-0001/"


def test_the_keys_lead_to_the_neighbours_in_the_list(as_, office, register) -> None:
    hours = [FRIDAY + timedelta(minutes=later) for later in range(3)]
    numbers = [register(f"第 {when:%M} 件", when=when).number for when in hours]
    page = as_("lin").get(f"/matters/{numbers[1]}/?from=list:order%3Dnewest").context["neighbours"]
    assert numbers[2] in page.previous
    assert numbers[0] in page.following
    assert (page.place, page.of) == (2, 3)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("0000", "SQ-20260213-0001"),
        ("张示例", "SQ-20260213-0001"),
        ("续租要交", "SQ-20260213-0001"),
        ("lxm", "林小满"),
        ("gzf", "公租房续租"),
        ("首问责任", "首问"),
        ("工作台", "/desk/"),
    ],
)
def test_anything_is_found_by_what_people_remember(as_, register, asked: str, found: str) -> None:
    register()
    assert found in as_("lin").get("/search/", {"q": asked}).content.decode()


def test_search_finds_only_what_one_may_see(as_, register) -> None:
    register()
    page = as_("wu").get("/search/", {"q": "张示例"}).content.decode()
    assert "SQ-20260213-0001" not in page
