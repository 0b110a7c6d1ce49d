"""What is written down for a search, from names, codes and contacts; and how a search is read. No database."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from crm.enterprises.identity.names import letters, readings, syllables

_LONGEST_TEXT, _LONGEST_PINYIN, _MOST_WORDS = 80, 240, 8
_CODE_PLACES = (0, 2, *range(8, 15))
"""Where one begins to type a credit code: its start, the district, anywhere in what is the enterprise's own."""
_BEFORE_OTHER_READING = 4
"""So many characters before one that is read in another way, one may have begun to type initials."""


_INSIDE_WORDS = frozenset("'’‘ʼ`´·・-‐‑")
_IN_NO_NAME = frozenset("%_*?\\=<>|")
_FORMS = ("有限责任公司", "股份有限公司", "有限公司", "公司")
"""How names end: nobody reads these in another way."""


class IndexTerm(NamedTuple):
    """The columns of a `SearchTerm`."""

    text: str | None = None
    initials: str | None = None
    pinyin: str | None = None


def terms_of(names: Iterable[str], code: str, contacts: Iterable[tuple[str, str | None]]) -> set[IndexTerm]:
    """Everything under which an enterprise is found; contacts are names with the last digits of their mobiles."""
    people = list(contacts)
    found = {IndexTerm(code.lower()[place:]) for place in _CODE_PLACES if place < len(code)}
    for name in (*names, *(name for name, _ in people)):
        found |= set(_of_name(name))
    return found | {IndexTerm(digits) for _, digits in people if digits}


def words_of(text: str) -> list[str]:
    """The words of a search, folded as terms are; their order means nothing. Signs part words, but not O'Brien.

    A sign that stands in no name, such as the wild cards of other systems, means nothing here: no words, no hits.
    """
    if not _IN_NO_NAME.isdisjoint(text):
        return []
    joined = "".join(mark for mark in text if mark not in _INSIDE_WORDS)
    parted = "".join(mark if mark.isalnum() else " " for mark in joined)
    words = ("".join(letters(word)) for word in parted.split())
    return list(dict.fromkeys(word for word in words if word))[:_MOST_WORDS]


def _of_name(name: str) -> Iterator[IndexTerm]:
    text, spoken = letters(name), syllables(name)
    initials = "".join(one[:1] for one in spoken)
    for place in range(len(text)):
        yield IndexTerm(
            "".join(text[place:])[:_LONGEST_TEXT],
            initials[place:][:_LONGEST_TEXT],
            "".join(spoken[place:])[:_LONGEST_PINYIN],
        )
    own = len(text) - next((len(form) for form in _FORMS if "".join(text).endswith(form)), 0)
    for other in readings(name):
        differs = next((at for at, pair in enumerate(zip(other, initials, strict=False)) if pair[0] != pair[1]), own)
        if differs < own:
            for place in range(max(0, differs - _BEFORE_OTHER_READING), differs + 1):
                yield IndexTerm(initials=other[place:][:_LONGEST_TEXT])
