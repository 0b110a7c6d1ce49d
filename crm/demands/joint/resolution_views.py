"""决议: writing one down, one's own, and what came of it."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm import clock
from crm.db import reading, transaction
from crm.demands.joint import queries, service
from crm.demands.joint.forms import NOBODY, ReportForm, ResolutionForm
from crm.demands.joint.page import matter_words
from crm.errors import CrmError
from crm.people import queries as people
from crm.people.access import me, requires
from crm.people.models import Role
from crm.web.pages import form_page

OWNERS = (Role.MANAGER, Role.STEWARD, Role.HANDLER)


@requires(Role.MANAGER)
def resolve(agenda_item_id: int) -> ResponseReturnValue:
    """Write down what the meeting resolved about an item."""
    on = clock.today()
    with reading() as session:
        item = queries.item_of(session, agenda_item_id)
        owners = {user.id: user.name for role in OWNERS for user in people.active_with(session, role)}
    form = ResolutionForm()
    form.owner.choices = [(NOBODY, _("请选择")), *owners.items()]
    about = matter_words(item.matter) if item.matter else item.demand.demand.title if item.demand else ""
    page = form_page("demands/joint/resolve.html", form, item=item, about=about, on=on)
    if not page.is_submitted():
        return page.show()
    if form.owner.data == NOBODY:
        raise CrmError("resolution_needs_owner")
    with transaction() as session:
        service.resolve(
            session,
            agenda_item_id,
            form.text.data or "",
            owner_id=form.owner.data,
            due_on=form.due_on.data,
            by=me().id,
            on=on,
            at=clock.now(),
        )
    flash(_("决议已记录，已提醒承办人。"), "saved")
    return redirect(url_for("demands.joint_meeting", meeting_id=item.meeting_id))


@requires(*OWNERS)
def resolutions() -> ResponseReturnValue:
    """What joint meetings gave one to do."""
    with reading() as session:
        waiting = queries.resolutions_of(session, me().id)
        reported = queries.resolutions_of(session, me().id, is_done=True)
    return render_template("demands/joint/resolutions.html", waiting=waiting, reported=reported, on=clock.today())


@requires(*OWNERS)
def report_resolution(resolution_id: int) -> ResponseReturnValue:
    """Say what came of a resolution; a manager also for its owner."""
    owner_id = None if me().has(Role.MANAGER) else me().id
    with reading() as session:
        line = queries.resolution_of(session, resolution_id, owner_id)
    page = form_page("demands/joint/report.html", ReportForm(), line=line)
    if not page.is_submitted():
        return page.show()
    with transaction() as session:
        service.report_done(session, resolution_id, page.form.note.data, by=me().id, on=clock.today(), at=clock.now())
    flash(_("办理结果已记录。"), "saved")
    return redirect(url_for("demands.resolutions"))
