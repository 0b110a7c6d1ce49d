"""How the tests of this folder find what to attack: every form with its fields, and who may send it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

from flask import Flask

from tests.access.conftest import District
from tests.access.table import Row, rows
from tests.access.test_matrix import address, rule_of, scopes_of
from tests.access.visitors import Door, Visitor


@dataclass(frozen=True, slots=True)
class Target:
    """An address that somebody may use, with the form that is sent there."""

    row: Row
    visitor: Visitor
    url: str
    form: dict[str, Any]

    def __str__(self) -> str:
        return f"{self.visitor.identity} {self.row.method} {self.url}"


class _Fields(HTMLParser):
    """Names and present values of what a page sends."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self._open = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        name = given.get("name") or ""
        if tag == "input" and (given.get("type") not in ("radio", "checkbox") or "checked" in given):
            self.values[name] = given.get("value") or ""
        elif tag in ("input", "select", "textarea"):
            self.values.setdefault(name, "")
        if tag == "select":
            self._open = name
        if tag == "option" and "selected" in given:
            self.values[self._open] = given.get("value") or ""


def fields_of(page: str) -> dict[str, str]:
    """What the forms of a page would send; the page's search is not part of it."""
    seen = _Fields()
    seen.feed(page)
    return {name: value for name, value in seen.values.items() if name not in ("", "csrf_token", "q")}


def targets(
    app: Flask, district: District, door: Door, method: str, wanted: Iterable[Row] | None = None
) -> Iterator[Target]:
    """Each address, or those wanted, once, in the hands of somebody who may use it."""
    for row in rows() if wanted is None else wanted:
        if row.method != method or row.endpoint == "static":
            continue
        rule = rule_of(app, row)
        found = next(
            (
                (name, scope)
                for name in row.cells
                for scope in scopes_of(rule, district)
                if row.expected(name, scope) == "ok"
            ),
            None,
        )
        if found is None:
            continue
        visitor, url = district.visitors[found[0]], address(app, rule, found[1], district)
        shown = fields_of(door.send(visitor, "GET", url).body.decode("utf-8", "replace")) if method == "POST" else {}
        yield Target(row, visitor, url, {**shown, **row.form})
