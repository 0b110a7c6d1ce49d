"""What every template must be: compilable, escaped, free of inline code, and its Chinese known to gettext."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import nodes

from tests.architecture.sources import ROOT, TEMPLATES

CHINESE = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
INLINE = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "an event attribute": re.compile(r"<[a-z][^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "a script without src": re.compile(
        r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")[^>]*>", re.IGNORECASE
    ),
    "a javascript address": re.compile(r"javascript:", re.IGNORECASE),
    "an evaluated htmx attribute": re.compile(r"\bhx-on\b|hx-vals=.js:"),
}
UNESCAPED = re.compile(r"\|\s*safe\b|autoescape\s+false|Markup\(")


def templates() -> list[str]:
    return sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*") if path.is_file())


def text_of(name: str) -> str:
    """A template without its comments, which nobody is shown."""
    text = (TEMPLATES / name).read_text(encoding="utf-8")
    return re.sub(r"\{#.*?#\}", "", text, flags=re.DOTALL)


def inline_code(text: str) -> list[str]:
    return [what for what, pattern in INLINE.items() if pattern.search(text)]


def bare_chinese(app: Flask, text: str) -> list[str]:
    """Chinese that stands in a template outside `_()`: plain text, and strings handed to anything but gettext."""
    tree = app.jinja_env.parse(text)
    plain = [node.data.strip() for node in tree.find_all(nodes.TemplateData)]
    translated = {
        id(constant)
        for call in tree.find_all(nodes.Call)
        if isinstance(call.node, nodes.Name) and call.node.name in ("_", "gettext", "ngettext")
        for constant in call.find_all(nodes.Const)
    }
    written = [
        str(constant.value)
        for constant in tree.find_all(nodes.Const)
        if id(constant) not in translated and isinstance(constant.value, str)
    ]
    return [part for part in (*plain, *written) if CHINESE.search(part)]


@pytest.mark.parametrize("name", templates())
def test_a_template_compiles(app: Flask, name: str):
    assert app.jinja_env.get_template(name)


@pytest.mark.parametrize("name", [name for name in templates() if name.endswith(".html")])
def test_a_template_carries_no_inline_code(name: str):
    assert inline_code(text_of(name)) == []


def test_no_template_switches_escaping_off():
    assert [name for name in templates() if UNESCAPED.search(text_of(name))] == []


@pytest.mark.parametrize("name", templates())
def test_every_chinese_word_of_a_template_goes_through_gettext(app: Flask, name: str):
    assert bare_chinese(app, text_of(name)) == []


def test_a_form_that_posts_carries_the_token():
    posting = re.compile(r"<form[^>]*method=\"post\"[^>]*>(.*?)</form>", re.IGNORECASE | re.DOTALL)

    found = [name for name in templates() for form in posting.findall(text_of(name)) if "csrf" not in form]

    assert found == []


def test_every_template_is_rendered_by_somebody():
    """By a view, or by another template."""
    code = "".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "crm").rglob("*.py")))
    pages = "".join(text_of(name) for name in templates())

    assert [name for name in templates() if f'"{name}"' not in code + pages] == []


@pytest.mark.parametrize(
    "text",
    [
        '<p style="color: red">',
        '<button onclick="go()">',
        "<script>go()</script>",
        '<a href="javascript:go()">',
        '<div hx-on:click="go()">',
    ],
)
def test_the_inline_check_bites(text: str):
    assert inline_code(text)


def test_the_gettext_check_bites(app: Flask):
    assert bare_chinese(app, "<p>企业</p>") == ["<p>企业</p>"]
    assert bare_chinese(app, "{{ field('企业') }}") == ["企业"]
    assert bare_chinese(app, "{{ _('企业') }} {{ field(_('共 %(n)s 家', n=3)) }}") == []


def test_static_files_of_ours_call_nothing_foreign():
    own = [
        path for kind in ("css", "js") for path in sorted((ROOT / "crm/static" / kind).rglob("*")) if path.is_file()
    ]
    foreign = re.compile(r"https?://(?!www\.w3\.org/)|//cdn|\beval\(|new Function\(|document\.write")

    assert own
    assert [path.name for path in own if foreign.search(Path(path).read_text(encoding="utf-8"))] == []
