"""What people say about the duties of titles."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField

from crm.web.fields import DayField, DeskForm, LineField, must_fill
from crm.web.words import CHANGES, option


class FulfilForm(DeskForm):
    """When a duty was done, and what shows it."""

    done_on = DayField(_l("完成日期"), needed=True)
    why = LineField(_l("依据"), needed=True, description=_l("如：平台回执、街道确认。"))


class SetAsideForm(DeskForm):
    """Why a duty is none."""

    why = LineField(_l("为什么无需办理"), needed=True, description=_l("如：更正错字，并非更名。"))


class ChangeForm(DeskForm):
    """A major change of an enterprise."""

    kind = RadioField(_l("变化"), [must_fill()], choices=[option(*change) for change in CHANGES.items()])
    happened_on = DayField(_l("发生日期"), needed=True)
