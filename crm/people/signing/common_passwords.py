"""Passwords that guessers try first: common words and runs of the keyboard, with digits, marks or look-alikes."""

import unicodedata
from collections.abc import Iterator
from functools import cache

from crm.config.settings import ROOT

WORDS = ROOT / "config" / "common-passwords.txt"
# More words than this in a row are a passphrase, however common each of them is.
MOST_WORDS = 2
SHORTEST_RUN = 3
_LOOK_ALIKE = str.maketrans("@4013$57", "aaoiesst")
_WITHOUT_SHIFT = str.maketrans("!@#$%^&*()", "1234567890")
_ROWS = ("1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "abcdefghijklmnopqrstuvwxyz")
_COLUMNS = ("1qaz", "2wsx", "3edc", "4rfv", "5tgb", "6yhn", "7ujm", "8ik", "9ol", "0p")


def is_common(password: str) -> bool:
    """Whether nothing but common words, runs of the keyboard, digits and marks is in it."""
    plain = unicodedata.normalize("NFKC", password).casefold()
    readings = (plain, plain.translate(_LOOK_ALIKE), plain.translate(_WITHOUT_SHIFT))
    fewest = [0]
    for end in range(1, len(plain) + 1):
        fewest.append(min(fewest[begin] + words for begin, words in _last_pieces(readings, end)))
    return fewest[-1] <= MOST_WORDS


def _last_pieces(readings: tuple[str, ...], end: int) -> Iterator[tuple[int, int]]:
    """Where a piece that ends here may begin, and how many words it counts for; a letter alone counts for too many."""
    yield end - 1, MOST_WORDS + 1 if readings[0][end - 1].isalpha() else 0
    for begin in range(end - 1):
        pieces = {reading[begin:end] for reading in readings}
        if pieces & _runs() or len(set(readings[0][begin:end])) == 1:
            yield begin, 0
        elif pieces & _words():
            yield begin, 1


@cache
def _words() -> frozenset[str]:
    lines = WORDS.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


@cache
def _runs() -> frozenset[str]:
    """Every run of neighbouring keys, in both directions."""
    rows = [*_ROWS, *_COLUMNS, *(row * 2 for row in _ROWS[:1])]
    both = [*rows, *(row[::-1] for row in rows)]
    return frozenset(
        row[begin:end]
        for row in both
        for begin in range(len(row))
        for end in range(begin + min(SHORTEST_RUN, len(row)), len(row) + 1)
    )
