"""Forms of assigning, releasing and leave cover."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField

from crm.web.fields import DayField, DeskForm, LineField, required


class AssignForm(DeskForm):
    """Who takes over, and why; what was seen of each enterprise travels beside it."""

    steward = RadioField(_l("交给哪位管家"), [required(_l("请选择一位管家。"))], coerce=int, choices=[])
    why = LineField(_l("理由"), needed=True)


class ReleaseForm(DeskForm):
    """Why the enterprise goes back to the queue."""

    why = LineField(_l("理由"), needed=True)
    seen = HiddenField(validators=[required()])


class CoverForm(DeskForm):
    """Who stands in for whom, from when to when."""

    steward = SelectField(_l("请假的管家"), [required(_l("请选择请假的管家。"))], coerce=int, choices=[])
    cover = SelectField(_l("代管人"), [required(_l("请选择代管人。"))], coerce=int, choices=[])
    from_on = DayField(_l("开始日"), needed=True)
    to_on = DayField(_l("结束日（含）"), needed=True)
    why = LineField(_l("事由"), needed=True)
