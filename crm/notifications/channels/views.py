"""接收渠道: where a person is told outside the desk, trying it, what became of each notice, and what failed."""

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm import clock
from crm.audit import service as audit
from crm.config.service_rules import service_rules
from crm.db import reading, transaction
from crm.notifications.channels import queries, service
from crm.notifications.channels.addresses import join_secret, read_address
from crm.notifications.channels.forms import ChannelForm
from crm.notifications.channels.models import ChannelKind, Pace
from crm.notifications.channels.page import (
    KINDS,
    PACES,
    delivery_lines,
    destinations,
    offered_kinds,
    post,
    trial,
    word_trouble,
)
from crm.notifications.channels.sending import send
from crm.notifications.page import kinds
from crm.people.access import me, requires
from crm.people.models import Role
from crm.people.signing.limits import refuse_too_often
from crm.people.signing.sessions import confirm_identity
from crm.web.pages import form_page
from crm.web.paging import asked_page

_RECENT = 30


@requires()
def channels() -> ResponseReturnValue:
    """The channels of the person, and what became of the latest notices."""
    with reading() as session:
        mine = queries.open_channels(session, me().id)
        recent = queries.recent_deliveries(session, me().id, limit=_RECENT)
    return render_template(
        "notifications/channels.html",
        channels=mine,
        words=KINDS,
        paces=PACES,
        deliveries=delivery_lines(recent, kinds()),
        can_add=bool(offered_kinds()),
    )


@requires()
def add_channel() -> ResponseReturnValue:
    """A channel more, or another address for one there is; the password is asked for."""
    form = ChannelForm(data={"pace": Pace.AT_ONCE.value}).offer(offered_kinds(), KINDS, PACES)
    page = form_page("notifications/add_channel.html", form)
    if not page.is_submitted():
        return page.show()
    kind = ChannelKind(form.kind.data)
    written = join_secret(form.address.data or "", form.secret.data or "")
    address = read_address(kind, written, destinations())
    confirm_identity(form.password.data or "")
    with transaction() as session:
        service.add_channel(session, kind, address, Pace(form.pace.data), by=me().id, at=clock.now(), key=_key())
    flash(_("已添加%(kind)s，请发一条测试消息核对。", kind=KINDS[kind]), "saved")
    return redirect(url_for("notifications.channels"))


@requires()
def try_channel(channel_id: int) -> ResponseReturnValue:
    """Send a message to try the channel, and say whether it was delivered; nothing is held while it is sent."""
    with transaction() as session:
        channel = queries.channel_of(session, me().id, channel_id)
        refuse_too_often(session, me().id, "channel.tested", service_rules().limits.channel_tests, at=clock.now())
        address = service.read_channel(channel, key=_key())
        audit.record(session, me().id, "channel.tested", f"user:{me().id}", kind=channel.kind.value)
    receipt = send(channel.kind, address, trial(), post(), at=clock.now())
    if receipt.is_sent:
        flash(_("测试消息已送达，请到%(kind)s查看。", kind=KINDS[channel.kind]), "saved")
    else:
        why = word_trouble(receipt.trouble, receipt.detail)
        flash(_("测试消息没有送达：%(why)s", why=why), "error")
    return redirect(url_for("notifications.channels"))


@requires()
def end_channel(channel_id: int) -> ResponseReturnValue:
    """Nothing is told there any more."""
    with transaction() as session:
        service.end_channel(session, channel_id, by=me().id, at=clock.now())
    flash(_("已停用，这个渠道不会再收到提醒。"), "saved")
    return redirect(url_for("notifications.channels"))


@requires(Role.SYSTEM_ADMIN)
def channel_failures() -> ResponseReturnValue:
    """Channels that do not deliver: whose, since how many notices, and why; never what the notices say."""
    page = asked_page()
    with reading() as session:
        rows, total = queries.list_troubled(session, offset=page.offset, limit=page.size)
    lines = [(row, KINDS[row.kind], word_trouble(row.trouble, row.detail)) for row in rows]
    return render_template("notifications/channel_failures.html", lines=lines, paging=page.of(total))


def _key() -> bytes:
    key: bytes = current_app.config["SETTINGS"].field_key
    return key
