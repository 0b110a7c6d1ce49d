"""Attaching a file to its owner and removing it; a content is stored once, and swept when its last link is gone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from crm.attachments import queries
from crm.attachments.checking import MIB, Upload
from crm.attachments.models import Attachment, Scan
from crm.attachments.queries import Owner
from crm.attachments.store import AttachmentStore, digest_of
from crm.audit import service as audit
from crm.config.service_rules import AttachmentRules
from crm.db import serialise
from crm.errors import CrmError
from crm.sql.claiming import execute_counting

Scanner = Callable[[bytes], Scan | None]
"""Says of a content that it is clean, that it was not scanned, or, with None, that it must not be kept."""


def skip_scan(_content: bytes) -> Scan:
    """The scanner of a desk that has none."""
    return Scan.NOT_SCANNED


@dataclass(frozen=True, slots=True)
class Keeping:
    """Where contents are kept, by which rules, and who scans them."""

    store: AttachmentStore
    rules: AttachmentRules
    scanner: Scanner = skip_scan


def attach(
    session: Session, owner: Owner, upload: Upload, keeping: Keeping, *, by: int, on: date, at: datetime
) -> Attachment:
    """Keep the file and link it to its owner; raises CrmError when it is linked already, or no room is left for it.

    The file is written before the commit: what a refusal leaves behind is taken away by the sweeper.
    """
    digest = digest_of(upload.content)
    serialise(session, f"attachments of {owner.subject}")
    serialise(session, f"attachment {digest}")
    _check_room(session, owner, upload, keeping.rules)
    attachment = _stored(session, digest, upload, keeping, by=by, at=at)
    link = session.get(owner.links, {owner.column: owner.id, "attachment_id": attachment.id})
    if link is not None and link.removed_on is None:
        raise CrmError("attachment_known", name=link.shown_name)
    if link is None:
        link = owner.links(attachment_id=attachment.id, enterprise_id=owner.enterprise_id, **{owner.column: owner.id})
        session.add(link)
    link.shown_name, link.added_by, link.added_on = upload.name, by, on
    link.removed_by = link.removed_on = None
    session.flush()
    audit.record(session, by, "attachment.added", owner.subject, attachment=attachment.id, **_place(owner))
    return attachment


def attach_each(
    session: Session, owner: Owner, uploads: Sequence[Upload], keeping: Keeping, *, by: int, on: date, at: datetime
) -> None:
    """Keep the files that came with a record. Sent again with the record they change nothing, whether or not they were
    removed since; the contents in one order, so that nobody waits for somebody who waits.
    """
    for digest, upload in sorted({digest_of(one.content): one for one in uploads}.items()):
        if not queries.was_linked(session, owner, digest):
            attach(session, owner, upload, keeping, by=by, on=on, at=at)


def remove(session: Session, owner: Owner, attachment_id: int, *, by: int, on: date) -> None:
    """Take the file from its owner; the content goes with its last owner, after the days the rules give."""
    links = owner.links
    removed = execute_counting(
        session,
        update(links)
        .where(
            getattr(links, owner.column) == owner.id, links.attachment_id == attachment_id, links.removed_on.is_(None)
        )
        .values(removed_on=on, removed_by=by),
    )
    if removed != 1:
        raise CrmError("not_found")
    audit.record(session, by, "attachment.removed", owner.subject, attachment=attachment_id, **_place(owner))


def read_content(store: AttachmentStore, digest: str) -> bytes:
    """The content as it was stored; raises CrmError when it is not there or was changed since."""
    content = store.read(digest)
    if content is None:
        raise CrmError("attachment_damaged")
    return content


def _stored(session: Session, digest: str, upload: Upload, keeping: Keeping, *, by: int, at: datetime) -> Attachment:
    attachment = session.scalar(select(Attachment).where(Attachment.digest == digest))
    if attachment is None or attachment.scan is Scan.NOT_SCANNED:
        scan = keeping.scanner(upload.content)
        if scan is None:
            raise CrmError("attachment_harmful", name=upload.name)
    else:
        scan = attachment.scan
    keeping.store.write(digest, upload.content)
    if attachment is None:
        attachment = Attachment(
            digest=digest, size=len(upload.content), media_type=upload.kind.media_type, stored_by=by, stored_at=at
        )
        session.add(attachment)
    attachment.scan, attachment.swept_at, attachment.damaged_at = scan, None, None
    session.flush()
    return attachment


def _check_room(session: Session, owner: Owner, upload: Upload, rules: AttachmentRules) -> None:
    room = rules.per_enterprise_mb * MIB - queries.bytes_of(session, owner)
    if len(upload.content) > room:
        raise CrmError("attachment_no_room", name=upload.name, most=rules.per_enterprise_mb)


def _place(owner: Owner) -> dict[str, int]:
    return {owner.column: owner.id}
