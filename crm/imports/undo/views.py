"""The page on which a written import is taken back, after it was said what that means."""

from flask import current_app, redirect, url_for
from flask.typing import ResponseReturnValue

from crm import clock
from crm.db import reading, transaction
from crm.imports.batches import queries as batches
from crm.imports.batches import starting
from crm.imports.undo import queries, service
from crm.imports.undo.forms import UndoForm
from crm.imports.undo.undone_page import draw_foresight
from crm.people.access import me, requires
from crm.people.models import Role
from crm.web.pages import form_page
from crm.web.wiring import keep_night_out


@requires(Role.MANAGER)
def undo(batch_id: int) -> ResponseReturnValue:
    """Say what goes and what stays; confirmed, a child of this process takes the batch back."""
    with reading() as session:
        batch, number = batches.get(session, batch_id), queries.count_writes(session, batch_id)
        foresight = draw_foresight(session, batch, number)
    page = form_page("imports/undo.html", UndoForm(), batch=batch, number=number, **foresight)
    if not page.is_submitted():
        return page.show()
    with transaction() as session:
        night_runs = not keep_night_out(session, at=clock.now())
        service.claim_undo(session, batch_id, by=me().id, at=clock.now(), night_runs=night_runs)
    starting.start(current_app.config["SETTINGS"], batch_id)
    return redirect(url_for(".show", batch_id=batch_id))
