"""The photos of a service."""

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from crm.attachments.kinds import PHOTOS as PHOTO_KINDS
from crm.attachments.page import FileOwner, FilesOf
from crm.enterprises import queries
from crm.interactions import queries as interactions
from crm.people.scopes import scope
from crm.web.words import word


def _find(session: Session, enterprise_id: int, interaction_id: int) -> FileOwner:
    enterprise = queries.get(session, enterprise_id, scope())
    service = interactions.record_of(session, enterprise_id, interaction_id)
    named = _("%(day)s %(channel)s", day=service.held_on.isoformat(), channel=word(service.channel, "channel"))
    owner = interactions.photos_of(service)
    return FileOwner(owner, str(named), enterprise.name, url_for("desk.timeline", enterprise_id=enterprise_id))


PHOTOS = FilesOf("service", _l("服务照片"), _find, PHOTO_KINDS)
