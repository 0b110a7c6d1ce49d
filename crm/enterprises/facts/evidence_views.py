"""The evidence of a fact: the files of the answer that is current."""

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from crm.attachments.page import FileOwner, FilesOf
from crm.attachments.queries import Owner
from crm.enterprises import queries
from crm.enterprises.facts.models import FactAttachment
from crm.enterprises.facts.queries import current_fact
from crm.enterprises.facts.values import field_of
from crm.errors import CrmError
from crm.people.scopes import scope


def _find(session: Session, enterprise_id: int, fact: str) -> FileOwner:
    enterprise = queries.get(session, enterprise_id, scope())
    field = field_of(fact)
    row = current_fact(session, enterprise_id, fact)
    if row is None:
        raise CrmError("not_found")
    owner = Owner(FactAttachment, "fact_id", row.id, enterprise_id)
    back = url_for("enterprises.edit_fact", enterprise_id=enterprise_id, fact=fact)
    return FileOwner(owner, field.zh, enterprise.name, back)


EVIDENCE = FilesOf("fact", _l("事实的依据文件"), _find)
