"""Robots of groups: what each is sent, how it is signed, and what of its answers counts as delivered."""

import base64
import hashlib
import hmac
import json
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from crm.notifications.channels import sending
from crm.notifications.channels.models import ChannelKind
from crm.notifications.channels.receipts import Receipt
from crm.notifications.channels.robots import read_answer
from crm.notifications.channels.sending import Message, Post, send
from tests.conftest import NOW
from tests.notifications.test_sending import DINGTALK, WECOM, known

FEISHU = "https://open.feishu.cn/open-apis/bot/v2/hook/0123-4567-89ab"
SECRET = "SEC0123456789abcdef"
MESSAGE = Message("", "管家台：1 条提醒")
SECONDS = int(NOW.timestamp())


@pytest.fixture
def sent(monkeypatch):
    """What went out; every robot says yes."""
    requests_sent = []

    def answer(session, request, **options):
        requests_sent.append((request.url, json.loads(request.body), options["allow_redirects"]))
        response = requests.Response()
        response.status_code, response._content = 200, b'{"errcode": 0, "code": 0}'
        return response

    monkeypatch.setattr(requests.Session, "send", answer)
    monkeypatch.setattr(sending.socket, "getaddrinfo", lambda *_asked, **_more: [(2, 1, 6, "", ("1.1.1.1", 443))])
    return requests_sent


@pytest.mark.parametrize(
    ("kind", "content", "receipt"),
    [
        (ChannelKind.WECOM, b'{"errcode": 0, "errmsg": "ok"}', Receipt()),
        (ChannelKind.FEISHU, b'{"code": 0, "msg": "success"}', Receipt()),
        (ChannelKind.FEISHU, b'{"StatusCode": 0, "StatusMessage": "success"}', Receipt()),
        (ChannelKind.WECOM, b'{"errcode": 93000, "errmsg": "invalid"}', Receipt("refused", "93000 invalid")),
        (ChannelKind.FEISHU, b'{"code": 19021, "msg": "sign"}', Receipt("refused", "19021 sign")),
        (ChannelKind.FEISHU, b'{"errcode": 0}', Receipt("unclear")),
        (ChannelKind.DINGTALK, b'{"code": 0}', Receipt("unclear")),
        (ChannelKind.DINGTALK, b'{"errcode": "x"}', Receipt("unclear")),
        (ChannelKind.DINGTALK, b'{"errcode": [0]}', Receipt("unclear")),
        (ChannelKind.DINGTALK, b'{"errcode": false}', Receipt("unclear")),
        (ChannelKind.DINGTALK, b'{"errcode": null}', Receipt("unclear")),
        (ChannelKind.DINGTALK, b"[0]", Receipt("unclear")),
        (ChannelKind.DINGTALK, b"<html>welcome</html>", Receipt("unclear")),
        (ChannelKind.DINGTALK, b"", Receipt("unclear")),
        (ChannelKind.DINGTALK, b"\xff\xfe", Receipt("unclear")),
        (ChannelKind.DINGTALK, b"[" * 100_000, Receipt("unclear")),
    ],
)
def test_only_a_code_of_0_is_delivered(kind, content, receipt):
    assert read_answer(kind, content) == receipt


def test_a_text_goes_to_the_address_that_was_pasted_and_follows_no_redirect(sent):
    post = Post(known(), "", "")
    for kind, address in [(ChannelKind.WECOM, WECOM), (ChannelKind.FEISHU, FEISHU)]:
        assert send(kind, address, MESSAGE, post, at=NOW) == Receipt()

    assert sent == [
        (WECOM, {"msgtype": "text", "text": {"content": MESSAGE.body}}, False),
        (FEISHU, {"msg_type": "text", "content": {"text": MESSAGE.body}}, False),
    ]


def test_dingtalk_is_signed_in_the_address_with_milliseconds_and_the_secret_stays_here(sent):
    assert send(ChannelKind.DINGTALK, f"{DINGTALK}#{SECRET}", MESSAGE, Post(known(), "", ""), at=NOW).is_sent

    ((url, body, _),) = sent
    asked = {name: value for name, (value,) in parse_qs(urlsplit(url).query).items()}
    signed = hmac.new(SECRET.encode(), f"{SECONDS}000\n{SECRET}".encode(), hashlib.sha256).digest()
    assert asked == {
        "access_token": "0123456789abcdef",
        "timestamp": f"{SECONDS}000",
        "sign": base64.b64encode(signed).decode(),
    }
    assert SECRET not in url + json.dumps(body)


def test_feishu_is_signed_in_the_body_with_seconds_and_the_secret_stays_here(sent):
    assert send(ChannelKind.FEISHU, f"{FEISHU}#{SECRET}", MESSAGE, Post(known(), "", ""), at=NOW).is_sent

    ((url, body, _),) = sent
    signed = hmac.new(f"{SECONDS}\n{SECRET}".encode(), b"", hashlib.sha256).digest()
    assert (body["timestamp"], body["sign"]) == (str(SECONDS), base64.b64encode(signed).decode())
    assert url == FEISHU
    assert SECRET not in json.dumps(body)
