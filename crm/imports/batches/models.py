"""Batches of imported rows: uploaded, read, looked at, and then written once."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from crm.db import Base, code_text, key, short_text


class BatchState(StrEnum):
    """Where an import stands."""

    READING = "reading"
    PREVIEWED = "previewed"
    APPLYING = "applying"
    APPLIED = "applied"
    FAILED = "failed"
    DISCARDED = "discarded"
    UNDOING = "undoing"
    UNDONE = "undone"


class ImportBatch(Base):
    """One workbook on its way in; `idempotency_key` (of an applied batch) makes the same file harmless.

    `source` is whom the file came from, in the words of who sent it; nothing where nobody said.
    """

    __tablename__ = "import_batches"
    __table_args__ = (Index(None, "file_hash"),)

    id: Mapped[key]
    idempotency_key: Mapped[str | None] = mapped_column(String(64), unique=True)
    file_name: Mapped[short_text]
    source: Mapped[short_text] = mapped_column(default="")
    file_hash: Mapped[str] = mapped_column(String(64))
    size: Mapped[int] = mapped_column(BigInteger)
    state: Mapped[BatchState]
    step: Mapped[code_text]
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    heartbeat_at: Mapped[datetime]
    options: Mapped[dict[str, Any]]
    report: Mapped[dict[str, Any]]
    error_code: Mapped[code_text | None]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime]
    applied_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    applied_at: Mapped[datetime | None]
    undone_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    undone_at: Mapped[datetime | None]
