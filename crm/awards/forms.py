"""The forms of payments: what a voucher says, and the word that there are no others."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, ValidationError

from crm.awards.law.arithmetic import Arithmetic, ByTitle
from crm.awards.models import FIRST_YEAR, LAST_YEAR, LONGEST_PROJECT, LONGEST_VOUCHER
from crm.web.fields import AmountField, DayField, DeskForm, LineField, WholeField, must_fill
from crm.web.words import SHORT_TIERS, option

NO_TITLE = ""


def titles_in(arithmetics: Iterable[Arithmetic]) -> list[str]:
    """The titles that some arithmetics go by, each once."""
    return list(dict.fromkeys(tier for each in arithmetics if isinstance(each, ByTitle) for tier in each.amounts))


def title_choices(tiers: Iterable[str]) -> list[Any]:
    """The titles to choose from, and none of them."""
    return [option(NO_TITLE, _("不适用")), *(option(tier, SHORT_TIERS[tier]) for tier in tiers)]


class TitleOrProjectForm(DeskForm):
    """What is for a title or for a project; the fields stand where the form shows them."""

    def validate_project(self, field: LineField) -> None:
        """It is for one of the two."""
        if field.data and "title" in self and self["title"].data:
            raise ValidationError(_l("称号和项目只填一个，请把另一个留空。"))


class PaymentForm(TitleOrProjectForm):
    """One payment. Which of title, project and year it needs, the clause says."""

    benefit = SelectField(_l("条款与事项"), [must_fill(_l("请选择条款。"))], choices=[])
    document = SelectField(_l("依据文件"), [must_fill(_l("请选择依据文件。"))], choices=[])
    amount = AmountField(_l("金额"))
    pieces = WholeField(_l("套数"), lowest=1, highest=999, description=_l("只用于人才住房等按套计的事项。"))
    title = SelectField(
        _l("称号"), choices=[], default=NO_TITLE, description=_l("认定奖励填写：这笔钱是为哪个称号发的。")
    )
    project = LineField(_l("项目"), longest=LONGEST_PROJECT, description=_l("按项目封顶的事项填写。"))
    year = WholeField(
        _l("年度"), lowest=FIRST_YEAR, highest=LAST_YEAR, description=_l("按年封顶的事项填写：额度属于哪一年。")
    )
    paid_on = DayField(_l("拨付日期"), needed=True)
    voucher = LineField(_l("凭证号"), longest=LONGEST_VOUCHER, needed=True)
    is_checked = BooleanField(_l("已再次核对凭证，确实超过条款上限"))


class DeclarationForm(DeskForm):
    """Says that all payments are recorded."""

    evidence = LineField(_l("依据"), needed=True, description=_l("如：区财政局 2026-11-20 拨付清单。"))
