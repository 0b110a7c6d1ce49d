"""What a year may spend on a clause through a department."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from crm.db import Base, code_text, fen, short_text, user_key


class Budget(Base):
    """An amount in fen with the document that says it; the audit trail keeps what it was before."""

    __tablename__ = "budgets"
    __table_args__ = (CheckConstraint("amount >= 0", name="amount"),)

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    clause: Mapped[code_text] = mapped_column(primary_key=True)
    department_id: Mapped[int] = mapped_column(ForeignKey("departments.id"), primary_key=True)
    amount: Mapped[fen]
    document: Mapped[short_text]
    recorded_by: Mapped[user_key]
    recorded_on: Mapped[date]
