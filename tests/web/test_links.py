"""Addresses and words as templates ask for them: kept, and the same as those made anew."""

from __future__ import annotations

import pytest
from flask import Flask, render_template_string, url_for

from crm.web.addresses import address_of
from crm.web.words import speak

LINKS = [
    ("desk.enterprise", {"enterprise_id": 7}),
    ("desk.enterprise", {"enterprise_id": 8}),
    ("dashboards.rows", {"awaiting": "1"}),
    ("dashboards.rows", {"awaiting": 1, "page": 2}),
    ("desk.split", {"enterprise": [3, 4]}),
    ("desk.near", {"target": None}),
    ("desk.near", {"target": "srdi", "page": None}),
    ("dashboards.rows", {"awaiting": True}),
    ("desk.near", {"_anchor": "rows"}),
    ("static", {"filename": "icons.svg"}),
    (".enterprises", {}),
]


@pytest.mark.parametrize("root", ["", "/desk"])
def test_a_kept_address_is_the_one_that_would_be_built(app: Flask, root: str):
    with app.test_request_context("/enterprises", base_url=f"http://localhost{root}"):
        for _ in range(2):
            assert [address_of(name, **values) for name, values in LINKS] == [
                url_for(name, **values) for name, values in LINKS
            ]


def test_an_unknown_address_stays_an_error(app: Flask):
    with app.test_request_context("/"), pytest.raises(Exception, match=r"desk\.nowhere"):
        address_of("desk.nowhere")


def test_words_of_a_template_are_escaped_where_the_template_is(app: Flask):
    page = "{{ _('%(text)s 的企业', text='<b>') }} {{ _('增长 100%%') }}"
    with app.test_request_context("/"):
        assert app.jinja_env.globals["_"] is speak
        assert render_template_string(page) == "&lt;b&gt; 的企业 增长 100%"
        plain = "{% autoescape false %}" + page + "{% endautoescape %}"
        assert render_template_string(plain) == "<b> 的企业 增长 100%"
