"""Citations are computed from the address: article, paragraph, item."""

from __future__ import annotations

from datetime import date

import pytest
from tests.rulebook.reader.corpus import CORPUS

from shouwen.rulebook.citation import chinese, chip, numbered, parse, printed
from shouwen.rulebook.reading import read_edition
from shouwen.rulebook.values import Citation


@pytest.mark.parametrize(
    ("number", "said"),
    [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (101, "一百零一"), (110, "一百一十"),
     (1005, "一千零五"), (1010, "一千零一十"), (0, "零")],
)  # fmt: skip
def test_numbers_are_said_in_chinese(number: int, said: str) -> None:
    assert chinese(number) == said


@pytest.mark.parametrize(
    ("address", "numbering", "zh", "en"),
    [
        ("7", "cn", "第七条", "Article 7"),
        ("7.2", "cn", "第七条第二款", "Article 7, paragraph 2"),
        ("5.3.1", "cn", "第五条第三款第一项", "Article 5, paragraph 3, item 1"),
        ("5.3.1.2", "cn", "第五条第三款第一项第二目", "Article 5, paragraph 3, item 1, sub-item 2"),
        ("7-1", "cn", "第七条之一", "Article 7-1"),
        ("6/2", "cn", "第六条（同号第二处）", "Article 6 (occurrence 2)"),
        ("0", "cn", "引言", "preamble"),
        ("4.1.2", "cn-items", "四（一）2", "Article 4, paragraph 1, item 2"),
        ("2.5.1", "cn-parts", "第二部分第五条第一款", "Article 2, paragraph 5, item 1"),
    ],
)
def test_an_address_is_printed_in_both_languages(
    address: str, numbering: str, zh: str, en: str
) -> None:
    assert numbered(address, numbering) == zh
    assert numbered(address, numbering, "en") == en


def test_a_citation_is_printed_with_the_title_of_its_text() -> None:
    edition = read_edition(CORPUS / "good" / "demo-service.yaml")
    citation = Citation("demo-service", date(2024, 3, 1), "7.2")
    assert printed(citation, edition) == "《示例市首问负责与限时办结办法》第七条第二款"
    assert (
        printed(citation, edition, "en")
        == "Article 7, paragraph 2, 《示例市首问负责与限时办结办法》"
    )
    assert chip(citation, edition) == "示例 7.2"


def test_a_citation_written_can_be_read_again() -> None:
    citation = Citation("demo-service", date(2024, 3, 1), "6/2")
    assert parse(str(citation)) == citation
    with pytest.raises(ValueError, match="no citation"):
        parse("demo-service#7")
