"""Made-up credit codes with a right check digit, one for each row; MADE in them says that they are made up."""

from __future__ import annotations

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
REGION = "110107"


def weighed(text: str, start: int) -> int:
    return sum(ALPHABET.index(sign) * weight for sign, weight in zip(text, WEIGHTS[start:], strict=False))


FIXED = {kind: weighed(f"{kind}{REGION}MADE", 0) for kind in ("91", "93", "12", "52")}


def credit_code(kind: str, number: int) -> str:
    """A code whose first two digits say what kind of body it is; numbers repeat after 31 to the fifth."""
    signs = ""
    total = FIXED[kind]
    for weight in WEIGHTS[12:]:
        number, place = divmod(number, 31)
        signs += ALPHABET[place]
        total += place * weight
    return f"{kind}{REGION}MADE{signs}{ALPHABET[-total % 31]}"
