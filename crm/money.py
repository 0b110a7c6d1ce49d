"""Money as integer fen (1/100 yuan), and how people write it: 万元, with at most six decimals typed and two shown."""

import re
from fractions import Fraction

FEN_IN_YUAN = 100
FEN_IN_WAN = 10_000 * FEN_IN_YUAN
LARGEST_FEN = 2**63 - 1
_AMOUNT = re.compile(r"-?\d{1,13}(\.\d{1,6})?", re.ASCII)


def fen_from_wan(text: str) -> int:
    """Read an amount typed in 万元 as fen.

    Accepts ASCII digits with an optional minus and at most six decimals, which is exactly one fen;
    raises ValueError for everything else, such as `1_000`, `１２`, `NaN` or `1e3`.
    """
    if not _AMOUNT.fullmatch(text):
        raise ValueError(text)
    fen = Fraction(text) * FEN_IN_WAN
    if abs(fen) > LARGEST_FEN:
        raise ValueError(text)
    return int(fen)


def wan(fen: int) -> str:
    """Show fen in 万元 with two decimals at least, never rounding an amount away: 38.60, 1,236.40, 0.000001."""
    sign = "-" if fen < 0 else ""
    whole, rest = divmod(abs(fen), FEN_IN_WAN)
    decimals = f"{rest:06d}".rstrip("0").ljust(2, "0")
    return f"{sign}{whole:,}.{decimals}"


def wan_to_type(fen: int) -> str:
    """The shortest text in 万元 that `fen_from_wan` reads back as the same amount."""
    text = wan(fen).replace(",", "")
    return text.rstrip("0").rstrip(".")
