"""What people say when they do something about a flag."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField

from crm.web.fields import DayField, DeskForm, LineField, must_fill
from crm.web.words import DISMISSALS, option


class SnoozeForm(DeskForm):
    """Until when a flag is put off, and why."""

    until = DayField(_l("暂缓到"), needed=True)
    why = LineField(_l("理由"), needed=True)


class ActOnForm(DeskForm):
    """What was done about a flag."""

    what = LineField(_l("做了什么"), needed=True, description=_l("如：已上门说明条件，企业开始准备材料。"))


class DismissForm(DeskForm):
    """Why a flag is not followed any more."""

    cause = RadioField(_l("原因"), [must_fill()], choices=[option(*cause) for cause in DISMISSALS.items()])
    why = LineField(_l("说明"), needed=True)
