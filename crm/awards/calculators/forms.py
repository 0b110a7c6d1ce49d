"""The numbers a clause asks for: the base of a share, the sums of stages, what was paid before."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectField

from crm.awards.law.arithmetic import ShareOf, UpTo
from crm.awards.law.measure import Benefit
from crm.web.fields import AmountField, DeskForm, must_fill
from crm.web.words import option

STAGES = tuple(f"stage_{number}" for number in (1, 2, 3, 4))


def calculator_form(benefits: Sequence[Benefit]) -> DeskForm:
    """A form with a field for each number that any of the benefits is reckoned from."""
    fields: dict[str, Any] = {}
    if len(benefits) > 1:
        offered = [option(one.id, one.text.zh) for one in benefits]
        fields["benefit"] = SelectField(_l("事项"), [must_fill(_l("请选择事项。"))], choices=offered)
    shares = [one.arithmetic for one in benefits if isinstance(one.arithmetic, ShareOf)]
    if shares:
        fields["base"] = AmountField(shares[0].base.zh, needed=True)
    if any(isinstance(one.arithmetic, UpTo) for one in benefits):
        labels = (_l("第一阶段核定"), _l("第二阶段核定"), _l("第三阶段核定"), _l("第四阶段核定"))
        fields |= {name: AmountField(label) for name, label in zip(STAGES, labels, strict=True)}
    fields["paid"] = AmountField(_l("此前已兑现"), description=_l("同一项目或同一年度已兑现的；没有就留空。"))
    form: DeskForm = type("CalculatorForm", (DeskForm,), fields)()
    return form


def sums_of(form: DeskForm) -> tuple[int, ...]:
    """The stages that were filled in."""
    named = (getattr(form, name, None) for name in STAGES)
    return tuple(field.data for field in named if field is not None and field.data)
