"""What a person wants to be told: one tick for each kind and channel."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from crm.notifications.models import NoticeChannel
from crm.web.fields import DeskForm

CHANNEL_WORDS = {
    NoticeChannel.PAGE: _l("在提醒页逐条告诉我"),
    NoticeChannel.DIGEST: _l("计入每天早上的汇总"),
    NoticeChannel.OUTSIDE: _l("发到我的接收渠道"),
}


def field_name(kind: str, channel: NoticeChannel) -> str:
    """The name of a tick."""
    return f"{kind}-{channel}"


def choices_form(kinds: Mapping[str, Any], chosen: Mapping[tuple[str, NoticeChannel], bool]) -> DeskForm:
    """A form with a tick for each kind that can be chosen, as it stands now."""
    ticks = {field_name(kind, channel): (kind, channel) for kind in kinds for channel in NoticeChannel}
    fields = {name: BooleanField(CHANNEL_WORDS[channel]) for name, (_kind, channel) in ticks.items()}
    form_class = type("ChoicesForm", (DeskForm,), fields)
    form: DeskForm = form_class(data={name: chosen.get(pair, True) for name, pair in ticks.items()})
    return form
