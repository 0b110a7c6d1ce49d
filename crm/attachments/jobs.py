"""The night of attachments: what lost its last owner is swept, and what is kept is read and checked."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from crm.attachments import queries
from crm.attachments.models import Attachment
from crm.attachments.store import AttachmentStore
from crm.db import serialise
from crm.work import Report, Turn

_UNFINISHED = timedelta(days=1)  # a file that no row knows so long after it was written belongs to no running request


@dataclass(frozen=True, slots=True)
class FileNames:
    """Names of contents that were swept, of those that are kept, and the second before which a file is no new one."""

    swept: frozenset[str]
    kept: frozenset[str]
    before: float


def sweep(session: Session, turn: Turn, keep_days: int) -> Report:
    """Mark contents whose last link was removed more than so many days ago; their files go in the next step."""
    report = Report()
    for attachment in queries.find_unlinked(session, turn.today - timedelta(days=keep_days)):
        attachment.swept_at = turn.at
        report.count("swept")
    return report


def read_names(session: Session, turn: Turn) -> FileNames:
    """Swept contents, and all that rows know."""
    kept = frozenset(attachment.digest for attachment in queries.list_kept(session))
    return FileNames(frozenset(queries.swept(session)), kept, turn.at.timestamp() - _UNFINISHED.total_seconds())


def set_aside(names: FileNames, _turn: Turn, store: AttachmentStore) -> int:
    """Put files of swept contents aside, and delete those that no row knows because their request was refused.

    Returns how many were deleted. What is put aside is not lost: somebody may be attaching the same content now.
    """
    for digest in names.swept:
        store.set_aside(digest)
    strange = [name for name, written_at in store.files() if name not in names.kept and written_at < names.before]
    for name in strange:
        store.delete(name)
    return len(strange)


def settle_files(session: Session, turn: Turn, store: AttachmentStore) -> Report:
    """Delete what was put aside, unless its content was attached again meanwhile: then it comes back."""
    for digest in store.list_aside():
        serialise(session, f"attachment {digest}")
        store.settle(digest, is_wanted=queries.is_kept(session, digest))
    report = Report()
    if turn.acted:
        report.count("orphans_deleted", turn.acted)
    return report


def read_kept(session: Session, _turn: Turn) -> list[tuple[int, str]]:
    """Every content that is kept, by id and digest."""
    return [(attachment.id, attachment.digest) for attachment in queries.list_kept(session)]


def check_files(kept: list[tuple[int, str]], store: AttachmentStore) -> dict[int, bool]:
    """Read every content; whether each is there and unchanged."""
    return {key: store.read(digest) is not None for key, digest in kept}


def mark_damaged(session: Session, turn: Turn) -> Report:
    """Mark what is gone or changed, and tell it until it is sound again."""
    report = Report()
    for attachment in queries.list_kept(session):
        is_sound = turn.acted.get(attachment.id)
        if is_sound is not None:
            _mark(attachment, turn, report, is_sound=is_sound)
    return report


def _mark(attachment: Attachment, turn: Turn, report: Report, *, is_sound: bool) -> None:
    report.count("verified")
    if is_sound:
        attachment.damaged_at = None
        return
    attachment.damaged_at = attachment.damaged_at or turn.at
    report.count("damaged")
    report.tell("attachment_damaged", attachment.id)
