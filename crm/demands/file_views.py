"""The files of a demand: whoever sees the demand sees them, the handler too."""

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from crm.attachments.page import FileOwner, FilesOf
from crm.attachments.queries import Owner
from crm.demands import queries
from crm.demands.models import DemandAttachment
from crm.demands.scopes import DEMANDS
from crm.people.models import Role
from crm.people.scopes import scope


def _find(session: Session, demand_id: int) -> FileOwner:
    demand = queries.get(session, demand_id, scope(DEMANDS))
    owner = Owner(DemandAttachment, "demand_id", demand.id, demand.enterprise_id)
    name = queries.line_of(session, demand).enterprise
    return FileOwner(owner, f"{demand.number} {demand.title}", name, url_for("demands.demand", demand_id=demand_id))


FILES = FilesOf("demand", _l("诉求附件"), _find, roles=(Role.STEWARD, Role.MANAGER, Role.HANDLER))
