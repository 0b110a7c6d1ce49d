"""The page on which a person says whose the rows without a valid code are."""

from flask import current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm import clock
from crm.db import transaction
from crm.imports.batches import starting
from crm.imports.rows import service
from crm.imports.rows.forms import RowsForm
from crm.imports.rows.rows_page import draw_rows, store_of
from crm.people.access import me, requires
from crm.people.models import Role
from crm.web.pages import form_page


@requires(Role.MANAGER)
def rows(batch_id: int) -> ResponseReturnValue:
    """Each row left out for its code, with what its name proposes; nothing is taken that nobody chose."""
    drawn = draw_rows(batch_id)
    page = form_page("imports/rows.html", RowsForm(), **drawn.values())
    if not page.is_submitted():
        return page.show()
    answers = drawn.read_answers(request.form, page.form.granted_on.data)
    with transaction() as session:
        service.answer_rows(session, batch_id, answers, by=me().id, on=clock.today(), at=clock.now())
        store_of(batch_id).keep_answers(answers)
    starting.start(current_app.config["SETTINGS"], batch_id)
    flash(_("正在按选定的企业重新读取，没有写入任何内容。"), "saved")
    return redirect(url_for(".show", batch_id=batch_id))
