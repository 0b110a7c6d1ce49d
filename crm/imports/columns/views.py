"""The page on which a person says what the columns of a file are."""

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm import clock
from crm.db import transaction
from crm.imports.batches import starting
from crm.imports.columns import columns_page, service
from crm.imports.columns.forms import ColumnsForm, read_choices
from crm.people.access import me, requires
from crm.people.models import Role
from crm.web.pages import form_page, is_fragment


@requires(Role.MANAGER)
def columns(batch_id: int) -> ResponseReturnValue:
    """The first rows of each table with what each column was taken for; every one can be set otherwise.

    Trying shows the effect and writes nothing; saving reads the whole file again.
    """
    drawn = columns_page.draw(batch_id)
    page = form_page("imports/columns.html", ColumnsForm(), **drawn.values())
    if not page.is_submitted():
        return page.show()
    typed = read_choices(request.form, drawn.tables)
    drawn = columns_page.draw(batch_id, typed)
    page = form_page("imports/columns.html", page.form, **drawn.values())
    act = request.form.get("act", "try")
    if is_fragment():
        return render_template("imports/_columns.html", form=page.form, **drawn.values())
    if act == "try":
        return page.show()
    maps = drawn.list_changes() if act == "save" else drawn.take_back()
    with transaction() as session:
        service.set_columns(session, batch_id, maps, by=me().id, at=clock.now())
    starting.start(current_app.config["SETTINGS"], batch_id)
    flash(_("正在按新的读法重新读取，没有写入任何内容。"), "saved")
    return redirect(url_for(".show", batch_id=batch_id))
