"""Mail as a mail server takes it: subject and sentences in Chinese; what it refuses and when it is silent is known."""

import pytest
from apprise.plugins.email import NotifyEmail

from crm.notifications.channels.models import ChannelKind
from crm.notifications.channels.page import compose
from crm.notifications.channels.receipts import Receipt
from crm.notifications.channels.sending import Message, Post, send
from tests.conftest import NOW
from tests.notifications.test_sending import known

MESSAGE = Message("管家台：1 条提醒", "管家台：1 条提醒\n· 北京甲有限公司临近专精特新。")


def mail(server, message=MESSAGE):
    post = Post(known(), server.url, "desk@example.org")
    return send(ChannelKind.MAIL, "lina@example.org", message, post, at=NOW)


def test_a_mail_has_a_subject_and_its_sentences_and_nothing_else(app, mail_server):
    with app.test_request_context():
        message = compose(["北京甲有限公司临近专精特新。", "北京乙有限公司的称号到期。"], 1800)

    assert mail(mail_server, message) == Receipt()

    (given,) = mail_server.mails
    assert (given["subject"], given["from"], given["to"]) == (
        "管家台：2 条提醒",
        "desk@example.org",
        "lina@example.org",
    )
    assert given.get_content_type() == "text/plain"
    assert given.get_content().splitlines() == [
        "管家台：2 条提醒",
        "· 北京甲有限公司临近专精特新。",
        "· 北京乙有限公司的称号到期。",
    ]


@pytest.mark.parametrize(
    ("command", "answer"),
    [("RCPT", "550 no such user"), ("MAIL", "451 come back later"), ("DATA", "554 spam"), ("RCPT", None)],
)
def test_what_a_mail_server_refuses_or_leaves_unanswered_is_not_delivered(mail_server, monkeypatch, command, answer):
    monkeypatch.setattr(NotifyEmail, "socket_connect_timeout", 0.2)
    mail_server.answers[command] = answer

    assert mail(mail_server) == Receipt("mail_not_taken")
    assert mail_server.mails == []


def test_a_mail_server_that_is_not_there_has_not_delivered(mail_server):
    mail_server.close()

    assert mail(mail_server) == Receipt("unreachable")
