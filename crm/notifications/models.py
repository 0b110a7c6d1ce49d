"""The outbox: notices written in the transaction of the act they tell of."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from crm.db import Base, code_text, key, user_key


class Notice(Base):
    """One thing to tell one person, once (`dedupe_key`); values are kept structured and worded when shown."""

    __tablename__ = "outbox"
    __table_args__ = (Index(None, "user_id", "read_at"), Index(None, "delivered_at"))

    id: Mapped[key]
    dedupe_key: Mapped[str] = mapped_column(String(200), unique=True)
    user_id: Mapped[user_key]
    kind: Mapped[code_text]
    values: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    delivered_at: Mapped[datetime | None]
    read_at: Mapped[datetime | None]
