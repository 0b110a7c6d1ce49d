"""A test client that looks at every page it gets, as a careful person would."""

import re
from collections import Counter
from datetime import datetime
from html.parser import HTMLParser
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from crm import clock

VOID = {"input", "meta", "link", "br", "hr", "img", "path", "circle", "rect", "line", "use"}
LABELLED = {"input", "select", "textarea"}
TEMPLATE_LEFTOVERS = re.compile(r"\{\{|\}\}|\{%|%\}|&lt;LazyString|None</|Undefined")
TYPED = re.compile(r"<textarea.*?</textarea>", re.DOTALL)  # people may write braces


class _Outline(HTMLParser):
    """What of a page can be checked by rule."""

    def __init__(self) -> None:
        super().__init__()
        self.headings = 0
        self.ids: Counter[str] = Counter()
        self.labels: set[str] = set()
        self.fields: list[dict[str, str | None]] = []
        self.inline: list[str] = []
        self.token = ""
        self._labels_open = 0

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        values = dict(attributes)
        self.headings += tag == "h1"
        self.ids.update([str(values["id"])] if "id" in values else [])
        self.inline += [name for name, _ in attributes if name == "style" or name.startswith("on")]
        if tag == "label":
            self._labels_open += 1
            self.labels.add(values.get("for") or "")
        if tag in LABELLED and values.get("type") not in ("hidden", "submit", "button"):
            self.fields.append({**values, "wrapped": "yes" if self._labels_open else None})
        if values.get("name") == "csrf_token":
            self.token = values.get("value") or ""

    def handle_endtag(self, tag: str) -> None:
        self._labels_open -= tag == "label"


class CheckingClient:
    """Sends requests, follows no redirect unless told, and complains about careless pages."""

    def __init__(self, app: Flask) -> None:
        self.raw = app.test_client()
        self._tokens: dict[tuple[str, datetime], str] = {}

    def get(self, url: str, **options: Any) -> TestResponse:
        """GET; the page is checked."""
        return self._checked(self.raw.get(url, **options))

    def post(self, url: str, data: dict[str, Any] | None = None, **options: Any) -> TestResponse:
        """POST with the token of the session; the page that comes back is checked."""
        form = {"csrf_token": self.token(), **(data or {})}
        return self._checked(self.raw.post(url, data=form, **options))

    def token(self) -> str:
        """A form token of this session, read from a page that has one; at the same moment from none again."""
        cookie = self.raw.get_cookie(self.raw.application.config["SESSION_COOKIE_NAME"])
        known = (cookie.value if cookie else "", clock.now())
        if not cookie or known not in self._tokens:
            page = self.raw.get("/account") if cookie else None
            if page is None or page.status_code != 200:
                page = self.raw.get("/sign-in")
            self._tokens[known] = outline(page.text).token
        return self._tokens[known]

    def sign_in(self, staff_number: str, password: str) -> TestResponse:
        """Come in by the front door."""
        answer = self.post("/sign-in", {"staff_number": staff_number, "password": password})
        assert answer.status_code == 302, answer.text
        return answer

    def _checked(self, answer: TestResponse) -> TestResponse:
        assert answer.status_code < 500 or answer.status_code == 503, answer.text
        if answer.mimetype == "text/html" and answer.status_code not in (301, 302, 303):
            check_page(answer.text, whole="<html" in answer.text)
        return answer


def check_page(text: str, *, whole: bool = True) -> None:
    """One h1, unique ids, a label for every field, nothing inline, nothing left over of a template."""
    seen = outline(text)
    assert seen.headings == 1 or not whole, f"{seen.headings} h1 elements"
    repeated = [name for name, count in seen.ids.items() if count > 1]
    assert not repeated, f"ids used twice: {repeated}"
    unlabelled = [one.get("name") for one in seen.fields if not _is_labelled(one, seen.labels)]
    assert not unlabelled, f"fields without label: {unlabelled}"
    assert not seen.inline, f"inline attributes: {seen.inline}"
    text = TYPED.sub("", text)
    leftover = TEMPLATE_LEFTOVERS.search(text)
    assert not leftover, text[max(0, leftover.start() - 80) : leftover.end() + 80]


def _is_labelled(field: dict[str, str | None], labels: set[str]) -> bool:
    return bool(field["wrapped"] or field.get("id") in labels or field.get("aria-label"))


def outline(text: str) -> _Outline:
    seen = _Outline()
    seen.feed(text)
    return seen
