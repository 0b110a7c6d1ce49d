"""The places at which somebody may begin to type what they remember of an enterprise; derived, never a source."""

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from crm.db import Base, enterprise_key, key


class SearchTerm(Base):
    """A name, a code or a contact from one place in it on: its text, its pinyin initials and its full pinyin, folded.

    Whatever stands inside a name begins at some place of it, so that a search by any part of a name asks for a
    beginning, which an ordinary index of either database answers, for two characters as for twenty.
    """

    __tablename__ = "search_terms"
    __table_args__ = tuple(
        Index(f"ix_search_terms_{column}", column, postgresql_ops={column: "text_pattern_ops"})
        for column in ("text", "initials", "pinyin")
    )

    id: Mapped[key]
    enterprise_id: Mapped[enterprise_key]
    text: Mapped[str | None] = mapped_column(String(80))
    initials: Mapped[str | None] = mapped_column(String(80))
    pinyin: Mapped[str | None] = mapped_column(String(240))
