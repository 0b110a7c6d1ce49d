"""The audit table; it stores the actor's id and knows no other table."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from crm.db import Base, code_text, key


class AuditEvent(Base):
    """One act: who, what, on which object, with a code (`mac`) over itself and the row before it."""

    __tablename__ = "audit_events"
    __table_args__ = (Index(None, "object"), Index(None, "actor", "id"), Index(None, "action", "id"))

    id: Mapped[key]
    at: Mapped[datetime]
    actor: Mapped[int | None]
    action: Mapped[code_text]
    object: Mapped[code_text]
    detail: Mapped[dict[str, Any]]
    previous: Mapped[str] = mapped_column(String(64))
    mac: Mapped[str] = mapped_column(String(64))
