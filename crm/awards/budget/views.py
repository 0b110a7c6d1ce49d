"""资金预算: the page of a year with its file, the payments behind a figure, and setting an amount."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm import clock
from crm.awards.beneficiaries.whose_page import url_of_payee
from crm.awards.benefits.benefits_page import account_words, benefit_names
from crm.awards.budget import queries, service
from crm.awards.budget.budget_page import ClauseMoney, benefits_of, budget_cells, budget_heads, clause_money
from crm.awards.budget.expected import expect
from crm.awards.budget.forms import BudgetForm
from crm.awards.installed_page import installed_measures
from crm.awards.ledger.ledger_page import PARTS, clause_ledger
from crm.awards.ledger.queries import read_ledger
from crm.awards.measures import Measures
from crm.awards.models import FIRST_YEAR, LAST_YEAR
from crm.config.service_rules import service_rules
from crm.db import BRIEF_PATIENCE_MS, Session, reading, transaction
from crm.people.access import me, requires
from crm.people.departments import queries as departments
from crm.people.models import Role
from crm.people.signing.exports import record_export
from crm.web.downloads.answer import file_answer
from crm.web.pages import form_page
from crm.web.paging import asked_choice, asked_number, asked_page, refuse_unread
from crm.web.words import option


@requires(Role.MANAGER)
def budget() -> ResponseReturnValue:
    """What a year may spend and has spent, clause by clause, and what flags may still bring."""
    on, rules = clock.today(), service_rules()
    year = asked_number("year", on.year, lowest=FIRST_YEAR, highest=LAST_YEAR)
    with reading() as session:
        measures = installed_measures(session)
        money = _money(session, measures, year)
        expected = expect(session, measures, rules.budget, on=on)
        titles = queries.titles_held(session, rules.targets)
        ledger = read_ledger(session, measures, on=on)
        faults = queries.account_faults(session)
    return render_template(
        "awards/budget/budget.html",
        year=year,
        first_year=FIRST_YEAR,
        last_year=LAST_YEAR,
        money=money,
        expected=expected,
        rules=rules.budget,
        expected_total=sum(one.amount or 0 for one in expected),
        targets=[(tier, titles[tier], target) for tier, target in rules.targets.items()],
        ledger=clause_ledger(measures, ledger),
        parts=PARTS,
        faults=faults + sum(not row.adds_up for row in ledger),
    )


@requires(Role.MANAGER)
def export_budget(kind: str) -> ResponseReturnValue:
    """The table as a file; that it was taken is recorded."""
    year = asked_number("year", clock.today().year, lowest=FIRST_YEAR, highest=LAST_YEAR)
    with reading() as session:
        money = _money(session, installed_measures(session), year)
    refuse_unread()
    with transaction(patience_ms=BRIEF_PATIENCE_MS) as session:
        record_export(session, me().id, "budget", kind, len(money), filters={"year": year}, at=clock.now())
    name = _("资金预算-%(year)s", year=year)
    return file_answer(kind, "budget", name, budget_heads(), [budget_cells(line) for line in money])


@requires(Role.MANAGER)
def budget_payments() -> ResponseReturnValue:
    """The payments of a year behind the figure of a clause."""
    page = asked_page()
    year = asked_number("year", clock.today().year, lowest=FIRST_YEAR, highest=LAST_YEAR)
    with reading() as session:
        measures = installed_measures(session)
        clauses = [clause for one in measures.all for clause in one.clauses]
        clause = asked_choice("clause", clauses, clauses[0])
        benefits = benefits_of(measures, clause)
        rows, total = queries.payments_in(session, year, benefits, offset=page.offset, limit=page.size)
    named = benefit_names(measures)
    return render_template(
        "awards/budget/payments.html",
        rows=[(row, named.get(row.Payment.benefit, ""), _account(row), _whose_url(row)) for row in rows],
        year=year,
        paging=page.of(total),
    )


@requires(Role.MANAGER)
def set_budget() -> ResponseReturnValue:
    """Say what a year may spend on a clause."""
    with reading() as session:
        measures = installed_measures(session)
        units = departments.open_departments(session)
    numbers = {clause.id: clause.number for clause in measures.newest_clauses}
    form = BudgetForm(data={"year": clock.today().year, "clause": asked_choice("clause", list(numbers))})
    form.clause.choices = [option(*each) for each in numbers.items()]
    form.department.choices = [option("", _("请选择")), *(option(str(unit.id), unit.name) for unit in units)]
    page = form_page("awards/budget/set.html", form)
    if not page.is_submitted():
        return page.show()
    with transaction() as session:
        service.set_budget(
            session,
            form.year.data or 0,
            form.clause.data,
            departments.get(session, int(form.department.data)).id,
            amount=form.amount.data or 0,
            document=form.document.data or "",
            by=me().id,
            on=clock.today(),
        )
    flash(_("已保存预算。"), "saved")
    return redirect(url_for("awards.budget", year=form.year.data))


def _account(row: Any) -> str:
    return account_words(row.Payment.subject, row.Payment.period)


def _whose_url(row: Any) -> str:
    return url_of_payee(row.enterprise_id, row.Payment.beneficiary_id)


def _money(session: Session, measures: Measures, year: int) -> list[ClauseMoney]:
    return clause_money(measures, queries.money_of_year(session, year))
