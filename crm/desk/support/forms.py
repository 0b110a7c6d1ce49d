"""Who is named beside the steward, what is promised, and how a promise went."""

from collections.abc import Sequence
from typing import Any, Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField

from crm.interactions.models import Interaction
from crm.interactions.support.models import TeamPart
from crm.people.models import Department
from crm.web.fields import DayField, DeskForm, LineField, ParagraphField, must_fill
from crm.web.words import choices, option, word

NOBODY = 0


class MemberForm(DeskForm):
    """A leader, or the contact of a department."""

    part = RadioField(_l("身份"), [must_fill()], choices=choices("team_part"), default=TeamPart.DEPARTMENT.value)
    department = SelectField(_l("单位"), coerce=int)
    name = LineField(_l("姓名"), longest=50, needed=True)
    position = LineField(_l("职务"), longest=50)
    telephone = LineField(_l("办公电话"), longest=40, description=_l("不登记个人手机号。"))

    def offer(self, departments: Sequence[Department]) -> Self:
        """Let one of the departments be chosen; a leader may belong to none."""
        self.department.choices = offer_departments(departments, _("请选择（联系领导可不选）"))
        return self


class PromiseForm(DeskForm):
    """A promise, its aspect, who keeps it and until when."""

    aspect = RadioField(_l("方面"), [must_fill(_l("请选择方面。"))], choices=choices("purpose"))
    text = ParagraphField(_l("承诺什么"), longest=500, needed=True)
    department = SelectField(_l("由谁承诺"), coerce=int)
    due_on = DayField(_l("完成期限"), needed=True)

    def offer(self, departments: Sequence[Department]) -> Self:
        """The steward, or one of the departments."""
        self.department.choices = offer_departments(departments, _("管家本人"))
        return self


class ItemStepForm(DeskForm):
    """Why a promise is given up or taken up again."""

    why = LineField(_l("说明"), needed=True)

    def service_id(self) -> int | None:
        """No service belongs to it."""
        return None


class FulfilmentForm(ItemStepForm):
    """How a promise was kept; a service that was recorded may be named."""

    service = SelectField(_l("对应的服务记录"), coerce=int, choices=[])

    def offer(self, services: Sequence[Interaction]) -> Self:
        """The services since the promise was made."""
        recorded = [option(each.id, _service_words(each)) for each in services]
        self.service.choices = [option(NOBODY, _l("（无）")), *recorded]
        return self

    def service_id(self) -> int | None:
        """The service that was named."""
        return self.service.data or None


def offer_departments(departments: Sequence[Department], nobody: str) -> list[Any]:
    """The choices of a field that names a department, or none of them."""
    return [option(NOBODY, nobody), *(option(each.id, each.name) for each in departments)]


def _service_words(recorded: Interaction) -> str:
    return " ".join([recorded.held_on.isoformat(), word(recorded.channel, "channel"), recorded.summary[:30]])
