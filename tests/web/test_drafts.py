"""Every form that takes text keeps a draft; those that must not, or have nothing to keep, are named here."""

from __future__ import annotations

import re

from tests.architecture.sources import TEMPLATES

FORM = re.compile(r"<form[^>]*method=\"post\"[^>]*>.*?</form>", re.DOTALL)
WITHOUT_DRAFT = {
    "people/sign_in.html": "a password",
    "people/change_password.html": "passwords",
    "notifications/add_channel.html": "a password, and an address that is a secret",
    "desk/what_if.html": "nothing of it is ever saved",
    "imports/index.html": "a file and where it came from",
    "imports/show.html": "ticks alone",
    "attachments/files.html": "a file alone",
    "awards/calculator.html": "nothing of it is ever saved",
    "imports/payments.html": "a file alone",
    "imports/returns.html": "a file alone",
    "imports/rows.html": "choices and one day",
    "desk/applications/open.html": "choices alone",
    "demands/joint/new_meeting.html": "a day and ticks",
}


def test_every_form_that_takes_text_keeps_a_draft():
    without = {
        path.relative_to(TEMPLATES).as_posix()
        for path in TEMPLATES.rglob("*.html")
        for form in FORM.findall(path.read_text(encoding="utf-8"))
        if "field(" in form and "data-draft" not in form.partition(">")[0] + form
    }

    assert without == set(WITHOUT_DRAFT)
