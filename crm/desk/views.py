"""The blueprint of the desk; its views stand in the modules imported at the end, a page or two in each."""

from flask import Blueprint

bp = Blueprint("desk", __name__)

from crm.desk import (  # noqa: E402  (they attach their views to `bp`)
    assign_views,
    enterprise_views,
    evaluation_views,
    flag_views,
    gap_views,
    list_views,
    load_views,
    log_views,
    near_views,
    policy_views,
    search_views,
    steward_views,
    timeline_views,
    ways_views,
    what_if_views,
)

__all__ = [
    "assign_views", "bp", "enterprise_views", "evaluation_views", "flag_views", "gap_views", "list_views",
    "load_views", "log_views", "near_views", "policy_views", "search_views", "steward_views", "timeline_views",
    "ways_views", "what_if_views",
]
