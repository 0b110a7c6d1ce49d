"""How names are made findable: normalised for comparison, and by the initials of their pinyin."""

import unicodedata
from collections.abc import Iterable
from functools import cache

_LONGEST_KEY = 8000


def fold(text: str) -> str:
    """The form in which names are compared: width, case, brackets' shape and blanks make no difference."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def search_key(names: Iterable[str]) -> str:
    """All names of an enterprise, folded, one a line."""
    return "\n".join(dict.fromkeys(fold(name) for name in names))[:_LONGEST_KEY]


def initials(names: Iterable[str]) -> str:
    """The pinyin initials of all names, one reading a line; a character read in several ways gives several lines."""
    return "\n".join(dict.fromkeys(line for name in names for line in _readings(name)))[:_LONGEST_KEY]


@cache
def _readings(name: str) -> tuple[str, ...]:
    """The usual reading, then each other reading of one character at a time."""
    letters = [mark for mark in fold(name) if mark.isalnum()]
    usual = [readings[0] for readings in _initials("".join(letters), every=False)]
    others = [
        "".join([*usual[:place], other, *usual[place + 1 :]])
        for place, mark in enumerate(letters)
        for other in _initials(mark, every=True)[0]
        if other != usual[place]
    ]
    return ("".join(usual), *others)


def _initials(text: str, *, every: bool) -> list[list[str]]:
    """For each character its initial, or every reading's; letters and digits stand for themselves."""
    from pypinyin import Style, pinyin  # its dictionary takes a moment to load

    read = pinyin(text, style=Style.FIRST_LETTER, heteronym=every, errors=list)  # type: ignore[arg-type]
    return [[reading[:1] for reading in readings] for readings in read]
