"""Identity, former names, contacts and yearly figures of an enterprise; its typed facts are in `fact_models`."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Boolean, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from crm.db import Base, code_text, enterprise_key, fen, key, short_text, user_key
from crm.enterprises.facts.models import Grade


class Enterprise(Base):
    """A registered enterprise, known by its 18-character credit code. Its number is never given to another."""

    __tablename__ = "enterprises"
    __table_args__ = (Index(None, "street"), Index(None, "industry"), {"sqlite_autoincrement": True})

    id: Mapped[key]
    credit_code: Mapped[str] = mapped_column(String(18), unique=True)
    name: Mapped[short_text] = mapped_column(index=True)
    registered_on: Mapped[date | None]
    industry: Mapped[str | None] = mapped_column(String(5))
    street: Mapped[str | None] = mapped_column(String(40))
    address: Mapped[short_text | None]
    main_product: Mapped[short_text | None]
    remark: Mapped[short_text | None]
    deregistered_on: Mapped[date | None]
    created_on: Mapped[date]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class FormerName(Base):
    """A name the enterprise had until a day."""

    __tablename__ = "former_names"

    id: Mapped[key]
    enterprise_id: Mapped[enterprise_key]
    name: Mapped[short_text]
    until: Mapped[date]
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


class Contact(Base):
    """Somebody at the enterprise; belongs to the enterprise, never to the steward.

    Letters go to the mailbox by themselves from `mail_agreed_on`, the day on which the contact agreed to that.
    """

    __tablename__ = "contacts"

    id: Mapped[key]
    enterprise_id: Mapped[enterprise_key]
    name: Mapped[short_text]
    position: Mapped[short_text | None]
    mobile_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    mobile_last4: Mapped[str | None] = mapped_column(String(4), index=True)
    telephone: Mapped[code_text | None]
    email: Mapped[short_text | None]
    preference: Mapped[short_text | None]
    mail_agreed_on: Mapped[date | None]
    is_primary: Mapped[bool] = mapped_column(Boolean, default=False)
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    recorded_on: Mapped[date]
    left_on: Mapped[date | None]


class YearlyFigures(Base):
    """The figures of one calendar year; amounts in fen, each with its evidence grade. Absent is unknown."""

    __tablename__ = "yearly_figures"

    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprises.id"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    revenue: Mapped[fen | None]
    main_revenue: Mapped[fen | None]
    rd_expense: Mapped[fen | None]
    net_profit: Mapped[fen | None]
    total_assets: Mapped[fen | None]
    total_liabilities: Mapped[fen | None]
    employees: Mapped[int | None]
    rd_staff: Mapped[int | None]
    revenue_grade: Mapped[Grade | None]
    main_revenue_grade: Mapped[Grade | None]
    rd_expense_grade: Mapped[Grade | None]
    net_profit_grade: Mapped[Grade | None]
    total_assets_grade: Mapped[Grade | None]
    total_liabilities_grade: Mapped[Grade | None]
    employees_grade: Mapped[Grade | None]
    rd_staff_grade: Mapped[Grade | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class FigureName(StrEnum):
    """The figures of a year, in the order people read them."""

    REVENUE = "revenue"
    MAIN_REVENUE = "main_revenue"
    RD_EXPENSE = "rd_expense"
    NET_PROFIT = "net_profit"
    TOTAL_ASSETS = "total_assets"
    TOTAL_LIABILITIES = "total_liabilities"
    EMPLOYEES = "employees"
    RD_STAFF = "rd_staff"


AMOUNTS = frozenset(FigureName) - {FigureName.EMPLOYEES, FigureName.RD_STAFF}


class FigureChange(Base):
    """One figure changed: from what to what, on whose word. Append-only."""

    __tablename__ = "figure_changes"
    __table_args__ = (Index(None, "enterprise_id", "year"), Index(None, "changed_on"))

    id: Mapped[key]
    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprises.id"))
    year: Mapped[int]
    field: Mapped[FigureName]
    old: Mapped[fen | None]
    new: Mapped[fen | None]
    old_grade: Mapped[Grade | None]
    grade: Mapped[Grade | None]
    source: Mapped[short_text]
    changed_by: Mapped[user_key]
    changed_on: Mapped[date]
    batch_id: Mapped[int | None]


class EnterpriseChange(Base):
    """One identity field changed: from what to what. Append-only."""

    __tablename__ = "enterprise_changes"

    id: Mapped[key]
    enterprise_id: Mapped[enterprise_key]
    field: Mapped[code_text]
    old: Mapped[short_text | None]
    new: Mapped[short_text | None]
    changed_by: Mapped[user_key]
    changed_on: Mapped[date]
    at: Mapped[datetime | None]
