"""Writing down what an enterprise was paid, taking it back, and saying that there was nothing else."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm import clock
from crm.awards.benefits.benefits_page import payment_rows
from crm.awards.benefits.queries import award_record
from crm.awards.forms import DeclarationForm
from crm.awards.installed_page import installed_measures
from crm.awards.law.measure import BeneficiaryKind
from crm.awards.payments import queries, service
from crm.awards.payments.payment_form import entry_of, payment_form
from crm.db import reading, transaction
from crm.enterprises import queries as enterprises
from crm.enterprises.heading import heading, names_of
from crm.people.access import me, requires
from crm.people.models import Role
from crm.people.scopes import scope
from crm.web.pages import form_page


@requires(Role.MANAGER)
def add_payment(enterprise_id: int) -> ResponseReturnValue:
    """Write down a payment."""
    with reading() as session:
        measures = installed_measures(session)
        head = heading(enterprises.get(session, enterprise_id, scope()))
    page = form_page("awards/payment.html", payment_form(measures, BeneficiaryKind.ENTERPRISE), head=head)
    if not page.is_submitted():
        return page.show()
    with transaction() as session:
        enterprises.get(session, enterprise_id, scope())
        service.record_payment(session, enterprise_id, entry_of(page.form), measures, by=me().id, on=clock.today())
    flash(_("已登记兑付。"), "saved")
    return redirect(url_for("awards.benefits", enterprise_id=enterprise_id))


@requires(Role.MANAGER)
def remove_payment(enterprise_id: int, payment_id: int) -> ResponseReturnValue:
    """The payment was a mistake of the record."""
    with transaction() as session:
        enterprises.get(session, enterprise_id, scope())
        payment = queries.payment_of(session, enterprise_id, payment_id)
        service.remove_payment(session, payment, by=me().id, on=clock.today())
    flash(_("已移除这笔兑付，原记录仍保留。"), "saved")
    return redirect(url_for("awards.benefits", enterprise_id=enterprise_id))


@requires(Role.MANAGER)
def declare_payments(enterprise_id: int) -> ResponseReturnValue:
    """Say that these are all payments; with none of them, that none was made."""
    with reading() as session:
        measures = installed_measures(session)
        head = heading(enterprises.get(session, enterprise_id, scope()))
        payments = award_record(session, enterprise_id).payments
        names = names_of(session, [one.recorded_by for one in payments])
    page = form_page(
        "awards/declare.html", DeclarationForm(), head=head, payments=payment_rows(payments, measures, names)
    )
    if not page.is_submitted():
        return page.show()
    with transaction() as session:
        enterprises.get(session, enterprise_id, scope())
        service.declare_payments(
            session, enterprise_id, evidence=page.form.evidence.data, by=me().id, on=clock.today()
        )
    flash(_("已声明兑付记录完整。"), "saved")
    return redirect(url_for("awards.benefits", enterprise_id=enterprise_id))


@requires(Role.MANAGER)
def withdraw_payments(enterprise_id: int) -> ResponseReturnValue:
    """The record of payments may lack something after all."""
    with transaction() as session:
        enterprises.get(session, enterprise_id, scope())
        service.withdraw_payments(session, enterprise_id, by=me().id, on=clock.today())
    flash(_("已撤回声明，兑付记录可能还不完整。"), "saved")
    return redirect(url_for("awards.benefits", enterprise_id=enterprise_id))
