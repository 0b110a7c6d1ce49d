"""Channels and deliveries in words, and what a turn of sending needs of this installation."""

from collections.abc import Sequence
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext as _n

from crm.config.service_rules import service_rules
from crm.notifications.channels.addresses import Destinations
from crm.notifications.channels.jobs import Letterhead, read_mailing, send_mailing
from crm.notifications.channels.models import ChannelKind, DeliveryState, Pace
from crm.notifications.channels.sending import Message, Post
from crm.notifications.page import sentences
from crm.work import Outside

KINDS = {
    ChannelKind.MAIL: _l("邮件"),
    ChannelKind.WECOM: _l("企业微信群机器人"),
    ChannelKind.DINGTALK: _l("钉钉群机器人"),
    ChannelKind.FEISHU: _l("飞书群机器人"),
    ChannelKind.WEBHOOK: _l("Webhook 地址"),
}
PACES = {Pace.AT_ONCE: _l("随时发送"), Pace.MORNING: _l("每天早上合成一条")}
STATES = {
    DeliveryState.WAITING: (_l("待发送"), "plain"),
    DeliveryState.SENT: (_l("已送达"), "good"),
    DeliveryState.FAILED: (_l("未送达"), "bad"),
    DeliveryState.DROPPED: (_l("无需再发"), "plain"),
}
TROUBLES = {
    "unreachable": _l("连接不上对方服务器，请稍后再试，或核对地址。"),
    "answered": _l("对方服务器没有接收（状态 %(detail)s），请核对地址是否仍有效。"),
    "refused": _l("对方拒收：%(detail)s"),
    "mail_not_taken": _l("邮件服务器没有收下或没有应答，请核对邮箱；地址无误时请系统管理员检查邮件服务器。"),
    "unclear": _l("对方没有说收到，不能算送达；请核对地址是否完整、是否属于这种渠道。"),
    "unlisted": _l("这个地址的主机已不在允许名单中，请联系系统管理员。"),
    "unlike": _l("地址的格式不再被接受，请重新添加。"),
    "private_address": _l("这个主机指向内部网络，不允许发送，请联系系统管理员。"),
    "no_mail_server": _l("系统还没有配置邮件服务器，请联系系统管理员。"),
    "unreadable": _l("保存的地址无法解读，请重新添加。"),
}
_TITLE = "管家台"


def word_trouble(trouble: str | None, detail: str | None) -> str:
    """Why a message was not delivered, and what to do about it."""
    return str(TROUBLES[trouble]) % {"detail": detail or "—"} if trouble else ""


def destinations() -> Destinations:
    """Where this installation lets messages go."""
    settings = current_app.config["SETTINGS"]
    return Destinations.of(service_rules().channels, settings.webhook_hosts, settings.private_hosts)


def post() -> Post:
    """The same with its mail server."""
    settings = current_app.config["SETTINGS"]
    return Post(destinations(), settings.smtp_url, settings.mail_from)


def offered_kinds() -> list[ChannelKind]:
    """The kinds that can be added here: those with a host to go to, and mail where there is a server."""
    places, settings = destinations().places, current_app.config["SETTINGS"]
    return [kind for kind in ChannelKind if (settings.smtp_url if kind is ChannelKind.MAIL else places.get(kind))]


def letterhead() -> Letterhead:
    """What a turn of sending needs."""
    return Letterhead(
        current_app.config["SETTINGS"].field_key,
        service_rules().channels,
        post(),
        lambda session, notices, person, turn: sentences(session, notices, person, turn.today),
        compose,
    )


SENDING = Outside(
    lambda session, turn: read_mailing(session, turn, letterhead()),
    lambda mailing, turn: send_mailing(mailing, turn, letterhead()),
    lasts=True,
)


def compose(texts: Sequence[str], longest: int) -> Message:
    """One message of the sentences, no longer than so many bytes; what does not fit is counted."""
    title = str(_n("%(name)s：%(num)s 条提醒", "%(name)s：%(num)s 条提醒", len(texts), name=_TITLE))
    lines, size = [title], len(title.encode())
    for number, text in enumerate(texts):
        rest = str(_("另有 %(count)s 条，请到管家台的提醒页查看。", count=len(texts) - number))
        size += len(text.encode()) + 3
        if size + len(rest.encode()) > longest:
            lines.append(rest)
            break
        lines.append(f"· {text}")
    return Message(title, "\n".join(lines))


def trial() -> Message:
    """What is sent to try a channel."""
    return Message(str(_("管家台：测试消息")), str(_("管家台：这是一条测试消息，说明这个渠道可以收到提醒。")))


def delivery_lines(rows: Sequence[Any], kinds: Any) -> list[dict[str, Any]]:
    """Deliveries as the page lists them: which kind of notice went where, and what became of it."""
    return [
        {
            "heading": kinds[row.notice_kind].heading if row.notice_kind in kinds else _("提醒"),
            "created_at": row.created_at,
            "channel": KINDS[row.kind],
            "state": STATES[row.state],
            "sent_at": row.sent_at,
            "tries": row.tries,
            "due_at": row.due_at if row.state is DeliveryState.WAITING else None,
            "trouble": word_trouble(row.trouble, row.detail),
        }
        for row in rows
    ]
