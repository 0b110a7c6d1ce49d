"""What the administrator answers before a steward's account is shut or the role is taken back."""

from typing import Any, Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.validators import Optional

from crm.desk.leaving.destination import Destination
from crm.web.fields import DeskForm
from crm.web.words import option


class LeavingForm(DeskForm):
    """Where the enterprises in care go; unanswered only where there are none."""

    to = RadioField(_l("名下企业交到哪里"), [Optional()], validate_choice=False)

    def offer(self, stand_in: str | None) -> Self:
        """The queue always; the stand-in where one stands in today."""
        choices: list[Any] = [option(Destination.QUEUE, _l("放回待分派队列，由主管重新分派"))]
        if stand_in:
            choices.append(option(Destination.STAND_IN, _("交给代管人 %(name)s", name=stand_in)))
        self.to.choices = choices
        self.to.flags.required = True
        return self

    def destination(self) -> Destination | None:
        """What was answered; nothing for no answer and for one that is not offered."""
        return Destination(self.to.data) if self.to.data in tuple(Destination) else None
