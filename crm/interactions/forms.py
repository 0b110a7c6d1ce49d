"""The form of one service, made for a thumb and half a minute; and of taking a record back."""

import secrets

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField
from wtforms.validators import Length, Regexp

from crm.web.fields import DayField, DeskForm, LineField, ParagraphField, SelectMultipleCheckboxField, must_fill
from crm.web.words import choices


class ServiceForm(DeskForm):
    """What took place; `client_key` is made with the empty form and makes sending twice harmless."""

    channel = RadioField(_l("方式"), [must_fill(_l("请选择方式。"))], choices=choices("channel"))
    purpose = RadioField(_l("事由"), [must_fill(_l("请选择事由。"))], choices=choices("purpose"))
    summary = ParagraphField(_l("谈了什么，结果如何"), longest=2000, needed=True)
    follow_up = ParagraphField(_l("接下来要做什么"), longest=1000)
    held_on = DayField(_l("日期"), needed=True)
    next_contact_on = DayField(_l("下次联系"))
    asked_for = BooleanField(_l("企业主动要求的（不计入联系上限）"))
    participants = SelectMultipleCheckboxField(_l("同行人员"), coerce=int, choices=[])
    client_key = HiddenField(
        validators=[
            must_fill(),
            Length(min=16, max=64),
            Regexp(r"^[0-9a-zA-Z_-]+\Z", message=_l("页面已失效，请刷新后重填。")),
        ]
    )

    def note_refusal(self, code: str) -> None:
        """What is sent again after "already saved" is another service, and gets a key of its own."""
        if code == "service_already_saved":
            self.client_key.data = fresh_key()


class WithdrawForm(DeskForm):
    """Why a record is taken back."""

    why = LineField(_l("为什么撤回"), needed=True)


def fresh_key() -> str:
    """A key that no other form has."""
    return secrets.token_urlsafe(16)
