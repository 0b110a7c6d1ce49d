"""How each enterprise stands today, for lists and counts; filled from what is recorded."""

from datetime import datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

FILL = """
WITH valid AS (
  SELECT id, enterprise_id, tier, expires_on,
    CASE tier WHEN 'innovative' THEN 1 WHEN 'srdi' THEN 2 WHEN 'little_giant' THEN 3 ELSE 0 END AS rank
  FROM titles
  WHERE removed_on IS NULL AND granted_on <= :today AND expires_on >= :today
    AND (revoked_on IS NULL OR revoked_on > :today)
), held AS (
  SELECT enterprise_id, max(rank) AS rank,
    max(CASE tier WHEN 'tech_sme' THEN 1 ELSE 0 END) AS tech_sme,
    max(CASE tier WHEN 'innovative' THEN 1 ELSE 0 END) AS innovative,
    max(CASE tier WHEN 'srdi' THEN 1 ELSE 0 END) AS srdi,
    max(CASE tier WHEN 'little_giant' THEN 1 ELSE 0 END) AS little_giant
  FROM valid GROUP BY enterprise_id
), ending AS (
  SELECT one.enterprise_id, one.expires_on, EXISTS (
      SELECT 1 FROM evaluations WHERE evaluations.enterprise_id = one.enterprise_id AND target = one.tier
        AND purpose = 'review' AND superseded_on IS NULL AND verdict <> 'eligible') AS unready
  FROM valid AS one
  WHERE NOT EXISTS (
    SELECT 1 FROM titles AS longer
    WHERE longer.enterprise_id = one.enterprise_id AND longer.removed_on IS NULL AND longer.expires_on > one.expires_on
      AND (longer.revoked_on IS NULL OR longer.revoked_on > one.expires_on)
      AND CASE longer.tier WHEN 'innovative' THEN 1 WHEN 'srdi' THEN 2 WHEN 'little_giant' THEN 3 ELSE 0 END >= one.rank)
), ends AS (
  SELECT enterprise_id, min(expires_on) AS title_ends_on, min(CASE WHEN unready THEN expires_on END) AS unready_ends_on
  FROM ending GROUP BY enterprise_id
), pool AS (
  SELECT enterprise_id, max(admitted_on) AS admitted_on FROM pool_entries
  WHERE admitted_on <= :today AND (left_on IS NULL OR left_on > :today) GROUP BY enterprise_id
), last AS (
  SELECT * FROM (
    SELECT id, enterprise_id, held_on, next_contact_on,
      row_number() OVER (PARTITION BY enterprise_id ORDER BY held_on DESC, id DESC) AS place
    FROM interactions) AS numbered
  WHERE place = 1
), open_flags AS (
  SELECT * FROM flags WHERE closed_on IS NULL AND (snoozed_until IS NULL OR snoozed_until <= :today)
), kinds AS (
  SELECT enterprise_id, count(CASE kind WHEN 'eligible' THEN 1 END) AS eligible,
    count(CASE kind WHEN 'near' THEN 1 END) AS near, count(CASE kind WHEN 'ask' THEN 1 END) AS ask
  FROM open_flags GROUP BY enterprise_id
), promotion AS (
  SELECT * FROM (
    SELECT enterprise_id, kind, target, opened_on, row_number() OVER (PARTITION BY enterprise_id ORDER BY
      CASE kind WHEN 'eligible' THEN 0 WHEN 'near' THEN 1 ELSE 2 END,
      CASE target WHEN 'little_giant' THEN 0 WHEN 'srdi' THEN 1 WHEN 'innovative' THEN 2 ELSE 3 END,
      opened_on DESC, id DESC) AS place
    FROM open_flags WHERE purpose = 'new') AS numbered
  WHERE place = 1
), days AS (
  SELECT enterprise_id, granted_on AS day FROM titles WHERE removed_on IS NULL AND granted_on > :today
  UNION ALL SELECT enterprise_id, {day_after} FROM titles WHERE removed_on IS NULL AND expires_on >= :today
  UNION ALL SELECT enterprise_id, revoked_on FROM titles WHERE removed_on IS NULL AND revoked_on > :today
  UNION ALL SELECT enterprise_id, admitted_on FROM pool_entries WHERE admitted_on > :today
  UNION ALL SELECT enterprise_id, left_on FROM pool_entries WHERE left_on > :today
  UNION ALL SELECT enterprise_id, snoozed_until FROM flags WHERE closed_on IS NULL AND snoozed_until > :today
), changes AS (
  SELECT enterprise_id, min(day) AS day FROM days GROUP BY enterprise_id
)
INSERT INTO standings (
  enterprise_id, name, street, industry, rank, holds_tech_sme, holds_innovative, holds_srdi, holds_little_giant,
  title_ends_on, unready_ends_on, admitted_on, steward_id, in_care_since, waiting_since, waiting_due_on,
  last_interaction_id, last_contact_on, next_contact_on, eligible, near, ask,
  promotion, promotion_target, promotion_since, changes_on)
SELECT
  enterprises.id, enterprises.name, street, industry, coalesce(held.rank, 0), coalesce(tech_sme, 0) = 1,
  coalesce(innovative, 0) = 1, coalesce(srdi, 0) = 1, coalesce(little_giant, 0) = 1,
  title_ends_on, unready_ends_on, pool.admitted_on, steward_id, from_on, since, due_on,
  last.id, last.held_on, last.next_contact_on, coalesce(eligible, 0), coalesce(near, 0), coalesce(ask, 0),
  promotion.kind, promotion.target, promotion.opened_on, changes.day
FROM enterprises
LEFT JOIN held ON held.enterprise_id = enterprises.id
LEFT JOIN ends ON ends.enterprise_id = enterprises.id
LEFT JOIN pool ON pool.enterprise_id = enterprises.id
LEFT JOIN assignments ON assignments.enterprise_id = enterprises.id AND assignments.to_on IS NULL
LEFT JOIN queue_entries ON queue_entries.enterprise_id = enterprises.id AND queue_entries.left_on IS NULL
LEFT JOIN last ON last.enterprise_id = enterprises.id
LEFT JOIN kinds ON kinds.enterprise_id = enterprises.id
LEFT JOIN promotion ON promotion.enterprise_id = enterprises.id
LEFT JOIN changes ON changes.enterprise_id = enterprises.id
"""
DAY_AFTER = {"postgresql": "expires_on + 1", "sqlite": "date(expires_on, '+1 day')"}


