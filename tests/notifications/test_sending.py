"""A message goes where the house allows it and nowhere else, and what came of it is known."""

import pytest

from crm.errors import CrmError
from crm.notifications.channels import sending
from crm.notifications.channels.addresses import LONGEST_SECRET, Destinations, read_address
from crm.notifications.channels.models import ChannelKind
from crm.notifications.channels.page import compose
from crm.notifications.channels.receipts import Receipt
from crm.notifications.channels.sending import Message, Post, send
from tests.conftest import NOW
from tests.notifications.receiver import RULES

WECOM = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=abcdefgh-1234"
DINGTALK = "https://oapi.dingtalk.com/robot/send?access_token=0123456789abcdef"
MESSAGE = Message("管家台：1 条提醒", "管家台：1 条提醒")


def known(*webhooks: str) -> Destinations:
    return Destinations.of(RULES, webhooks, ())


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (ChannelKind.WECOM, WECOM),
        (ChannelKind.DINGTALK, DINGTALK),
        (ChannelKind.FEISHU, "https://open.feishu.cn/open-apis/bot/v2/hook/0123-4567-89ab"),
        (ChannelKind.WEBHOOK, "https://hook.example.org/desk?x=1"),
        (ChannelKind.MAIL, "lina@example.org"),
    ],
)
def test_an_address_is_read_and_shown_without_its_secret(kind, text):
    read = read_address(kind, text, known("hook.example.org"))

    assert read.text == text
    assert not read.token or read.token not in read.shown
    assert read.shown != text


@pytest.mark.parametrize(
    ("kind", "text", "code"),
    [
        (ChannelKind.WECOM, WECOM.replace("qyapi.weixin.qq.com", "evil.example"), "channel_host_unlisted"),
        (ChannelKind.WECOM, WECOM.replace("https", "http"), "channel_address_unlike"),
        (ChannelKind.WECOM, WECOM.replace("//", "//me:pass@"), "channel_address_unlike"),
        (ChannelKind.WECOM, WECOM.replace("abcdefgh-1234", "short"), "channel_address_unlike"),
        (ChannelKind.WECOM, "https://qyapi.weixin.qq.com/elsewhere?key=abcdefgh-1234", "channel_address_unlike"),
        (ChannelKind.FEISHU, WECOM, "channel_address_unlike"),
        (ChannelKind.WEBHOOK, "https://hook.example.org:8443/", "channel_host_unlisted"),
        (ChannelKind.WEBHOOK, "https://hook.example.org.evil.example/", "channel_host_unlisted"),
        (ChannelKind.WEBHOOK, "https://hook.example.org\\@evil.example/", "channel_address_unlike"),
        (ChannelKind.WEBHOOK, "https://hook.example.org:99999/", "channel_address_unlike"),
        (ChannelKind.WEBHOOK, "file:///etc/passwd", "channel_address_unlike"),
        (ChannelKind.WEBHOOK, "https://[half", "channel_address_unlike"),
        (ChannelKind.WEBHOOK, "https://hook.example.org/" + "x" * 500, "channel_address_unlike"),
        (ChannelKind.MAIL, "lina@example.org, all@example.org", "channel_address_unlike"),
        (ChannelKind.MAIL, "lina@localhost", "channel_address_unlike"),
        (ChannelKind.MAIL, "lina@example.org#SEC0123456789", "channel_secret_unlike"),
        (ChannelKind.WECOM, f"{WECOM}#SEC0123456789", "channel_secret_unlike"),
        (ChannelKind.DINGTALK, f"{DINGTALK}#short", "channel_secret_unlike"),
        (ChannelKind.DINGTALK, f"{DINGTALK}#{'x' * (LONGEST_SECRET + 1)}", "channel_secret_unlike"),
        (ChannelKind.MAIL, "lina@example.org\nBcc: all@example.org", "channel_address_unlike"),
    ],
)
def test_an_address_that_leads_elsewhere_is_refused(kind, text, code):
    with pytest.raises(CrmError) as refusal:
        read_address(kind, text, known("hook.example.org"))

    assert refusal.value.code == code


def test_a_webhook_takes_the_sentence_and_no_redirect_is_followed(receiver):
    assert send(ChannelKind.WEBHOOK, receiver.url, MESSAGE, receiver.post(), at=NOW) == Receipt()
    receiver.status = 302
    assert send(ChannelKind.WEBHOOK, receiver.url, MESSAGE, receiver.post(), at=NOW) == Receipt("answered", "302")

    assert len(receiver.bodies) == 2
    assert '"message": "管家台：1 条提醒"' in receiver.bodies[0]


def test_an_address_inside_the_house_is_never_reached(receiver, monkeypatch):
    """Neither by its number nor by a name that leads to it, also when the name is on the list."""
    post = Post(known("hook.example.org"), "", "")
    inside = [(2, 1, 6, "", ("10.0.0.7", 443))]
    monkeypatch.setattr(sending.socket, "getaddrinfo", lambda *_asked, **_more: inside)

    assert send(ChannelKind.WEBHOOK, "https://hook.example.org/", MESSAGE, post, at=NOW).trouble == "private_address"
    assert send(ChannelKind.WEBHOOK, receiver.url, MESSAGE, receiver.post(private=False), at=NOW).trouble == "unlike"
    assert send(ChannelKind.MAIL, "lina@example.org", MESSAGE, post, at=NOW).trouble == "no_mail_server"
    assert receiver.bodies == []


@pytest.mark.parametrize(("number", "longest"), [(1, 1800), (100, 1800), (3, 300)])
def test_a_message_is_no_longer_than_a_robot_takes_and_counts_the_rest(app, number, longest):
    texts = ["北京甲有限公司临近专精特新中小企业，还差一项知识产权。"] * number
    with app.test_request_context():
        body = compose(texts, longest).body

    shown = body.count("·")
    assert len(body.encode()) <= longest
    assert body.startswith(f"管家台：{number} 条提醒")
    assert shown == number or f"另有 {number - shown} 条" in body
