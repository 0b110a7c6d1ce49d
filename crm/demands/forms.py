"""The forms of a demand: raising one in half a minute, and what a step needs said."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField

from crm.attachments.forms import PhotosField
from crm.demands.models import Demand, Outcome
from crm.interactions.models import Channel
from crm.web.fields import (
    DayField,
    DeskForm,
    LineField,
    PageKeyField,
    ParagraphField,
    SelectMultipleCheckboxField,
    must_fill,
)
from crm.web.words import choices, option

NOBODY = 0
SATISFACTION: Mapping[int, Any] = {5: _l("很满意"), 4: _l("满意"), 3: _l("一般"), 2: _l("不满意"), 1: _l("很不满意")}


class DemandForm(DeskForm):
    """What an enterprise asks for. Department and level follow the category unless somebody chooses.

    A department that has ended since the page was opened is the service's to refuse, by name.
    """

    category = RadioField(_l("事项"), [must_fill(_l("请选择事项。"))], choices=[])
    title = LineField(_l("一句话说明"), longest=100, needed=True)
    text = ParagraphField(_l("具体情况和希望怎么解决"), longest=4000, needed=True)
    level = RadioField(_l("时限"), choices=[], default="")
    department = SelectField(_l("责任单位"), coerce=int, choices=[], default=NOBODY, validate_choice=False)
    joint = SelectMultipleCheckboxField(_l("协办单位"), coerce=int, choices=[], validate_choice=False)
    contact = SelectField(_l("企业联系人"), coerce=int, choices=[], default=NOBODY)
    source = RadioField(_l("来源"), choices=choices("demand_source"), default="steward")
    source_number = LineField(_l("来源编号"), longest=64)
    is_another = BooleanField(_l("这是另一件事"))
    photos = PhotosField()
    client_key = PageKeyField()


_FIELDS: Mapping[str, Any] = {
    "channel": lambda _offered: RadioField(
        _l("怎么联系的"),
        [must_fill(_l("请选择怎么联系的。"))],
        choices=[one for one in choices("channel") if one.value != Channel.BRIEFING],
    ),
    "contact": lambda offered: RadioField(
        _l("和谁联系的"), coerce=int, choices=[option(*each) for each in offered["contact"]], default=NOBODY
    ),
    "spoken_with": lambda _offered: LineField(_l("上面没有的，写姓名和职务"), longest=100),
    "department": lambda offered: SelectField(
        _l("转给"),
        [must_fill()],
        coerce=int,
        choices=[option(*each) for each in offered["department"]],
        default=NOBODY,
        validate_choice=False,
    ),
    "outcome": lambda _offered: RadioField(
        _l("办理结果"), [must_fill(_l("请选择办理结果。"))], choices=choices("demand_outcome")
    ),
    "satisfaction": lambda _offered: RadioField(
        _l("企业的评价"),
        [must_fill(_l("请选择企业的评价。"))],
        coerce=int,
        choices=[option(score, word) for score, word in SATISFACTION.items()],
    ),
    "text": lambda _offered: ParagraphField(_l("内容"), longest=4000, needed=True),
    "why": lambda _offered: ParagraphField(_l("理由"), longest=1000, needed=True),
    "evidence": lambda _offered: LineField(_l("依据（文号、通知或附件名称）"), needed=True),
    "into": lambda _offered: LineField(_l("并入诉求编号"), longest=20, needed=True),
    "day": lambda _offered: DayField(_l("延至哪一天"), needed=True),
}


Offered = Mapping[str, Iterable[tuple[int, str]]]
"""What can be chosen in the fields `department` and `contact`."""


def step_form(needs: Iterable[str], offered: Offered, demand: Demand) -> DeskForm:
    """A form with a field for each thing a step needs, in a fixed order; an answer may name a day.

    With whom one speaks is first who spoke for the enterprise when the demand was raised.
    """
    wanted = {*needs, *({"contact"} if "spoken_with" in needs else ())}
    fields = {name: make(offered) for name, make in _FIELDS.items() if name in wanted}
    if "outcome" in wanted:
        fields["day"] = DayField(_l("挂账的承诺日期"))
    form_class = type("StepForm", (DeskForm,), fields)
    voice = demand.contact_id if demand.contact_id in dict(offered["contact"]) else NOBODY
    shown = {"day": demand.extension_to, "outcome": Outcome.SOLVED.value, "contact": voice}
    form: DeskForm = form_class(data=shown)
    return form
