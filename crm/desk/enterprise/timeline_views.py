"""The timeline on a page: each entry in words, filtered by kind, a slice at a time."""

from flask import render_template
from flask.typing import ResponseReturnValue

from crm import clock
from crm.db import reading
from crm.desk.enterprise import timeline as timelines
from crm.desk.enterprise.timeline_page import KINDS, word_entries
from crm.enterprises import queries as enterprises
from crm.people.access import me, requires
from crm.people.models import Role
from crm.people.scopes import scope
from crm.web.paging import asked_choice, asked_page


@requires(Role.STEWARD, Role.MANAGER)
def timeline(enterprise_id: int) -> ResponseReturnValue:
    """Everything that happened to one enterprise."""
    kind, page = asked_choice("kind", KINDS), asked_page()
    with reading() as session:
        enterprise = enterprises.get(session, enterprise_id, scope())
        entries, total = timelines.timeline(session, enterprise_id, kind=kind, offset=page.offset, limit=page.size)
    return render_template(
        "desk/timeline.html",
        enterprise=enterprise,
        entries=word_entries(entries, enterprise_id, me().id),
        paging=page.of(total),
        kinds=list(KINDS.items()),
        on=clock.today(),
    )
