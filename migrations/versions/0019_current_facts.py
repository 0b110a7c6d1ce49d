"""The current one-valued facts of an enterprise in one row; no fact has two current values."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

FACTS = (
    "niche_started_on",
    "strategic_emerging",
    "product_field",
    "rd_institution",
    "digital_level",
    "product_certification",
    "information_system",
    "local_feature_points",
    "market.share",
    "market.rank",
    "market.leading",
    "market.reputation",
    "chain_role",
    "product_domain",
    "compliance.abnormal_list",
    "compliance.dishonest_list",
    "compliance.prohibited_product",
    "compliance.serious_incident",
    "quality",
)
COLUMNS = {fact: fact.replace(".", "_") for fact in FACTS}
END_EARLIER = (
    "UPDATE enterprise_facts SET replaced_on = recorded_on WHERE replaced_on IS NULL AND id NOT IN"
    " (SELECT max(id) FROM enterprise_facts WHERE replaced_on IS NULL GROUP BY enterprise_id, fact)"
)


def fill() -> str:
    """The rows out of the record, in one statement."""
    each = ", ".join(f"max(CASE WHEN fact = '{fact}' THEN nullif(value, 'null') END)" for fact in COLUMNS)
    return (
        f"INSERT INTO current_facts (enterprise_id, {', '.join(COLUMNS.values())}) SELECT enterprise_id, {each}"
        " FROM enterprise_facts WHERE replaced_on IS NULL GROUP BY enterprise_id"
    )


def upgrade() -> None:
    op.execute(END_EARLIER)
    op.create_index(
        "uq_enterprise_facts_current",
        "enterprise_facts",
        ["enterprise_id", "fact"],
        unique=True,
        sqlite_where=sa.text("replaced_on IS NULL"),
        postgresql_where=sa.text("replaced_on IS NULL"),
    )
    op.create_table(
        "current_facts",
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        *(sa.Column(column, sa.Text(), nullable=True) for column in COLUMNS.values()),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprises.id"], name=op.f("fk_current_facts_enterprise_id")),
        sa.PrimaryKeyConstraint("enterprise_id", name=op.f("pk_current_facts")),
    )
    op.execute(fill())


def downgrade() -> None:
    op.drop_table("current_facts")
    op.drop_index("uq_enterprise_facts_current", table_name="enterprise_facts")
