"""走访台账: all services of the enterprises one sees, and the same as a file."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm import clock
from crm.db import BRIEF_PATIENCE_MS, reading, transaction
from crm.desk.visits import queries
from crm.desk.visits.visits_page import ASKED, asked_visits, cells, heads, offer_visit_filters, state_words
from crm.people.access import me, requires
from crm.people.models import Role
from crm.people.scopes import scope
from crm.people.signing.exports import record_export
from crm.web.downloads.answer import file_answer
from crm.web.downloads.asking import MOST_ROWS, filters_to_record
from crm.web.paging import asked_page, refuse_unread


@requires(Role.STEWARD, Role.MANAGER)
def visits() -> ResponseReturnValue:
    """The records, the newest first unless asked otherwise."""
    page, on = asked_page(), clock.today()
    with reading() as session:
        authors = queries.authors(session, scope())
        rows, total = queries.visits(session, scope(), asked_visits(authors, on), offset=page.offset, limit=page.size)
    return render_template(
        "desk/visits.html",
        rows=[(row, state_words(row)) for row in rows],
        paging=page.of(total),
        filters=offer_visit_filters(authors),
        most=MOST_ROWS,
        shown={name: text for name, text in request.args.items() if name in ASKED},
    )


@requires(Role.STEWARD, Role.MANAGER)
def export_visits(kind: str) -> ResponseReturnValue:
    """What is on the screen, all its pages, as a file; that it was taken is recorded."""
    on = clock.today()
    with reading() as session:
        authors = queries.authors(session, scope())
        rows, total = queries.visits(session, scope(), asked_visits(authors, on), limit=MOST_ROWS)
    refuse_unread()
    asked = filters_to_record()
    with transaction(patience_ms=BRIEF_PATIENCE_MS) as session:
        record_export(session, me().id, "visits", kind, len(rows), total=total, filters=asked, at=clock.now())
    name = _("走访台账-%(day)s", day=on.isoformat())
    return file_answer(kind, "visits", name, heads(), [cells(row) for row in rows])
