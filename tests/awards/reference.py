"""The nine clauses reckoned a second time, in fractions of 万元: plain numbers, nothing of `crm/` in it."""

from fractions import Fraction

FEN = 1_000_000
FIRST_AWARD = {"innovative": 3, "srdi": 20, "little_giant": 80}
# Lowest and highest share of the base, and the most of a project or year, in 万元.
SHARES = {
    "rd_project": ((30, 100), (30, 100), 200),
    "loan_interest": ((1, 2), (1, 2), 100),
    "fund_investment": ((1, 100), (2, 100), 100),
}
CEILINGS = {"talent_award": 100, "listing_domestic": 1000, "listing_overseas": 600, "listing_moved_in": 2000}
SINGLE = {"listing_neeq": 150, "listing_neeq_moved_in": 100}


def title(tier: str, paid: int) -> int:
    """Fen still due for a title."""
    return _rest(Fraction(FIRST_AWARD.get(tier, 0)), paid)


def share(benefit: str, base: int, paid: int) -> tuple[int, int]:
    """Fen still due at the lowest and at the highest rate."""
    low, high, ceiling = SHARES[benefit]
    lowest, highest = (_whole_fen(Fraction(base, FEN) * Fraction(*rate)) for rate in (low, high))
    return _rest(min(lowest, Fraction(ceiling)), paid), _rest(min(highest, Fraction(ceiling)), paid)


def stages(benefit: str, sums: list[int], paid: int) -> int:
    """Fen still due of several sums."""
    total = Fraction(0)
    for each in sums:
        total += Fraction(each, FEN)
    return _rest(min(total, Fraction(CEILINGS[benefit])), paid)


def single(benefit: str, paid: int) -> int:
    """Fen still due of one sum."""
    return _rest(Fraction(SINGLE[benefit]), paid)


def _whole_fen(amount: Fraction) -> Fraction:
    whole = amount * FEN
    return Fraction(whole.numerator // whole.denominator, FEN)


def _rest(amount: Fraction, paid: int) -> int:
    rest = amount * FEN - paid
    return int(rest) if rest > 0 else 0
