"""Beneficiaries of awards, what they were paid, and on whose word the payments are all recorded."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

STANDING = sa.text("removed_on IS NULL")
OPEN = sa.text("ended_on IS NULL")
POINTS = {"recorded_by": "users", "removed_by": "users", "ended_by": "users", "enterprise_id": "enterprises"}


def upgrade() -> None:
    op.create_table(
        "beneficiaries",
        _id("id"),
        _word("kind"),
        _id("enterprise_id", nullable=True),
        _word("name", 200, nullable=True),
        _word("code", 64, nullable=True),
        *_recorded("beneficiaries", "enterprise_id"),
        sa.CheckConstraint(
            "(kind = 'enterprise') = (enterprise_id IS NOT NULL)", name=op.f("ck_beneficiaries_enterprise_of_kind")
        ),
        sa.CheckConstraint(
            "enterprise_id IS NOT NULL OR name IS NOT NULL", name=op.f("ck_beneficiaries_known_by_name")
        ),
        sa.UniqueConstraint("enterprise_id", name=op.f("uq_beneficiaries_enterprise_id")),
        sa.UniqueConstraint("code", name=op.f("uq_beneficiaries_code")),
    )
    _create_referrals()
    _create_payments()
    op.create_table(
        "payment_declarations",
        _id("id"),
        _id("enterprise_id"),
        _day("complete_as_of"),
        _word("evidence", 200),
        _id("ended_by", nullable=True),
        _day("ended_on", nullable=True),
        *_recorded("payment_declarations", "enterprise_id", "ended_by"),
    )
    _unique("payment_declarations", "open", ["enterprise_id"], OPEN)


def _create_referrals() -> None:
    op.create_table(
        "referrals",
        _id("id"),
        _id("platform_id"),
        _id("enterprise_id"),
        _id("year"),
        _id("removed_by", nullable=True),
        _day("removed_on", nullable=True),
        sa.ForeignKeyConstraint(["platform_id"], ["beneficiaries.id"], name=op.f("fk_referrals_platform_id")),
        *_recorded("referrals", "enterprise_id", "removed_by"),
    )
    _unique("referrals", "standing", ["platform_id", "enterprise_id"], STANDING)
    op.create_index("ix_referrals_enterprise_id", "referrals", ["enterprise_id"])


def _create_payments() -> None:
    op.create_table(
        "payments",
        _id("id"),
        _id("beneficiary_id"),
        _word("benefit", 64),
        _word("subject", 200),
        _id("period"),
        _word("document", 200),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        _id("pieces", nullable=True),
        _day("paid_on"),
        _word("voucher", 64),
        _id("removed_by", nullable=True),
        _day("removed_on", nullable=True),
        sa.CheckConstraint(
            "(amount > 0 AND pieces IS NULL) OR (amount = 0 AND pieces IS NOT NULL AND pieces > 0)",
            name=op.f("ck_payments_amount_or_pieces"),
        ),
        sa.ForeignKeyConstraint(["beneficiary_id"], ["beneficiaries.id"], name=op.f("fk_payments_beneficiary_id")),
        *_recorded("payments", "removed_by"),
    )
    _unique("payments", "voucher", ["document", "voucher"], STANDING)
    op.create_index("ix_payments_beneficiary_id", "payments", ["beneficiary_id"])
    op.create_index("ix_payments_benefit_paid_on", "payments", ["benefit", "paid_on"])


def _recorded(table: str, *columns: str) -> list[sa.Column[object] | sa.Constraint]:
    """Who wrote the row and when, the primary key, and what the named columns point to."""
    points = [
        sa.ForeignKeyConstraint([column], [f"{POINTS[column]}.id"], name=op.f(f"fk_{table}_{column}"))
        for column in (*columns, "recorded_by")
    ]
    key = sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))
    return [_id("recorded_by", nullable=True), _day("recorded_on"), *points, key]  # type: ignore[list-item]


def _unique(table: str, name: str, columns: list[str], where: sa.TextClause) -> None:
    op.create_index(f"uq_{table}_{name}", table, columns, unique=True, sqlite_where=where, postgresql_where=where)


def _id(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _day(name: str, *, nullable: bool = False) -> sa.Column[sa.Date]:
    return sa.Column(name, sa.Date(), nullable=nullable)


def _word(name: str, length: int = 40, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), nullable=nullable)


def downgrade() -> None:
    for table in ("payment_declarations", "payments", "referrals", "beneficiaries"):
        op.drop_table(table)
