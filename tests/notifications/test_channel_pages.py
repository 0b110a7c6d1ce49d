"""接收渠道: adding one with the password, what is refused with a sentence, and that nothing typed is lost by it."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from crm.notifications.channels.models import PersonalChannel
from crm.notifications.channels.service import read_channel
from tests.cast import PASSWORD
from tests.notifications.test_robots import SECRET
from tests.notifications.test_sending import DINGTALK, WECOM

ADD = "/notices/channels/new"
ROBOT = {"kind": "dingtalk", "address": DINGTALK, "secret": SECRET, "pace": "at_once", "password": PASSWORD}


@pytest.fixture
def stefan(app, cast, signed_in, mail_server, monkeypatch):
    settings = replace(app.config["SETTINGS"], smtp_url=mail_server.url, mail_from="desk@example.org")
    monkeypatch.setitem(app.config, "SETTINGS", settings)
    return signed_in("stefan")


def channels(cast):
    with cast.reading() as session:
        return session.scalars(select(PersonalChannel).order_by(PersonalChannel.id)).all()


def test_a_mailbox_is_added_tried_and_shown_without_its_name(cast, stefan, mail_server):
    given = {"kind": "mail", "address": " stefan@example.org ", "pace": "morning", "password": PASSWORD}
    assert stefan.post(ADD, given).status_code == 302
    (channel,) = channels(cast)

    stefan.post(f"/notices/channels/{channel.id}/test")

    page = stefan.get("/notices/channels").text
    assert "s***@example.org" in page
    assert "stefan@example.org" not in page
    assert "测试消息已送达" in page
    assert [mail["to"] for mail in mail_server.mails] == ["stefan@example.org"]


def test_a_second_address_of_a_kind_replaces_the_first_and_its_secret_is_sealed_with_it(app, cast, stefan):
    for secret in ("", SECRET):
        assert stefan.post(ADD, {**ROBOT, "secret": secret}).status_code == 302

    first, second = channels(cast)
    assert (first.ended_at is None, second.ended_at) == (False, None)
    assert read_channel(second, key=app.config["SETTINGS"].field_key) == f"{DINGTALK}#{SECRET}"
    assert SECRET not in stefan.get("/notices/channels").text


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"address": ""}, "请填写"),
        ({"address": "http://evil.example/robot/send?access_token=0123456789"}, "不允许发送到 evil.example"),
        ({"address": WECOM}, "地址不像这种渠道的地址"),
        ({"address": "x" * 501}, "500"),
        ({"kind": "wecom", "address": WECOM}, "加签密钥不对"),
        ({"secret": "短"}, "加签密钥不对"),
        ({"kind": "webhook"}, "渠道"),
        ({"kind": ""}, "请选择一种渠道"),
        ({"pace": "never"}, "什么时候发"),
        ({"password": ""}, "请输入当前密码"),
        ({"password": "Wrong-Horse-42"}, "密码"),
    ],
)
def test_what_cannot_be_added_is_said_in_a_sentence_and_the_address_is_still_there(cast, stefan, wrong, sentence):
    answer = stefan.post(ADD, {**ROBOT, **wrong})

    assert answer.status_code in (403, 422)
    assert sentence in answer.text
    assert PASSWORD not in answer.text
    assert {**ROBOT, **wrong}["address"].replace("&", "&amp;") in answer.text
    assert channels(cast) == []
