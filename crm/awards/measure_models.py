"""The texts of measures, kept as long as anything may rest on them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from crm.db import Base, code_text, long_text


class MeasureText(Base):
    """The text of every measure a night ever reckoned with, by digest.

    A measure of the configuration was entered and approved by nobody of the desk.
    """

    __tablename__ = "measure_texts"
    __table_args__ = (CheckConstraint("entered_by <> approved_by", name="two_persons"),)

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    measure: Mapped[code_text]
    text: Mapped[long_text]
    kept_at: Mapped[datetime]
    entered_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    approved_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    approved_at: Mapped[datetime | None]
