"""What is said of a published list: its heading, its lines as pasted, and which enterprise a line means."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField

from crm.cultivation.models import Tier
from crm.cultivation.recognitions.heading import ListHeading
from crm.cultivation.recognitions.models import ListPurpose
from crm.cultivation.titles.bars import RevocationCause
from crm.cultivation.titles.ending import REVIEWED
from crm.web.fields import DayField, DeskForm, LineField, ParagraphField, must_fill
from crm.web.words import LIST_PURPOSES, REVOCATIONS, TIERS, option

_LONGEST_LIST = 120_000


class HeadingForm(DeskForm):
    """What a list announces of everybody on it."""

    document = LineField(_l("公布文件"), needed=True, description=_l("文件名或文号，登记在每个称号上。"))
    purpose = RadioField(_l("公布内容"), [must_fill()], choices=[option(*each) for each in LIST_PURPOSES.items()])
    tier = RadioField(_l("称号"), [must_fill()], choices=[option(tier.value, TIERS[tier]) for tier in REVIEWED])
    decided_on = DayField(_l("公布日期"), needed=True, description=_l("认定从这一天起有效；复核从原到期日起续。"))
    cause = SelectField(
        _l("撤销原因"),
        default="",
        description=_l("只在撤销名单时选择。"),
        choices=[option("", _l("不是撤销")), *(option(*each) for each in REVOCATIONS.items())],
    )


class ListForm(HeadingForm):
    """A list as it was published, pasted."""

    lines = ParagraphField(
        _l("名单"),
        longest=_LONGEST_LIST,
        needed=True,
        description=_l("一行一家，从表格或网页整段粘贴即可；有信用代码的列一起粘贴，匹配更准。"),
    )

    def heading(self) -> ListHeading:
        """What the list announces."""
        return ListHeading(
            str(self.document.data),
            ListPurpose(self.purpose.data),
            Tier(self.tier.data),
            self.decided_on.data,
            RevocationCause(self.cause.data) if self.cause.data else None,
        )


class MatchForm(DeskForm):
    """Which enterprise a line means."""

    credit_code = LineField(_l("统一社会信用代码"), longest=40, needed=True)
