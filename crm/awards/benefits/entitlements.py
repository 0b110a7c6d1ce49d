"""What an enterprise is entitled to on a day, from its titles and payments alone: pure values in, pure values out."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from crm.awards.indicative import TITLE_AWARD
from crm.awards.law.arithmetic import AnotherMeasure, ByTitle, Per, Quota, Reckoning, Service, most_of, period_of
from crm.awards.law.measure import BeneficiaryKind, BenefitOffer
from crm.awards.measures import Measures, amount_of


class EntitlementState(StrEnum):
    """Where a benefit stands. Nobody is promised money on a basis that is over."""

    POSSIBLE = "possible"
    ENTITLED = "entitled"
    CLAIMED = "claimed"
    PAID = "paid"
    USED_UP = "used_up"
    BASIS_EXPIRED = "basis_expired"


class AwardRemark(StrEnum):
    """What is to be known of a line."""

    NOT_RECORDED = "not_recorded"
    WITHIN_HIGHER = "within_higher"
    BEFORE_MEASURE = "before_measure"
    AFTER_MEASURE = "after_measure"
    LATE_CLAIM_OPEN = "late_claim_open"
    REVOKED = "revoked"
    FOR_OTHERS = "for_others"
    IN_CARE = "in_care"
    OTHER_UNDER_WAY = "other_under_way"


@dataclass(frozen=True, slots=True)
class TitleHeld:
    """The first time a title was won, and when it was lost by revocation."""

    tier: str
    granted_on: date
    revoked_on: date | None = None


@dataclass(frozen=True, slots=True)
class SumPaid:
    """A payment that stands."""

    benefit: str
    subject: str
    period: int
    amount: int
    pieces: int = 0


@dataclass(frozen=True, slots=True)
class SumClaimed:
    """A claim that is under way."""

    id: int
    benefit: str
    subject: str
    period: int


@dataclass(frozen=True, slots=True)
class AwardStanding:
    """What is known of an enterprise; `is_declared`: all payments are recorded, even if there are none."""

    titles: tuple[TitleHeld, ...]
    payments: tuple[SumPaid, ...]
    is_declared: bool
    is_in_care: bool
    claims: tuple[SumClaimed, ...] = ()

    def claim_of(self, benefit: str, subject: str, period: int) -> int | None:
        """The id of the claim that is under way for it."""
        asked = (benefit, subject, period)
        return next((each.id for each in self.claims if (each.benefit, each.subject, each.period) == asked), None)

    def holds_up(self, benefit: str, subject: str) -> bool:
        """Whether a claim for another title is under way: one account pays both, and one claim at a time."""
        return any(each.benefit == benefit and each.subject != subject for each in self.claims)

    def paid(self, benefit: str, *, subject: str | None = None, period: int | None = None) -> int:
        """Fen (or pieces) paid of a benefit, of one account of it where that is named."""
        return sum(
            each.amount + each.pieces
            for each in self.payments
            if each.benefit == benefit and subject in (None, each.subject) and period in (None, each.period)
        )

    @property
    def title_awards(self) -> int | None:
        """What was paid for titles; None while neither an amount nor "none" is recorded."""
        is_known = self.is_declared or any(each.benefit == TITLE_AWARD for each in self.payments)
        return self.paid(TITLE_AWARD) if is_known else None


@dataclass(frozen=True, slots=True)
class Entitlement:
    """One line of the map: a benefit where it stands, for which account, how it is reckoned, and its state.

    `reckoning` is None where there is no figure. With the remark NOT_RECORDED its due is only a most.
    """

    offer: BenefitOffer
    subject: str
    period: int
    state: EntitlementState
    reckoning: Reckoning | None
    granted_on: date | None = None
    remarks: tuple[AwardRemark, ...] = ()
    claim_id: int | None = None

    @property
    def is_indicative(self) -> bool:
        """Whether the amount promises nothing."""
        return self.state in (EntitlementState.POSSIBLE, EntitlementState.BASIS_EXPIRED)


def entitlements(
    measures: Measures,
    standing: AwardStanding,
    *,
    on: date,
    ladder: tuple[str, ...] = (),
    kind: BeneficiaryKind = BeneficiaryKind.ENTERPRISE,
) -> list[Entitlement]:
    """Every benefit of every clause, in the order of the clauses; `ladder` names the titles from low to high.

    An enterprise also reads what others may have; another kind of beneficiary its own benefits alone.
    """
    lines: list[Entitlement] = []
    seen: set[str] = set()
    for measure, clause in measures.clauses_on(on):
        for benefit in clause.benefits:
            if benefit.id in seen or kind not in (BeneficiaryKind.ENTERPRISE, benefit.to):
                continue
            seen.add(benefit.id)
            offer = measures.best_like(BenefitOffer(measure, clause, benefit), on)
            if isinstance(offer.benefit.arithmetic, ByTitle):
                lines += title_entitlements(measures, benefit.id, standing, on, ladder)
            else:
                lines += _account_lines(offer, standing, on, kind)
    return lines


def total_entitled(lines: list[Entitlement]) -> int:
    """Fen to which the enterprise is entitled now; what is within a higher title counts once."""
    return sum(
        line.reckoning.due
        for line in lines
        if line.state is EntitlementState.ENTITLED
        and line.reckoning
        and AwardRemark.WITHIN_HIGHER not in line.remarks
    )


def title_entitlements(
    measures: Measures, benefit: str, standing: AwardStanding, on: date, ladder: tuple[str, ...]
) -> Iterator[Entitlement]:
    """A line for each title held, and for each above the highest; the highest of those entitled holds the others."""
    first = _first_grants(standing, on)
    lines = [_held(measures, benefit, standing, first[tier], on) for tier in ladder if tier in first]
    held = [line for line in lines if line is not None]
    entitled = [line for line in held if line.state in (EntitlementState.ENTITLED, EntitlementState.CLAIMED)]
    for line in held:
        is_within = line in entitled[:-1]
        yield _remarked(line, AwardRemark.WITHIN_HIGHER) if is_within else line
    highest = max((ladder.index(tier) for tier in first if tier in ladder), default=-1)
    for tier in ladder[highest + 1 :]:
        offer = measures.title_offer_on(benefit, tier, on)
        if offer is not None and amount_of(offer, tier):
            is_in_force = offer.measure.in_force(on)
            state = EntitlementState.POSSIBLE if is_in_force else EntitlementState.BASIS_EXPIRED
            yield _title_line(offer, tier, standing, state, () if is_in_force else (AwardRemark.AFTER_MEASURE,))


def _first_grants(standing: AwardStanding, on: date) -> dict[str, TitleHeld]:
    """The first time of each title; one regained after a lapse is no first award."""
    first: dict[str, TitleHeld] = {}
    for title in sorted(standing.titles, key=lambda each: each.granted_on):
        if title.granted_on <= on:
            first.setdefault(title.tier, title)
    return first


def _held(
    measures: Measures, benefit: str, standing: AwardStanding, title: TitleHeld, on: date
) -> Entitlement | None:
    """The line of a title held: its measure is the one of the day of recognition."""
    offer = measures.best_for_title(benefit, title.tier, title.granted_on)
    if offer is None:
        return _without_basis(measures, benefit, standing, title)
    if title.revoked_on is not None and title.revoked_on <= on:
        return _title_line(
            offer, title.tier, standing, EntitlementState.BASIS_EXPIRED, (AwardRemark.REVOKED,), title.granted_on
        )
    due = Reckoning(amount_of(offer, title.tier), None, standing.paid(benefit)).due
    claim_id = standing.claim_of(benefit, title.tier, 0)
    claimed = EntitlementState.ENTITLED if claim_id is None else EntitlementState.CLAIMED
    state = claimed if due else EntitlementState.PAID
    is_late = due and not offer.measure.in_force(on)
    remarks: tuple[AwardRemark, ...] = (AwardRemark.LATE_CLAIM_OPEN,) if is_late else ()
    if state is EntitlementState.ENTITLED and standing.holds_up(benefit, title.tier):
        remarks += (AwardRemark.OTHER_UNDER_WAY,)
    return _title_line(offer, title.tier, standing, state, remarks, title.granted_on)


def _without_basis(measures: Measures, benefit: str, standing: AwardStanding, title: TitleHeld) -> Entitlement | None:
    """A title recognised outside every validity: shown by the measure nearest to it, and nothing is due on it."""
    offers = [each for each in measures.offers(benefit) if amount_of(each, title.tier)]
    before = [each for each in offers if each.measure.valid.until < title.granted_on]
    offer = next(iter(before or offers[::-1]), None)
    if offer is None:
        return None
    remark = AwardRemark.AFTER_MEASURE if before else AwardRemark.BEFORE_MEASURE
    return _title_line(offer, title.tier, standing, EntitlementState.BASIS_EXPIRED, (remark,), title.granted_on)


def _title_line(
    offer: BenefitOffer,
    tier: str,
    standing: AwardStanding,
    state: EntitlementState,
    remarks: tuple[AwardRemark, ...],
    granted_on: date | None = None,
) -> Entitlement:
    unknown = standing.title_awards is None and state is not EntitlementState.PAID
    reckoning = Reckoning(amount_of(offer, tier), None, standing.paid(offer.benefit.id))
    noted = (*remarks, AwardRemark.NOT_RECORDED) if unknown else remarks
    claim_id = standing.claim_of(offer.benefit.id, tier, 0)
    return Entitlement(offer, tier, 0, state, reckoning, granted_on, noted, claim_id)


def _remarked(line: Entitlement, remark: AwardRemark) -> Entitlement:
    return replace(line, remarks=(remark, *line.remarks))


def _account_lines(
    offer: BenefitOffer, standing: AwardStanding, on: date, kind: BeneficiaryKind
) -> Iterator[Entitlement]:
    """One line a benefit; where each project has a cap of its own, also one for each project that was paid."""
    benefit = offer.benefit
    if benefit.to is not kind:
        state = EntitlementState.POSSIBLE if offer.measure.in_force(on) else EntitlementState.BASIS_EXPIRED
        yield Entitlement(offer, "", 0, state, None, None, (AwardRemark.FOR_OTHERS,))
        return
    per = period_of(benefit.arithmetic)
    usual = ("", on.year if per is Per.YEAR else 0)
    claimed = {(each.subject, each.period) for each in standing.claims if each.benefit == benefit.id}
    paid = {(each.subject, 0) for each in standing.payments if each.benefit == benefit.id and per is Per.PROJECT}
    for subject, period in (*sorted((claimed | paid) - {usual}), usual):
        yield _account_line(offer, standing, on, subject, period)


def _account_line(offer: BenefitOffer, standing: AwardStanding, on: date, subject: str, period: int) -> Entitlement:
    arithmetic = offer.benefit.arithmetic
    if isinstance(arithmetic, AnotherMeasure | Service):
        return _without_figure(offer, standing, on)
    most = arithmetic.count if isinstance(arithmetic, Quota) else most_of(arithmetic) or 0
    reckoning = Reckoning(most, most, standing.paid(offer.benefit.id, subject=subject, period=period))
    claim_id = standing.claim_of(offer.benefit.id, subject, period)
    if claim_id is not None:
        return Entitlement(offer, subject, period, EntitlementState.CLAIMED, reckoning, claim_id=claim_id)
    if reckoning.paid and not reckoning.due:
        state = EntitlementState.USED_UP
    elif not offer.measure.in_force(on):
        state = EntitlementState.BASIS_EXPIRED
    else:
        state = EntitlementState.POSSIBLE
    return Entitlement(offer, subject, period, state, reckoning)


def _without_figure(offer: BenefitOffer, standing: AwardStanding, on: date) -> Entitlement:
    """Another measure decides, or a service is given: the steward comes with the place in the pool."""
    is_service = isinstance(offer.benefit.arithmetic, Service)
    if is_service and standing.is_in_care:
        return Entitlement(offer, "", 0, EntitlementState.ENTITLED, None, None, (AwardRemark.IN_CARE,))
    state = EntitlementState.POSSIBLE if offer.measure.in_force(on) else EntitlementState.BASIS_EXPIRED
    return Entitlement(offer, "", 0, state, None)
