"""The documents of a title."""

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from crm.attachments.page import FileOwner, FilesOf
from crm.attachments.queries import Owner
from crm.cultivation.models import TitleAttachment
from crm.cultivation.titles import queries as titles
from crm.enterprises import queries
from crm.people.scopes import scope
from crm.web.words import word


def _find(session: Session, enterprise_id: int, title_id: int) -> FileOwner:
    enterprise = queries.get(session, enterprise_id, scope())
    title = titles.title(session, enterprise_id, title_id)
    named = _("%(tier)s（%(day)s 认定）", tier=word(title.tier, "tier"), day=title.granted_on.isoformat())
    owner = Owner(TitleAttachment, "title_id", title.id, enterprise_id)
    return FileOwner(owner, str(named), enterprise.name, url_for("cultivation.titles", enterprise_id=enterprise_id))


DOCUMENTS = FilesOf("title", _l("称号文件"), _find)
