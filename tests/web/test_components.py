"""The components of the pages: what they say to eyes, ears and the next request."""

import re

import pytest
from flask import Flask, render_template_string
from wtforms import BooleanField, Form, RadioField, SelectChoice, StringField
from wtforms.validators import InputRequired

from crm.web.paging import Page


def render(app: Flask, source: str, address: str = "/sign-in", **values: object) -> str:
    with app.test_request_context(address):
        return " ".join(render_template_string(source, **values).split())


class Visit(Form):
    summary = StringField("做了什么", [InputRequired("请写一句。")], description="一两句话即可。")
    channel = RadioField("方式", choices=[SelectChoice("visit", "走访"), SelectChoice("call", "电话")])
    urgent = BooleanField("尽快回复")


FIELD = (
    '{% from "components/form.html" import field, form_summary %}'
    "{{ form_summary(form) }}{{ field(form[name], **more) }}"
)


def test_a_refused_field_is_tied_to_its_label_its_hint_and_its_error(app: Flask):
    form = Visit(data={})
    form.validate()

    page = render(app, FIELD, form=form, name="summary", more={"rows": 3})

    assert '<label for="summary">做了什么</label>' in page
    assert 'aria-describedby="summary-hint summary-error"' in page
    assert 'aria-invalid="true"' in page
    assert '<span class="field-error" id="summary-error">请写一句。</span>' in page
    assert '<a href="#summary">做了什么</a>：请写一句。' in page


def test_a_field_that_may_stay_empty_says_so(app: Flask):
    page = render(app, FIELD, form=Visit(), name="channel", more={})

    assert '<legend>方式 <span class="optional">（选填）</span></legend>' in page
    assert "aria-invalid" not in page


@pytest.mark.parametrize(
    ("fen", "shown"),
    [(17_000_000, "17 万元"), (38_600_000, "38.60 万元"), (17_004_500, "17.0045 万元"), (0, "0 万元"), (None, "—")],
)
def test_money_is_shown_whole_and_never_rounded_away(app: Flask, fen: int | None, shown: str):
    page = render(app, '{% from "components/money.html" import money %}{{ money(fen, "80−20") }}', fen=fen)

    assert f">{shown}</span>" in page
    assert "80−20" in page


@pytest.mark.parametrize(("status", "said"), [("met", "满足"), ("unmet", "不满足"), ("unknown", "待补")])
def test_a_state_is_said_in_words_and_drawn_in_a_shape_of_its_own(app: Flask, status: str, said: str):
    source = '{% from "components/state.html" import state %}{{ state(status, "差 1 项") }}'

    page = render(app, source, status=status)
    others = {render(app, source, status=other) for other in ("met", "unmet", "unknown")}

    assert f'<span class="unseen">{said} </span>差 1 项' in page
    assert len({text.split("<span>")[0] for text in others}) == 3


def test_a_seal_without_its_word_still_says_the_tier(app: Flask):
    page = render(app, '{% from "components/seal.html" import seal %}{{ seal("srdi", word=False) }}{{ seal(none) }}')

    assert '<span aria-hidden="true">精</span><span class="unseen">专精特新</span>' in page
    assert "无称号" in page


FILTER = '{% from "components/filters.html" import filter_bar %}{{ filter_bar(filters) }}'
STREETS = [{"name": "street", "label": "街道", "every": "全部街道", "choices": [("1", "鲁谷"), ("2", "八角")]}]


def test_a_filter_changes_one_argument_and_starts_again_at_the_first_page(app: Flask):
    page = render(app, FILTER, "/sign-in?street=1&steward=7&page=3", filters=STREETS)

    assert "街道：鲁谷" in page
    assert 'href="/sign-in?street=2&amp;steward=7"' in page
    assert 'href="/sign-in?steward=7"' in page
    assert "清除筛选" in page


def test_a_filter_shows_no_choice_that_is_not_offered(app: Flask):
    page = render(app, FILTER, "/sign-in?street=%3Cscript%3E", filters=STREETS)

    assert "<summary>全部街道</summary>" in page
    assert "<script>" not in page


def test_the_pager_counts_and_leads_both_ways(app: Flask):
    source = '{% from "components/pager.html" import pager %}{{ pager(page) }}'

    page = render(app, source, "/sign-in?page=2", page=Page(2).of(1486))

    assert "第 51–100 家，共 1,486 家" in page
    assert 'rel="prev"' in page
    assert "page=3" in page


def test_a_fall_reads_as_good_where_less_is_better(app: Flask):
    source = '{% from "components/tile.html" import change %}{{ change(-3, "较昨日", up_is_bad=True) }}'

    page = render(app, source)

    assert page.startswith('<span class="good">')
    assert '<span class="unseen">减少</span> 3 较昨日' in page


def test_a_chart_carries_its_numbers_as_a_table(app: Flask):
    picture = {
        "kind": "flow",
        "nodes": [
            {"name": "a", "label": "种子 <b>", "tone": "seed"},
            {"name": "b", "label": "创新型", "tone": "innovative"},
        ],
        "links": [{"from": "a", "to": "b", "count": 41, "url": "/rows"}],
    }

    page = render(app, '{% from "components/chart.html" import chart %}{{ chart(picture, "流动") }}', picture=picture)

    assert "<td>种子 &lt;b&gt;</td><td>创新型</td>" in page
    assert '<a href="/rows">41</a>' in page
    assert "<b>" not in page


def test_a_load_beyond_the_cap_is_a_longer_bar(app: Flask):
    loads = [{"total": total, "covered": 0} for total in (60, 80, 90, 120)]
    source = '{% from "components/bar.html" import load_bar %}{{ load_bar(load, 80, "丁", 120) }}'

    bars = [
        re.findall(r'<rect class="load-(?:own|near|over)"[^>]* width="(\d+)"', render(app, source, load=load))
        for load in loads
    ]

    assert [sum(map(int, bar)) for bar in bars] == [60, 80, 90, 120]
