"""The library: what binds here, clause by clause, and what stands behind any citation."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.people import Office
from tests.web.legal.conftest import Colleague


def page(colleague: Colleague, address: str, name: str = "lin", **more: str) -> str:
    answer = colleague(name).get(address, **more)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def test_the_library_lists_what_binds_here_since_when(colleague: Colleague) -> None:
    told = page(colleague, "/rulebooks/")
    assert "示例市政务服务局首问负责与限时办结实施细则" in told
    assert "2025-01-01 起施行" in told
    assert "没有采用" in told  # cn-licensing is in the library only


def test_the_library_accounts_for_every_row_of_the_regulations(colleague: Colleague) -> None:
    told = page(colleague, "/rulebooks/")
    assert "group-hq" in told
    assert "条款落实" in told
    assert "133" in told


@pytest.mark.parametrize("asked", ["限时", "一次性 告知"])
def test_a_search_finds_clauses_that_hold_every_word(colleague: Colleague, asked: str) -> None:
    told = page(colleague, f"/rulebooks/?q={asked}")
    assert "/rulebooks/clause/" in told
    assert "没有找到符合的条文" not in told


def test_a_search_without_a_hit_says_what_to_try(colleague: Colleague) -> None:
    assert "没有找到符合的条文" in page(colleague, "/rulebooks/?q=紫色大象")


def test_an_edition_shows_what_the_software_does_as_adopted_here(colleague: Colleague) -> None:
    told = page(colleague, "/rulebooks/bureau-8-first-asked/2024-01-01/")
    assert "现行，2025-01-01 起施行" in told
    assert "软件照此做什么" in told
    assert 'id="c2.1"' in told
    assert "本单位选定" in told
    assert "5 个工作日" in told


def test_an_edition_shows_its_cases_with_their_verdict(colleague: Colleague) -> None:
    told = page(colleague, "/rulebooks/bureau-8-first-asked/2024-01-01/")
    assert "通过" in told
    assert "不符" not in told


def test_an_edition_that_is_not_adopted_says_so(colleague: Colleague) -> None:
    told = page(colleague, "/rulebooks/cn-licensing/2019-04-23/")
    assert "没有采用；以下照原文" in told


def test_an_unknown_edition_is_not_found(colleague: Colleague) -> None:
    assert colleague("lin").get("/rulebooks/no-such/2024-01-01/").status_code == 404


@pytest.mark.parametrize(
    ("cited", "holds"),
    [
        ("bureau-8-first-asked@2024-01-01#2.1", "耐心说明"),
        ("demo-city@2025-01-01#4", "定了什么"),
        ("民法典#201", "次日起算"),
        ("民法典#9", "没有收录大意"),
        ("国办发明电〔2025〕7号", "/setup/calendar/?year=2026"),
        ("catalog:GZF", "承诺 5 个工作日"),
    ],
)
def test_any_citation_is_explained(colleague: Colleague, cited: str, holds: str) -> None:
    answer = colleague("lin").get("/rulebooks/explain/", {"cited": cited})
    assert answer.status_code == 200
    assert holds in answer.content.decode()


@pytest.mark.parametrize("cited", ["", "no-such@2024-01-01#1", "wuwei-city@2024-01-01#999", "甲"])
def test_a_citation_of_nothing_is_not_found(colleague: Colleague, cited: str) -> None:
    assert colleague("lin").get("/rulebooks/explain/", {"cited": cited}).status_code == 404


def test_a_chip_asks_for_a_fragment_beside_it(colleague: Colleague) -> None:
    address = reverse("clause", args=["demo-city", "2025-01-01", "4"])
    told = page(colleague, address, headers={"HX-Request": "true"})
    assert "<html" not in told
    assert "5 个工作日" in told


def test_visitors_sign_in_first(office: Office, client: object) -> None:
    answer = client.get("/rulebooks/")  # type: ignore[attr-defined]
    assert answer.status_code == 302
