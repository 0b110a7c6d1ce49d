"""政策兑现: the list and its file, filing a claim, its page, its evidence, and each step of its life."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm import clock
from crm.awards.beneficiaries.whose_page import url_of_payee
from crm.awards.benefits.benefits_page import benefit_names
from crm.awards.claims import filing, queries, service
from crm.awards.claims.claim_form import claim_form, filing_of
from crm.awards.claims.claim_words import ACTS, LISTS, STATES, TONES
from crm.awards.claims.course.acts import ClaimSaying
from crm.awards.claims.course.letters import choose_telling, reason_of
from crm.awards.claims.course.life import CLAIM_LIFE, NEAR, claim_steps_open_to
from crm.awards.claims.filing import ClaimGround
from crm.awards.claims.forms import claim_step_form, evidence_form, notes_of
from crm.awards.claims.models import ENDED, PREPARABLE
from crm.awards.claims.page import about_words, claim_buttons, claim_cells, claim_heads, claim_history, claim_rows
from crm.awards.claims.scopes import CLAIMS
from crm.awards.installed_page import installed_measures
from crm.awards.law.measure import BeneficiaryKind
from crm.awards.measures import Measures
from crm.config.service_rules import service_rules
from crm.db import BRIEF_PATIENCE_MS, reading, transaction
from crm.enterprises import queries as enterprises
from crm.enterprises.heading import heading
from crm.enterprises.letters.page import word_letters
from crm.enterprises.letters.queries import letters_about
from crm.errors import CrmError
from crm.people.access import me, requires
from crm.people.models import Role
from crm.people.scopes import scope
from crm.people.signing.exports import record_export
from crm.people.steps_taken import steps_taken
from crm.web.downloads.answer import file_answer
from crm.web.downloads.asking import MOST_ROWS
from crm.web.pages import form_page
from crm.web.paging import asked_choice, asked_page, asked_text, refuse_unread

MAY_SEE = (Role.STEWARD, Role.MANAGER, Role.HANDLER)
_ASKED = ("list", "q", "clause")
_ACTS = {step.act for step in CLAIM_LIFE}


@requires(*MAY_SEE)
def claims() -> ResponseReturnValue:
    """Claims one may see, the newest first."""
    page = asked_page()
    with reading() as session:
        measures = installed_measures(session)
        asked = _asked(measures)
        lines, total = queries.list_claims(session, scope(CLAIMS), asked, offset=page.offset, limit=page.size)
    return render_template(
        "awards/claims/list.html",
        rows=claim_rows(lines, benefit_names(measures)),
        paging=page.of(total),
        asked=asked,
        lists=LISTS,
        clauses=measures.newest_clauses,
        most=MOST_ROWS,
        shown={name: text for name, text in request.args.items() if name in _ASKED},
    )


@requires(*MAY_SEE)
def export_claims(kind: str) -> ResponseReturnValue:
    """What is on the screen, all its pages, as a file; that it was taken is recorded."""
    with reading() as session:
        measures = installed_measures(session)
        asked = _asked(measures)
        lines, total = queries.list_claims(session, scope(CLAIMS), asked, limit=MOST_ROWS)
    refuse_unread()
    rows = claim_rows(lines, benefit_names(measures))
    with transaction(patience_ms=BRIEF_PATIENCE_MS) as session:
        filters = {"list": asked.which, "clause": asked.clause}
        record_export(session, me().id, "claims", kind, len(rows), total=total, filters=filters, at=clock.now())
    name = _("政策兑现-%(day)s", day=clock.today().isoformat())
    return file_answer(kind, "claims", name, claim_heads(), [claim_cells(row) for row in rows])


@requires(Role.STEWARD, Role.MANAGER)
def new_claim(enterprise_id: int) -> ResponseReturnValue:
    """Draft a claim; its evidence and its handing in follow on its page."""
    on = clock.today()
    with reading() as session:
        measures = installed_measures(session)
        head = heading(enterprises.get(session, enterprise_id, scope()))
    page = form_page("awards/claims/new.html", claim_form(measures, BeneficiaryKind.ENTERPRISE), head=head)
    if not page.is_submitted():
        return page.show()
    with transaction() as session:
        enterprises.get(session, enterprise_id, scope())
        ground = ClaimGround(measures, service_rules().claims)
        wanted = filing_of(page.form)
        drafted = filing.draft_claim(session, enterprise_id, wanted, ground, by=me().id, on=on, at=clock.now())
    flash(_("已起草 %(number)s，请填写材料后提交。", number=drafted.number), "saved")
    return redirect(url_for("awards.prepare_claim", claim_id=drafted.id))


@requires(*MAY_SEE)
def claim(claim_id: int) -> ResponseReturnValue:
    """One claim: what it is, where its evidence is, what happened, and what can be done now."""
    on = clock.today()
    with reading() as session:
        asked = queries.get(session, claim_id, scope(CLAIMS))
        measures = installed_measures(session)
        offer = queries.offer_of_claim(session, measures, asked)
        line = queries.line_of(session, asked)
        evidence = queries.evidence_of(session, claim_id)
        actors = queries.claim_actors_of(session, asked, me().id, on=on)
        taken = steps_taken(session, queries.thing_of(asked))
        may_open = me().has(Role.STEWARD, Role.MANAGER)
        told = letters_about(session, scope(), reason_of(asked)) if may_open else ()
    return render_template(
        "awards/claims/claim.html",
        claim=asked,
        line=line,
        offer=offer,
        about=about_words(asked, {asked.benefit: f"{offer.clause.number} {offer.benefit.text.zh}"}),
        evidence=evidence,
        state=STATES[asked.state],
        tone=TONES.get(asked.state, "calm"),
        history=claim_history(taken),
        buttons=claim_buttons(asked, claim_steps_open_to(asked, actors, me().id, on=on)),
        whose_url=url_of_payee(line.enterprise_id, asked.beneficiary_id) if may_open else "",
        may_prepare=asked.state in PREPARABLE and bool(actors & NEAR),
        told=word_letters(told),
        may_choose=asked.state not in ENDED and line.enterprise_id is not None and bool(actors & NEAR),
    )


@requires(Role.STEWARD, Role.MANAGER)
def prepare_claim(claim_id: int) -> ResponseReturnValue:
    """Say where the evidence is, before the claim is handed in."""
    with reading() as session:
        asked = queries.get(session, claim_id, scope(CLAIMS))
        offer = queries.offer_of_claim(session, installed_measures(session), asked)
        line = queries.line_of(session, asked)
        evidence = queries.evidence_of(session, claim_id)
    form = evidence_form(asked, evidence, offer)
    page = form_page("awards/claims/prepare.html", form, claim=asked, line=line)
    if not page.is_submitted():
        return page.show()
    amounts = {name: form[name].data for name in ("asked", "base") if name in form}
    with transaction() as session:
        queries.get(session, claim_id, scope(CLAIMS))
        filing.prepare_claim(session, claim_id, notes_of(form, evidence), **amounts, by=me().id, on=clock.today())
    flash(_("已保存 %(number)s 的材料。", number=asked.number), "saved")
    return redirect(url_for("awards.claim", claim_id=claim_id))


@requires(Role.STEWARD, Role.MANAGER)
def tell_contact(claim_id: int) -> ResponseReturnValue:
    """Whether the contact of the enterprise wants to be told at each step from now on."""
    wanted = request.form.get("wanted") == "yes"
    with transaction() as session:
        asked = queries.get(session, claim_id, scope(CLAIMS))
        choose_telling(session, asked, wanted, by=me().id, on=clock.today())
    flash(_("已改为每一步告知企业联系人。") if wanted else _("已改为不再告知企业联系人。"), "saved")
    return redirect(url_for("awards.claim", claim_id=claim_id))


@requires(*MAY_SEE)
def claim_step(claim_id: int, claim_act: str) -> ResponseReturnValue:
    """Take a step, saying what it needs."""
    if claim_act not in _ACTS:
        raise CrmError("not_found")
    with reading() as session:
        asked = queries.get(session, claim_id, scope(CLAIMS))
        line = queries.line_of(session, asked)
        measures = installed_measures(session)
        clause = queries.offer_of_claim(session, measures, asked).clause.number
    needs = {need for each in CLAIM_LIFE if each.act == claim_act for need in each.needs}
    form = claim_step_form(needs, asked, clause)
    page = form_page("awards/claims/step.html", form, claim=asked, line=line, act=ACTS[claim_act], name=claim_act)
    if not page.is_submitted():
        return page.show()
    saying = ClaimSaying(**{field.name: field.data or None for field in form if field.name in needs})
    with transaction() as session:
        queries.get(session, claim_id, scope(CLAIMS))
        ground = ClaimGround(measures, service_rules().claims)
        service.take_claim_step(
            session, claim_id, claim_act, saying, ground, by=me().id, on=clock.today(), at=clock.now()
        )
    flash(_("%(number)s：%(act)s，已保存。", number=asked.number, act=ACTS[claim_act]), "saved")
    return redirect(url_for("awards.claim", claim_id=claim_id))


def _asked(measures: Measures) -> queries.ClaimFilter:
    which = asked_choice("list", queries.CLAIM_LISTS, queries.CLAIM_LISTS[0])
    clauses = [clause.id for clause in measures.newest_clauses]
    return queries.ClaimFilter(which, asked_text("q"), asked_choice("clause", clauses))
