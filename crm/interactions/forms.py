"""The form of one service, made for a thumb and half a minute; and of taking a record back."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField
from wtforms.validators import Optional

from crm.attachments.forms import PhotosField
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
    contact_id = RadioField(_l("见了谁"), [Optional()], coerce=int, default=0, choices=[])
    ceiling_why = LineField(
        _l("为什么还要联系"), description=_l("本月主动联系已达上限时填写；会记在这次服务和下次约定里。")
    )
    participants = SelectMultipleCheckboxField(_l("同行人员"), coerce=int, choices=[])
    photos = PhotosField()
    client_key = PageKeyField()

    def note_refusal(self, code: str) -> None:
        """What is sent again after "already saved" is another service, and gets a key of its own."""
        if code == "service_already_saved":
            self.client_key.data = fresh_key()


class WithdrawForm(DeskForm):
    """Why a record is taken back."""

    why = LineField(_l("为什么撤回"), needed=True)


class PlanForm(DeskForm):
    """When somebody means to go, alone or with a colleague; `seen` is the plan that was on the page."""

    with_id = RadioField(_l("与谁同去"), [Optional()], coerce=int, default=0, choices=[])
    planned_on = DayField(_l("日期"))
    purpose = RadioField(_l("事由"), [Optional()], choices=choices("purpose"))
    note = LineField(_l("要做什么"), longest=100)
    asked_for = BooleanField(_l("企业主动要求的（不计入联系上限）"))
    ceiling_why = LineField(_l("为什么还要联系"), description=_l("该月主动联系已达上限时填写。"))
    seen = HiddenField(default="0")

    def validate(self, extra_validators: Any = None) -> bool:
        """Who goes alone says when; who joins goes on the colleague's day."""
        is_sound: bool = super().validate(extra_validators)
        if is_sound and self.planned_on.data is None and not self.with_id.data:
            self.planned_on.errors = [_l("请选择日期，或选择与哪位同事同去。")]
            return False
        return is_sound


class DropPlanForm(DeskForm):
    """Why a planned contact is called off."""

    why = LineField(_l("为什么取消"), needed=True)


class QuietForm(DeskForm):
    """Until when an enterprise is left in peace, and why."""

    until = DayField(_l("免打扰到哪一天（含当天）"), needed=True)
    why = LineField(_l("为什么"), needed=True)


class BriefingForm(DeskForm):
    """What a briefing was about; which enterprises were there is ticked beside it."""

    title = LineField(_l("宣讲主题"), needed=True, longest=100)
    held_on = DayField(_l("日期"), needed=True)
    place = LineField(_l("地点"), longest=100)
    purpose = RadioField(_l("事由"), [must_fill(_l("请选择事由。"))], choices=choices("purpose"))
    text = ParagraphField(_l("讲了什么，企业问了什么"), longest=2000)
    client_key = PageKeyField()
