"""The district's measures of the policy files; which of them speaks for a clause or a benefit on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from crm.awards.law.arithmetic import AnotherMeasure, Arithmetic, ByTitle, Service, most_of
from crm.awards.law.measure import BeneficiaryKind, BenefitOffer, Measure, MeasureClause
from crm.awards.law.reading import read_measure
from crm.rules.reading.written import PlacedValue, read_file

FIRST_AWARD = "first_award"


@dataclass(frozen=True, slots=True)
class Measures:
    """All measures of an installation, the newest first; a clause is in force in one of them at most on a day."""

    all: tuple[Measure, ...]

    @property
    def documents(self) -> list[str]:
        """By which documents something may have been paid: those of the measures and those they repealed."""
        both = [document for measure in self.all for document in (measure.document, measure.repeals)]
        return list(dict.fromkeys(document for document in both if document))

    @property
    def newest_clauses(self) -> list[MeasureClause]:
        """Every clause as the newest measure that has it says it, in the order of the oldest."""
        return list({name: clause for one in reversed(self.all) for name, clause in one.clauses.items()}.values())

    def figures_for(self, kind: BeneficiaryKind) -> dict[str, Arithmetic]:
        """What pays a kind of beneficiary by a figure, by benefit, as the newest such measure reckons."""
        return {
            benefit.id: benefit.arithmetic
            for measure in reversed(self.all)
            for benefit in (offer.benefit for offer in measure.offers)
            if benefit.to is kind and not isinstance(benefit.arithmetic, AnotherMeasure | Service)
        }

    def measure_for(self, clause: str, on: date) -> Measure | None:
        """The measure whose clause is in force on a day; None where none is."""
        return next((measure for measure in self._with(clause) if measure.in_force(on)), None)

    def latest_for(self, clause: str, on: date) -> Measure | None:
        """The measure in force, or the newest that had begun by a day: its amounts then only indicate."""
        begun = [measure for measure in self._with(clause) if measure.valid.since <= on]
        in_force = next((measure for measure in begun if measure.in_force(on)), None)
        return in_force or next(iter(begun), None)

    def clauses_on(self, on: date) -> list[tuple[Measure, MeasureClause]]:
        """Every clause by the measure that speaks for it on a day, in force or expired, older measures first."""
        ids = dict.fromkeys(clause for measure in reversed(self.all) for clause in measure.clauses)
        spoken = [(self.latest_for(clause, on), clause) for clause in ids]
        return [(measure, measure.clauses[clause]) for measure, clause in spoken if measure is not None]

    def offers_of(self, benefit: str, on: date) -> tuple[BenefitOffer, ...]:
        """Where a benefit is in force on a day: like benefits of several measures, of which the best applies, once."""
        return tuple(offer for offer in self.offers(benefit) if offer.measure.in_force(on))

    def offers(self, benefit: str) -> tuple[BenefitOffer, ...]:
        """Where a benefit stands in any measure, the newest first; LookupError names what there is instead."""
        everywhere = [offer for measure in self.all for offer in measure.offers]
        wanted = tuple(offer for offer in everywhere if offer.benefit.id == benefit)
        if not wanted:
            known = ", ".join(sorted({offer.benefit.id for offer in everywhere}))
            raise LookupError(f"no measure has a benefit {benefit!r}; there are {known}")
        return wanted

    def best_for_title(self, benefit: str, tier: str, on: date) -> BenefitOffer | None:
        """从优不重复: of like awards of a title in force on a day the highest, of equal ones the older measure's."""
        offers = [offer for offer in reversed(self.offers_of(benefit, on)) if amount_of(offer, tier)]
        return max(offers, key=lambda offer: amount_of(offer, tier), default=None)

    def title_offer_on(self, benefit: str, tier: str, on: date) -> BenefitOffer | None:
        """The best for a title in force on a day, or where the award stood last; None before any measure had begun."""
        begun = [offer for offer in self.offers(benefit) if offer.measure.valid.since <= on]
        in_force = next((offer for offer in begun if offer.measure.in_force(on)), None)
        return self.best_for_title(benefit, tier, on) or in_force or next(iter(begun), None)

    def best_like(self, offer: BenefitOffer, on: date) -> BenefitOffer:
        """从优不重复: of like benefits in force the one that may come to most, of equal ones the older measure's.

        Where none is in force it is the offer itself.
        """
        offers = reversed(self.offers_of(offer.benefit.id, on))
        return max(offers, key=lambda each: most_of(each.benefit.arithmetic) or 0, default=offer)

    def _with(self, clause: str) -> tuple[Measure, ...]:
        """Measures that have the clause; LookupError names what there is instead."""
        wanted = tuple(measure for measure in self.all if clause in measure.clauses)
        if not wanted:
            known = ", ".join(sorted({repr(name) for measure in self.all for name in measure.clauses}))
            raise LookupError(f"no measure has a clause {clause!r}; there are {known}")
        return wanted


@cache
def measures_at(path: Path) -> Measures:
    """The measures in a policy folder; raises RulebookError naming file and line of what is not understood."""
    files = sorted((path / "measures").glob("*.yaml"))
    written = [(read_file(file), file.read_text(encoding="utf-8"), file.stem) for file in files]
    return arrange((_named(entry, text, stem), entry) for entry, text, stem in written)


def arrange(read: Iterable[tuple[Measure, PlacedValue]]) -> Measures:
    """Measures beside each other; RulebookError where a name is taken, or a clause would be in force twice on a day.

    No order of files may decide between them. Different clauses may be in force together, and like benefits may.
    """
    pairs = sorted(read, key=lambda pair: (pair[0].valid.since, pair[0].id))
    for place, (after, entry) in enumerate(pairs):
        for before, _ in pairs[:place]:
            if before.id == after.id:
                raise entry.mapping()["id"].fail(f"measure {after.id} is written twice")
            if after.valid.since <= before.valid.until and after.clauses.keys() & before.clauses.keys():
                raise entry.mapping()["valid"].fail(f"{before.id} is in force until {before.valid.until}")
    return Measures(tuple(measure for measure, _ in reversed(pairs)))


def amount_of(offer: BenefitOffer, tier: str) -> int:
    """The amount for a title in fen; 0 for titles that earn nothing and for benefits that go by something else."""
    arithmetic = offer.benefit.arithmetic
    return arithmetic.amounts.get(tier, 0) if isinstance(arithmetic, ByTitle) else 0


def _named(written: PlacedValue, text: str, stem: str) -> Measure:
    measure = read_measure(written, text)
    if measure.id != stem:
        raise written.mapping()["id"].fail(f"must be {stem}, as the file is called")
    return measure
