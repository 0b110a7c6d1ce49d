"""What a title would earn, with its arithmetic; while payments are not recorded it is only a most."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from crm.awards.measures import Measures, amount_of

TITLE_AWARD = "title_award"
"""The benefit that the first time of a title earns; like benefits of other measures bear the same name."""


@dataclass(frozen=True, slots=True)
class AwardGround:
    """What amounts are said by: the measures, and what titles earned before, by enterprise, where that is known."""

    measures: Measures
    paid: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Indication:
    """An amount in fen that promises nothing.

    `paid` is what title awards paid before, None while neither an amount nor "none" is recorded: then `amount` is a
    most. `expired` says that the measure was not valid on the day asked about; `until` is its last day.
    """

    amount: int
    full: int
    paid: int | None
    document: str
    clause: str
    expired: bool
    until: date


def indicate(measures: Measures, tier: str, *, on: date, paid: int | None = None) -> Indication | None:
    """The award of the new title less what was paid before, never below zero; None before any measure had begun."""
    offer = measures.title_offer_on(TITLE_AWARD, tier, on)
    if offer is None:
        return None
    full = amount_of(offer, tier)
    return Indication(
        amount=max(0, full - (paid or 0)),
        full=full,
        paid=paid,
        document=offer.measure.document,
        clause=offer.clause.number,
        expired=not offer.measure.in_force(on),
        until=offer.measure.valid.until,
    )
