"""Adding a channel: its kind, its address, its pace, and the password of who adds it."""

from collections.abc import Mapping, Sequence
from typing import Any, Self

from flask_babel import lazy_gettext as _l
from wtforms import PasswordField, RadioField
from wtforms.validators import Length

from crm.notifications.channels.addresses import LONGEST, LONGEST_SECRET
from crm.notifications.channels.models import ChannelKind, Pace
from crm.web.fields import DeskForm, LineField, must_fill

_LONGEST_PASSWORD = 1024


class ChannelForm(DeskForm):
    """A channel to add. The password is asked for because notices would follow a stolen session out of the house."""

    kind = RadioField(_l("渠道"), validators=[must_fill(_l("请选择一种渠道。"))])
    address = LineField(
        _l("地址"),
        longest=LONGEST,
        needed=True,
        description=_l("邮箱地址，或在群里添加机器人后复制的 Webhook 地址。机器人如要求关键词，请填“管家台”。"),
    )
    secret = LineField(
        _l("加签密钥"),
        longest=LONGEST_SECRET,
        description=_l("钉钉机器人选了“加签”、飞书机器人选了“签名校验”时，把密钥贴在这里；其他情况留空。"),
    )
    pace = RadioField(_l("什么时候发"), validators=[must_fill(_l("请选择什么时候发。"))])
    password = PasswordField(
        _l("当前密码"), [must_fill(_l("请输入当前密码。")), Length(max=_LONGEST_PASSWORD, message=_l("密码过长。"))]
    )

    def offer(
        self, kinds: Sequence[ChannelKind], words: Mapping[ChannelKind, Any], paces: Mapping[Pace, Any]
    ) -> Self:
        """The kinds there are here."""
        self.kind.choices = [(kind.value, words[kind]) for kind in kinds]
        self.pace.choices = [(pace.value, word) for pace, word in paces.items()]
        return self
