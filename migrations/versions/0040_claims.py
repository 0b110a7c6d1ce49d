"""Claims with their evidence, steps and files, and the accounts that they share with payments by voucher."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

OPEN = "'draft', 'returned', 'submitted', 'accepted', 'first_reviewed', 'second_reviewed', 'publicity', 'approved'"
UNDER_WAY = sa.text(f"state IN ({OPEN})")
STANDING_CLAIM = sa.text("removed_on IS NULL AND claim_id IS NOT NULL")
TITLES = "'innovative', 'tech_sme', 'srdi', 'little_giant'"
SIGNERS = ("filed_by", "first_by", "second_by", "approved_by", "paid_by")
APART = (
    *(("filed_by", other) for other in SIGNERS[1:]),
    *(("first_by", other) for other in SIGNERS[2:]),
    ("second_by", "paid_by"),
    ("approved_by", "paid_by"),
)


def upgrade() -> None:
    _create_accounts()
    _create_claims()
    _create_parts()
    with op.batch_alter_table("payments") as batch:
        batch.add_column(_word("account", 200, server_default=""))
        batch.add_column(sa.Column("claim_id", sa.Integer(), nullable=True))
        batch.add_column(_word("ended_as", nullable=True))
        batch.create_foreign_key(op.f("fk_payments_claim_id"), "claims", ["claim_id"], ["id"])
    op.execute("UPDATE payments SET ended_as = 'mistake' WHERE removed_on IS NOT NULL")
    op.execute(f"UPDATE payments SET account = subject WHERE subject NOT IN ({TITLES})")
    with op.batch_alter_table("payments") as batch:
        batch.alter_column("account", server_default=None)
        batch.create_check_constraint(op.f("ck_payments_ended_with_why"), "(removed_on IS NULL) = (ended_as IS NULL)")
    _unique("payments", "claim", ["claim_id"], STANDING_CLAIM)
    _open_accounts()


def _create_accounts() -> None:
    op.create_table(
        "award_accounts",
        _word("benefit", 64),
        _id("beneficiary_id"),
        _word("subject", 200),
        _id("period"),
        *(_fen(name) for name in ("cap", "reserved", "paid", "excess")),
        *(_check("award_accounts", name, f"{name} >= 0") for name in ("reserved", "paid", "excess")),
        _check("award_accounts", "within_cap", "reserved + paid <= cap + excess"),
        _points_to("award_accounts", "beneficiary_id", "beneficiaries"),
        sa.PrimaryKeyConstraint("benefit", "beneficiary_id", "subject", "period", name=op.f("pk_award_accounts")),
    )


def _create_claims() -> None:
    op.create_table(
        "claims",
        _id("id"),
        _word("number", 20),
        _word("measure_digest", 64),
        _word("clause", 64),
        _word("benefit", 64),
        _id("beneficiary_id"),
        _id("department_id"),
        _word("subject", 200),
        _word("account", 200),
        _id("period"),
        _day("basis_on"),
        _fen("base", nullable=True),
        _fen("asked"),
        _fen("approved", nullable=True),
        _word("state"),
        _day("drafted_on"),
        _id("drafted_by", nullable=True),
        *(_id(name, nullable=True) for name in SIGNERS),
        _day("filed_on", nullable=True),
        _day("public_from", nullable=True),
        _day("public_to", nullable=True),
        _id("objections"),
        _check("claims", "asked", "asked > 0"),
        _check("claims", "approved", "approved IS NULL OR (approved > 0 AND approved <= asked)"),
        _check("claims", "base", "base IS NULL OR base >= 0"),
        _check("claims", "objections", "objections >= 0"),
        _check("claims", "paid_by_somebody", "state NOT IN ('paid', 'recovered') OR paid_by IS NOT NULL"),
        _check("claims", "public_until_later", "public_to >= public_from"),
        *(_check("claims", f"{one}_not_{other}", f"{one} <> {other}") for one, other in APART),
        sa.ForeignKeyConstraint(["measure_digest"], ["measure_texts.digest"], name=op.f("fk_claims_measure_digest")),
        _points_to("claims", "beneficiary_id", "beneficiaries"),
        _points_to("claims", "department_id", "departments"),
        *(_points_to("claims", name, "users") for name in ("drafted_by", *SIGNERS)),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claims")),
        sa.UniqueConstraint("number", name=op.f("uq_claims_number")),
    )
    _unique("claims", "open", ["benefit", "beneficiary_id", "account", "period"], UNDER_WAY)
    op.create_index("ix_claims_beneficiary_id", "claims", ["beneficiary_id"])
    op.create_index("ix_claims_department_id_state", "claims", ["department_id", "state"])
    op.create_index("ix_claims_state", "claims", ["state"])


def _create_parts() -> None:
    op.create_table(
        "claim_events",
        _id("claim_id"),
        _id("id"),
        _id("number"),
        *(_word(name, 64) for name in ("act", "before", "after")),
        _id("by", nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("why", sa.Text(), nullable=True),
        sa.Column("detail", sa.JSON(), nullable=False),
        _points_to("claim_events", "claim_id", "claims"),
        _points_to("claim_events", "by", "users"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim_events")),
    )
    op.create_index("ix_claim_events_claim_id_number", "claim_events", ["claim_id", "number"], unique=True)
    op.create_table(
        "claim_evidence",
        _id("claim_id"),
        _word("evidence", 200),
        _id("place"),
        _word("note", 200, nullable=True),
        _id("given_by", nullable=True),
        _day("given_on", nullable=True),
        _points_to("claim_evidence", "claim_id", "claims"),
        _points_to("claim_evidence", "given_by", "users"),
        sa.PrimaryKeyConstraint("claim_id", "evidence", name=op.f("pk_claim_evidence")),
    )
    op.create_table(
        "claim_attachments",
        _id("claim_id"),
        _id("attachment_id"),
        _id("enterprise_id"),
        _word("shown_name", 200),
        _id("added_by", nullable=True),
        _day("added_on"),
        _id("removed_by", nullable=True),
        _day("removed_on", nullable=True),
        _points_to("claim_attachments", "claim_id", "claims"),
        _points_to("claim_attachments", "attachment_id", "attachments"),
        _points_to("claim_attachments", "enterprise_id", "enterprises"),
        _points_to("claim_attachments", "added_by", "users"),
        _points_to("claim_attachments", "removed_by", "users"),
        sa.PrimaryKeyConstraint("claim_id", "attachment_id", name=op.f("pk_claim_attachments")),
    )
    for column in ("attachment_id", "enterprise_id"):
        op.create_index(f"ix_claim_attachments_{column}", "claim_attachments", [column])


def _open_accounts() -> None:
    """What was paid so far fills its account to the brim; the next claim or voucher raises the cap to the clause's."""
    op.execute(
        "INSERT INTO award_accounts (benefit, beneficiary_id, subject, period, cap, reserved, paid, excess)"
        " SELECT benefit, beneficiary_id, account, period, SUM(amount + COALESCE(pieces, 0)), 0,"
        " SUM(amount + COALESCE(pieces, 0)), 0"
        " FROM payments WHERE removed_on IS NULL GROUP BY benefit, beneficiary_id, account, period"
    )
    op.execute(
        "INSERT INTO award_accounts (benefit, beneficiary_id, subject, period, cap, reserved, paid, excess)"
        " SELECT DISTINCT benefit, beneficiary_id, account, period, 0, 0, 0, 0 FROM payments AS gone"
        " WHERE NOT EXISTS (SELECT 1 FROM award_accounts AS known WHERE known.benefit = gone.benefit"
        " AND known.beneficiary_id = gone.beneficiary_id AND known.subject = gone.account"
        " AND known.period = gone.period)"
    )


def _points_to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"))


def _check(table: str, name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))


def _unique(table: str, name: str, columns: list[str], where: sa.TextClause) -> None:
    op.create_index(f"uq_{table}_{name}", table, columns, unique=True, sqlite_where=where, postgresql_where=where)


def _id(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _fen(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=nullable)


def _day(name: str, *, nullable: bool = False) -> sa.Column[sa.Date]:
    return sa.Column(name, sa.Date(), nullable=nullable)


def _word(
    name: str, length: int = 40, *, nullable: bool = False, server_default: str | None = None
) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), nullable=nullable, server_default=server_default)


def downgrade() -> None:
    op.drop_index("uq_payments_claim", "payments")
    with op.batch_alter_table("payments") as batch:
        batch.drop_constraint(op.f("ck_payments_ended_with_why"), type_="check")
        batch.drop_constraint(op.f("fk_payments_claim_id"), type_="foreignkey")
        for column in ("account", "claim_id", "ended_as"):
            batch.drop_column(column)
    for table in ("claim_attachments", "claim_evidence", "claim_events", "claims", "award_accounts"):
        op.drop_table(table)
