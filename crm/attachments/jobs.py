"""The night of attachments: what lost its last owner is swept, and what is kept is read and checked."""

from datetime import timedelta

from sqlalchemy.orm import Session

from crm.attachments import queries
from crm.attachments.models import Attachment
from crm.attachments.store import AttachmentStore
from crm.db import serialise
from crm.work import Report, Turn

_UNFINISHED = timedelta(days=1)  # a file that no row knows so long after it was written belongs to no running request


def sweep(session: Session, turn: Turn, keep_days: int) -> Report:
    """Mark contents whose last link was removed more than so many days ago; their files go in the next step."""
    report = Report()
    for attachment in queries.find_unlinked(session, turn.today - timedelta(days=keep_days)):
        attachment.swept_at = turn.at
        report.count("swept")
    return report


def delete_files(session: Session, turn: Turn, store: AttachmentStore) -> Report:
    """Take the files of swept contents away, and files that no row knows because their request was refused."""
    report = Report()
    for digest in queries.swept(session):
        serialise(session, f"attachment {digest}")
        if digest in queries.swept(session):
            store.delete(digest)
    known = {attachment.digest for attachment in queries.list_kept(session)}
    for name, written_at in store.files():
        if name not in known and turn.at.timestamp() - written_at > _UNFINISHED.total_seconds():
            store.delete(name)
            report.count("orphans_deleted")
    return report


def verify(session: Session, turn: Turn, store: AttachmentStore) -> Report:
    """Read every content that is kept; what is gone or changed is marked, and told until it is sound again."""
    report = Report()
    for attachment in queries.list_kept(session):
        _verify(attachment, turn, store, report)
    return report


def _verify(attachment: Attachment, turn: Turn, store: AttachmentStore, report: Report) -> None:
    report.count("verified")
    if store.read(attachment.digest) is not None:
        attachment.damaged_at = None
        return
    attachment.damaged_at = attachment.damaged_at or turn.at
    report.count("damaged")
    report.tell("attachment_damaged", attachment.id)
