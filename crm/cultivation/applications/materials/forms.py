"""What is said about a paper of an application."""

from flask_babel import lazy_gettext as _l
from wtforms import SelectField

from crm.web.fields import DayField, DeskForm, LineField


class AskForm(DeskForm):
    """Who prepares it, and by when."""

    asked_of = SelectField(_l("交给"), coerce=int, choices=[], validate_choice=False)
    due_on = DayField(_l("期限"), needed=True, description=_l("按窗口截止日倒推工作日得出，可以改。"))


class TakeDownForm(DeskForm):
    """Where the paper is."""

    note = LineField(_l("说明"), needed=True, description=_l("如：原件已收，存档案柜。"))


class WaiveForm(DeskForm):
    """Why it is not needed."""

    why = LineField(_l("免交理由"), needed=True)
