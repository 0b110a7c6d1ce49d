"""What is said when an enterprise is proposed for the pool, admitted, decided on, or kept as a seed."""

from collections.abc import Iterable, Sequence
from typing import Any, Self

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField
from wtforms.validators import Regexp

from crm.cultivation.pool.proposals import Proposer
from crm.people.models import Department
from crm.web.fields import DayField, DeskForm, LineField, must_fill
from crm.web.words import option

_NOBODY = _NO_STREET = ""


class ProposedForm(DeskForm):
    """Who wants an enterprise in the pool, and why."""

    proposer = SelectField(_l("推荐单位"), default=_NOBODY, choices=[])
    reason = LineField(_l("推荐理由"), needed=True, description=_l("如：研发投入增长快、街道重点跟踪。"))

    def offer_proposers(self, departments: Iterable[Department], streets: Sequence[str], nobody: Any) -> Self:
        """Let one of these departments or streets be the proposer; `nobody` says what choosing none means."""
        units = [option(f"department:{one.id}", one.name) for one in departments]
        places = [option(f"street:{street}", f"{street}街道") for street in streets]
        self.proposer.choices = [option(_NOBODY, nobody), *units, *places]
        return self

    def find_proposer(self) -> Proposer | None:
        """Whoever was chosen."""
        kind, _, value = str(self.proposer.data or "").partition(":")
        if not kind:
            return None
        return Proposer(department_id=int(value)) if kind == "department" else Proposer(street=value)


class ProposeForm(ProposedForm):
    """A proposal that a manager decides later."""

    proposer = SelectField(_l("推荐单位"), [must_fill()], choices=[])


class AdmitForm(ProposedForm):
    """Why a known enterprise comes into the pool, and who proposed it if somebody did."""

    reason = LineField(_l("入库理由"), needed=True, description=_l("如：规上企业、主动申请、街道推荐。"))


class NewcomerForm(AdmitForm):
    """An enterprise nobody has written down yet."""

    credit_code = LineField(_l("统一社会信用代码"), longest=40, needed=True)
    name = LineField(_l("企业名称"), needed=True)
    street = SelectField(_l("所在街道"), default=_NO_STREET)
    industry = LineField(
        _l("国民经济行业代码"),
        longest=5,
        description=_l("门类字母加 2 至 4 位数字，如 C3563。"),
        validators=[Regexp(r"^[A-T][0-9]{2,4}$", message=_l("请填写门类字母加 2 至 4 位数字，如 C3563。"))],
    )
    registered_on = DayField(_l("成立日期"))
    main_product = LineField(_l("主导产品"))

    def offer_streets(self, streets: Sequence[str]) -> Self:
        """Let one of these streets be chosen."""
        self.street.choices = [option(_NO_STREET, _l("未知")), *(option(street, street) for street in streets)]
        return self


class DecideForm(DeskForm):
    """What becomes of a proposal; a seed is taken until a day, and who is not taken is told why."""

    decision = RadioField(
        _l("决定"), [must_fill()], choices=[option("admitted", _l("纳入培育库")), option("declined", _l("不予入库"))]
    )
    until = DayField(_l("培育期至"), description=_l("种子企业填写，到期前会提醒；没有期限留空。"))
    why = LineField(_l("理由"), description=_l("不予入库时填写。"))


class TermForm(DeskForm):
    """Until when a seed is kept."""

    until = DayField(_l("培育期至"), needed=True)
    why = LineField(_l("理由"), needed=True)
