"""Pages of proposals for the pool, of suggestions worth admitting, and of the terms of seeds."""

from datetime import timedelta

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm import clock
from crm.config.service_rules import service_rules
from crm.cultivation.pool import proposals, suggestions
from crm.cultivation.pool.forms import DecideForm, ProposeForm, TermForm
from crm.cultivation.pool.proposals import Proposer
from crm.db import reading, transaction
from crm.enterprises import queries
from crm.enterprises.heading import heading
from crm.people.access import me, requires
from crm.people.departments import queries as departments
from crm.people.models import Role
from crm.people.scopes import scope
from crm.web.pages import form_page


@requires(Role.MANAGER)
def pool_proposals() -> ResponseReturnValue:
    """What waits for a decision, who would be worth admitting, and whose term comes to its end."""
    on = clock.today()
    ahead = on + timedelta(days=service_rules().pool.term_ends_days)
    with reading() as session:
        waiting = suggestions.open_proposals(session)
        suggested, total = suggestions.suggestions(session, on)
        ending = suggestions.terms_ending(session, None, ahead, on=on)
    return render_template(
        "cultivation/proposals.html", waiting=waiting, suggested=suggested, total=total, ending=ending, on=on
    )


@requires(Role.STEWARD, Role.MANAGER)
def propose(enterprise_id: int) -> ResponseReturnValue:
    """Write down who proposes a known enterprise."""
    with reading() as session:
        head = heading(queries.get(session, enterprise_id, scope()))
        units = departments.open_departments(session)
    form = ProposeForm().offer_proposers(units, service_rules().streets, _("请选择"))
    page = form_page("cultivation/propose.html", form, head=head)
    if not page.is_submitted():
        return page.show()
    with transaction() as session:
        enterprise = queries.get(session, enterprise_id, scope())
        proposals.propose(
            session,
            enterprise,
            form.find_proposer() or Proposer(),
            reason=str(form.reason.data),
            by=me().id,
            on=clock.today(),
        )
    flash(_("已登记推荐，等待主管决定。"), "saved")
    return redirect(url_for("cultivation.titles", enterprise_id=enterprise_id))


@requires(Role.MANAGER)
def decide_proposal(proposal_id: int) -> ResponseReturnValue:
    """Take the enterprise into the pool, or say why not."""
    with reading() as session:
        proposal = proposals.proposal_of(session, proposal_id)
        head = heading(queries.get(session, proposal.enterprise_id, scope()))
    form = DecideForm()
    page = form_page("cultivation/decide.html", form, head=head, proposal=proposal)
    if not page.is_submitted():
        return page.show()
    with transaction() as session:
        proposal = proposals.proposal_of(session, proposal_id)
        if form.decision.data == "admitted":
            proposals.accept(session, proposal, until=form.until.data, by=me().id, on=clock.today())
        else:
            proposals.decline(session, proposal, why=form.why.data or "", by=me().id, on=clock.today())
    flash(_("“%(name)s”：已决定。", name=head.name), "saved")
    return redirect(url_for("cultivation.pool_proposals"))


@requires(Role.MANAGER)
def set_term(enterprise_id: int) -> ResponseReturnValue:
    """Keep a seed until another day."""
    with reading() as session:
        enterprise = queries.get(session, enterprise_id, scope())
        head = heading(enterprise)
        entry = proposals.entry_of(session, enterprise)
        term = suggestions.term_of(session, entry.id)
    form = TermForm()
    page = form_page("cultivation/term.html", form, head=head, entry=entry, term=term)
    if not page.is_submitted():
        return page.show()
    with transaction() as session:
        entry = proposals.entry_of(session, queries.get(session, enterprise_id, scope()))
        proposals.set_term(session, entry, form.until.data, why=str(form.why.data), by=me().id, on=clock.today())
    flash(_("培育期已定，到期前会提醒。"), "saved")
    return redirect(url_for("cultivation.titles", enterprise_id=enterprise_id))
