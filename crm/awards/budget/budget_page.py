"""The budget of a year as its page and its file show it."""

from collections.abc import Container, Iterable
from dataclasses import dataclass

from flask_babel import gettext as _

from crm.awards.budget.queries import BudgetLine, ClaimedSum, YearMoney
from crm.awards.claims.models import IN_REVIEW, ClaimState
from crm.awards.law.measure import MeasureClause
from crm.awards.measures import Measures
from crm.money import wan


@dataclass(frozen=True, slots=True)
class ClauseMoney:
    """A clause in fen: its budget (None: none recorded), and what was paid of it or is on its way."""

    clause: str
    number: str
    text: str
    budgets: tuple[BudgetLine, ...]
    paid: int
    review: int
    publicity: int
    approved: int

    @property
    def budget(self) -> int | None:
        """All departments together."""
        return sum(line.amount for line in self.budgets) if self.budgets else None

    @property
    def in_process(self) -> int:
        """What claims reserve."""
        return self.review + self.publicity + self.approved

    @property
    def remaining(self) -> int | None:
        """What neither was paid nor is on its way; below zero the budget does not last."""
        return None if self.budget is None else self.budget - self.paid - self.in_process


def benefits_of(measures: Measures, clause: str) -> tuple[str, ...]:
    """The benefits that a clause has in any measure."""
    found = (offer.benefit.id for one in measures.all for offer in one.offers if offer.clause.id == clause)
    return tuple(dict.fromkeys(found))


def clause_money(measures: Measures, spent: YearMoney) -> list[ClauseMoney]:
    """Every clause, in the order of the measure."""
    return [_money_of(clause, benefits_of(measures, clause.id), spent) for clause in measures.newest_clauses]


def _money_of(clause: MeasureClause, benefits: tuple[str, ...], spent: YearMoney) -> ClauseMoney:
    claimed = [one for one in spent.claimed if one.benefit in benefits]
    return ClauseMoney(
        clause=clause.id,
        number=clause.number,
        text=clause.text.zh,
        budgets=tuple(line for line in spent.budgets if line.clause == clause.id),
        paid=sum(one.in_year for one in spent.paid if one.benefit in benefits),
        review=_amount_in(claimed, IN_REVIEW),
        publicity=_amount_in(claimed, (ClaimState.PUBLICITY,)),
        approved=_amount_in(claimed, (ClaimState.APPROVED,)),
    )


def _amount_in(claimed: Iterable[ClaimedSum], states: Container[ClaimState]) -> int:
    return sum(one.amount for one in claimed if one.state in states)


def budget_heads() -> list[str]:
    """The headings of a file, amounts in 万元."""
    names = (_("预算"), _("本年已拨付"), _("审核中"), _("公示中"), _("待拨付"), _("结余"))
    return [_("条款"), _("内容"), *(_("%(name)s（万元）", name=name) for name in names)]


def budget_cells(line: ClauseMoney) -> list[str]:
    """A clause as cells of a file."""
    sums = (line.budget, line.paid, line.review, line.publicity, line.approved, line.remaining)
    return [line.number, line.text, *("" if each is None else wan(each) for each in sums)]
