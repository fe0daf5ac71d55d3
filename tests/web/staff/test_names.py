"""Names on English pages: people, departments and items are called by their English names."""

from __future__ import annotations

import pickle
from typing import Any

import pytest
from django.test import Client

from shouwen.errors import Name


def english(client: Client, path: str) -> str:
    client.cookies["django_language"] = "en"
    return client.get(path).content.decode()


def test_a_name_is_chinese_and_knows_its_english() -> None:
    name = Name("孙惊蛰", "Sun Jingzhe")
    assert name == "孙惊蛰"
    assert (name.told("zh-hans"), name.told("en")) == ("孙惊蛰", "Sun Jingzhe")
    assert Name("孙惊蛰").told("en") == "孙惊蛰"
    assert pickle.loads(pickle.dumps(name)).told("en") == "Sun Jingzhe"


@pytest.mark.parametrize("path", ["/matters/", "/desk/?tab=to-handle", "/matters/{}/"])
def test_english_pages_use_english_names(as_: Any, in_hand: Any, path: str) -> None:
    page = english(as_("sun"), path.format(in_hand().number))
    assert "Renewing a public tenancy" in page
    assert "Sun Jingzhe" in page
    for name in ("孙惊蛰", "林小满", "住房保障科"):
        assert name not in page


def test_what_was_answered_is_said_in_the_regulations_words(as_: Any, register: Any) -> None:
    number = register(facts={"scope": "own-institution"}).number
    page = as_("lin").get(f"/matters/{number}/").content.decode()
    assert "机关其他部门职责" in page
    assert "own-institution" not in page
