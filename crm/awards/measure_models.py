"""The texts of measures, kept as long as anything may rest on them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from crm.db import Base, code_text, long_text


class MeasureText(Base):
    """The text of every measure a night ever reckoned with or somebody entered, by digest.

    A measure of the configuration was entered and approved by nobody of the desk; one that was entered counts from
    its approval by somebody else, unless it was withdrawn before.
    """

    __tablename__ = "measure_texts"
    __table_args__ = (
        CheckConstraint("entered_by <> approved_by", name="two_persons"),
        CheckConstraint("approved_at IS NULL OR withdrawn_at IS NULL", name="one_end"),
    )

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    measure: Mapped[code_text]
    text: Mapped[long_text]
    kept_at: Mapped[datetime]
    entered_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    approved_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    approved_at: Mapped[datetime | None]
    withdrawn_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    withdrawn_at: Mapped[datetime | None]
