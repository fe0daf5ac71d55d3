"""The tools of set-up and checks: translations, documents, stamps."""

from __future__ import annotations

from pathlib import Path

import pytest
from tools import docs, setup, translations


def said(source: str) -> list[tuple[str | None, str, str]]:
    return [(one.context, one.text, one.plural) for one in translations.in_template(source, "x")]


def test_every_way_of_translating_in_a_template_is_found() -> None:
    source = """
      {% load i18n %}{% translate "甲" %} {% trans '乙' %}{% translate "丙" context "丁" as x %}
      {% include "y" with a=_("戊") %} {{ _("己") }} {{ value|default:_("庚") }}
      {% blocktranslate with name=x.y %}辛 {{ name }}，100%{% endblocktranslate %}
      {% blocktranslate count n=m %}一 {{ n }}{% plural %}多 {{ n }}{% endblocktranslate %}
      {% blocktranslate trimmed %}
        上
        下
      {% endblocktranslate %}{# {% translate "不要" %} #}
    """
    assert said(source) == [
        (None, "甲", ""),
        (None, "乙", ""),
        ("丁", "丙", ""),
        (None, "戊", ""),
        (None, "己", ""),
        (None, "庚", ""),
        (None, "辛 %(name)s，100%%", ""),
        (None, "一 %(n)s", "多 %(n)s"),
        (None, "上 下", ""),
    ]


def test_what_templates_look_up_is_what_was_extracted() -> None:
    """Django itself must agree on the sentence, or the English would never be shown."""
    from django.template import Context, Template
    from django.utils import translation

    source = (
        "{% load i18n %}{% blocktranslate count number=n %}有 {{ number }} 处需要改"
        "{% plural %}有 {{ number }} 处需要改{% endblocktranslate %}"
    )
    with translation.override("en"):
        shown = [Template(source).render(Context({"n": number})) for number in (1, 2)]
    assert shown == ["1 thing to correct", "2 things to correct"]


def test_every_way_of_translating_in_python_is_found() -> None:
    source = 'a = _("甲"); ngettext("一", "多", n); pgettext("丁", "丙"); gettext_lazy("乙")'
    found = [(one.context, one.text, one.plural) for one in translations.in_python(source, "x")]
    assert found == [(None, "甲", ""), (None, "一", "多"), ("丁", "丙", ""), (None, "乙", "")]


def test_a_sentence_put_together_from_pieces_is_refused() -> None:
    with pytest.raises(translations.Faulty, match="x:1"):
        list(translations.in_python('_(f"还剩 {n} 天")', "x"))


@pytest.fixture
def catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "page.py").write_text('_("甲 {n}"); _("乙")')
    file = tmp_path / "en" / "django.po"
    monkeypatch.setattr(translations, "PACKAGE", tmp_path)
    monkeypatch.setattr(translations, "CATALOGUE", file)
    return file


def translate(file: Path, **english: str) -> None:
    book = translations.catalogue()
    for entry in book:
        entry.msgstr = english.get(entry.msgid.partition(" ")[0], "")
    book.save(str(file))


def test_the_check_names_what_is_missing_stale_or_wrong(catalogue: Path) -> None:
    assert len(translations.faults()) == 2, "nothing extracted yet"
    translations.extract()
    assert [line.partition(" for ")[0] for line in translations.faults()] == [
        "django.po: no English"
    ] * 2
    translate(catalogue, 甲="One {m}", 乙="乙 two")
    told = " ".join(translations.faults())
    assert "names a value" in told
    assert "Chinese characters" in told
    translate(catalogue, 甲="One {n}", 乙="Two")
    assert translations.faults() == []
    (catalogue.parent.parent / "page.py").write_text('_("甲 {n}")')
    assert translations.faults() == ["django.po: no longer in the code: '乙'"]


def test_extracting_again_keeps_the_english(catalogue: Path) -> None:
    translations.extract()
    translate(catalogue, 甲="One {n}", 乙="Two")
    before = catalogue.read_text()
    translations.extract()
    assert catalogue.read_text() == before


def test_broken_links_open_fences_and_unknown_targets_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(docs, "ROOT", tmp_path)
    (tmp_path / "Makefile").write_text("run:\n\techo\n")
    page = tmp_path / "page.md"
    page.write_text(
        "# 开始 here\n[a](gone.md) [b](#开始-here) [c](#nowhere) `[d](no.md)` [e](https://x.y)\n"
        "```sh\nmake run\nmake fly\n[f](in-code.md)\n```\n"
    )
    assert list(docs._faults_of(page)) == [
        "page.md:5: the Makefile has no target fly",
        "page.md:2: the link gone.md leads nowhere",
        "page.md:2: the link #nowhere names a heading that is not there",
    ]
    page.write_text("text\n```sh\nmake run\n")
    assert list(docs._faults_of(page)) == ["page.md:2: this code fence is never closed"]


def test_readmes_with_other_headings_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(docs, "README", tmp_path / "README.md")
    monkeypatch.setattr(docs, "README_ZH", tmp_path / "README.zh-CN.md")
    assert docs.readme_faults() == ["README.md is missing", "README.zh-CN.md is missing"]
    (tmp_path / "README.md").write_text("# A\n## B\n")
    (tmp_path / "README.zh-CN.md").write_text("# 甲\n## 乙\n")
    assert docs.readme_faults() == []
    (tmp_path / "README.zh-CN.md").write_text("# 甲\n### 乙\n")
    assert docs.readme_faults() == ["README.md has «B» where README.zh-CN.md has «乙»"]


def test_a_step_is_done_once_and_again_when_its_source_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(setup, "STAMPS", tmp_path / "stamps")
    source, made = tmp_path / "source", tmp_path / "made"
    done: list[str] = []

    def step() -> None:
        done.append(source.read_text())
        made.write_text("x")

    for words in ("one", "one", "two"):
        source.write_text(words)
        setup._once("step", setup._hash([source]), step, made=made)
    assert done == ["one", "two"]
    made.unlink()
    setup._once("step", setup._hash([source]), step, made=made)
    assert done == ["one", "two", "two"]


def test_a_step_that_fails_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup, "STAMPS", tmp_path / "stamps")

    def fail() -> None:
        raise setup.Failed("no line")

    for _ in range(2):
        with pytest.raises(setup.Failed):
            setup._once("step", "same", fail)
