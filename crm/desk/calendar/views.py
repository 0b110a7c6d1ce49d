"""日历订阅: the secret address of one's own calendar, and the calendar itself."""

from datetime import timedelta

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm import clock
from crm.config.service_rules import service_rules
from crm.db import reading, transaction, write_unless_busy
from crm.desk.calendar import queries, service
from crm.desk.calendar.calendar_page import calendar_text
from crm.errors import CrmError
from crm.people import queries as people
from crm.people.access import me, public, requires
from crm.people.models import Role
from crm.people.scopes import IDENTITIES, scope_of

_SHOWN_BACK = timedelta(days=31)
LONGEST_TOKEN = 64


@requires(Role.STEWARD, Role.MANAGER, Role.HANDLER)
def calendar() -> ResponseReturnValue:
    """Whether there is an address; a new one is shown here once and kept nowhere."""
    address = None
    if request.method == "POST":
        with transaction() as session:
            token = service.make_feed(session, by=me().id, at=clock.now())
        address = url_for("desk.calendar_feed", token=token, _external=True)
    with reading() as session:
        feed = queries.open_feed(session, me().id)
    return render_template("desk/calendar.html", feed=feed, address=address)


@requires(Role.STEWARD, Role.MANAGER, Role.HANDLER)
def end_calendar() -> ResponseReturnValue:
    """The address is good no more."""
    with transaction() as session:
        service.end_feed(session, by=me().id, at=clock.now())
    flash(_("订阅地址已停用，日历软件不会再更新。"), "saved")
    return redirect(url_for("desk.calendar"))


@public
def calendar_feed(token: str) -> ResponseReturnValue:
    """The calendar of whoever the token was given to; anything else is not there.

    Counting the read never makes it wait, and is left out while somebody else writes.
    """
    on, at, allowance = clock.today(), clock.now(), service_rules().limits.calendar_reads
    with reading() as session:
        feed = queries.feed_behind(session, token[:LONGEST_TOKEN])
        person = people.person_alone(session, feed.user_id, at=at) if feed else None
        if feed is None or person is None:
            raise CrmError("not_found")
        service.refuse_too_many_reads(feed, allowance, at=at)
        plans = queries.own_plans(session, person.id, scope_of(person, on, IDENTITIES), since=on - _SHOWN_BACK)
        duties = queries.own_duties(session, person.id) if person.has(Role.STEWARD) else ()
    feed_id = feed.id
    write_unless_busy(lambda session: service.count_read(session, feed_id, allowance, on=on, at=at))
    return Response(calendar_text(plans, duties, at=at), mimetype="text/calendar")
