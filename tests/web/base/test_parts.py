"""The parts of pages: words beside shapes, labels tied to fields, nothing unescaped."""

from __future__ import annotations

import re

import pytest
from django import forms
from django.template import Context, Template
from django.test import Client

from shouwen.web import parts
from shouwen.web.notes import tell, told
from shouwen.web.templatetags import parts as tags


def shown(source: str, **values: object) -> str:
    return Template("{% load parts %}" + source).render(Context(values))


@pytest.mark.parametrize("code", sorted(tags._LAMPS))
def test_a_lamp_has_a_shape_and_a_word(code: str) -> None:
    html = str(tags.lamp(parts.Lamp(code)))
    assert re.search(r"<svg [^>]*aria-hidden", html)
    assert str(tags._LAMPS[code][0]) in html


def test_no_two_lamps_look_or_sound_alike() -> None:
    assert len({str(word) for word, _ in tags._LAMPS.values()}) == len(tags._LAMPS)
    assert len({shape for _, shape in tags._LAMPS.values()}) == len(tags._LAMPS)


def test_a_lamp_is_read_as_word_then_remaining_time() -> None:
    html = str(tags.lamp("broken", "已超 2 个工作日"))
    assert re.sub(r"<[^>]+>", "", html) == "超期，已超 2 个工作日"


def test_a_provisional_lamp_says_so() -> None:
    html = str(tags.lamp(parts.Lamp("open", provisional=True)))
    assert "（暂定）" in html
    assert 'class="frame"' in html


def test_a_limit_that_nothing_owes_any_more_is_released() -> None:
    assert "已解除" in str(tags.lamp("waived"))
    assert "已解除" in str(tags.lamp("replaced"))


def test_a_lamp_that_nobody_knows_is_a_mistake_of_the_program() -> None:
    with pytest.raises(KeyError):
        tags.lamp("green")


@pytest.mark.parametrize("level", [1, 2, 3, 4])
def test_a_card_has_as_many_bars_as_its_level(level: int) -> None:
    assert str(tags.plate(parts.Plate("黄牌", "yellow", level))).count("<rect") == level


def test_text_is_escaped_everywhere() -> None:
    evil = "<script>alert(1)</script>"
    html = str(tags.lamp("open", evil)) + str(tags.plate(parts.Plate(evil, "red", 1, evil)))
    html += shown(
        '{% include "parts/moment.html" with moment=moment only %}',
        moment=parts.Moment(evil, evil, quote=evil, to=evil, changes=(evil,)),
    )
    html += shown(
        '{% include "parts/person.html" with person=person only %}', person=parts.Person(evil, evil)
    )
    html += shown('{% include "parts/note.html" with note=note only %}', note=parts.Note(evil))
    assert evil not in html
    assert html.count("&lt;script&gt;") >= 8


class Form(forms.Form):
    """A field of each build."""

    matter = forms.CharField(label="事由", error_messages={"required": "请写事由。"})
    hint = forms.CharField(label="电话", required=False, help_text="例：138 0000 0000")
    way = forms.ChoiceField(
        label="来路",
        choices=(("a", "来访"),),
        widget=forms.RadioSelect,
        error_messages={"required": "请选来路。"},
    )


def test_label_hint_and_error_are_tied_to_the_field() -> None:
    form = Form({"hint": "x"})
    html = shown("{% field form.matter %}{% field form.hint %}", form=form)
    assert '<label class="field-label" for="id_matter">' in html
    assert 'aria-describedby="id_matter_error"' in html
    assert 'id="id_matter_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_hint_hint"' in html
    assert 'id="id_hint_hint"' in html


def test_choices_stand_in_a_fieldset_that_names_them() -> None:
    html = shown("{% field form.way %}", form=Form({}))
    assert re.search(r'<fieldset class="field wrong" aria-describedby="id_way_error">', html)
    assert "<legend>" in html
    assert 'for="id_way_0"' in html


