"""The gate common to all rulebooks, and which rulebook answers on which day."""

from __future__ import annotations

from datetime import date

from tests.rules.reference.facts import Facts
from tests.rules.reference.sizing import is_not_large
from tests.rules.reference.truth import Truth, negation

NEW_RULES = date(2026, 4, 1)
NEW_REVIEWS = date(2027, 1, 1)
FIRST_RULES = date(2022, 8, 1)


def gates(facts: Facts) -> dict[str, Truth]:
    return {
        "gate.legal_person": facts.dossier["uscc"].startswith("91"),
        "gate.sme": is_not_large(facts),
        "gate.credit": facts.keeps_off_both_lists(),
        "gate.product": negation(facts.within("compliance", "prohibited_product")),
        "gate.conduct": negation(facts.within("compliance", "serious_incident")),
    }


def rulebook_for(target: str, purpose: str, as_of: date) -> str | None:
    if as_of < FIRST_RULES:
        return None
    if target == "innovative":
        return "innovative-2022"
    if target == "srdi":
        return "srdi-2026" if as_of >= NEW_RULES else "srdi-2022"
    begins = NEW_REVIEWS if purpose == "review" else NEW_RULES
    return "little-giant-2026" if as_of >= begins else "little-giant-2022"
