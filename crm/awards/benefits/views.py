"""惠企一图: what an enterprise is entitled to, has been paid, and whom to ask."""

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm import clock
from crm.awards.benefits.benefits_page import benefit_cells, benefit_heads, benefit_rows, payment_rows, validity_words
from crm.awards.benefits.best_titles import TITLES
from crm.awards.benefits.entitlements import entitlements, total_entitled
from crm.awards.benefits.queries import award_record
from crm.awards.installed_page import installed_measures
from crm.awards.measures import FIRST_AWARD
from crm.db import BRIEF_PATIENCE_MS, reading, transaction
from crm.enterprises import queries
from crm.enterprises.heading import heading, names_of
from crm.people.access import me, requires
from crm.people.models import Role
from crm.people.scopes import scope
from crm.people.signing.exports import record_export
from crm.web.downloads.answer import file_answer
from crm.web.paging import refuse_unread


@requires(Role.STEWARD, Role.MANAGER)
def export_benefits(enterprise_id: int, kind: str) -> ResponseReturnValue:
    """The map of an enterprise as a file; that it was taken is recorded."""
    on = clock.today()
    with reading() as session:
        name = queries.get(session, enterprise_id, scope()).name
        standing = award_record(session, enterprise_id).standing
        lines = entitlements(installed_measures(session), standing, on=on, ladder=TITLES)
    refuse_unread()
    rows = benefit_rows(lines)
    with transaction(patience_ms=BRIEF_PATIENCE_MS) as session:
        record_export(session, me().id, f"enterprise:{enterprise_id}", kind, len(rows), at=clock.now())
    cells = [benefit_cells(row) for row in rows]
    return file_answer(kind, "benefits", _("可享政策-%(name)s", name=name), benefit_heads(), cells)


@requires(Role.STEWARD, Role.MANAGER)
def benefits(enterprise_id: int) -> ResponseReturnValue:
    """Every benefit of every clause for one enterprise today, and what it was paid."""
    on = clock.today()
    with reading() as session:
        measures = installed_measures(session)
        head = heading(queries.get(session, enterprise_id, scope()))
        record = award_record(session, enterprise_id)
        writers = [one.recorded_by for one in record.payments]
        declared = [record.declaration.recorded_by] if record.declaration else []
        names = names_of(session, [*writers, *declared])
    lines = entitlements(measures, record.standing, on=on, ladder=TITLES)
    latest = measures.latest_for(FIRST_AWARD, on)
    return render_template(
        "awards/benefits.html",
        head=head,
        rows=benefit_rows(lines),
        total=total_entitled(lines),
        is_recorded=record.standing.title_awards is not None,
        payments=payment_rows(record.payments, measures, names),
        declaration=record.declaration,
        names=names,
        expired=validity_words(latest, on) if latest else "",
    )
