"""Which episodes people were told of."""

from datetime import date

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from crm.db import Base, code_text


class ToldEpisode(Base):
    """One episode of one matter, told on a day. Notices are pruned with time; what was told is not told again."""

    __tablename__ = "told_episodes"
    __table_args__ = (Index(None, "kind", "told_on"),)

    reason: Mapped[str] = mapped_column(String(100), primary_key=True)
    kind: Mapped[code_text]
    told_on: Mapped[date]
