"""Answers are packed where the browser accepts it, and own files are kept by their version."""

import gzip

from flask import Flask, url_for
from werkzeug.test import TestResponse

from tests.client import CheckingClient

PACKED = {"Accept-Encoding": "gzip"}


def fetch(app: Flask, address: str, **headers: str) -> TestResponse:
    """The answer, read whole and its file closed."""
    with app.test_client().get(address, headers=headers) as answer:
        answer.get_data()
    return answer


def test_a_style_sheet_travels_packed(app: Flask):
    plain, packed = fetch(app, "/static/css/bars.css"), fetch(app, "/static/css/bars.css", **PACKED)

    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert gzip.decompress(packed.data) == plain.data
    assert len(packed.data) * 3 < len(plain.data)


def test_a_browser_that_has_the_packed_file_is_told_so(app: Flask):
    first = fetch(app, "/static/css/base.css", **PACKED)

    again = fetch(app, "/static/css/base.css", **PACKED, **{"If-None-Match": first.headers["ETag"]})

    assert again.status_code == 304
    assert again.data == b""


def test_a_page_travels_packed_and_is_not_stored(app: Flask, fresh_database: None):
    page = CheckingClient(app).raw.get("/sign-in", headers=PACKED)

    assert page.headers["Content-Encoding"] == "gzip"
    assert page.headers["Cache-Control"] == "no-store"
    assert "管家台" in gzip.decompress(page.data).decode()


def test_a_file_asked_for_by_its_version_is_kept_for_a_year(app: Flask):
    with app.test_request_context():
        address = url_for("static", filename="css/base.css")

    kept, asked_again = fetch(app, address), fetch(app, "/static/css/base.css")

    assert "v=" in address
    assert "immutable" in kept.headers["Cache-Control"]
    assert "immutable" not in asked_again.headers["Cache-Control"]


def test_a_missing_file_has_an_address_and_no_version(app: Flask):
    with app.test_request_context():
        address = url_for("static", filename="css/nothing.css")

    assert address == "/static/css/nothing.css"
    assert fetch(app, address).status_code == 404


def test_a_short_answer_is_left_as_it_is(app: Flask):
    short = fetch(app, "/static/mark.svg", **PACKED)

    assert "Content-Encoding" not in short.headers
