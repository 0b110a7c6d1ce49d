"""申报: beginning one, its page, submitting it, each other step, and what was judged at a submission explained."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm import clock
from crm.cultivation.applications import queries, service
from crm.cultivation.applications.acts import ApplicationSaying
from crm.cultivation.applications.forms import ApplicationForm, SubmissionForm, said_in, step_form
from crm.cultivation.applications.judging import hear_application
from crm.cultivation.applications.life import APPLICATION_LIFE, steps_open_to
from crm.cultivation.applications.materials.checklist import checklist_of, missing_of
from crm.cultivation.applications.models import Application
from crm.cultivation.flags.acts import flag_of
from crm.cultivation.models import Tier
from crm.cultivation.titles import queries as title_queries
from crm.cultivation.titles.bars import find_bar
from crm.cultivation.windows.conditions import window_of
from crm.db import reading, transaction
from crm.desk.applications.material_page import word_materials, word_source
from crm.desk.applications.page import (
    about_words,
    act_buttons,
    application_history,
    asked_wish,
    facts_of,
    offered_wishes,
    state_tone,
    window_words,
    word_judgements,
)
from crm.desk.applications.standards import announced_ladder, standards_now
from crm.desk.duties.missed_page import missed_before_review
from crm.desk.prospects.explained_page import UNREADABLE, explain_kept
from crm.desk.prospects.gap_page import show_gap
from crm.enterprises import queries as enterprises
from crm.errors import CrmError
from crm.people import queries as people
from crm.people.access import me, requires
from crm.people.models import Role
from crm.people.scopes import scope
from crm.people.steps_taken import steps_taken
from crm.rules import Purpose
from crm.web.pages import form_page
from crm.web.paging import asked_number
from crm.web.words import word

_BY_FORM = {step.act for step in APPLICATION_LIFE} - {"submit", "miss"}


@requires(Role.STEWARD, Role.MANAGER)
def open_application(enterprise_id: int) -> ResponseReturnValue:
    """Begin to prepare an application, of one's own accord or from a flag."""
    on, flag_id = clock.today(), asked_number("flag", 0)
    with reading() as session:
        ladder = announced_ladder(session)
        enterprise = enterprises.get(session, enterprise_id, scope())
        flag = flag_of(session, enterprise_id, flag_id) if flag_id else None
        titles = title_queries.titles(session, enterprise_id)
        known = queries.applications_of(session, enterprise_id)
    wishes = offered_wishes(titles, ladder, on)
    form = ApplicationForm().offer(wishes, asked_wish(wishes, flag))
    page = form_page(
        "desk/applications/open.html",
        form,
        enterprise=enterprise,
        wishes=wishes,
        bar=find_bar(titles, on, ladder),
        known=[(one, about_words(one.target.value, one.purpose.value), state_tone(one.state)) for one in known],
        back=url_for("desk.enterprise", enterprise_id=enterprise_id),
    )
    if not page.is_submitted():
        return page.show()
    target, purpose, window = str(form.what.data).split(":")
    is_of_flag = flag is not None and (flag.target.value, flag.purpose) == (target, purpose)
    wish = service.ApplicationWish(Tier(target), Purpose(purpose), window or None, flag_id if is_of_flag else None)
    with transaction() as session:
        enterprises.get(session, enterprise_id, scope())
        opened = service.open_application(
            session, enterprise_id, wish, ladder=announced_ladder(session), by=me().id, on=on, at=clock.now()
        )
    flash(_("已开始准备申报 %(number)s。", number=opened.number), "saved")
    return redirect(url_for("desk.application", application_id=opened.id))


@requires(Role.STEWARD, Role.MANAGER)
def application(application_id: int) -> ResponseReturnValue:
    """One application: where it stands, what was judged, what happened, and what can be done now."""
    on = clock.today()
    with reading() as session:
        shown = queries.get_application(session, application_id, scope())
        enterprise = enterprises.get(session, shown.enterprise_id, scope())
        steps = steps_open_to(shown, queries.actors_of(session, shown, me().id, on=on))
        taken = steps_taken(session, service.thing_of(shown))
        kept = queries.judgements_of(session, application_id)
        window = window_of(announced_ladder(session), shown.window_id)
        papers = checklist_of(session, shown, window)
        names = people.names(session, {line.material.asked_of for line in papers if line.material.asked_of})
    return render_template(
        "desk/applications/application.html",
        application=shown,
        enterprise=enterprise,
        about=about_words(shown.target.value, shown.purpose.value),
        tone=state_tone(shown.state),
        window=window_words(window, on) if window else "",
        facts=facts_of(shown),
        materials=word_materials(papers, shown, names, on),
        source=word_source(shown.target.value, shown.purpose.value),
        missing=len(missing_of(papers)),
        judgements=word_judgements(kept),
        buttons=act_buttons(shown, steps),
        history=application_history(taken),
    )


