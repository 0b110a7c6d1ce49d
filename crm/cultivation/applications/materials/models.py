"""The papers of applications, and their files."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from crm.attachments.models import AttachmentLink
from crm.db import Base, code_text, key, short_text


class ApplicationMaterial(Base):
    """One paper of an application; `material` is its id in the configuration.

    Handed in when it has a file, when the record stands for it, or when somebody took it down (`done_on`); one that is
    not needed is waived with its reason.
    """

    __tablename__ = "application_materials"
    __table_args__ = (
        Index(None, "application_id", "material", unique=True),
        Index(None, "asked_of", "due_on"),
        CheckConstraint("(waived_on IS NULL) = (waived_why IS NULL)", name="waived_with_reason"),
        CheckConstraint("(done_on IS NULL) = (done_note IS NULL)", name="done_with_note"),
    )

    id: Mapped[key]
    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"))
    material: Mapped[code_text]
    asked_of: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    due_on: Mapped[date | None]
    done_on: Mapped[date | None]
    done_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    done_note: Mapped[short_text | None]
    waived_on: Mapped[date | None]
    waived_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    waived_why: Mapped[short_text | None]


class MaterialAttachment(AttachmentLink, Base):
    """A file of a paper."""

    __tablename__ = "material_attachments"

    material_id: Mapped[int] = mapped_column(ForeignKey("application_materials.id"), primary_key=True)
