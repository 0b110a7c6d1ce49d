"""The clauses of a measure in words: what each gives, by which arithmetic, who answers for it."""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from crm.awards.law.arithmetic import (
    AnotherMeasure,
    Arithmetic,
    ByTitle,
    FixedAmount,
    Per,
    Quota,
    Service,
    ShareOf,
    UpTo,
)
from crm.awards.law.measure import BeneficiaryKind, Benefit, Measure, MeasureClause
from crm.config.service_rules import service_rules
from crm.money import wan_to_type
from crm.rules.law.quantities import Unit, show_number
from crm.web.words import SHORT_TIERS

BENEFICIARIES = {
    BeneficiaryKind.ENTERPRISE: _l("企业"),
    BeneficiaryKind.PERSON: _l("个人"),
    BeneficiaryKind.FUND_MANAGER: _l("基金管理人"),
    BeneficiaryKind.REFERRAL_PLATFORM: _l("引荐平台"),
}
PERIODS = {Per.PROJECT: _l("每个项目"), Per.YEAR: _l("每年"), Per.ONCE: _l("合计")}


@dataclass(frozen=True, slots=True)
class BenefitLine:
    """One benefit as a page says it."""

    text: str
    to: Any
    words: str
    evidence: str


@dataclass(frozen=True, slots=True)
class ClauseLine:
    """One clause as a page says it."""

    id: str
    number: str
    text: str
    departments: str
    benefits: tuple[BenefitLine, ...]


def clause_lines(measure: Measure) -> list[ClauseLine]:
    """All clauses in their order."""
    return [
        ClauseLine(
            clause.id,
            clause.number,
            clause.text.zh,
            department_words(clause),
            tuple(
                BenefitLine(
                    each.text.zh, BENEFICIARIES[each.to], arithmetic_words(each.arithmetic), "、".join(each.evidence)
                )
                for each in clause.benefits
            ),
        )
        for clause in measure.clauses.values()
    ]


def calculable_benefits(clause: MeasureClause) -> list[Benefit]:
    """The benefits of a clause that are reckoned from numbers somebody can type."""
    return [one for one in clause.benefits if isinstance(one.arithmetic, ShareOf | UpTo | FixedAmount)]


def department_words(clause: MeasureClause) -> str:
    """Who answers for the clause, by name."""
    names = service_rules().departments
    return "、".join(names.get(code, code) for code in clause.departments) or str(_("各相关单位"))


def arithmetic_words(arithmetic: Arithmetic) -> str:
    """How much, or why there is no figure."""
    match arithmetic:
        case ByTitle(amounts):
            each = "，".join(f"{SHORT_TIERS[tier]} {wan_to_type(amount)} 万元" for tier, amount in amounts.items())
            return str(_("%(each)s；晋级享受差额", each=each))
        case ShareOf():
            return str(
                _(
                    "%(base)s的 %(rate)s，%(per)s最高 %(cap)s 万元",
                    base=arithmetic.base.zh,
                    rate=rate_words(arithmetic),
                    per=PERIODS[arithmetic.per],
                    cap=wan_to_type(arithmetic.cap),
                )
            )
        case UpTo(cap, _per, in_stages):
            most = _("最高 %(cap)s 万元", cap=wan_to_type(cap))
            return str(_("分阶段，合计%(most)s", most=most) if in_stages else most)
        case FixedAmount(amount):
            return str(_("%(amount)s 万元，一次", amount=wan_to_type(amount)))
        case Quota(count, unit):
            return str(_("每家 %(count)s %(unit)s", count=count, unit=unit.zh))
        case AnotherMeasure(text):
            return str(_("按%(text)s执行，本措施没有金额", text=text.zh))
        case Service(text):
            return text.zh


def rate_words(share: ShareOf) -> str:
    """30%, or 1%–2%."""
    ends = dict.fromkeys(show_number(rate, Unit.RATIO) for rate in (share.lowest, share.highest))
    return "–".join(ends)
