"""Since when a contact agrees to letters by mail, and what became of each letter that was mailed."""

import sqlalchemy as sa
from alembic import op

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None

MAILINGS = "letter_mailings"


def upgrade() -> None:
    op.add_column("contacts", sa.Column("mail_agreed_on", sa.Date(), nullable=True))
    op.create_table(
        MAILINGS,
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("trouble", sa.String(length=64), nullable=True),
        sa.Column("detail", sa.String(length=200), nullable=True),
        sa.CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name=op.f(f"ck_{MAILINGS}_sent_at_a_time")),
        sa.ForeignKeyConstraint(["letter_id"], ["enterprise_letters.id"], name=op.f(f"fk_{MAILINGS}_letter_id")),
        sa.PrimaryKeyConstraint("letter_id", name=op.f(f"pk_{MAILINGS}")),
    )


def downgrade() -> None:
    op.execute("UPDATE enterprise_letters SET way = 'message' WHERE way = 'mail'")
    op.drop_table(MAILINGS)
    with op.batch_alter_table("contacts") as altered:
        altered.drop_column("mail_agreed_on")
