"""The duties of titles: one row each, with the day by which it is due, and when it was done or missed."""

from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Index, String, and_, or_
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column

from crm.db import Base, enterprise_key, key, short_text


class DutyKind(StrEnum):
    """What a title asks for."""

    ANNUAL_UPDATE = "annual_update"
    MAJOR_CHANGE = "major_change"
    REVIEW = "review"


class ChangeKind(StrEnum):
    """Major changes of an enterprise that have to be reported."""

    RENAME = "rename"
    MERGER = "merger"
    REORGANISATION = "reorganisation"
    MOVE = "move"
    OTHER = "other"


class TitleDuty(Base):
    """One duty. `period` says which: the year of an update, the number of a change, the last day a review is about.

    `missed_on` is the first day on which it was late; it stays when the duty is done after that. A duty that was none
    (a misspelt name put right, a title taken back) is set aside with the reason.
    """

    __tablename__ = "title_duties"
    __table_args__ = (
        Index(None, "title_id", "kind", "period", unique=True),
        Index(None, "due_on"),
        Index(None, "kind", "done_on"),
    )

    id: Mapped[key]
    title_id: Mapped[int] = mapped_column(ForeignKey("titles.id"))
    kind: Mapped[DutyKind]
    period: Mapped[str] = mapped_column(String(40))
    enterprise_id: Mapped[enterprise_key]
    opened_on: Mapped[date]
    due_on: Mapped[date]
    done_on: Mapped[date | None]
    done_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    missed_on: Mapped[date | None]
    set_aside_on: Mapped[date | None]
    set_aside_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    set_aside_why: Mapped[short_text | None]
    detail: Mapped[dict[str, Any]] = mapped_column(default=dict)

    @hybrid_property
    def was_missed(self) -> bool:
        """Whether it was not done by its day, as far as anybody has written down.

        A review that was decided at all was decided in time: its list may come after its last day.
        """
        is_late = self.done_on is None or (self.done_on > self.due_on and self.kind != DutyKind.REVIEW)
        return self.missed_on is not None and is_late

    @was_missed.inplace.expression
    @classmethod
    def _was_missed(cls) -> ColumnElement[bool]:
        is_late = or_(cls.done_on.is_(None), and_(cls.done_on > cls.due_on, cls.kind != DutyKind.REVIEW))
        return and_(cls.missed_on.is_not(None), is_late)
