"""What people took the columns of a file for, kept for the next file with the same headings from the same source."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from crm.db import Base, key, short_text, user_key


class ColumnMap(Base):
    """One answer for one header; the latest of a source and header counts, one without columns takes back the others.

    `fingerprint` is that of the headings; `columns` has index, meaning, year and unit of each column.
    """

    __tablename__ = "column_maps"
    __table_args__ = (Index(None, "source", "fingerprint"),)

    id: Mapped[key]
    source: Mapped[short_text]
    fingerprint: Mapped[str] = mapped_column(String(64))
    columns: Mapped[list[Any]] = mapped_column(JSON)
    batch_id: Mapped[int] = mapped_column(ForeignKey("import_batches.id"), index=True)
    set_by: Mapped[user_key]
    set_at: Mapped[datetime]
