"""Letters by mail: to who agreed, once, tried again after a refusal, and told beside the letter."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from crm.config.service_rules import service_rules
from crm.enterprises.letters import service
from crm.enterprises.letters.mailing import note_mailing
from crm.enterprises.letters.models import EnterpriseLetter, LetterMailing, LetterState, LetterWay
from crm.enterprises.letters.service import Letter
from crm.errors import CrmError
from crm.notifications.channels.models import DeliveryState
from crm.notifications.channels.receipts import Receipt
from tests.conftest import NOW, TODAY
from tests.makers import make_contact, make_enterprise, writing
from tests.notifications.conftest import mail_server
from tests.notifications.test_channels import run_job

__all__ = ["mail_server"]

VALUES = {"from": "斯特凡", "to": "琳娜", "day": "2026-11-24"}


@pytest.fixture
def written(app, cast, mail_server, monkeypatch):
    """Two companies have a letter; the contact of the first agreed to mail, that of the second has a mailbox only."""
    settings = replace(app.config["SETTINGS"], smtp_url=mail_server.url, mail_from="desk@example.org")
    monkeypatch.setitem(app.config, "SETTINGS", settings)
    with writing(app) as session:
        made = [make_enterprise(session, name, steward="stefan") for name in ("北京甲有限公司", "北京乙有限公司")]
        for enterprise, agreed_on in zip(made, (TODAY, None), strict=True):
            contact = make_contact(session, enterprise)
            contact.email, contact.mail_agreed_on = f"wang{enterprise.id}@example.org", agreed_on
        letters = [Letter(f"handover:1:{one.id}", one.id, "steward", VALUES) for one in made]
        service.write_letters(session, letters, by=None, on=TODAY, at=NOW)
        return made[0].id


def letters(app):
    with writing(app) as session:
        rows = session.scalars(select(EnterpriseLetter).order_by(EnterpriseLetter.id))
        return [(row.state, row.way, row.passed_on_by) for row in rows]


WAITS = (LetterState.WAITING, None, None)
MAILED = (LetterState.PASSED_ON, LetterWay.MAIL, None)


def test_who_agreed_is_mailed_once_and_the_other_waits_for_somebody(app, signed_in, written, mail_server):
    for minute in (0, 1):
        run_job(app, "send-notices", minute)

    [mail] = mail_server.mails
    assert (mail["to"], mail["subject"]) == (f"wang{written}@example.org", "更换管家")
    assert "以后有事请直接找 琳娜" in mail.get_content()
    assert letters(app) == [MAILED, WAITS]
    assert "（邮件）" in signed_in("stefan").get(f"/enterprises/{written}/letters").text


def test_what_the_server_refused_waits_and_says_why(app, signed_in, written, mail_server):
    mail_server.answers["RCPT"] = "550 no such user"

    run_job(app, "send-notices")

    assert letters(app) == [WAITS, WAITS]
    assert "邮件还没有送达：" in signed_in("stefan").get(f"/enterprises/{written}/letters").text


def test_a_letter_is_given_up_after_the_last_gap_and_can_still_be_passed_on(app, signed_in, written):
    rules = service_rules().channels
    with writing(app) as session:
        number = session.scalars(select(EnterpriseLetter.id).order_by(EnterpriseLetter.id)).first()
        for _ in range(len(rules.retry_minutes) + 1):
            note_mailing(session, number, Receipt("mail_not_taken"), rules, at=NOW)
        assert session.get_one(LetterMailing, number).state is DeliveryState.FAILED

    assert "请当面或电话告知" in signed_in("stefan").get(f"/enterprises/{written}/letters").text
    with writing(app) as session:
        service.pass_on(session, written, number, LetterWay.CALL, by=None, at=NOW)
        assert session.get_one(EnterpriseLetter, number).state is LetterState.PASSED_ON


def test_without_a_mail_server_nothing_is_tried(app, written, mail_server, monkeypatch):
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], smtp_url=""))

    run_job(app, "send-notices")

    assert (mail_server.mails, letters(app)) == ([], [WAITS, WAITS])


def test_who_passes_on_what_was_mailed_reads_that_it_was(app, written, mail_server):
    run_job(app, "send-notices")

    with writing(app) as session, pytest.raises(CrmError, match="letter_mailed"):
        service.pass_on(session, written, 1, LetterWay.CALL, by=None, at=NOW)