def test_the_summary_repeats_each_sentence_and_leads_to_its_field() -> None:
    faults = tags.faults(Form({}))
    assert faults == [parts.Fault("id_matter", "请写事由。"), parts.Fault("id_way_0", "请选来路。")]


def test_an_optional_field_says_so_on_public_pages() -> None:
    html = shown(
        "{% field form.hint optional=True %}{% field form.matter optional=True %}", form=Form()
    )
    assert html.count("（选填）") == 1


def test_refused_acts_stay_visible_with_their_reason() -> None:
    html = shown(
        '{% include "parts/acts.html" with refused=refused only %}',
        refused=[
            parts.RefusedAct(
                "送达", "还没有办结。", "先办结。", clauses=(parts.Clause("限时 第七条", "/c/"),)
            )
        ],
    )
    assert "现在不能做（1）" in html
    for words in ("送达", "还没有办结。", "先办结。", "限时 第七条", 'aria-disabled="true"'):
        assert words in html


def test_a_signature_asks_for_the_box_and_the_password() -> None:
    sheet = parts.Sheet("签署", (), "/", "签署", "/", level=3)
    html = shown('{% include "parts/sheet.html" with sheet=sheet only %}', sheet=sheet)
    assert 'name="read"' in html
    assert 'name="code"' in html
    plain = parts.Sheet("核对", (), "/", "发出", "/", hidden=(("days", "5"),))
    html = shown('{% include "parts/sheet.html" with sheet=plain only %}', plain=plain)
    assert 'name="code"' not in html
    assert '<input type="hidden" name="days" value="5">' in html


def test_a_chart_is_a_table_without_scripts() -> None:
    chart = parts.Chart(
        "问", "bars", ("一", "二"), (parts.Series("数", (1, None)),), urls=("/a", "/b")
    )
    html = shown('{% include "parts/chart.html" with chart=chart only %}', chart=chart)
    assert '<a href="/a">一</a>' in html
    assert '<td class="num">–</td>' in html
    assert "data-chart-place hidden" in html


def test_many_steps_fold_and_the_last_stay() -> None:
    lines = [parts.Line("加", str(number)) for number in range(20)]
    long = parts.Derivation("x", parts.Lamp("open"), lines)
    assert [len(long.head), len(long.folded), len(long.tail)] == [8, 10, 2]
    short = parts.Derivation("x", parts.Lamp("open"), lines[:12])
    assert [len(short.head), len(short.folded), len(short.tail)] == [12, 0, 0]


def test_a_note_outlives_the_redirect(rf, house, client: Client) -> None:
    from django.contrib.messages import get_messages
    from django.contrib.messages.storage.session import SessionStorage

    request = rf.get("/")
    request.session = client.session
    request._messages = SessionStorage(request)
    note = parts.Note("已登记。", number="SQ-1", links=[("打印", "/p")])
    tell(request, note)
    assert [told(message) for message in get_messages(request)] == [note]


@pytest.mark.urls("tests.web.base.urls")
@pytest.mark.parametrize("address", ["/_parts/?wrong", "/_parts/record/", "/_parts/public/?wrong"])
def test_example_pages_render_and_bring_nothing_inline(
    house, signed_in: Client, address: str
) -> None:
    page = signed_in.get(address).content.decode()
    assert " style=" not in page
    assert "<style" not in page
    assert not re.search(r"<script(?![^>]*(src=|application/json))", page)
    assert not re.search(r"\son[a-z]+=", page)
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


@pytest.mark.urls("tests.web.base.urls")
def test_a_derivation_is_a_part_for_htmx_and_a_page_for_everybody_else(
    house, signed_in: Client
) -> None:
    page = signed_in.get("/_parts/limit/").content.decode()
    part = signed_in.get("/_parts/limit/", headers={"HX-Request": "true"}).content.decode()
    assert "<html" in page
    assert "<html" not in part
    assert "次日起算" in page
    assert "次日起算" in part