def upgrade() -> None:
    op.create_table(
        "standings",
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("street", sa.String(length=40), nullable=True),
        sa.Column("industry", sa.String(length=5), nullable=True),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("holds_tech_sme", sa.Boolean(), nullable=False),
        sa.Column("holds_innovative", sa.Boolean(), nullable=False),
        sa.Column("holds_srdi", sa.Boolean(), nullable=False),
        sa.Column("holds_little_giant", sa.Boolean(), nullable=False),
        sa.Column("title_ends_on", sa.Date(), nullable=True),
        sa.Column("unready_ends_on", sa.Date(), nullable=True),
        sa.Column("admitted_on", sa.Date(), nullable=True),
        sa.Column("steward_id", sa.Integer(), nullable=True),
        sa.Column("in_care_since", sa.Date(), nullable=True),
        sa.Column("waiting_since", sa.Date(), nullable=True),
        sa.Column("waiting_due_on", sa.Date(), nullable=True),
        sa.Column("last_interaction_id", sa.Integer(), nullable=True),
        sa.Column("last_contact_on", sa.Date(), nullable=True),
        sa.Column("next_contact_on", sa.Date(), nullable=True),
        sa.Column("eligible", sa.Integer(), nullable=False),
        sa.Column("near", sa.Integer(), nullable=False),
        sa.Column("ask", sa.Integer(), nullable=False),
        sa.Column("promotion", sa.String(length=64), nullable=True),
        sa.Column("promotion_target", sa.String(length=40), nullable=True),
        sa.Column("promotion_since", sa.Date(), nullable=True),
        sa.Column("changes_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprises.id"], name=op.f("fk_standings_enterprise_id")),
        sa.ForeignKeyConstraint(
            ["last_interaction_id"], ["interactions.id"], name=op.f("fk_standings_last_interaction_id")
        ),
        sa.ForeignKeyConstraint(["steward_id"], ["users.id"], name=op.f("fk_standings_steward_id")),
        sa.PrimaryKeyConstraint("enterprise_id", name=op.f("pk_standings")),
    )
    with op.batch_alter_table("standings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_standings_changes_on"), ["changes_on"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_standings_last_contact_on_name"), ["last_contact_on", "name"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_standings_name_enterprise_id"), ["name", "enterprise_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_standings_next_contact_on"), ["next_contact_on"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_standings_promotion_promotion_target"), ["promotion", "promotion_target"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_standings_steward_id_rank"), ["steward_id", "rank"], unique=False)
        batch_op.create_index(batch_op.f("ix_standings_waiting_due_on"), ["waiting_due_on"], unique=False)

    _fill()


def _fill() -> None:
    """Write the standing of every enterprise as it is today, in the district."""
    connection = op.get_bind()
    today = sa.bindparam("today", datetime.now(ZoneInfo("Asia/Shanghai")).date(), sa.Date())
    fill = FILL.format(day_after=DAY_AFTER[connection.dialect.name])
    connection.execute(sa.text(fill).bindparams(today))


def downgrade() -> None:
    op.drop_table("standings")
