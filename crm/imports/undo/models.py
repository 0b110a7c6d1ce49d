"""What a batch wrote about each enterprise, so that it can be taken back."""

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from crm.db import Base, enterprise_key, key, long_text


class BatchWrite(Base):
    """What one batch wrote about one enterprise: `rows` is JSON, each with its table, key and what it said before.

    `kept` names, line by line, what stayed when the batch was taken back, and why; nothing while it was not.
    """

    __tablename__ = "batch_writes"
    __table_args__ = (Index(None, "batch_id", "enterprise_id", unique=True),)

    id: Mapped[key]
    batch_id: Mapped[int] = mapped_column(ForeignKey("import_batches.id"))
    enterprise_id: Mapped[enterprise_key]
    rows: Mapped[long_text]
    kept: Mapped[long_text | None]
