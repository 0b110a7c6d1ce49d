"""Constraints speak: which error code stands for which unique or check constraint of the database.

Services look before they write; a constraint says no only when two people act at once. A test lists all constraints, so
that a new one is given its sentence on the day it is made. Only what is not listed says *changed meanwhile*.
"""

import re
from functools import cache

from sqlalchemy import CheckConstraint, Index, Table, UniqueConstraint
from sqlalchemy.exc import IntegrityError

from crm.awards.claims.models import APART
from crm.db import Base

CODES = {
    "uq_departments_name": "department_taken",
    "uq_departments_code": "department_code_taken",
    "uq_users_id_side": "try_again",
    "uq_users_staff_key": "staff_number_just_taken",
    "uq_roles_open": "role_just_granted",
    "uq_roles_one_administrator": "administrator_already",
    "uq_password_resets_open": "try_again",
    "uq_sessions_token_hash": "try_again",
    "uq_outbox_dedupe_key": "try_again",
    "uq_enterprises_credit_code": "credit_code_just_taken",
    "uq_assignments_open": "steward_just_assigned",
    "uq_queue_entries_open": "just_queued",
    "ix_leave_cover_events_cover_id_number": "step_just_taken",
    "uq_interactions_client_key": "service_already_sent",
    "uq_interactions_replaces_id": "service_withdrawn",
    "uq_planned_contacts_steward": "plan_just_made",
    "uq_planned_contacts_own": "plan_just_made",
    "uq_planned_contacts_interaction_id": "plan_changed_meanwhile",
    "ck_planned_contacts_kept_by_a_contact": "plan_values_unfit",
    "ck_handovers_to_somebody_else": "already_handed_over",
    "uq_calendar_feeds_open": "calendar_feed_just_made",
    "uq_calendar_feeds_token_hash": "try_again",
    "ck_handovers_accepted_or_withdrawn": "handover_not_both",
    "ix_handover_events_handover_id_number": "step_just_taken",
    "uq_service_team_members_leader": "member_just_named",
    "uq_service_team_members_department": "member_just_named",
    "ck_service_team_members_contact_of_a_department": "promise_values_unfit",
    "uq_service_plans_year": "service_plan_just_made",
    "ck_service_plan_items_service_of_fulfilled": "promise_values_unfit",
    "ix_service_plan_item_events_item_id_number": "step_just_taken",
    "uq_quiet_periods_open": "quiet_just_begun",
    "ck_quiet_periods_quiet_until_later": "quiet_until_past",
    "uq_briefings_client_key": "briefing_already_sent",
    "ix_planned_contact_events_plan_id_number": "step_just_taken",
    "uq_demands_number": "demand_just_raised",
    "uq_demands_client_key": "demand_just_sent",
    "uq_demands_source": "demand_just_known",
    "ck_demands_closed_with_outcome": "demand_values_unfit",
    "ck_demands_satisfaction": "demand_values_unfit",
    "ck_demands_planned_with_day": "demand_values_unfit",
    "ix_demand_events_demand_id_number": "step_just_taken",
    "uq_demand_departments_lead": "demand_just_routed",
    "ck_rechecks_verdict_of_somebody": "demand_values_unfit",
    "uq_joint_matters_standing": "joint_just_changed",
    "ck_joint_matters_ended_with_why": "demand_values_unfit",
    "uq_joint_agenda_items_demand": "joint_just_changed",
    "uq_joint_agenda_items_matter": "joint_just_changed",
    "ck_joint_agenda_items_demand_or_matter": "demand_values_unfit",
    "ck_joint_resolutions_done_with_note": "demand_values_unfit",
    "uq_pool_proposals_open": "pool_just_entered",
    "ck_pool_proposals_one_proposer": "proposal_needs_proposer",
    "uq_recognition_lists_digest": "try_again",
    "ck_recognition_lines_taken_for_somebody": "changed_meanwhile",
    "uq_pool_entries_open": "pool_just_entered",
    "uq_titles_standing": "title_just_recorded",
    "ix_title_events_title_id_kind_happened_on": "title_event_just_recorded",
    "ix_title_duties_title_id_kind_period": "step_just_taken",
    "uq_applications_open": "application_just_opened",
    "uq_applications_number": "try_again",
    "ck_applications_granted_with_title": "changed_meanwhile",
    "ck_applications_closed_with_its_end": "changed_meanwhile",
    "ck_applications_publicity_ends_later": "application_publicity_ends_early",
    "ck_applications_objections_counted": "step_just_taken",
    "ix_application_events_application_id_number": "step_just_taken",
    "ix_application_materials_application_id_material": "try_again",
    "ck_application_materials_waived_with_reason": "material_values_unfit",
    "ck_application_materials_done_with_note": "material_values_unfit",
    "ck_window_texts_one_end": "window_just_ended",
    "ck_window_texts_two_persons": "window_approved_alone",
    "uq_evaluations_current": "judged_meanwhile",
    "uq_flags_open": "judged_meanwhile",
    "uq_flags_episode_key": "judged_meanwhile",
    "ix_flag_events_flag_id_number": "step_just_taken",
    "uq_fact_lists_open": "list_just_declared",
    "uq_platform_scores_current": "score_just_recorded",
    "uq_enterprise_facts_current": "fact_just_recorded",
    "uq_import_batches_idempotency_key": "file_just_sent",
    "ix_batch_writes_batch_id_enterprise_id": "try_again",
    "uq_notice_channels_open": "channel_just_added",
    "ck_deliveries_sent_at_a_time": "changed_meanwhile",
    "uq_enterprise_letters_dedupe_key": "try_again",
    "ck_letter_mailings_sent_at_a_time": "changed_meanwhile",
    "ck_enterprise_letters_passed_on_at_a_time": "changed_meanwhile",
    "ck_enterprise_letters_passed_on_some_way": "changed_meanwhile",
    "uq_attachments_digest": "file_just_attached",
    "ck_measure_texts_one_end": "measure_just_ended",
    "ck_measure_texts_two_persons": "measure_approved_alone",
    "uq_beneficiaries_enterprise_id": "beneficiary_just_recorded",
    "uq_beneficiaries_code": "beneficiary_just_recorded",
    "ck_beneficiaries_enterprise_of_kind": "beneficiary_unfit",
    "ck_beneficiaries_known_by_name": "beneficiary_unfit",
    "uq_referrals_standing": "referral_just_recorded",
    "ck_payments_amount_or_pieces": "payment_unfit",
    "ck_payments_ended_with_why": "payment_unfit",
    "uq_payments_claim": "claim_just_moved",
    "ck_award_accounts_reserved": "account_full",
    "ck_award_accounts_paid": "account_full",
    "ck_award_accounts_excess": "account_full",
    "ck_award_accounts_within_cap": "account_full",
    "uq_claims_number": "try_again",
    "uq_claims_open": "claim_just_moved",
    "ck_claims_asked": "claim_unfit",
    "ck_claims_approved": "claim_unfit",
    "ck_claims_base": "claim_unfit",
    "ck_claims_objections": "claim_unfit",
    "ck_claims_paid_by_somebody": "claim_unfit",
    "ck_claims_public_until_later": "claim_unfit",
    **{f"ck_claims_{one}_not_{other}": "claim_alone" for one, other in APART},
    "ix_claim_events_claim_id_number": "step_just_taken",
    "ck_budgets_amount": "payment_unfit",
    "uq_payment_batches_number": "try_again",
    "uq_payment_batch_lines_awaited": "claim_just_moved",
    "uq_payments_voucher": "payment_just_recorded",
    "uq_payment_declarations_open": "payments_just_declared",
    "ix_job_runs_job_slot": "run_just_claimed",
}
# Made by a migration where the database has such constraints; the models cannot name them.
ONLY_ON_POSTGRESQL = {"ex_titles_overlap": "title_just_recorded"}
_SQLITE_UNIQUE = re.compile(r"UNIQUE constraint failed: (?P<columns>[\w., ]+)")
_SQLITE_NAMED = re.compile(r"(?:CHECK constraint failed: |index ')(?P<name>\w+)")


