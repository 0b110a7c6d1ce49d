"""first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Integer(), nullable=True),
        sa.Column("action", sa.String(length=64), nullable=False),
        sa.Column("object", sa.String(length=64), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("mac", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_events")),
    )
    with op.batch_alter_table("audit_events", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_events_action_id"), ["action", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_events_actor_id"), ["actor", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_events_object"), ["object"], unique=False)

    op.create_table(
        "departments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_departments")),
        sa.UniqueConstraint("name", name=op.f("uq_departments_name")),
    )
    op.create_table(
        "job_runs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("job", sa.String(length=64), nullable=False),
        sa.Column("slot", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("trigger", sa.String(length=64), nullable=False),
        sa.Column("covers", sa.JSON(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("report", sa.JSON(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_runs")),
    )
    with op.batch_alter_table("job_runs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_job_runs_job_slot"), ["job", "slot"], unique=True)
        batch_op.create_index(batch_op.f("ix_job_runs_started_at"), ["started_at"], unique=False)

    op.create_table(
        "login_attempts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("succeeded", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_attempts")),
    )
    with op.batch_alter_table("login_attempts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_login_attempts_account_at"), ["account", "at"], unique=False)
        batch_op.create_index(batch_op.f("ix_login_attempts_address_at"), ["address", "at"], unique=False)

    op.create_table(
        "pool_snapshots",
        sa.Column("taken_on", sa.Date(), nullable=False),
        sa.Column("tier", sa.String(length=40), nullable=False),
        sa.Column("measure", sa.String(length=64), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("taken_on", "tier", "measure", name=op.f("pk_pool_snapshots")),
    )
    op.create_table(
        "rulebook_texts",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("rulebook", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("first_used_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_rulebook_texts")),
    )
    op.create_table(
        "job_chunks",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("chunk", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["job_runs.id"], name=op.f("fk_job_chunks_run_id")),
        sa.PrimaryKeyConstraint("run_id", "chunk", name=op.f("pk_job_chunks")),
    )
    op.create_table(
        "users",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("staff_number", sa.String(length=64), nullable=False),
        sa.Column("staff_key", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("password_hash", sa.String(length=255), nullable=True),
        sa.Column("password_set_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("password_expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("must_change_password", sa.Boolean(), nullable=False),
        sa.Column("created_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_users_department_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("staff_key", name=op.f("uq_users_staff_key")),
    )
    with op.batch_alter_table("users", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_users_department_id"), ["department_id"], unique=False)

    op.create_table(
        "enterprises",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("credit_code", sa.String(length=18), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("search_key", sa.Text(), nullable=False),
        sa.Column("initials", sa.Text(), nullable=False),
        sa.Column("registered_on", sa.Date(), nullable=True),
        sa.Column("industry", sa.String(length=5), nullable=True),
        sa.Column("street", sa.String(length=40), nullable=True),
        sa.Column("address", sa.String(length=200), nullable=True),
        sa.Column("main_product", sa.String(length=200), nullable=True),
        sa.Column("deregistered_on", sa.Date(), nullable=True),
        sa.Column("created_on", sa.Date(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["created_by"], ["users.id"], name=op.f("fk_enterprises_created_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enterprises")),
        sa.UniqueConstraint("credit_code", name=op.f("uq_enterprises_credit_code")),
    )
    with op.batch_alter_table("enterprises", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_enterprises_industry"), ["industry"], unique=False)
        batch_op.create_index(batch_op.f("ix_enterprises_name"), ["name"], unique=False)
        batch_op.create_index(batch_op.f("ix_enterprises_street"), ["street"], unique=False)

    op.create_table(
        "import_batches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("idempotency_key", sa.String(length=64), nullable=True),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("file_hash", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("step", sa.String(length=64), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("heartbeat_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("report", sa.JSON(), nullable=False),
        sa.Column("error_code", sa.String(length=64), nullable=True),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("applied_by", sa.Integer(), nullable=True),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["applied_by"], ["users.id"], name=op.f("fk_import_batches_applied_by")),
        sa.ForeignKeyConstraint(["created_by"], ["users.id"], name=op.f("fk_import_batches_created_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_batches")),
        sa.UniqueConstraint("idempotency_key", name=op.f("uq_import_batches_idempotency_key")),
    )
    with op.batch_alter_table("import_batches", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_import_batches_file_hash"), ["file_hash"], unique=False)

    op.create_table(
        "leave_covers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("steward_id", sa.Integer(), nullable=False),
        sa.Column("cover_id", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.Column("why", sa.String(length=200), nullable=False),
        sa.Column("arranged_by", sa.Integer(), nullable=True),
        sa.Column("cancelled_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["arranged_by"], ["users.id"], name=op.f("fk_leave_covers_arranged_by")),
        sa.ForeignKeyConstraint(["cover_id"], ["users.id"], name=op.f("fk_leave_covers_cover_id")),
        sa.ForeignKeyConstraint(["steward_id"], ["users.id"], name=op.f("fk_leave_covers_steward_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leave_covers")),
    )
    with op.batch_alter_table("leave_covers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_leave_covers_cover_id"), ["cover_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_leave_covers_steward_id"), ["steward_id"], unique=False)

    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dedupe_key", sa.String(length=200), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_outbox_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("dedupe_key", name=op.f("uq_outbox_dedupe_key")),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outbox_delivered_at"), ["delivered_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_outbox_user_id"), ["user_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_outbox_user_id_read_at"), ["user_id", "read_at"], unique=False)

    op.create_table(
        "roles",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("granted_by", sa.Integer(), nullable=True),
        sa.Column("granted_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["ended_by"], ["users.id"], name=op.f("fk_roles_ended_by")),
        sa.ForeignKeyConstraint(["granted_by"], ["users.id"], name=op.f("fk_roles_granted_by")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_roles_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roles")),
    )
    with op.batch_alter_table("roles", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_roles_user_id"), ["user_id"], unique=False)
        batch_op.create_index(
            "uq_roles_one_administrator",
            ["user_id"],
            unique=True,
            sqlite_where=sa.text("ended_on IS NULL AND role IN ('system_admin', 'security_admin', 'auditor')"),
            postgresql_where=sa.text("ended_on IS NULL AND role IN ('system_admin', 'security_admin', 'auditor')"),
        )
        batch_op.create_index(
            "uq_roles_open",
            ["user_id", "role"],
            unique=True,
            sqlite_where=sa.text("ended_on IS NULL"),
            postgresql_where=sa.text("ended_on IS NULL"),
        )

    op.create_table(
        "sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_sessions_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sessions")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sessions_token_hash")),
    )
    with op.batch_alter_table("sessions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sessions_user_id"), ["user_id"], unique=False)

    op.create_table(
        "assignments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("steward_id", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("assigned_by", sa.Integer(), nullable=True),
        sa.Column("why", sa.String(length=200), nullable=False),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.Column("end_why", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(["assigned_by"], ["users.id"], name=op.f("fk_assignments_assigned_by")),
        sa.ForeignKeyConstraint(["ended_by"], ["users.id"], name=op.f("fk_assignments_ended_by")),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprises.id"], name=op.f("fk_assignments_enterprise_id")),
        sa.ForeignKeyConstraint(["steward_id"], ["users.id"], name=op.f("fk_assignments_steward_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignments")),
    )
    with op.batch_alter_table("assignments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assignments_enterprise_id"), ["enterprise_id"], unique=False)
        batch_op.create_index("ix_assignments_steward_open", ["steward_id", "to_on"], unique=False)
        batch_op.create_index(
            "uq_assignments_open",
            ["enterprise_id"],
            unique=True,
            sqlite_where=sa.text("to_on IS NULL"),
            postgresql_where=sa.text("to_on IS NULL"),
        )

    op.create_table(
        "certificates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("number", sa.String(length=64), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=True),
        sa.Column("grade", sa.String(length=40), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("removed_by", sa.Integer(), nullable=True),
        sa.Column("removed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprises.id"], name=op.f("fk_certificates_enterprise_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["users.id"], name=op.f("fk_certificates_recorded_by")),
        sa.ForeignKeyConstraint(["removed_by"], ["users.id"], name=op.f("fk_certificates_removed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificates")),
    )
    with op.batch_alter_table("certificates", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_certificates_enterprise_id"), ["enterprise_id"], unique=False)

    op.create_table(
        "contacts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("position", sa.String(length=200), nullable=True),
        sa.Column("mobile_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("mobile_last4", sa.String(length=4), nullable=True),
        sa.Column("telephone", sa.String(length=64), nullable=True),
        sa.Column("email", sa.String(length=200), nullable=True),
        sa.Column("preference", sa.String(length=200), nullable=True),
        sa.Column("is_primary", sa.Boolean(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprises.id"], name=op.f("fk_contacts_enterprise_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["users.id"], name=op.f("fk_contacts_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contacts")),
    )
    with op.batch_alter_table("contacts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contacts_enterprise_id"), ["enterprise_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_contacts_mobile_last4"), ["mobile_last4"], unique=False)

    op.create_table(
        "contest_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("list_name", sa.String(length=64), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=True),
        sa.Column("grade", sa.String(length=40), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("removed_by", sa.Integer(), nullable=True),
        sa.Column("removed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprises.id"], name=op.f("fk_contest_entries_enterprise_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["users.id"], name=op.f("fk_contest_entries_recorded_by")),
        sa.ForeignKeyConstraint(["removed_by"], ["users.id"], name=op.f("fk_contest_entries_removed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contest_entries")),
    )
    with op.batch_alter_table("contest_entries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contest_entries_enterprise_id"), ["enterprise_id"], unique=False)

    op.create_table(
        "enterprise_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=64), nullable=False),
        sa.Column("old", sa.String(length=200), nullable=True),
        sa.Column("new", sa.String(length=200), nullable=True),
        sa.Column("changed_by", sa.Integer(), nullable=False),
        sa.Column("changed_on", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["changed_by"], ["users.id"], name=op.f("fk_enterprise_changes_changed_by")),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprises.id"], name=op.f("fk_enterprise_changes_enterprise_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enterprise_changes")),
    )
    with op.batch_alter_table("enterprise_changes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_enterprise_changes_changed_by"), ["changed_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_enterprise_changes_enterprise_id"), ["enterprise_id"], unique=False)

    op.create_table(
        "enterprise_facts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("fact", sa.String(length=64), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("from_date", sa.Date(), nullable=False),
        sa.Column("grade", sa.String(length=40), nullable=False),
        sa.Column("evidence", sa.String(length=200), nullable=True),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("replaced_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprises.id"], name=op.f("fk_enterprise_facts_enterprise_id")
        ),
        sa.ForeignKeyConstraint(["recorded_by"], ["users.id"], name=op.f("fk_enterprise_facts_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enterprise_facts")),
    )
    with op.batch_alter_table("enterprise_facts", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_enterprise_facts_enterprise_id_fact_from_date"),
            ["enterprise_id", "fact", "from_date"],
            unique=False,
        )

    op.create_table(
        "equity_rounds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("qualified", sa.Boolean(), nullable=True),
        sa.Column("investor", sa.String(length=200), nullable=True),
        sa.Column("source", sa.String(length=200), nullable=True),
        sa.Column("grade", sa.String(length=40), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("removed_by", sa.Integer(), nullable=True),
        sa.Column("removed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprises.id"], name=op.f("fk_equity_rounds_enterprise_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["users.id"], name=op.f("fk_equity_rounds_recorded_by")),
        sa.ForeignKeyConstraint(["removed_by"], ["users.id"], name=op.f("fk_equity_rounds_removed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_equity_rounds")),
    )
    with op.batch_alter_table("equity_rounds", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_equity_rounds_enterprise_id"), ["enterprise_id"], unique=False)

    op.create_table(
        "evaluations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("target", sa.String(length=40), nullable=False),
        sa.Column("purpose", sa.String(length=64), nullable=False),
        sa.Column("rulebook", sa.String(length=64), nullable=False),
        sa.Column("rulebook_digest", sa.String(length=64), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("verdict", sa.String(length=64), nullable=False),
        sa.Column("flag_kind", sa.String(length=64), nullable=True),
        sa.Column("score_low", sa.Integer(), nullable=True),
        sa.Column("score_high", sa.Integer(), nullable=True),
        sa.Column("unmet", sa.JSON(), nullable=False),
        sa.Column("unknown", sa.JSON(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("superseded_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprises.id"], name=op.f("fk_evaluations_enterprise_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluations")),
    )
    with op.batch_alter_table("evaluations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_evaluations_as_of"), ["as_of"], unique=False)
        batch_op.create_index(batch_op.f("ix_evaluations_enterprise_id"), ["enterprise_id"], unique=False)
        batch_op.create_index(
            "uq_evaluations_current",
            ["enterprise_id", "target", "purpose"],
            unique=True,
            sqlite_where=sa.text("superseded_on IS NULL"),
            postgresql_where=sa.text("superseded_on IS NULL"),
        )

    op.create_table(
        "fact_lists",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("complete_as_of", sa.Date(), nullable=False),
        sa.Column("evidence", sa.String(length=200), nullable=True),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprises.id"], name=op.f("fk_fact_lists_enterprise_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["users.id"], name=op.f("fk_fact_lists_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fact_lists")),
    )
    with op.batch_alter_table("fact_lists", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fact_lists_enterprise_id_kind"), ["enterprise_id", "kind"], unique=True)

    op.create_table(
        "figure_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=40), nullable=False),
        sa.Column("old", sa.BigInteger(), nullable=True),
        sa.Column("new", sa.BigInteger(), nullable=True),
        sa.Column("old_grade", sa.String(length=40), nullable=True),
        sa.Column("grade", sa.String(length=40), nullable=True),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=False),
        sa.Column("changed_on", sa.Date(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["changed_by"], ["users.id"], name=op.f("fk_figure_changes_changed_by")),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprises.id"], name=op.f("fk_figure_changes_enterprise_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_figure_changes")),
    )
    with op.batch_alter_table("figure_changes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_figure_changes_changed_by"), ["changed_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_figure_changes_changed_on"), ["changed_on"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_figure_changes_enterprise_id_year"), ["enterprise_id", "year"], unique=False
        )

    op.create_table(
        "former_names",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprises.id"], name=op.f("fk_former_names_enterprise_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["users.id"], name=op.f("fk_former_names_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former_names")),
    )
    with op.batch_alter_table("former_names", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_former_names_enterprise_id"), ["enterprise_id"], unique=False)

    op.create_table(
        "intellectual_property",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=True),
        sa.Column("number", sa.String(length=64), nullable=True),
        sa.Column("kind", sa.String(length=64), nullable=True),
        sa.Column("ip_class", sa.String(length=2), nullable=False),
        sa.Column("high_value", sa.Boolean(), nullable=True),
        sa.Column("self_developed", sa.Boolean(), nullable=True),
        sa.Column("related_to_main_product", sa.Boolean(), nullable=True),
        sa.Column("economic_benefit", sa.Boolean(), nullable=True),
        sa.Column("granted_on", sa.Date(), nullable=True),
        sa.Column("transferred_in_on", sa.Date(), nullable=True),
        sa.Column("holder_rank", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(length=200), nullable=True),
        sa.Column("grade", sa.String(length=40), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("removed_by", sa.Integer(), nullable=True),
        sa.Column("removed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprises.id"], name=op.f("fk_intellectual_property_enterprise_id")
        ),
        sa.ForeignKeyConstraint(["recorded_by"], ["users.id"], name=op.f("fk_intellectual_property_recorded_by")),
        sa.ForeignKeyConstraint(["removed_by"], ["users.id"], name=op.f("fk_intellectual_property_removed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intellectual_property")),
    )
    with op.batch_alter_table("intellectual_property", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_intellectual_property_enterprise_id"), ["enterprise_id"], unique=False)

    op.create_table(
        "interactions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=True),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("follow_up", sa.Text(), nullable=True),
        sa.Column("next_contact_on", sa.Date(), nullable=True),
        sa.Column("asked_for", sa.Boolean(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("client_key", sa.String(length=64), nullable=True),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=op.f("fk_interactions_author_id")),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprises.id"], name=op.f("fk_interactions_enterprise_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interactions")),
        sa.UniqueConstraint("client_key", name=op.f("uq_interactions_client_key")),
    )
    with op.batch_alter_table("interactions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_interactions_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_interactions_author_id_held_on"), ["author_id", "held_on"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_interactions_enterprise_id_held_on"), ["enterprise_id", "held_on"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_interactions_next_contact_on"), ["next_contact_on"], unique=False)

    op.create_table(
        "platform_scores",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("score_e4", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=True),
        sa.Column("grade", sa.String(length=40), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("removed_by", sa.Integer(), nullable=True),
        sa.Column("removed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprises.id"], name=op.f("fk_platform_scores_enterprise_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["users.id"], name=op.f("fk_platform_scores_recorded_by")),
        sa.ForeignKeyConstraint(["removed_by"], ["users.id"], name=op.f("fk_platform_scores_removed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_platform_scores")),
    )
    with op.batch_alter_table("platform_scores", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_platform_scores_enterprise_id"), ["enterprise_id"], unique=False)
        batch_op.create_index(
            "uq_platform_scores_current",
            ["enterprise_id", "year"],
            unique=True,
            sqlite_where=sa.text("removed_on IS NULL"),
            postgresql_where=sa.text("removed_on IS NULL"),
        )

    op.create_table(
        "pool_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("admitted_on", sa.Date(), nullable=False),
        sa.Column("admitted_by", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("left_why", sa.String(length=64), nullable=True),
        sa.Column("left_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["admitted_by"], ["users.id"], name=op.f("fk_pool_entries_admitted_by")),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprises.id"], name=op.f("fk_pool_entries_enterprise_id")),
        sa.ForeignKeyConstraint(["left_by"], ["users.id"], name=op.f("fk_pool_entries_left_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pool_entries")),
    )
    with op.batch_alter_table("pool_entries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pool_entries_enterprise_id"), ["enterprise_id"], unique=False)
        batch_op.create_index(
            "uq_pool_entries_open",
            ["enterprise_id"],
            unique=True,
            sqlite_where=sa.text("left_on IS NULL"),
            postgresql_where=sa.text("left_on IS NULL"),
        )

    op.create_table(
        "queue_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("why", sa.String(length=200), nullable=False),
        sa.Column("put_by", sa.Integer(), nullable=True),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprises.id"], name=op.f("fk_queue_entries_enterprise_id")),
        sa.ForeignKeyConstraint(["put_by"], ["users.id"], name=op.f("fk_queue_entries_put_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_queue_entries")),
    )
    with op.batch_alter_table("queue_entries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_queue_entries_enterprise_id"), ["enterprise_id"], unique=False)
        batch_op.create_index(
            "uq_queue_entries_open",
            ["enterprise_id"],
            unique=True,
            sqlite_where=sa.text("left_on IS NULL"),
            postgresql_where=sa.text("left_on IS NULL"),
        )

    op.create_table(
        "science_awards",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=True),
        sa.Column("level", sa.String(length=64), nullable=False),
        sa.Column("awarded_on", sa.Date(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(length=200), nullable=True),
        sa.Column("grade", sa.String(length=40), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("removed_by", sa.Integer(), nullable=True),
        sa.Column("removed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprises.id"], name=op.f("fk_science_awards_enterprise_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["users.id"], name=op.f("fk_science_awards_recorded_by")),
        sa.ForeignKeyConstraint(["removed_by"], ["users.id"], name=op.f("fk_science_awards_removed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_science_awards")),
    )
    with op.batch_alter_table("science_awards", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_science_awards_enterprise_id"), ["enterprise_id"], unique=False)

    op.create_table(
        "titles",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("tier", sa.String(length=40), nullable=False),
        sa.Column("granted_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("revoked_on", sa.Date(), nullable=True),
        sa.Column("document", sa.String(length=200), nullable=True),
        sa.Column("batch", sa.String(length=200), nullable=True),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("removed_on", sa.Date(), nullable=True),
        sa.Column("removed_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprises.id"], name=op.f("fk_titles_enterprise_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["users.id"], name=op.f("fk_titles_recorded_by")),
        sa.ForeignKeyConstraint(["removed_by"], ["users.id"], name=op.f("fk_titles_removed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_titles")),
    )
    with op.batch_alter_table("titles", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_titles_enterprise_id"), ["enterprise_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_titles_tier_expires_on"), ["tier", "expires_on"], unique=False)

    op.create_table(
        "yearly_figures",
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("revenue", sa.BigInteger(), nullable=True),
        sa.Column("main_revenue", sa.BigInteger(), nullable=True),
        sa.Column("rd_expense", sa.BigInteger(), nullable=True),
        sa.Column("net_profit", sa.BigInteger(), nullable=True),
        sa.Column("total_assets", sa.BigInteger(), nullable=True),
        sa.Column("total_liabilities", sa.BigInteger(), nullable=True),
        sa.Column("employees", sa.Integer(), nullable=True),
        sa.Column("rd_staff", sa.Integer(), nullable=True),
        sa.Column("revenue_grade", sa.String(length=40), nullable=True),
        sa.Column("main_revenue_grade", sa.String(length=40), nullable=True),
        sa.Column("rd_expense_grade", sa.String(length=40), nullable=True),
        sa.Column("net_profit_grade", sa.String(length=40), nullable=True),
        sa.Column("total_assets_grade", sa.String(length=40), nullable=True),
        sa.Column("total_liabilities_grade", sa.String(length=40), nullable=True),
        sa.Column("employees_grade", sa.String(length=40), nullable=True),
        sa.Column("rd_staff_grade", sa.String(length=40), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprises.id"], name=op.f("fk_yearly_figures_enterprise_id")),
        sa.PrimaryKeyConstraint("enterprise_id", "year", name=op.f("pk_yearly_figures")),
    )
    op.create_table(
        "flags",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("target", sa.String(length=40), nullable=False),
        sa.Column("purpose", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("episode_key", sa.String(length=120), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("evaluation_id", sa.Integer(), nullable=False),
        sa.Column("awaiting_year", sa.Integer(), nullable=True),
        sa.Column("unmet_count", sa.Integer(), nullable=False),
        sa.Column("unknown_count", sa.Integer(), nullable=False),
        sa.Column("seen_on", sa.Date(), nullable=True),
        sa.Column("snoozed_until", sa.Date(), nullable=True),
        sa.Column("snooze_reason", sa.String(length=200), nullable=True),
        sa.Column("acted_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("closed_why", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprises.id"], name=op.f("fk_flags_enterprise_id")),
        sa.ForeignKeyConstraint(["evaluation_id"], ["evaluations.id"], name=op.f("fk_flags_evaluation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flags")),
        sa.UniqueConstraint("episode_key", name=op.f("uq_flags_episode_key")),
    )
    with op.batch_alter_table("flags", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_flags_closed_on_kind_target"), ["closed_on", "kind", "target"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_flags_enterprise_id"), ["enterprise_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_flags_evaluation_id"), ["evaluation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_flags_opened_on"), ["opened_on"], unique=False)
        batch_op.create_index(
            "uq_flags_open",
            ["enterprise_id", "target", "purpose"],
            unique=True,
            sqlite_where=sa.text("closed_on IS NULL"),
            postgresql_where=sa.text("closed_on IS NULL"),
        )

    op.create_table(
        "interaction_participants",
        sa.Column("interaction_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["interaction_id"], ["interactions.id"], name=op.f("fk_interaction_participants_interaction_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_interaction_participants_user_id")),
        sa.PrimaryKeyConstraint("interaction_id", "user_id", name=op.f("pk_interaction_participants")),
    )
    with op.batch_alter_table("interaction_participants", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_interaction_participants_user_id"), ["user_id"], unique=False)

    op.create_table(
        "title_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["recorded_by"], ["users.id"], name=op.f("fk_title_events_recorded_by")),
        sa.ForeignKeyConstraint(["title_id"], ["titles.id"], name=op.f("fk_title_events_title_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_title_events")),
    )
    with op.batch_alter_table("title_events", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_title_events_happened_on"), ["happened_on"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_title_events_title_id_kind_happened_on"), ["title_id", "kind", "happened_on"], unique=True
        )
    guard_audit_rows()


def guard_audit_rows() -> None:
    """Rows of the audit chain are never changed or deleted, whoever asks."""
    if op.get_bind().dialect.name == "sqlite":
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER audit_events_no_{act.lower()} BEFORE {act} ON audit_events "
                "BEGIN SELECT RAISE(ABORT, 'audit rows stay as they are'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION keep_audit_rows() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'audit rows stay as they are'; END $$"
    )
    op.execute(
        "CREATE TRIGGER audit_events_stay BEFORE UPDATE OR DELETE ON audit_events "
        "FOR EACH ROW EXECUTE FUNCTION keep_audit_rows()"
    )


def downgrade() -> None:
    with op.batch_alter_table("title_events", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_title_events_title_id_kind_happened_on"))
        batch_op.drop_index(batch_op.f("ix_title_events_happened_on"))

    op.drop_table("title_events")
    with op.batch_alter_table("interaction_participants", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_interaction_participants_user_id"))

    op.drop_table("interaction_participants")
    with op.batch_alter_table("flags", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_flags_open", sqlite_where=sa.text("closed_on IS NULL"), postgresql_where=sa.text("closed_on IS NULL")
        )
        batch_op.drop_index(batch_op.f("ix_flags_opened_on"))
        batch_op.drop_index(batch_op.f("ix_flags_evaluation_id"))
        batch_op.drop_index(batch_op.f("ix_flags_enterprise_id"))
        batch_op.drop_index(batch_op.f("ix_flags_closed_on_kind_target"))

    op.drop_table("flags")
    op.drop_table("yearly_figures")
    with op.batch_alter_table("titles", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_titles_tier_expires_on"))
        batch_op.drop_index(batch_op.f("ix_titles_enterprise_id"))

    op.drop_table("titles")
    with op.batch_alter_table("science_awards", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_science_awards_enterprise_id"))

    op.drop_table("science_awards")
    with op.batch_alter_table("queue_entries", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_queue_entries_open",
            sqlite_where=sa.text("left_on IS NULL"),
            postgresql_where=sa.text("left_on IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_queue_entries_enterprise_id"))

    op.drop_table("queue_entries")
    with op.batch_alter_table("pool_entries", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_pool_entries_open",
            sqlite_where=sa.text("left_on IS NULL"),
            postgresql_where=sa.text("left_on IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_pool_entries_enterprise_id"))

    op.drop_table("pool_entries")
    with op.batch_alter_table("platform_scores", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_platform_scores_current",
            sqlite_where=sa.text("removed_on IS NULL"),
            postgresql_where=sa.text("removed_on IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_platform_scores_enterprise_id"))

    op.drop_table("platform_scores")
    with op.batch_alter_table("interactions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_interactions_next_contact_on"))
        batch_op.drop_index(batch_op.f("ix_interactions_enterprise_id_held_on"))
        batch_op.drop_index(batch_op.f("ix_interactions_author_id_held_on"))
        batch_op.drop_index(batch_op.f("ix_interactions_author_id"))

    op.drop_table("interactions")
    with op.batch_alter_table("intellectual_property", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_intellectual_property_enterprise_id"))

    op.drop_table("intellectual_property")
    with op.batch_alter_table("former_names", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_former_names_enterprise_id"))

    op.drop_table("former_names")
    with op.batch_alter_table("figure_changes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_figure_changes_enterprise_id_year"))
        batch_op.drop_index(batch_op.f("ix_figure_changes_changed_on"))
        batch_op.drop_index(batch_op.f("ix_figure_changes_changed_by"))

    op.drop_table("figure_changes")
    with op.batch_alter_table("fact_lists", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_fact_lists_enterprise_id_kind"))

    op.drop_table("fact_lists")
    with op.batch_alter_table("evaluations", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_evaluations_current",
            sqlite_where=sa.text("superseded_on IS NULL"),
            postgresql_where=sa.text("superseded_on IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_evaluations_enterprise_id"))
        batch_op.drop_index(batch_op.f("ix_evaluations_as_of"))

    op.drop_table("evaluations")
    with op.batch_alter_table("equity_rounds", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_equity_rounds_enterprise_id"))

    op.drop_table("equity_rounds")
    with op.batch_alter_table("enterprise_facts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_enterprise_facts_enterprise_id_fact_from_date"))

    op.drop_table("enterprise_facts")
    with op.batch_alter_table("enterprise_changes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_enterprise_changes_enterprise_id"))
        batch_op.drop_index(batch_op.f("ix_enterprise_changes_changed_by"))

    op.drop_table("enterprise_changes")
    with op.batch_alter_table("contest_entries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contest_entries_enterprise_id"))

    op.drop_table("contest_entries")
    with op.batch_alter_table("contacts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contacts_mobile_last4"))
        batch_op.drop_index(batch_op.f("ix_contacts_enterprise_id"))

    op.drop_table("contacts")
    with op.batch_alter_table("certificates", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_certificates_enterprise_id"))

    op.drop_table("certificates")
    with op.batch_alter_table("assignments", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_assignments_open", sqlite_where=sa.text("to_on IS NULL"), postgresql_where=sa.text("to_on IS NULL")
        )
        batch_op.drop_index("ix_assignments_steward_open")
        batch_op.drop_index(batch_op.f("ix_assignments_enterprise_id"))

    op.drop_table("assignments")
    with op.batch_alter_table("sessions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sessions_user_id"))

    op.drop_table("sessions")
    with op.batch_alter_table("roles", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_roles_open", sqlite_where=sa.text("ended_on IS NULL"), postgresql_where=sa.text("ended_on IS NULL")
        )
        batch_op.drop_index(
            "uq_roles_one_administrator",
            sqlite_where=sa.text("ended_on IS NULL AND role IN ('system_admin', 'security_admin', 'auditor')"),
            postgresql_where=sa.text("ended_on IS NULL AND role IN ('system_admin', 'security_admin', 'auditor')"),
        )
        batch_op.drop_index(batch_op.f("ix_roles_user_id"))

    op.drop_table("roles")
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outbox_user_id_read_at"))
        batch_op.drop_index(batch_op.f("ix_outbox_user_id"))
        batch_op.drop_index(batch_op.f("ix_outbox_delivered_at"))

    op.drop_table("outbox")
    with op.batch_alter_table("leave_covers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_leave_covers_steward_id"))
        batch_op.drop_index(batch_op.f("ix_leave_covers_cover_id"))

    op.drop_table("leave_covers")
    with op.batch_alter_table("import_batches", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_import_batches_file_hash"))

    op.drop_table("import_batches")
    with op.batch_alter_table("enterprises", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_enterprises_street"))
        batch_op.drop_index(batch_op.f("ix_enterprises_name"))
        batch_op.drop_index(batch_op.f("ix_enterprises_industry"))

    op.drop_table("enterprises")
    with op.batch_alter_table("users", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_users_department_id"))

    op.drop_table("users")
    op.drop_table("job_chunks")
    op.drop_table("rulebook_texts")
    op.drop_table("pool_snapshots")
    with op.batch_alter_table("login_attempts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_login_attempts_address_at"))
        batch_op.drop_index(batch_op.f("ix_login_attempts_account_at"))

    op.drop_table("login_attempts")
    with op.batch_alter_table("job_runs", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_job_runs_started_at"))
        batch_op.drop_index(batch_op.f("ix_job_runs_job_slot"))

    op.drop_table("job_runs")
    op.drop_table("departments")
    drop_audit_guard()
    with op.batch_alter_table("audit_events", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_events_object"))
        batch_op.drop_index(batch_op.f("ix_audit_events_actor_id"))
        batch_op.drop_index(batch_op.f("ix_audit_events_action_id"))

    op.drop_table("audit_events")


def drop_audit_guard() -> None:
    """Take the guard away with its table."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER audit_events_no_update")
        op.execute("DROP TRIGGER audit_events_no_delete")
        return
    op.execute("DROP TRIGGER audit_events_stay ON audit_events")
    op.execute("DROP FUNCTION keep_audit_rows()")
