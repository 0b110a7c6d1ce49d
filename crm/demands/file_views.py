"""The files of a demand: whoever sees the demand sees them, the handler too."""

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from crm.attachments.page import FileOwner, FilesOf
from crm.demands import queries
from crm.demands.scopes import DEMANDS
from crm.people.models import Role
from crm.people.scopes import scope


def _find(session: Session, demand_id: int) -> FileOwner:
    demand = queries.get(session, demand_id, scope(DEMANDS))
    name = queries.line_of(session, demand).enterprise
    return FileOwner(
        queries.files_of(demand),
        f"{demand.number} {demand.title}",
        name,
        url_for("demands.demand", demand_id=demand_id),
    )


FILES = FilesOf("demand", _l("诉求附件"), _find, roles=(Role.STEWARD, Role.MANAGER, Role.HANDLER))