def code_of(error: IntegrityError) -> str | None:
    """The error code of the constraint that said no; None for one that is not listed, such as a foreign key."""
    name = constraint_of(error)
    return {**CODES, **ONLY_ON_POSTGRESQL}.get(name) if name else None


def constraint_of(error: IntegrityError) -> str | None:
    """The name of the constraint that said no: PostgreSQL tells it, SQLite tells the columns of a unique one."""
    diagnosis = getattr(error.orig, "diag", None)
    if diagnosis is not None:
        name: str | None = diagnosis.constraint_name
        return name
    text = str(error.orig)
    named = _SQLITE_NAMED.search(text)
    if named:
        return named["name"]
    columns = _SQLITE_UNIQUE.search(text)
    return uniques_by_columns().get(columns["columns"]) if columns else None


@cache
def uniques_by_columns() -> dict[str, str]:
    """Names of the unique constraints by their columns, written as SQLite names them."""
    return {
        ", ".join(f"{table.name}.{column.name}" for column in each.columns): str(each.name)
        for table in Base.metadata.sorted_tables
        for each in spoken(table)
        if not isinstance(each, CheckConstraint)
    }


def spoken(table: Table) -> list[UniqueConstraint | CheckConstraint | Index]:
    """The constraints of a table that may say no to a person: unique and check, whatever made them."""
    constraints = [each for each in table.constraints if isinstance(each, UniqueConstraint | CheckConstraint)]
    return [*constraints, *(index for index in table.indexes if index.unique)]
