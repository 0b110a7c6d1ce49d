"""记一次服务: choose the enterprise, then say in half a minute what took place."""

from datetime import date

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from crm import clock
from crm.attachments.checking import Upload
from crm.attachments.page import keeping, read_photos
from crm.attachments.service import attach_each
from crm.config.policies import library
from crm.config.service_rules import service_rules
from crm.db import reading, transaction
from crm.desk.answers.forms import AnsweringForm, answering_form, asked_fields
from crm.desk.answers.service import record_answers
from crm.desk.enterprise.log_page import back_url, contact_of, empty_form, picks, provisional_years, saved_words
from crm.desk.lists import queries
from crm.desk.lists.filter_page import asked_filters
from crm.desk.prospects.asking_page import Ask, open_facts, questions
from crm.desk.prospects.outlook import Aim, outlook
from crm.desk.today.page import also
from crm.desk.today.surroundings import surroundings
from crm.enterprises import queries as enterprises
from crm.enterprises.facts import queries as facts
from crm.enterprises.facts.lists.service import Evidence
from crm.enterprises.facts.models import Grade
from crm.interactions import queries as interactions
from crm.interactions import service
from crm.interactions.models import Channel
from crm.people.access import me, requires
from crm.people.models import Role
from crm.people.scopes import IDENTITIES, scope
from crm.web.pages import form_page
from crm.web.paging import asked_choice, asked_page
from crm.web.sizes import LARGEST_FILE, accepts


@requires(Role.STEWARD)
def choose() -> ResponseReturnValue:
    """Which enterprise the service was for."""
    on, page, wanted = clock.today(), asked_page(), asked_filters()
    with reading() as session:
        rows, total = queries.least_recent(session, scope(), wanted, on=on, offset=page.offset, limit=page.size)
    return render_template("desk/choose.html", rows=rows, paging=page.of(total), text=wanted.text)


@requires(Role.STEWARD, Role.MANAGER, Role.HANDLER)
@accepts(LARGEST_FILE)
def log(enterprise_id: int) -> ResponseReturnValue:
    """The form of one service; who knows only the name of an enterprise is not told what it still lacks."""
    on, ceiling = clock.today(), service_rules().contacts.ceiling_per_month
    with reading() as session:
        about = surroundings(session, enterprise_id, scope(IDENTITIES), person=me(), on=on, ceiling=ceiling)
        ask, form_class = _questions(session, enterprise_id, on)
    form = empty_form(about, on, asked_choice("channel", tuple(Channel), Channel.VISIT.value), form_class)
    if not me().has(Role.STEWARD, Role.MANAGER):
        del form.photos  # who may not see a photo later does not send one
    page = form_page(
        "desk/log.html",
        form,
        about=about,
        also=also(about.others),
        picks=picks(on),
        provisional=provisional_years([day for _label, day in picks(on)]),
        on=on,
        ask=ask,
        back=back_url(enterprise_id),
        earlier=None,
    )
    if not page.is_submitted():
        return page.show()
    photos = read_photos(form.photos.data) if "photos" in form else []
    with transaction() as session:
        _recorded(session, enterprise_id, form, photos, on)
    flash(saved_words(about.name, form.next_contact_on.data), "saved")
    return redirect(back_url(enterprise_id))


def _recorded(session: Session, enterprise_id: int, form: AnsweringForm, photos: list[Upload], on: date) -> None:
    """The service, what was answered during it and its photos, or nothing of it."""
    enterprise = enterprises.get(session, enterprise_id, scope(IDENTITIES))
    contact, key = contact_of(form), form.client_key.data
    record = service.log(session, enterprise.id, contact, by=me().id, on=on, at=clock.now(), client_key=key)
    attach_each(session, interactions.photos_of(record), photos, keeping(), by=me().id, on=on, at=clock.now())
    evidence = Evidence(form.answer_source.data, Grade(form.answer_grade.data))
    record_answers(session, enterprise.id, form.answers(), evidence, by=me().id, on=on)


def _questions(session: Session, enterprise_id: int, on: date) -> tuple[tuple[Ask, ...], type[AnsweringForm]]:
    """What to ask for elsewhere, and the form with what can be answered in place."""
    if not me().has(Role.STEWARD, Role.MANAGER):
        return (), answering_form((), {})
    found = outlook(session, enterprise_id, library(), asked=Aim(), as_of=on)
    asked = asked_fields(open_facts(found), request.form)
    rows = facts.current_facts(session, enterprise_id) if asked else {}
    elsewhere = questions(enterprise_id, found, on, but={field.id for field in asked})
    return elsewhere, answering_form(asked, {fact: row.id for fact, row in rows.items()})
