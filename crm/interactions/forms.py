"""The form of one service, made for a thumb and half a minute; and of taking a record back."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField

from crm.web.fields import (
    DayField,
    DeskForm,
    LineField,
    PageKeyField,
    ParagraphField,
    SelectMultipleCheckboxField,
    fresh_key,
    must_fill,
)
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
    client_key = PageKeyField()

    def note_refusal(self, code: str) -> None:
        """What is sent again after "already saved" is another service, and gets a key of its own."""
        if code == "service_already_saved":
            self.client_key.data = fresh_key()


class WithdrawForm(DeskForm):
    """Why a record is taken back."""

    why = LineField(_l("为什么撤回"), needed=True)
