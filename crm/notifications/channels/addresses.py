"""Addresses of channels as people paste them: read strictly, and only those that lead to hosts on the list."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import SplitResult, parse_qsl, urlsplit

from crm.config.service_rules import ChannelRules
from crm.errors import CrmError
from crm.notifications.channels.models import ChannelKind

HTTPS_PORT = 443
LONGEST = 500
LONGEST_SECRET = 100
_MAILBOX = re.compile(r"([A-Za-z0-9._%+-]{1,64})@([A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8})", re.ASCII)
_TOKEN = re.compile(r"[A-Za-z0-9_-]{8,128}", re.ASCII)
_SECRET = re.compile(rf"[A-Za-z0-9_-]{{8,{LONGEST_SECRET}}}", re.ASCII)
_TAIL = 4
SIGNING = frozenset({ChannelKind.DINGTALK, ChannelKind.FEISHU})
"""Whose robots can ask for a signature."""


@dataclass(frozen=True, slots=True)
class Destinations:
    """Where this installation lets messages go, by kind; a place is a host, with its port unless that is 443.

    `private` are places that may have a private address or no TLS.
    """

    places: Mapping[ChannelKind, frozenset[str]]
    private: frozenset[str]

    @classmethod
    def of(cls, rules: ChannelRules, webhooks: tuple[str, ...], private: tuple[str, ...]) -> "Destinations":
        """The robots' hosts of the rules and the webhooks' of the settings."""
        robots = {ChannelKind(kind): frozenset(hosts) for kind, hosts in rules.hosts.items()}
        return cls({**robots, ChannelKind.WEBHOOK: frozenset(webhooks)}, frozenset(private))


@dataclass(frozen=True, slots=True)
class ChannelAddress:
    """A well-formed address: whole, the host and port it leads to, the token of a robot, and what pages may show.

    The secret a robot signs with stands behind a # in the address, so that it is sealed with it and never sent.
    """

    text: str
    host: str
    port: int | None
    token: str
    shown: str
    secret: str = ""

    @property
    def place(self) -> str:
        """The host as the list of allowed ones names it."""
        return self.host if self.port in (None, HTTPS_PORT) else f"{self.host}:{self.port}"


def read_address(kind: ChannelKind, text: str, known: Destinations) -> ChannelAddress:
    """What somebody pasted; raises CrmError where it is none of its kind, or leads to a host that is not listed."""
    text = text.strip()
    plain, _sign, secret = text.partition("#")
    if len(plain) > LONGEST:
        raise CrmError("channel_address_unlike")
    if secret and (kind not in SIGNING or not _SECRET.fullmatch(secret)):
        raise CrmError("channel_secret_unlike")
    if kind is ChannelKind.MAIL:
        return _mailbox(text)
    split = _split(text)
    address = ChannelAddress(text, (split.hostname or "").lower(), split.port, _token(kind, split), "")
    if address.place not in known.places.get(kind, frozenset()):
        raise CrmError("channel_host_unlisted", host=address.place)
    if split.scheme != "https" and address.place not in known.private:
        raise CrmError("channel_address_unlike")
    end = address.token or split.path
    return replace(address, shown=f"{address.place} …{end[-_TAIL:]}", secret=secret)


def join_secret(address: str, secret: str) -> str:
    """An address with the secret of its robot, as `read_address` reads it."""
    return f"{address.strip()}#{secret.strip()}" if secret.strip() else address


def _mailbox(text: str) -> ChannelAddress:
    match = _MAILBOX.fullmatch(text)
    if match is None:
        raise CrmError("channel_address_unlike")
    return ChannelAddress(text, match[2].lower(), None, "", f"{match[1][0]}***@{match[2]}")


def _split(text: str) -> SplitResult:
    try:
        split = urlsplit(text)
        is_plain = split.port is None or split.port > 0
    except ValueError:
        is_plain = False
    if not is_plain or split.scheme not in ("https", "http") or not split.hostname or "@" in split.netloc:
        raise CrmError("channel_address_unlike")
    if not text.isascii() or any(sign.isspace() or sign == "\\" for sign in text):
        raise CrmError("channel_address_unlike")
    return split


def _token(kind: ChannelKind, split: SplitResult) -> str:
    """What a robot's address is secret for; a webhook has none of its own."""
    asked = dict(parse_qsl(split.query))
    match kind, split.path.rstrip("/").rpartition("/"):
        case ChannelKind.WECOM, ("/cgi-bin/webhook", _, "send"):
            token = asked.get("key", "")
        case ChannelKind.DINGTALK, ("/robot", _, "send"):
            token = asked.get("access_token", "")
        case ChannelKind.FEISHU, ("/open-apis/bot/v2/hook", _, token):
            pass
        case ChannelKind.WEBHOOK, _:
            return ""
        case _:
            raise CrmError("channel_address_unlike")
    if not _TOKEN.fullmatch(token):
        raise CrmError("channel_address_unlike")
    return token