@requires(Role.STEWARD, Role.MANAGER)
def submit_application(application_id: int) -> ResponseReturnValue:
    """Submit it, having seen what is judged; what is not fulfilled has to be named."""
    on = clock.today()
    with reading() as session:
        standards = standards_now(session)
        shown = queries.get_application(session, application_id, scope())
        enterprise = enterprises.get(session, shown.enterprise_id, scope())
        window = window_of(standards.library.ladder, shown.window_id)
        hearing = hear_application(session, shown, window, standards, on=on)
        missed = missed_before_review(session, enterprise.id, hearing.gap, on)
    is_outside = window is None or not window.is_open(on)
    form = SubmissionForm().hear(hearing, is_outside=is_outside)
    page = form_page(
        "desk/applications/submit.html",
        form,
        application=shown,
        enterprise=enterprise,
        about=about_words(shown.target.value, shown.purpose.value),
        gap=show_gap(enterprise.id, hearing.gap, on),
        missed=missed,
        window=window_words(window, on) if window else "",
        is_outside=is_outside,
        back=url_for("desk.application", application_id=application_id),
    )
    if not page.is_submitted():
        return page.show()
    with transaction() as session:
        queries.get_application(session, application_id, scope())
        service.submit_application(
            session, application_id, form.submission(), standards_now(session), by=me().id, on=on, at=clock.now()
        )
    flash(_("%(number)s 已提交，等待区级审核。", number=shown.number), "saved")
    return redirect(url_for("desk.application", application_id=application_id))


@requires(Role.STEWARD, Role.MANAGER)
def step_application(application_id: int, application_act: str) -> ResponseReturnValue:
    """Take another step, saying what it needs."""
    on = clock.today()
    if application_act not in _BY_FORM:
        raise CrmError("not_found")
    with reading() as session:
        shown = queries.get_application(session, application_id, scope())
        enterprise = enterprises.get(session, shown.enterprise_id, scope())
    needs = {need for step in APPLICATION_LIFE if step.act == application_act for need in step.needs}
    form = step_form(application_act, needs, on)
    page = form_page(
        "desk/applications/step.html",
        form,
        application=shown,
        enterprise=enterprise,
        act=application_act,
        about=about_words(shown.target.value, shown.purpose.value),
        back=_address(shown),
    )
    if not page.is_submitted():
        return page.show()
    said = ApplicationSaying(**said_in(form))
    with transaction() as session:
        queries.get_application(session, application_id, scope())
        service.take_step(
            session,
            application_id,
            application_act,
            said,
            ladder=announced_ladder(session),
            by=me().id,
            on=on,
            at=clock.now(),
        )
    done = word(application_act, "application_act")
    flash(_("%(number)s：%(act)s，已保存。", number=shown.number, act=done), "saved")
    return redirect(_address(shown))


@requires(Role.STEWARD, Role.MANAGER)
def application_judgement(application_id: int, judgement_number: int) -> ResponseReturnValue:
    """What was judged at a submission, clause by clause, whatever was corrected since."""
    with reading() as session:
        shown = queries.get_application(session, application_id, scope())
        enterprise = enterprises.get(session, shown.enterprise_id, scope())
        kept = queries.judgement_of(session, application_id, judgement_number)
        gap = explain_kept(session, kept, enterprise, shown.purpose.value, clock.today())
        [about] = word_judgements([kept])
    return render_template(
        "desk/applications/judgement.html",
        application=shown,
        enterprise=enterprise,
        about=about,
        gap=gap,
        unreadable=UNREADABLE,
        back=_address(shown),
    )


def _address(shown: Application) -> str:
    return url_for("desk.application", application_id=shown.id)
