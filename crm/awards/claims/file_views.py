"""The files of a claim: whoever sees the claim sees them, the handler too; they change while it is prepared."""

from flask import request, url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from crm import clock
from crm.attachments.page import FileOwner, FilesOf
from crm.attachments.queries import Owner
from crm.awards.claims import filing, queries
from crm.awards.claims.models import ClaimAttachment
from crm.awards.claims.scopes import CLAIMS
from crm.people.access import me
from crm.people.models import Role
from crm.people.scopes import scope


def _find(session: Session, claim_id: int) -> FileOwner:
    line = queries.line_of(session, queries.get(session, claim_id, scope(CLAIMS)))
    if request.method == "POST":
        filing.hold_preparable(session, claim_id, by=me().id, on=clock.today())
    owner = Owner(ClaimAttachment, "claim_id", line.claim.id, line.enterprise_id)
    return FileOwner(owner, line.claim.number, line.enterprise, url_for("awards.claim", claim_id=claim_id))


FILES = FilesOf("claim", _l("兑现申请附件"), _find, roles=(Role.STEWARD, Role.MANAGER, Role.HANDLER))
