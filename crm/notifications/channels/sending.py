"""Sending one message: without redirects, within seconds, and never to an address inside the house.

Robots are posted to by hand, mail and webhooks go by Apprise.
Nothing here knows the database; what comes of a message is a value, also when it fails.
"""

import logging
import re
import socket
from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_address
from urllib.parse import parse_qsl, unquote, urlsplit

from apprise import AppriseAsset, NotifyFormat
from apprise.exception import AppriseException
from apprise.plugins.base import NotifyBase
from apprise.plugins.custom_json import NotifyJSON
from apprise.plugins.email import NotifyEmail

from crm.errors import CrmError
from crm.notifications.channels.addresses import HTTPS_PORT, ChannelAddress, Destinations, read_address
from crm.notifications.channels.models import ChannelKind
from crm.notifications.channels.receipts import Receipt
from crm.notifications.channels.robots import ROBOTS, post_text

ASSET = AppriseAsset(app_id="StewardDesk", app_desc="管家台", app_url="", http_redirects=False, async_mode=False)
_MODES = {"smtps": "ssl", "smtp": "starttls", "smtp+plain": "insecure"}
_STATUS = re.compile(r"error=(\d{3})\b")
_MAIL_LEFT = re.compile(r'Sending email to ".*" failed')


@dataclass(frozen=True, slots=True)
class Post:
    """Where this installation may send to, and its mail server with the address that mail comes from."""

    destinations: Destinations
    smtp_url: str
    mail_from: str


@dataclass(frozen=True, slots=True)
class Message:
    """What leaves the desk: sentences, and the subject of a mail."""

    subject: str
    body: str


def send(kind: ChannelKind, address: str, message: Message, post: Post, *, at: datetime) -> Receipt:
    """Send it, and say what came of it; the list of hosts is asked anew, for it may have changed since."""
    try:
        read = read_address(kind, address, post.destinations)
    except CrmError as refusal:
        return Receipt("unlisted" if refusal.code == "channel_host_unlisted" else "unlike")
    if kind is ChannelKind.MAIL and not post.smtp_url:
        return Receipt("no_mail_server")
    hindrance = None if kind is ChannelKind.MAIL else _look_up(read, post.destinations)
    if hindrance is not None:
        return hindrance
    if kind in ROBOTS:
        return post_text(kind, read, message.body, at=at)
    return _hand_over(_mail(read, post) if kind is ChannelKind.MAIL else _webhook(read), message)


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
        is_sent = sender.notify(body=message.body, title=message.subject, body_format=NotifyFormat.TEXT)
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
        if status := _STATUS.search(text):
            return Receipt("answered", status[1])
        if _MAIL_LEFT.search(text):
            return Receipt("mail_not_taken")
        return Receipt("unreachable")


def _webhook(address: ChannelAddress) -> NotifyBase:
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
