"""The budget of a year as its page and its file show it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from crm.awards.budget.queries import BudgetLine
from crm.awards.claims.models import ClaimState
from crm.awards.measures import Measures
from crm.money import wan

REVIEW = (ClaimState.SUBMITTED, ClaimState.ACCEPTED, ClaimState.FIRST_REVIEWED, ClaimState.SECOND_REVIEWED)


@dataclass(frozen=True, slots=True)
class BudgetSums:
    """What is known of a year, by benefit, in fen."""

    paid: Mapping[str, int]
    under_way: Mapping[str, Mapping[ClaimState, int]]


@dataclass(frozen=True, slots=True)
class LedgerSums:
    """What was claimed ever, by benefit, in fen: it is what was paid, what is in process and what was refused."""

    claimed: Mapping[str, int]
    paid: Mapping[str, int]
    refused: Mapping[str, int]


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
    claimed: int
    paid_ever: int
    refused: int

    @property
    def budget(self) -> int | None:
        """All departments together."""
        return sum(line.budget.amount for line in self.budgets) if self.budgets else None

    @property
    def in_process(self) -> int:
        """What claims reserve."""
        return self.review + self.publicity + self.approved

    @property
    def remaining(self) -> int | None:
        """What neither was paid nor is on its way; below zero the budget does not last."""
        return None if self.budget is None else self.budget - self.paid - self.in_process

    @property
    def adds_up(self) -> bool:
        """Claimed is paid, in process and refused."""
        return self.claimed == self.paid_ever + self.in_process + self.refused


def benefits_of(measures: Measures, clause: str) -> tuple[str, ...]:
    """The benefits that a clause has in any measure."""
    found = (offer.benefit.id for one in measures.all for offer in one.offers if offer.clause.id == clause)
    return tuple(dict.fromkeys(found))


def clause_money(
    measures: Measures, budgets: Iterable[BudgetLine], sums: BudgetSums, ledger: LedgerSums
) -> list[ClauseMoney]:
    """Every clause, in the order of the measure."""
    lines = list(budgets)
    newest = {name: clause for one in reversed(measures.all) for name, clause in one.clauses.items()}
    money = []
    for name, clause in newest.items():
        benefits = benefits_of(measures, name)
        states = [sums.under_way.get(each, {}) for each in benefits]
        money.append(
            ClauseMoney(
                clause=name,
                number=clause.number,
                text=clause.text.zh,
                budgets=tuple(line for line in lines if line.budget.clause == name),
                paid=_of(sums.paid, benefits),
                review=sum(each.get(state, 0) for each in states for state in REVIEW),
                publicity=sum(each.get(ClaimState.PUBLICITY, 0) for each in states),
                approved=sum(each.get(ClaimState.APPROVED, 0) for each in states),
                claimed=_of(ledger.claimed, benefits),
                paid_ever=_of(ledger.paid, benefits),
                refused=_of(ledger.refused, benefits),
            )
        )
    return money


def budget_heads() -> list[str]:
    """The headings of a file, amounts in 万元."""
    names = (_("预算"), _("本年已拨付"), _("审核中"), _("公示中"), _("待拨付"), _("结余"), _("累计申报"), _("未兑现"))
    return [_("条款"), _("内容"), *(_("%(name)s（万元）", name=name) for name in names)]


def budget_cells(line: ClauseMoney) -> list[str]:
    """A clause as cells of a file."""
    sums = (
        line.budget,
        line.paid,
        line.review,
        line.publicity,
        line.approved,
        line.remaining,
        line.claimed,
        line.refused,
    )
    return [line.number, line.text, *("" if each is None else wan(each) for each in sums)]


def _of(sums: Mapping[str, int], benefits: tuple[str, ...]) -> int:
    return sum(sums.get(each, 0) for each in benefits)
