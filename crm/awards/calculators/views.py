"""试算: what a clause comes to for given numbers, with the arithmetic written out."""

from collections.abc import Sequence

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm import clock
from crm.awards.calculators.forms import calculator_form, sums_of
from crm.awards.clause_page import arithmetic_words, calculable_benefits, department_words, rate_words
from crm.awards.installed_page import installed_measures
from crm.awards.law.arithmetic import Arithmetic, FixedAmount, Reckoning, ShareOf, UpTo
from crm.awards.law.measure import Benefit, MeasureClause
from crm.awards.measures import Measures
from crm.db import reading
from crm.errors import CrmError
from crm.money import wan_to_type
from crm.people.access import requires
from crm.people.models import Role
from crm.web.fields import DeskForm
from crm.web.pages import form_page


@requires(Role.STEWARD, Role.MANAGER)
def calculator(clause: str) -> ResponseReturnValue:
    """The form of a clause; sent, with the result above it and nothing stored."""
    on = clock.today()
    with reading() as session:
        measures = installed_measures(session)
    reckoned = calculable_clauses(measures)
    if clause not in reckoned:
        raise CrmError("not_found")
    measure = measures.latest_for(clause, on)
    if measure is None:
        raise CrmError("not_found")
    about = measure.clauses[clause]
    offered = calculable_benefits(about)
    page = form_page(
        "awards/calculator.html",
        calculator_form(offered),
        clause=about,
        measure=measure,
        departments=department_words(about),
        words=[(one.text.zh, arithmetic_words(one.arithmetic)) for one in offered],
        others=[(each, measure.clauses[each].number) for each in reckoned if each in measure.clauses],
        is_over=not measure.in_force(on),
        result=[],
    )
    if page.is_submitted():
        page.values["result"] = result_of(page.form, offered, about)
    return page.show()


def calculable_clauses(measures: Measures) -> list[str]:
    """The clauses with something to calculate, in their order."""
    return list(
        dict.fromkeys(
            clause.id
            for measure in measures.all
            for clause in measure.clauses.values()
            if calculable_benefits(clause)
        )
    )


def result_of(form: DeskForm, offered: Sequence[Benefit], clause: MeasureClause) -> list[str]:
    """The arithmetic in words, a line for each end of an open rate."""
    wanted = form["benefit"].data if "benefit" in form else offered[0].id
    benefit = next(one for one in offered if one.id == wanted)
    return [f"{line}（{clause.number}）" for line in _lines(benefit.arithmetic, form)]


def _lines(arithmetic: Arithmetic, form: DeskForm) -> list[str]:
    paid = form["paid"].data or 0
    match arithmetic:
        case ShareOf():
            return _share_lines(arithmetic, form["base"].data or 0, paid)
        case UpTo():
            sums = sums_of(form)
            written = " + ".join(f"{wan_to_type(each)} 万" for each in sums) or "0 万"
            return [_line(written, arithmetic.reckon(sums, paid))]
        case FixedAmount():
            return [_line(f"{wan_to_type(arithmetic.amount)} 万", arithmetic.reckon(paid))]
    return []


def _share_lines(share: ShareOf, base: int, paid: int) -> list[str]:
    span = share.reckon(base, paid)
    ends = zip(rate_words(share).split("–"), (span.lowest, span.highest), strict=False)
    return [_line(f"{wan_to_type(base)} 万 × {rate}", reckoning) for rate, reckoning in ends]


def _line(written: str, sum_of: Reckoning) -> str:
    """1000 万 × 30% = 300 万，上限 200 万，已兑现 120 万，可兑现 80 万."""
    parts = [_("%(written)s = %(full)s 万", written=written, full=wan_to_type(sum_of.full))]
    if sum_of.cap is not None and sum_of.full > sum_of.cap:
        parts.append(_("按上限 %(cap)s 万计", cap=wan_to_type(sum_of.cap)))
    if sum_of.paid:
        parts.append(_("减已兑现 %(paid)s 万", paid=wan_to_type(sum_of.paid)))
    return "，".join([*map(str, parts), str(_("可兑现 %(due)s 万元", due=wan_to_type(sum_of.due)))])
