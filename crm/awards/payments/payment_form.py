"""The form of a payment with what may be chosen in it, and what it says."""

from crm.awards.benefits.benefits_page import benefit_names
from crm.awards.forms import PaymentForm, title_choices, titles_in
from crm.awards.law.arithmetic import Quota
from crm.awards.law.measure import BeneficiaryKind
from crm.awards.measures import Measures
from crm.awards.payments.service import PaymentEntry
from crm.web.words import option


def payment_form(measures: Measures, kind: BeneficiaryKind) -> PaymentForm:
    """The form with what may be paid to this kind of beneficiary, and by which documents."""
    form = PaymentForm()
    named, figures = benefit_names(measures), measures.figures_for(kind)
    form.benefit.choices = [option(one, named[one]) for one in figures]
    form.document.choices = [option(one, one) for one in measures.documents]
    tiers = titles_in(figures.values())
    form.title.choices = title_choices(tiers)
    if not tiers:
        del form.title
        del form.project
    if not any(isinstance(each, Quota) for each in figures.values()):
        del form.pieces
    return form


def entry_of(form: PaymentForm) -> PaymentEntry:
    """What the form says."""
    said = form.data
    return PaymentEntry(
        benefit=form.benefit.data,
        document=form.document.data,
        paid_on=form.paid_on.data,
        voucher=form.voucher.data or "",
        amount=form.amount.data or 0,
        pieces=said.get("pieces"),
        subject=said.get("title") or said.get("project") or "",
        period=form.year.data or 0,
        is_checked=form.is_checked.data,
    )
