"""What becomes of each table's rows when two records turn out to be one enterprise: a rule for every table.

Every table with `enterprise_id` is listed here by name, because merging must decide for each; a test fails for a new
table until it is listed. The merge itself reads this registry and nothing else.
"""

from enum import StrEnum


class MergeRule(StrEnum):
    """`kept`: the enterprise that stays; `merged`: the one that is taken into it."""

    MOVE = "move"
    """Rows of the merged one become rows of the kept one: what happened, happened to this enterprise."""
    MOVE_UNLESS_KNOWN = "move_unless_known"
    """As MOVE, but a row that says the same of the same day or item is left out, so that nothing counts twice."""
    BETTER_EVIDENCE = "better_evidence"
    """One row a key may be current: the one with the better evidence, at equal evidence the kept one's."""
    KEEP_OPEN = "keep_open"
    """One row may be open: the kept one's stays open, the merged one's is closed on the day of the merge and moved."""
    DERIVE = "derive"
    """Rows are a reading of others: the merged one's are closed, and the kept enterprise is judged anew."""


MERGE_RULES = {
    "former_names": MergeRule.MOVE_UNLESS_KNOWN,
    "enterprise_changes": MergeRule.MOVE,
    "contacts": MergeRule.MOVE_UNLESS_KNOWN,
    "yearly_figures": MergeRule.BETTER_EVIDENCE,
    "figure_changes": MergeRule.MOVE,
    "enterprise_facts": MergeRule.BETTER_EVIDENCE,
    "current_facts": MergeRule.DERIVE,
    "fact_attachments": MergeRule.MOVE,
    "fact_lists": MergeRule.DERIVE,  # a list that was complete for one half need not be so for the whole
    "intellectual_property": MergeRule.MOVE_UNLESS_KNOWN,
    "equity_rounds": MergeRule.MOVE_UNLESS_KNOWN,
    "science_awards": MergeRule.MOVE_UNLESS_KNOWN,
    "contest_entries": MergeRule.MOVE_UNLESS_KNOWN,
    "certificates": MergeRule.MOVE_UNLESS_KNOWN,
    "platform_scores": MergeRule.BETTER_EVIDENCE,
    "assignments": MergeRule.KEEP_OPEN,
    "queue_entries": MergeRule.KEEP_OPEN,
    "applications": MergeRule.KEEP_OPEN,
    "window_candidates": MergeRule.MOVE_UNLESS_KNOWN,
    "title_duties": MergeRule.MOVE,
    "material_attachments": MergeRule.MOVE,
    "title_attachments": MergeRule.MOVE,
    "interaction_photos": MergeRule.MOVE,
    "interactions": MergeRule.MOVE,
    "handover_items": MergeRule.MOVE_UNLESS_KNOWN,
    "enterprise_letters": MergeRule.MOVE,
    "quiet_periods": MergeRule.KEEP_OPEN,
    "briefing_enterprises": MergeRule.MOVE_UNLESS_KNOWN,
    "planned_contacts": MergeRule.KEEP_OPEN,
    "service_team_members": MergeRule.KEEP_OPEN,
    "service_plans": MergeRule.MOVE_UNLESS_KNOWN,
    "demands": MergeRule.MOVE,
    "demand_attachments": MergeRule.MOVE,
    "claim_attachments": MergeRule.MOVE,
    "recognition_lines": MergeRule.MOVE,
    "pool_proposals": MergeRule.KEEP_OPEN,
    "beneficiaries": MergeRule.MOVE_UNLESS_KNOWN,  # the payments of both stand under the kept one
    "referrals": MergeRule.MOVE_UNLESS_KNOWN,
    "payment_declarations": MergeRule.DERIVE,  # what was complete for one half need not be so for the whole
    "pool_entries": MergeRule.KEEP_OPEN,
    "titles": MergeRule.MOVE_UNLESS_KNOWN,
    "evaluations": MergeRule.DERIVE,
    "flags": MergeRule.DERIVE,
    "flag_events": MergeRule.MOVE,  # what was done stays with the flag it was done about, closed or not
    "standings": MergeRule.DERIVE,
    "search_terms": MergeRule.DERIVE,
    "judging_days": MergeRule.DERIVE,
    "judging_marks": MergeRule.DERIVE,
    "batch_writes": MergeRule.MOVE_UNLESS_KNOWN,  # an import that wrote about both is taken back for both
}
