"""接续政策: the list of measures, entering one, and its page with whom it changes, approved or withdrawn there."""

from pathlib import Path

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm import clock
from crm.awards.clause_page import clause_lines
from crm.awards.installed_page import installed_measures
from crm.awards.law.measure import Measure
from crm.awards.measure_models import MeasureText
from crm.awards.successors import queries, service
from crm.awards.successors.forms import MeasureForm
from crm.awards.successors.measures_page import STATES, TONES, WAITING, change_rows, hindrance_words, state_of
from crm.awards.successors.preview import AwardChange, preview_measure
from crm.config.service_rules import service_rules
from crm.db import Session, reading, transaction
from crm.enterprises.heading import names_of
from crm.people.access import me, requires
from crm.people.models import Role
from crm.people.scopes import scope
from crm.web.pages import form_page
from crm.web.paging import asked_page
from crm.web.sizes import accepts

LARGEST_MEASURE = 512 << 10


@requires(Role.MANAGER)
def measures() -> ResponseReturnValue:
    """Every measure: of the files, and entered here with where it stands."""
    with reading() as session:
        installed = installed_measures(session)
        entered = queries.entered_texts(session)
        names = names_of(session, [person for one in entered for person in (one.entered_by, one.approved_by)])
    read = {one.digest: queries.measure_in(one) for one in entered}
    return render_template(
        "awards/measures.html",
        installed=[one for one in installed.all if one.digest not in read],
        entered=[(one, read[one.digest], STATES[state_of(one)], TONES[state_of(one)]) for one in entered],
        names=names,
        today=clock.today(),
    )


@requires(Role.MANAGER)
@accepts(LARGEST_MEASURE)
def new_measure() -> ResponseReturnValue:
    """Enter a measure; the newest one stands in the field to begin with."""
    with reading() as session:
        newest = installed_measures(session).all
    page = form_page("awards/new_measure.html", MeasureForm(data={"text": newest[0].text if newest else ""}))
    if not page.is_submitted():
        return page.show()
    with transaction() as session:
        kept = service.enter_measure(
            session, f"{page.form.text.data}\n", _policies(), service_rules().departments, by=me().id, at=clock.now()
        )
    flash(_("已录入，等另一位主管审定后生效。"), "saved")
    return redirect(url_for("awards.measure", digest=kept.digest))


@requires(Role.MANAGER)
def measure(digest: str) -> ResponseReturnValue:
    """An entered measure: its clauses, whom it changes, and what can be done with it."""
    on, page = clock.today(), asked_page()
    with reading() as session:
        kept = queries.entered_text(session, digest)
        said = queries.measure_in(kept)
        hindrance, changes = _outlook(session, kept, said)
        names = names_of(session, [kept.entered_by, kept.approved_by, kept.withdrawn_by])
    state = state_of(kept)
    return render_template(
        "awards/measure.html",
        kept=kept,
        measure=said,
        clauses=clause_lines(said),
        state=STATES[state],
        tone=TONES[state],
        is_waiting=state == WAITING,
        hindrance=hindrance,
        is_own=kept.entered_by == me().id,
        names=names,
        changes=change_rows(changes[page.offset : page.offset + page.size]),
        paging=page.of(len(changes)),
        today=on,
    )


@requires(Role.MANAGER)
def approve_measure(digest: str) -> ResponseReturnValue:
    """Let it count; somebody else than who entered it."""
    with transaction() as session:
        kept = queries.entered_text(session, digest)
        service.approve_measure(session, kept, _policies(), service_rules().departments, by=me().id, at=clock.now())
    flash(_("已审定，金额从现在起按它计算。"), "saved")
    return redirect(url_for("awards.measure", digest=digest))


@requires(Role.MANAGER)
def withdraw_measure(digest: str) -> ResponseReturnValue:
    """Take it back before it was approved."""
    with transaction() as session:
        service.withdraw_measure(session, queries.entered_text(session, digest), by=me().id, at=clock.now())
    flash(_("已撤回，原文仍保留。"), "saved")
    return redirect(url_for("awards.measures"))


def _outlook(session: Session, kept: MeasureText, said: Measure) -> tuple[str, list[AwardChange]]:
    """Why a measure that waits cannot be approved any more, or whom it changes; nothing of one that counts or ended."""
    if state_of(kept) != WAITING:
        return "", []
    before = installed_measures(session)
    hindrance = service.hindrance_of(kept.text, before, service_rules().departments)
    if hindrance is not None:
        return hindrance_words(hindrance), []
    after = queries.measures_with(_policies(), (*((one.id, one.text) for one in before.all), (said.id, kept.text)))
    return "", preview_measure(session, before, after, said, scope(), on=clock.today())


def _policies() -> Path:
    policies: Path = current_app.config["SETTINGS"].policies
    return policies
