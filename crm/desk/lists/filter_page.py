"""The filters of lists of enterprises: what is asked in the URL, and what is offered on the page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from crm.config.service_rules import service_rules
from crm.cultivation.flags.opened import FLAG_KINDS
from crm.cultivation.models import Tier
from crm.desk.lists.filters import OVERDUE, filters_from
from crm.desk.lists.queries import CareFilter
from crm.standings.rungs import AWAITED, PLACES, LadderPlace
from crm.web.paging import asked_text
from crm.web.words import word

_NAMES = ("tier", "street", "flag", "due", "q")


@dataclass(frozen=True, slots=True)
class FilterOffer:
    """One filter as the filter bar draws it; `every` is the word for no choice made."""

    name: str
    label: Any
    choices: Sequence[tuple[str, Any]]
    every: Any = None


def asked_filters() -> CareFilter:
    """The filters in the URL; a value that is not offered is refused."""
    return filters_from({name: asked_text(name) for name in _NAMES}, service_rules().streets)


def offer_filters(*names: str) -> list[FilterOffer]:
    """The filters of these names, for the filter bar."""
    every = {
        "tier": FilterOffer("tier", _("层级"), offer_places()),
        "street": FilterOffer("street", _("街道"), [(street, street) for street in service_rules().streets]),
        "flag": FilterOffer("flag", _("标记"), [(kind, word(kind, "flag")) for kind in FLAG_KINDS]),
        "due": FilterOffer("due", _("期限"), [(OVERDUE, _("已逾期"))]),
    }
    return [every[name] for name in names]


def offer_places() -> list[tuple[str, Any]]:
    """The places on the ladder, and that of those whose review awaits its result."""
    return [(place, _("复核待公布") if place == AWAITED else word(place, "short_tier")) for place in PLACES]


def word_rung(rung: LadderPlace) -> str:
    """A rung as files write it: a title whose review awaits its result is neither valid nor lost, and says so."""
    if rung.awaited is None:
        return word(rung.tier, "tier")
    waits = str(_("%(tier)s复核结果待公布", tier=word(rung.awaited, "short_tier")))
    return waits if rung.tier is Tier.SEED else f"{word(rung.tier, 'tier')}；{waits}"
