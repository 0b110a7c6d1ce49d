"""Robots of groups: a text in the form of each, signed where the robot has a secret, and the answer read.

All of them answer 200 also when they refuse; delivered is only what was answered with the code 0.
Sources: the providers' pages on custom robots (自定义机器人, 加签 / 签名校验).
"""

import hashlib
import hmac
import json
from base64 import b64encode
from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import urldefrag

import requests

from crm.notifications.channels.addresses import ChannelAddress
from crm.notifications.channels.models import ChannelKind
from crm.notifications.channels.receipts import LONGEST_DETAIL, Receipt

SECONDS = (4.0, 6.0)
"""To connect, and to wait for the answer."""

_CODES = {
    ChannelKind.WECOM: ("errcode",),
    ChannelKind.DINGTALK: ("errcode",),
    ChannelKind.FEISHU: ("code", "StatusCode"),
}
_WORDS = ("errmsg", "msg", "StatusMessage")
ROBOTS = frozenset(_CODES)


def post_text(kind: ChannelKind, address: ChannelAddress, text: str, *, at: datetime) -> Receipt:
    """Send a text to the group; signed as of `at`, without following a redirect."""
    query, body = _sign(kind, address.secret, at) if address.secret else ({}, {})
    if kind is ChannelKind.FEISHU:
        body |= {"msg_type": "text", "content": {"text": text}}
    else:
        body |= {"msgtype": "text", "text": {"content": text}}
    url = urldefrag(address.text).url
    try:
        answer = requests.post(url, json=body, params=query, timeout=SECONDS, allow_redirects=False)
    except requests.RequestException:
        return Receipt("unreachable")
    if answer.status_code != HTTPStatus.OK:
        return Receipt("answered", str(answer.status_code))
    return read_answer(kind, answer.content)


def read_answer(kind: ChannelKind, content: bytes) -> Receipt:
    """Delivered where the code is 0, refused with its words where it is another, unclear where none can be read."""
    try:
        answer = json.loads(content)
    except (ValueError, RecursionError):
        return Receipt("unclear")
    fields: Mapping[str, Any] = answer if isinstance(answer, dict) else {}
    codes = [fields[name] for name in _CODES[kind] if type(fields.get(name)) is int]
    if not codes:
        return Receipt("unclear")
    if 0 in codes:
        return Receipt()
    words = " ".join(str(fields[name]) for name in _WORDS if name in fields)
    return Receipt("refused", f"{codes[0]} {words}"[:LONGEST_DETAIL])


def _sign(kind: ChannelKind, secret: str, at: datetime) -> tuple[dict[str, str], dict[str, Any]]:
    """What a robot with a secret wants beside the text, in the address and in the body."""
    if kind is ChannelKind.FEISHU:
        moment = str(int(at.timestamp()))
        return {}, {"timestamp": moment, "sign": _digest(f"{moment}\n{secret}", "")}
    moment = str(int(at.timestamp() * 1000))
    return {"timestamp": moment, "sign": _digest(secret, f"{moment}\n{secret}")}, {}


def _digest(key: str, text: str) -> str:
    return b64encode(hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()).decode()
