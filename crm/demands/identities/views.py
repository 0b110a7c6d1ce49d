"""查企业, for handlers: an enterprise by name or code, with its identity only."""

from flask import render_template
from flask.typing import ResponseReturnValue

from crm.db import reading
from crm.demands.identities import queries
from crm.demands.scopes import DEMANDS
from crm.people.access import requires
from crm.people.models import Role
from crm.people.scopes import IDENTITIES, scope
from crm.web.paging import asked_page, asked_text


@requires(Role.HANDLER)
def find() -> ResponseReturnValue:
    """Enterprises whose demands came to the own department, by name or code."""
    page, text = asked_page(), asked_text("q")
    with reading() as session:
        rows, total = queries.find_identities(
            session, text, identities=scope(IDENTITIES), demands=scope(DEMANDS), offset=page.offset, limit=page.size
        )
    return render_template("demands/find.html", rows=rows, paging=page.of(total), text=text)
