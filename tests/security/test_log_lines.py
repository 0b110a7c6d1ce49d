"""What stands in the log: the number shown on the page, one line an event, nothing a stranger can write."""

from __future__ import annotations

import json
import re
from urllib.parse import unquote

import pytest

from crm.serving.logs import init_logs


@pytest.fixture
def lines(app, capsys):
    """The lines of the log so far, each read as JSON."""
    init_logs(app)
    return lambda: [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_the_number_on_the_page_is_in_the_log(client, lines):
    page = client.get("/nowhere").text

    number = re.search(r"[0-9a-f]{12}", page)[0]

    assert [line["status"] for line in lines() if line.get("request") == number] == [404]


def test_a_failure_is_logged_in_parts_and_without_values(app, signed_in, monkeypatch, lines):
    stefan = signed_in("stefan")
    lines()

    def fail(secret="a-password"):
        raise RuntimeError(f"something {len(secret)}")

    monkeypatch.setitem(app.view_functions, "people.account", fail)
    fail.access_rule = app.view_functions["people.sign_out"].access_rule

    answer = stefan.raw.get("/account")
    failure = next(line for line in lines() if line["event"] == "failure")

    assert answer.status_code == 500
    assert failure["exception"][0]["exc_type"] == "RuntimeError"
    assert "a-password" not in json.dumps(failure)


@pytest.mark.parametrize("mark", ["%0A", "%0D%0A", "%C2%85", "%E2%80%A8", "%1B"])
def test_no_address_writes_a_line_of_its_own(app, monkeypatch, lines, client, mark):
    """Even where the page of an error fails, and its words go out without it."""
    forged = f'/x{mark}{{"event": "signed_in"}}'
    monkeypatch.setattr("crm.site.errors.render_template", lambda *_args, **_values: 1 / 0)

    answer = client.raw.get(forged)
    app.logger.error("as a library would: %s", unquote(forged))
    written = lines()

    assert (answer.status_code, answer.mimetype) == (404, "text/plain")
    assert len(written) == 3
    assert all(line["event"] != "signed_in" for line in written)
    assert any("ZeroDivisionError" in json.dumps(line) for line in written)
