"""Reads about attachments: what an owner has, how much an enterprise keeps, and what nothing links to any more."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Table, exists, false, func, select, union_all
from sqlalchemy.orm import Session

from crm.attachments.models import Attachment, Scan
from crm.db import Base
from crm.errors import CrmError
from crm.people.models import User


@dataclass(frozen=True, slots=True)
class Owner:
    """A row that files belong to: the table of its links, the column that names it, and its id.

    `enterprise_id` is None where the row is about nobody the desk keeps as an enterprise.
    """

    links: type[Any]
    column: str
    id: int
    enterprise_id: int | None

    @property
    def subject(self) -> str:
        """Whose it is, as the trail and the limit of room name it: an enterprise, or else the row itself."""
        if self.enterprise_id is not None:
            return f"enterprise:{self.enterprise_id}"
        return f"{self.column.removesuffix('_id')}:{self.id}"


@dataclass(frozen=True, slots=True)
class FileLine:
    """One file of an owner; `size` in bytes."""

    id: int
    digest: str
    name: str
    media_type: str
    size: int
    scan: Scan
    added_on: date
    added_by: str | None
    is_damaged: bool


def files_of(session: Session, owner: Owner) -> list[FileLine]:
    """The files of an owner, the newest first."""
    rows = session.execute(
        select(owner.links, Attachment, User.name)
        .join(Attachment, Attachment.id == owner.links.attachment_id)
        .outerjoin(User, User.id == owner.links.added_by)
        .where(getattr(owner.links, owner.column) == owner.id, owner.links.removed_on.is_(None))
        .order_by(owner.links.added_on.desc(), Attachment.id.desc())
    )
    return [
        FileLine(
            file.id,
            file.digest,
            link.shown_name,
            file.media_type,
            file.size,
            file.scan,
            link.added_on,
            by,
            file.damaged_at is not None,
        )
        for link, file, by in rows
    ]


def file_of(session: Session, owner: Owner, attachment_id: int) -> FileLine:
    """One file of an owner; raises CrmError not_found for anybody else's."""
    found = next((one for one in files_of(session, owner) if one.id == attachment_id), None)
    if found is None:
        raise CrmError("not_found")
    return found


def was_linked(session: Session, owner: Owner, digest: str) -> bool:
    """Whether a content belongs to the owner or did once."""
    links = owner.links
    linked = exists().where(
        getattr(links, owner.column) == owner.id, links.attachment_id == Attachment.id, Attachment.digest == digest
    )
    return session.scalar(select(linked)) or False


def counts_of(session: Session, links: type[Any], column: str, owner_ids: Sequence[int]) -> dict[int, int]:
    """How many files each of the owners has; owners without any are left out."""
    owner = getattr(links, column)
    counted = select(owner, func.count()).where(owner.in_(owner_ids), links.removed_on.is_(None)).group_by(owner)
    return {row[0]: row[1] for row in session.execute(counted)}


def link_tables() -> list[Table]:
    """Every table that links an attachment to an owner."""
    return [table for table in Base.metadata.sorted_tables if "attachment_id" in table.c]


def bytes_of(session: Session, owner: Owner) -> int:
    """How much is kept for the enterprise of the owner, each content once, or for an owner without one."""
    linked = union_all(*(select(table.c.attachment_id).where(_is_for(table, owner)) for table in link_tables()))
    kept = select(func.coalesce(func.sum(Attachment.size), 0)).where(Attachment.id.in_(linked))
    return session.scalar(kept) or 0


def _is_for(table: Table, owner: Owner) -> ColumnElement[bool]:
    standing = table.c.removed_on.is_(None)
    if owner.enterprise_id is not None:
        return standing & (table.c.enterprise_id == owner.enterprise_id)
    return standing & (table.c[owner.column] == owner.id if table is owner.links.__table__ else false())


def find_unlinked(session: Session, before: date) -> Sequence[Attachment]:
    """Contents whose every link was removed before a day, or that have none at all, and that are still kept."""
    linked = [
        exists().where(
            table.c.attachment_id == Attachment.id, table.c.removed_on.is_(None) | (table.c.removed_on >= before)
        )
        for table in link_tables()
    ]
    loose = select(Attachment).where(Attachment.swept_at.is_(None), *(~each for each in linked))
    return session.scalars(loose.order_by(Attachment.id)).all()


def swept(session: Session) -> Sequence[str]:
    """Digests of contents that are kept no longer."""
    return session.scalars(select(Attachment.digest).where(Attachment.swept_at.is_not(None))).all()


def is_kept(session: Session, digest: str) -> bool:
    """Whether a content must be there."""
    kept = exists().where(Attachment.digest == digest, Attachment.swept_at.is_(None))
    return session.scalar(select(kept)) or False


def list_kept(session: Session) -> Sequence[Attachment]:
    """Every content that must be there and sound."""
    return session.scalars(select(Attachment).where(Attachment.swept_at.is_(None)).order_by(Attachment.id)).all()
