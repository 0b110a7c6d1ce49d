"""Contents by their hash, and the columns of every table that links one to its owner."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from crm.db import Base, enterprise_key, key, short_text


class Scan(StrEnum):
    """What a scanner for harmful content said; without one everything is not scanned, and pages say so."""

    NOT_SCANNED = "not_scanned"
    CLEAN = "clean"


class Attachment(Base):
    """One content, whatever it is called and however many owners it has; `size` in bytes.

    `swept_at` says that no owner was left and the file was taken away; sending the same content again brings it back.
    `damaged_at` says that the file is gone or no longer what it was when it was stored.
    """

    __tablename__ = "attachments"

    id: Mapped[key]
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    size: Mapped[int]
    media_type: Mapped[short_text]
    scan: Mapped[Scan]
    stored_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    stored_at: Mapped[datetime]
    swept_at: Mapped[datetime | None]
    damaged_at: Mapped[datetime | None]


class AttachmentLink:
    """The columns of a table of links beside the key of its owner; owner and attachment are the primary key."""

    attachment_id: Mapped[int] = mapped_column(ForeignKey("attachments.id"), primary_key=True, index=True)
    enterprise_id: Mapped[enterprise_key]
    shown_name: Mapped[short_text]
    added_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    added_on: Mapped[date]
    removed_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    removed_on: Mapped[date | None]
