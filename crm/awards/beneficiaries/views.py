"""其他受益人: the list, recording one, its page, its claims and payments, and whom a platform brought."""

from itertools import groupby

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm import clock
from crm.awards.beneficiaries import queries, service
from crm.awards.beneficiaries.forms import BeneficiaryForm, ReferralForm
from crm.awards.beneficiaries.queries import OTHER_KINDS, BeneficiaryFilter
from crm.awards.beneficiaries.service import BeneficiaryEntry
from crm.awards.benefits.benefits_page import benefit_names, benefit_rows, payment_rows
from crm.awards.benefits.entitlements import entitlements
from crm.awards.claims import filing
from crm.awards.claims.claim_form import claim_form, filing_of
from crm.awards.claims.filing import ClaimGround
from crm.awards.claims.page import claim_rows
from crm.awards.claims.queries import claims_of_beneficiary
from crm.awards.clause_page import BENEFICIARIES
from crm.awards.installed_page import installed_measures
from crm.awards.law.measure import BeneficiaryKind
from crm.awards.models import Beneficiary
from crm.awards.payments import service as payments
from crm.awards.payments.payment_form import entry_of, payment_form
from crm.config.service_rules import service_rules
from crm.db import reading, transaction
from crm.enterprises.heading import names_of
from crm.people.access import me, requires
from crm.people.models import Role
from crm.web.fields import DeskForm
from crm.web.pages import FormPage, form_page
from crm.web.paging import asked_choice, asked_page, asked_text
from crm.web.words import option

_FORM = "awards/form.html"


@requires(Role.MANAGER)
def beneficiaries() -> ResponseReturnValue:
    """Who can be paid beside enterprises, by name."""
    page = asked_page()
    asked = BeneficiaryFilter(asked_choice("kind", OTHER_KINDS), asked_text("q"))
    with reading() as session:
        lines, total = queries.list_beneficiaries(session, asked, offset=page.offset, limit=page.size)
    return render_template(
        "awards/beneficiaries/list.html",
        lines=lines,
        asked=asked,
        kinds={kind: BENEFICIARIES[kind] for kind in OTHER_KINDS},
        paging=page.of(total),
    )


@requires(Role.MANAGER)
def new_beneficiary() -> ResponseReturnValue:
    """Record somebody."""
    form = BeneficiaryForm(data={"kind": asked_choice("kind", OTHER_KINDS)})
    form.kind.choices = [option(kind, BENEFICIARIES[kind]) for kind in OTHER_KINDS]
    page = form_page(_FORM, form, act=_("登记受益人"), back=url_for("awards.beneficiaries"), about=_("其他受益人"))
    if not page.is_submitted():
        return page.show()
    entry = BeneficiaryEntry(BeneficiaryKind(form.kind.data), form.name.data or "", form.code.data)
    with transaction() as session:
        made = service.add_beneficiary(session, entry, by=me().id, on=clock.today())
    flash(_("已登记 %(name)s。", name=made.name), "saved")
    return redirect(url_for("awards.beneficiary", beneficiary_id=made.id))


@requires(Role.MANAGER)
def beneficiary(beneficiary_id: int) -> ResponseReturnValue:
    """What somebody may have by the clauses, has claimed and was paid; of a platform also whom it brought."""
    on = clock.today()
    with reading() as session:
        shown = queries.get_beneficiary(session, beneficiary_id)
        measures = installed_measures(session)
        record = queries.record_of(session, beneficiary_id)
        claims = claims_of_beneficiary(session, beneficiary_id)
        brought = queries.referrals_of(session, beneficiary_id)
        names = names_of(session, [*(row.recorded_by for row in record.payments), shown.recorded_by])
    named = benefit_names(measures)
    return render_template(
        "awards/beneficiaries/beneficiary.html",
        beneficiary=shown,
        kind=BENEFICIARIES[shown.kind],
        is_platform=shown.kind is BeneficiaryKind.REFERRAL_PLATFORM,
        may_claim=bool(measures.figures_for(shown.kind)),
        rows=benefit_rows(entitlements(measures, record.standing, on=on, kind=shown.kind)),
        claims=claim_rows(claims, named),
        payments=payment_rows(record.payments, measures, names),
        brought=[(year, list(each)) for year, each in groupby(brought, key=lambda line: line.year)],
        names=names,
    )


