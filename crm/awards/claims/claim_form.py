"""The form of a new claim with what may be chosen in it, and what it says."""

from typing import Any

from crm.awards.benefits.benefits_page import benefit_names
from crm.awards.claims.filing import ClaimFiling
from crm.awards.claims.forms import ClaimForm
from crm.awards.forms import title_choices, titles_in
from crm.awards.law.arithmetic import Per, Quota, ShareOf, period_of
from crm.awards.law.measure import BeneficiaryKind
from crm.awards.measures import Measures
from crm.web.paging import asked_choice
from crm.web.words import option


def claim_form(measures: Measures, kind: BeneficiaryKind) -> ClaimForm:
    """What a kind of beneficiary may claim, with what the benefit map asks for chosen already."""
    named, figures = benefit_names(measures), measures.figures_for(kind)
    claimable = {name: each for name, each in figures.items() if not isinstance(each, Quota)}
    tiers = titles_in(claimable.values())
    chosen: dict[str, Any] = {
        "benefit": asked_choice("benefit", list(claimable)),
        "title": asked_choice("tier", tiers),
    }
    form = ClaimForm(data=chosen)
    form.benefit.choices = [option(each, named[each]) for each in claimable]
    form.title.choices = title_choices(tiers)
    for name, is_needed in (
        ("title", bool(tiers)),
        ("project", any(period_of(each) is Per.PROJECT for each in claimable.values())),
        ("base", any(isinstance(each, ShareOf) for each in claimable.values())),
        ("tells_contact", kind is BeneficiaryKind.ENTERPRISE),
    ):
        if not is_needed:
            del form[name]
    return form


def filing_of(form: ClaimForm) -> ClaimFiling:
    """What the form says."""
    said = form.data
    return ClaimFiling(
        benefit=form.benefit.data,
        subject=said.get("title") or said.get("project") or "",
        basis_on=form.basis_on.data,
        base=said.get("base"),
        asked=form.asked.data,
        tells_contact=bool(said.get("tells_contact")),
    )
