"""The gate common to all rulebooks, and which rulebook answers on which day."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.rules.reference.days import anniversary
from tests.rules.reference.facts import Facts, day
from tests.rules.reference.sizing import is_not_large
from tests.rules.reference.truth import Truth, negation

NEW_RULES = date(2026, 4, 1)
NEW_REVIEWS = date(2027, 1, 1)
FIRST_RULES = date(2022, 8, 1)
YEARS_BARRED = 3


def gates(facts: Facts) -> dict[str, Truth]:
    return {
        "gate.legal_person": facts.dossier["uscc"].startswith("91"),
        "gate.sme": is_not_large(facts),
        "gate.credit": facts.keeps_off_both_lists(),
        "gate.product": negation(facts.within("compliance", "prohibited_product")),
        "gate.conduct": negation(facts.within("compliance", "serious_incident")),
        "gate.bar": is_not_barred(facts),
    }


def is_not_barred(facts: Facts) -> Truth:
    """Whoever lost a title may not apply until the third anniversary of the loss."""
    return negation(facts.some("recognitions", lambda title: bars(title, facts.as_of)))


def bars(title: dict[str, Any], as_of: date) -> bool:
    lost = title.get("revoked_on")
    return lost is not None and day(lost) <= as_of < anniversary(day(lost), YEARS_BARRED)


def bar_ends_on(facts: Facts) -> date:
    """The first day on which no loss of a title bars any more, found by looking at one day after the other end."""
    losses = [day(title["revoked_on"]) for title in facts.one("recognitions") or [] if title.get("revoked_on")]
    ends = sorted({anniversary(lost, YEARS_BARRED) for lost in losses})
    free = (end for end in ends if not any(lost <= end < anniversary(lost, YEARS_BARRED) for lost in losses))
    return next(end for end in free if end > facts.as_of)


def rulebook_for(target: str, purpose: str, as_of: date) -> str | None:
    if as_of < FIRST_RULES:
        return None
    if target == "innovative":
        return "innovative-2022"
    if target == "srdi":
        return "srdi-2026" if as_of >= NEW_RULES else "srdi-2022"
    begins = NEW_REVIEWS if purpose == "review" else NEW_RULES
    return "little-giant-2026" if as_of >= begins else "little-giant-2022"
