"""How names are made findable: normalised for comparison, and by the initials of their pinyin."""

import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache

_REMEMBERED = 10_000


def fold(text: str) -> str:
    """The form in which names are compared: width, case, brackets' shape and blanks make no difference."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def letters(text: str) -> list[str]:
    """The letters, digits and characters of a text, folded; signs and blanks make no difference to a search."""
    return [mark for mark in fold(text) if mark.isalnum()]


def prepare(names: Iterable[str]) -> None:
    """Work out how these names are read before a transaction asks, so that nobody waits for it meanwhile."""
    for name in names:
        syllables(name)
        readings(name)


@lru_cache(maxsize=_REMEMBERED)
def syllables(name: str) -> tuple[str, ...]:
    """The usual pinyin of each character of a name, letters and digits standing for themselves."""
    from pypinyin import Style, pinyin  # its dictionary takes a moment to load

    read = pinyin("".join(letters(name)), style=Style.NORMAL, errors=list)  # type: ignore[arg-type]
    return tuple(one[0].lower() for one in read)


@lru_cache(maxsize=_REMEMBERED)
def readings(name: str) -> tuple[str, ...]:
    """The usual initials of a name, then those with each other reading of one character at a time."""
    marks, usual = letters(name), [each[:1] for each in syllables(name)]
    others = [
        "".join([*usual[:place], other, *usual[place + 1 :]])
        for place, mark in enumerate(marks)
        for other in _every_initial(mark)
        if other != usual[place]
    ]
    return ("".join(usual), *others)


@cache
def _every_initial(mark: str) -> list[str]:
    """The initial of every reading; letters and digits stand for themselves."""
    from pypinyin import Style, pinyin  # its dictionary takes a moment to load

    read = pinyin(mark, style=Style.FIRST_LETTER, heteronym=True, errors=list)  # type: ignore[arg-type]
    return [reading[:1] for reading in read[0]]
