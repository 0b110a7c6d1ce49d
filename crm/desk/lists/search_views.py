"""The search box: enterprises within one's scope, by name, code, contact, four digits or pinyin initials."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from crm import clock
from crm.db import reading
from crm.desk.lists import queries
from crm.desk.lists.queries import CareFilter
from crm.people.access import requires
from crm.people.models import Role
from crm.people.scopes import scope
from crm.web.paging import asked_page, asked_text


@requires(Role.STEWARD, Role.MANAGER)
def search() -> ResponseReturnValue:
    """What was found; a single hit is opened at once."""
    on, page, text = clock.today(), asked_page(), asked_text("q")
    if not text:
        return render_template("desk/search.html", rows=[], paging=page, text=text)
    with reading() as session:
        rows, total = queries.least_recent(
            session, scope(), CareFilter(text=text), on=on, offset=page.offset, limit=page.size
        )
    if total == len(rows) == 1:
        return redirect(url_for("desk.enterprise", enterprise_id=rows[0].id))
    return render_template("desk/search.html", rows=rows, paging=page.of(total), text=text)
