"""Forms of assigning, releasing, leave cover and putting flags off.

Whoever was offered may be disabled while a form stands open, so the services say by name who cannot be chosen.
"""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField, SelectField
from wtforms.validators import NumberRange

from crm.web.fields import DayField, DeskForm, LineField, SelectMultipleCheckboxField, must_fill

NOBODY_YET = 0


def somebody(message: Any) -> NumberRange:
    """One of the people, not the empty first line; marked as needed, so that the page does not call it optional."""
    chosen = NumberRange(min=NOBODY_YET + 1, message=message)
    chosen.field_flags = {"required": True}
    return chosen


class CapForm(DeskForm):
    """Why enterprises change hands, and the answer to the question that is asked where somebody gets too many."""

    why = LineField(_l("理由"), needed=True)
    may_exceed_cap = BooleanField(_l("超过上限也分派"))
    asks_above_cap = False

    def note_refusal(self, code: str) -> None:
        """Ask from now on."""
        self.asks_above_cap = code == "above_the_cap"


class AssignForm(CapForm):
    """Who takes over, and why; what was seen of each enterprise travels beside it."""

    steward = RadioField(
        _l("交给哪位管家"), [must_fill(_l("请选择一位管家。"))], coerce=int, choices=[], validate_choice=False
    )


class SplitForm(CapForm):
    """Among whom the chosen enterprises are split; where each goes travels beside it."""

    among = SelectMultipleCheckboxField(_l("分给哪些管家"), coerce=int, choices=[], validate_choice=False)


class ReleaseForm(DeskForm):
    """Why the enterprise goes back to the queue."""

    why = LineField(_l("理由"), needed=True)
    seen = HiddenField(validators=[must_fill()])


class CoverForm(DeskForm):
    """Who stands in for whom, from when to when."""

    steward = SelectField(
        _l("请假的管家"), [somebody(_l("请选择请假的管家。"))], coerce=int, choices=[], validate_choice=False
    )
    cover = SelectField(_l("代管人"), [somebody(_l("请选择代管人。"))], coerce=int, choices=[], validate_choice=False)
    from_on = DayField(_l("开始日"), needed=True)
    to_on = DayField(_l("结束日（含）"), needed=True)
    why = LineField(_l("事由"), needed=True)


class CoverStepForm(DeskForm):
    """Why a cover ends before its last day."""

    why = LineField(_l("原因"))
