"""The forms of joint matters and meetings."""

from flask_babel import lazy_gettext as _l
from wtforms import SelectField

from crm.web.fields import DayField, DeskForm, ParagraphField, SelectMultipleCheckboxField

NOBODY = 0


class EndMatterForm(DeskForm):
    """Why a joint matter is settled or put aside."""

    why = ParagraphField(_l("理由"), longest=1000, needed=True)


class MeetingForm(DeskForm):
    """When the meeting is, and what it is about."""

    held_on = DayField(_l("会议日期"), needed=True)
    matters = SelectMultipleCheckboxField(_l("共性事项"), coerce=int, choices=[])
    demands = SelectMultipleCheckboxField(_l("卡住的诉求"), coerce=int, choices=[])


class ResolutionForm(DeskForm):
    """What was resolved, who owns it, and by when."""

    text = ParagraphField(_l("决议"), longest=2000, needed=True)
    owner = SelectField(_l("谁来办"), coerce=int, choices=[], default=NOBODY)
    due_on = DayField(_l("完成日期"), needed=True)


class ReportForm(DeskForm):
    """What came of a resolution."""

    note = ParagraphField(_l("办理结果"), longest=2000, needed=True)
