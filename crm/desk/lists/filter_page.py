"""The filters of lists of enterprises: what is asked in the URL, and what is offered on the page."""

from typing import Any

from flask_babel import gettext as _

from crm.cultivation.flags.opened import FLAG_KINDS
from crm.cultivation.models import LADDER, Tier
from crm.desk.lists.queries import Wanted
from crm.service_rules import service_rules
from crm.web.paging import asked_choice, asked_text
from crm.web.words import word

TIERS = tuple(tier.value for tier in LADDER)
OVERDUE = "overdue"


def asked_filters() -> Wanted:
    """The filters in the URL; a value that is not offered is refused."""
    tier = asked_choice("tier", TIERS)
    return Wanted(
        tier=Tier(tier) if tier else None,
        street=asked_choice("street", service_rules().streets) or None,
        flag=asked_choice("flag", FLAG_KINDS) or None,
        text=asked_text("q"),
        overdue=asked_choice("due", (OVERDUE,)) == OVERDUE,
    )


def offered(*names: str) -> list[dict[str, Any]]:
    """The filters of these names, for the filter bar."""
    every = {
        "tier": (_("层级"), [(tier, word(tier, "short_tier")) for tier in TIERS]),
        "street": (_("街道"), [(street, street) for street in service_rules().streets]),
        "flag": (_("标记"), [(kind, word(kind, "flag")) for kind in FLAG_KINDS]),
        "due": (_("期限"), [(OVERDUE, _("已逾期"))]),
    }
    return [{"name": name, "label": every[name][0], "choices": every[name][1]} for name in names]
