"""What a revocation bars: for years no title is applied for, granted or renewed. Derived from the titles themselves."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from crm.cultivation.models import Tier, Title
from crm.errors import CrmError
from crm.rules.law.days.dates import anniversary
from crm.rules.law.fields import words
from crm.rules.reading.ladder import Ladder


class RevocationCause(StrEnum):
    """Why a title was cancelled."""

    SERIOUS_INCIDENT = "serious_incident"
    DISHONESTY = "dishonesty"
    TAX_EVASION = "tax_evasion"
    FALSIFIED = "falsified"
    UNREPORTED_CHANGE = "unreported_change"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class TitleBar:
    """A revoked title, and the first day on which its enterprise may apply again."""

    tier: Tier
    revoked_on: date
    until: date


def find_bar(titles: Iterable[Title], day: date, ladder: Ladder) -> TitleBar | None:
    """What bars an enterprise with these titles on a day; of several, what bars longest."""
    years = ladder.bar_years
    bars = [
        TitleBar(title.tier, title.revoked_on, anniversary(title.revoked_on, years))
        for title in titles
        if title.removed_on is None and title.revoked_on is not None and title.revoked_on <= day
    ]
    return max((bar for bar in bars if day < bar.until), key=lambda bar: bar.until, default=None)


def refuse_barred(titles: Iterable[Title], day: date, ladder: Ladder) -> None:
    """Raise CrmError title_barred where something bars the enterprise on a day."""
    bar = find_bar(titles, day, ladder)
    if bar is not None:
        tier = words("recognitions.tier", bar.tier)
        raise CrmError("title_barred", tier=tier, day=bar.revoked_on, until=bar.until)
