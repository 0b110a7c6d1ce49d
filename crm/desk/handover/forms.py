"""What the receiver of a sheet writes."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from crm.web.fields import DeskForm, LineField, ParagraphField, must_fill


class ObjectionForm(DeskForm):
    """Which item is not taken over as it stands, and why."""

    item = HiddenField(validators=[must_fill()])
    remark = ParagraphField(_l("哪里不清楚或不对"), longest=500, needed=True)


class WithdrawalForm(DeskForm):
    """Why the enterprises stay with whoever had them."""

    why = LineField(_l("为什么撤回"), needed=True)
