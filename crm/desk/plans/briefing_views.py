"""宣讲: one record for many enterprises, and the list of them."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm import clock
from crm.config.service_rules import service_rules
from crm.db import Session, reading, transaction
from crm.desk.lists import queries as lists
from crm.desk.lists.filter_page import asked_filters, offer_filters
from crm.errors import CrmError
from crm.interactions.briefings import queries, service
from crm.interactions.briefings.service import BriefingTalk
from crm.interactions.forms import BriefingForm
from crm.interactions.models import ContactPurpose
from crm.people.access import me, requires
from crm.people.models import Role
from crm.people.scopes import scope
from crm.web.fields import fresh_key
from crm.web.pages import form_page
from crm.web.paging import asked_page, sent_numbers


@requires(Role.STEWARD, Role.MANAGER)
def briefings() -> ResponseReturnValue:
    """Briefings for the enterprises one sees."""
    page = asked_page()
    with reading() as session:
        rows, total = queries.briefings_within(session, scope(), offset=page.offset, limit=page.size)
    return render_template("desk/briefings.html", rows=rows, paging=page.of(total))


@requires(Role.STEWARD, Role.MANAGER)
def new_briefing() -> ResponseReturnValue:
    """What it was about and who was there: those of the filtered list that are ticked."""
    on, most, ticked = clock.today(), service_rules().contacts.briefing_most, sent_numbers("enterprise")
    with reading() as session:
        rows, total = lists.least_recent(session, scope(), asked_filters(), on=on, limit=most)
    page = form_page(
        "desk/new_briefing.html",
        BriefingForm(data={"held_on": on, "client_key": fresh_key()}),
        rows=sorted(rows, key=lambda row: row.name),
        total=total,
        most=most,
        ticked=ticked,
        filters=offer_filters("tier", "street"),
        on=on,
    )
    if not page.is_submitted():
        return page.show()
    form = page.form
    talk = BriefingTalk(
        form.held_on.data, form.title.data, ContactPurpose(form.purpose.data), form.place.data, form.text.data
    )
    with transaction() as session:
        _check_seen(session, ticked)
        service.record_briefing(
            session, talk, ticked, by=me().id, on=on, at=clock.now(), client_key=form.client_key.data
        )
    flash(_("已记录宣讲“%(title)s”，%(count)s 家企业；不计入联系。", title=talk.title, count=len(ticked)), "saved")
    return redirect(url_for("desk.briefings"))


def _check_seen(session: Session, ticked: set[int]) -> None:
    """Not yours and not there look the same."""
    if len(lists.ids_within(session, scope(), ticked)) != len(ticked):
        raise CrmError("not_found")
