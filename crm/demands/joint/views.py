"""共性事项与联席会: what is proposed, the meetings, and what they resolved."""

from datetime import date

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm import clock
from crm.config.service_rules import service_rules
from crm.db import reading, transaction
from crm.demands.joint import queries, service
from crm.demands.joint.forms import EndMatterForm, MeetingForm
from crm.demands.joint.models import MatterState
from crm.demands.joint.page import matter_words, numbers_words, offer_demands, offer_matters, stuck_words
from crm.demands.page import rows
from crm.people.access import me, requires
from crm.people.models import Role
from crm.web.pages import form_page
from crm.web.words import option


@requires(Role.MANAGER)
def joint_matters() -> ResponseReturnValue:
    """What several enterprises ask for, the meetings, and what is open of what they resolved."""
    on = clock.today()
    with reading() as session:
        matters = queries.list_matters(session, *MatterState)
        stuck = queries.stuck_demands(session, on=on)
        meetings = queries.list_meetings(session)
        resolutions = queries.resolutions_of(session, None)
    standing = [one for one in matters if one.state in (MatterState.PROPOSED, MatterState.OPEN)]
    return render_template(
        "demands/joint/matters.html",
        standing=standing,
        ended=[one for one in matters if one not in standing],
        stuck=stuck,
        meetings=meetings,
        resolutions=resolutions,
        matter_words=matter_words,
        numbers_words=numbers_words,
        rules=service_rules().demands.joint,
        on=on,
    )


@requires(Role.MANAGER)
def joint_matter(matter_id: int) -> ResponseReturnValue:
    """One joint matter with its demands, and a form to end it."""
    on = clock.today()
    with reading() as session:
        matter = queries.matter_of(session, matter_id)
        lines = queries.demands_of(session, matter_id)
    page = form_page(
        "demands/joint/matter.html",
        EndMatterForm(),
        matter=matter,
        what=matter_words(matter),
        numbers_words=numbers_words(matter),
        rows=rows(lines, on),
    )
    if not page.is_submitted():
        return page.show()
    with transaction() as session:
        service.end_matter(session, matter_id, page.form.why.data, by=me().id, on=on)
    flash(_("共性事项已结束，其中的诉求继续各自办理。"), "saved")
    return redirect(url_for("demands.joint_matters"))


@requires(Role.MANAGER)
def take_up_matter(matter_id: int) -> ResponseReturnValue:
    """Make a proposal a joint matter."""
    with transaction() as session:
        service.take_up(session, matter_id, by=me().id, on=clock.today())
    flash(_("已列为共性事项，可以提交联席会。"), "saved")
    return redirect(url_for("demands.joint_matter", matter_id=matter_id))


@requires(Role.MANAGER)
def call_meeting() -> ResponseReturnValue:
    """Call a joint meeting about what is stuck."""
    on = clock.today()
    form, is_empty = _meeting_form(on)
    page = form_page("demands/joint/new_meeting.html", form, is_empty=is_empty, on=on)
    if not page.is_submitted():
        return page.show()
    with transaction() as session:
        meeting = service.call_meeting(
            session, form.held_on.data, form.demands.data or (), form.matters.data or (), by=me().id, on=on
        )
    flash(_("%(day)s 联席会的议程已定。", day=meeting.held_on.isoformat()), "saved")
    return redirect(url_for("demands.joint_meeting", meeting_id=meeting.id))


@requires(Role.MANAGER)
def joint_meeting(meeting_id: int) -> ResponseReturnValue:
    """A meeting with its agenda, and what was resolved about each item."""
    on = clock.today()
    with reading() as session:
        meeting = queries.meeting_of(session, meeting_id)
        agenda = queries.agenda_of(session, meeting_id)
    return render_template(
        "demands/joint/meeting.html",
        meeting=meeting,
        agenda=agenda,
        matter_words=matter_words,
        numbers_words=numbers_words,
        stuck_words=stuck_words,
        on=on,
    )


def _meeting_form(on: date) -> tuple[MeetingForm, bool]:
    """Everything that is stuck is chosen beforehand; a manager takes off what is not for this meeting."""
    with reading() as session:
        stuck = offer_demands(queries.stuck_demands(session, on=on), on)
        matters = offer_matters(queries.list_matters(session, MatterState.OPEN))
    chosen = {"demands": [value for value, _words in stuck], "matters": [value for value, _words in matters]}
    form = MeetingForm(data=chosen)
    form.demands.choices = [option(*each) for each in stuck]
    form.matters.choices = [option(*each) for each in matters]
    return form, not stuck and not matters
