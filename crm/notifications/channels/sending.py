"""Sending one message by Apprise: without redirects, within seconds, and never to an address inside the house.

Nothing here knows the database; what comes of a message is a value, also when it fails.
"""

import json
import logging
import re
import socket
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from ipaddress import ip_address
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import requests
from apprise import AppriseAsset, NotifyFormat
from apprise.exception import AppriseException
from apprise.plugins.base import NotifyBase
from apprise.plugins.custom_json import NotifyJSON
from apprise.plugins.dingtalk import NotifyDingTalk
from apprise.plugins.email import NotifyEmail
from apprise.plugins.feishu import NotifyFeishu
from apprise.plugins.wecombot import NotifyWeComBot

from crm.errors import CrmError
from crm.notifications.channels.addresses import HTTPS_PORT, ChannelAddress, Destinations, read_address
from crm.notifications.channels.models import ChannelKind

ASSET = AppriseAsset(app_id="StewardDesk", app_desc="管家台", app_url="", http_redirects=False, async_mode=False)
_MODES = {"smtps": "ssl", "smtp": "starttls", "smtp+plain": "insecure"}
_STATUS = re.compile(r"error=(\d{3})\b")
_ANSWER = re.compile(r"rejected our notification: (.*)", re.DOTALL)
_LONGEST_DETAIL = 160


@dataclass(frozen=True, slots=True)
class Receipt:
    """What came of a message: no trouble, or its code, and what the other side answered."""

    trouble: str | None = None
    detail: str = ""

    @property
    def is_sent(self) -> bool:
        """The other side has taken it."""
        return self.trouble is None


@dataclass(frozen=True, slots=True)
class Post:
    """Where this installation may send to, and its mail server with the address that mail comes from."""

    destinations: Destinations
    smtp_url: str
    mail_from: str


@dataclass(frozen=True, slots=True)
class Message:
    """What leaves the desk: a title and sentences."""

    title: str
    body: str


def send(kind: ChannelKind, address: str, message: Message, post: Post) -> Receipt:
    """Send it, and say what came of it; the list of hosts is asked anew, for it may have changed since."""
    try:
        read = read_address(kind, address, post.destinations)
    except CrmError as refusal:
        return Receipt("unlisted" if refusal.code == "channel_host_unlisted" else "unlike")
    if kind is ChannelKind.MAIL and not post.smtp_url:
        return Receipt("no_mail_server")
    if kind is not ChannelKind.MAIL:
        hindrance = _look_up(read, post.destinations)
        if hindrance is not None:
            return hindrance
    return _hand_over(_SENDERS[kind](read, post), message)


def _look_up(address: ChannelAddress, known: Destinations) -> Receipt | None:
    """Every address the host has must be a public one, unless it is listed as private."""
    try:
        found = socket.getaddrinfo(address.host, address.port or HTTPS_PORT, type=socket.SOCK_STREAM)
    except OSError:
        return Receipt("unreachable")
    is_public = all(ip_address(str(each[4][0]).partition("%")[0]).is_global for each in found)
    return None if is_public or address.place in known.private else Receipt("private_address")


def _hand_over(sender: NotifyBase, message: Message) -> Receipt:
    complaints = Complaints()
    sender.logger = complaints
    try:
        is_sent = sender.notify(body=message.body, title=message.title, body_format=NotifyFormat.TEXT)
    except (OSError, ValueError, AppriseException) as error:
        return Receipt("unreachable", type(error).__name__)
    return Receipt() if is_sent else complaints.receipt()


class Complaints(logging.Logger):
    """What Apprise complains about while one message is sent; nothing of it is written anywhere."""

    def __init__(self) -> None:
        super().__init__("channel", logging.WARNING)
        self.texts: list[str] = []

    def handle(self, record: logging.LogRecord) -> None:
        """Keep the sentence."""
        self.texts.append(record.getMessage())

    def receipt(self) -> Receipt:
        """Whether the other side answered at all, and what."""
        text = " ".join(self.texts)
        if answer := _ANSWER.search(text):
            return Receipt("refused", answer[1][:_LONGEST_DETAIL])
        if status := _STATUS.search(text):
            return Receipt("answered", status[1])
        return Receipt("unreachable")


class WeComRobot(NotifyWeComBot):
    """WeCom, with its answer read."""

    def send(self, body: str, title: str = "", notify_type: Any = None, **_more: Any) -> bool:
        """A text for the group."""
        return _post_text(self, self.api_url, body)


class DingTalkRobot(NotifyDingTalk):
    """DingTalk, with its answer read."""

    def send(self, body: str, title: str = "", notify_type: Any = None, *_rest: Any, **_more: Any) -> bool:
        """A text for the group."""
        return _post_text(self, self.notify_url.format(token=self.token), body)


def _post_text(robot: NotifyBase, url: str, text: str) -> bool:
    """Both robots answer 200 also when they refuse, and say so in the body: there `errcode` is not 0."""
    payload: dict[str, Any] = {"msgtype": "text", "text": {"content": text}}
    try:
        answer = requests.post(url, json=payload, timeout=robot.request_timeout, allow_redirects=False)
    except requests.RequestException:
        return False
    if answer.status_code != HTTPStatus.OK:
        robot.logger.warning("error=%s", answer.status_code)
        return False
    code, words = _errcode(answer.content)
    if code:
        robot.logger.warning("rejected our notification: %s %s", code, words)
    return not code


def _errcode(content: bytes) -> tuple[int, str]:
    try:
        answer = json.loads(content)
    except ValueError:
        return 0, ""
    known = answer if isinstance(answer, dict) else {}
    return int(known.get("errcode") or 0), str(known.get("errmsg", ""))


def _webhook(address: ChannelAddress, _post: Post) -> NotifyBase:
    split = urlsplit(address.text)
    return NotifyJSON(
        host=address.host,
        port=address.port,
        secure=split.scheme == "https",
        fullpath=split.path or "/",
        params=dict(parse_qsl(split.query)),
        asset=ASSET,
    )


def _mail(address: ChannelAddress, post: Post) -> NotifyBase:
    server = urlsplit(post.smtp_url)
    return NotifyEmail(
        smtp_host=server.hostname,
        host=server.hostname,
        port=server.port,
        user=unquote(server.username) if server.username else None,
        password=unquote(server.password) if server.password else None,
        secure=server.scheme != "smtp+plain",
        secure_mode=_MODES[server.scheme],
        from_addr=post.mail_from,
        targets=address.text,
        format=NotifyFormat.TEXT,
        asset=ASSET,
    )


_SENDERS: dict[ChannelKind, Callable[[ChannelAddress, Post], NotifyBase]] = {
    ChannelKind.MAIL: _mail,
    ChannelKind.WECOM: lambda address, _post: WeComRobot(address.token, asset=ASSET),
    ChannelKind.DINGTALK: lambda address, _post: DingTalkRobot(address.token, asset=ASSET),
    ChannelKind.FEISHU: lambda address, _post: NotifyFeishu(address.token, asset=ASSET),
    ChannelKind.WEBHOOK: _webhook,
}