@requires(Role.MANAGER)
def claim_for(beneficiary_id: int) -> ResponseReturnValue:
    """Draft a claim of somebody who is no enterprise."""
    with reading() as session:
        measures = installed_measures(session)
        shown = queries.get_beneficiary(session, beneficiary_id)
    form = claim_form(measures, shown.kind)
    page = _page_about(shown, form, _("申报兑现"))
    if not page.is_submitted():
        return page.show()
    with transaction() as session:
        whose = queries.get_beneficiary(session, beneficiary_id)
        ground = ClaimGround(measures, service_rules().claims)
        on, at = clock.today(), clock.now()
        drafted = filing.draft_claim_for(session, whose, filing_of(form), ground, by=me().id, on=on, at=at)
    flash(_("已起草 %(number)s，请填写材料后提交。", number=drafted.number), "saved")
    return redirect(url_for("awards.prepare_claim", claim_id=drafted.id))


@requires(Role.MANAGER)
def pay(beneficiary_id: int) -> ResponseReturnValue:
    """Write down a payment to somebody who is no enterprise."""
    with reading() as session:
        measures = installed_measures(session)
        shown = queries.get_beneficiary(session, beneficiary_id)
    form = payment_form(measures, shown.kind)
    page = _page_about(shown, form, _("登记兑付"))
    if not page.is_submitted():
        return page.show()
    with transaction() as session:
        whose = queries.get_beneficiary(session, beneficiary_id)
        payments.record_for(session, whose, entry_of(form), measures, by=me().id, on=clock.today())
    flash(_("已登记兑付。"), "saved")
    return redirect(url_for("awards.beneficiary", beneficiary_id=beneficiary_id))


@requires(Role.MANAGER)
def remove_payment_of(beneficiary_id: int, paid_id: int) -> ResponseReturnValue:
    """The payment was a mistake of the record."""
    with transaction() as session:
        payment = queries.payment_of_other(session, beneficiary_id, paid_id)
        payments.remove_payment(session, payment, by=me().id, on=clock.today())
    flash(_("已移除这笔兑付，原记录仍保留。"), "saved")
    return redirect(url_for("awards.beneficiary", beneficiary_id=beneficiary_id))


@requires(Role.MANAGER)
def new_referral(beneficiary_id: int) -> ResponseReturnValue:
    """Say whom a platform brought."""
    with reading() as session:
        shown = queries.get_beneficiary(session, beneficiary_id)
    form = ReferralForm()
    page = _page_about(shown, form, _("登记引荐企业"))
    if not page.is_submitted():
        return page.show()
    with transaction() as session:
        code, year = form.credit_code.data or "", form.year.data or 0
        service.add_referral(session, beneficiary_id, code, year, by=me().id, on=clock.today())
    flash(_("已登记引荐企业。"), "saved")
    return redirect(url_for("awards.beneficiary", beneficiary_id=beneficiary_id))


@requires(Role.MANAGER)
def remove_referral(beneficiary_id: int, referral_id: int) -> ResponseReturnValue:
    """It was a mistake of the record."""
    with transaction() as session:
        service.remove_referral(session, beneficiary_id, referral_id, by=me().id, on=clock.today())
    flash(_("已移除这条引荐，原记录仍保留。"), "saved")
    return redirect(url_for("awards.beneficiary", beneficiary_id=beneficiary_id))


def _page_about(shown: Beneficiary, form: DeskForm, act: str) -> FormPage:
    """A form about somebody, from whose page one comes."""
    back = url_for("awards.beneficiary", beneficiary_id=shown.id)
    return form_page(_FORM, form, act=act, back=back, about=shown.name)
