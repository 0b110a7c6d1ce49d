"""What a promotion would earn, with its arithmetic; while payments are not recorded it is only a most."""

from dataclasses import dataclass
from datetime import date

from crm.awards.measures import Measure, amount_of


@dataclass(frozen=True, slots=True)
class Indication:
    """An amount in fen that promises nothing.

    `paid` is what clause 1 paid before, None while neither an amount nor "none" is recorded: then `amount` is a most.
    `expired` says that the measure was not valid on the day asked about.
    """

    amount: int
    full: int
    paid: int | None
    document: str
    clause: str
    expired: bool


def indicate(measure: Measure, tier: str, *, on: date, paid: int | None = None) -> Indication:
    """Clause 1: the amount of the new tier less what was paid before, never below zero."""
    full = amount_of(measure, tier)
    return Indication(
        amount=max(0, full - (paid or 0)),
        full=full,
        paid=paid,
        document=measure.document,
        clause=measure.first_award.clause,
        expired=not measure.in_force(on),
    )
