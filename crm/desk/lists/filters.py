"""The filters of lists of enterprises as values: read from any words that name them, and written back as such.

Pages read them from an address; whoever else asks for a list, such as an export or an interface, reads the same words.
"""

from collections.abc import Collection, Mapping

from crm.cultivation.flags.opened import FLAG_KINDS
from crm.desk.lists.queries import CareFilter
from crm.errors import CrmError
from crm.standings.rungs import PLACES

OVERDUE = "overdue"


def filters_from(words: Mapping[str, str], streets: Collection[str]) -> CareFilter:
    """The filters that these words name; CrmError bad_request for a value that is not offered."""
    return CareFilter(
        tier=_one_of(words, "tier", PLACES),
        street=_one_of(words, "street", streets),
        flag=_one_of(words, "flag", FLAG_KINDS),
        text=words.get("q", ""),
        overdue=_one_of(words, "due", (OVERDUE,)) == OVERDUE,
    )


def words_of(wanted: CareFilter) -> dict[str, str]:
    """The words that name these filters; what is not asked for has none."""
    words = {
        "tier": wanted.tier or "",
        "street": wanted.street or "",
        "flag": wanted.flag or "",
        "q": wanted.text,
        "due": OVERDUE if wanted.overdue else "",
    }
    return {name: word for name, word in words.items() if word}


def _one_of(words: Mapping[str, str], name: str, offered: Collection[str]) -> str | None:
    word = words.get(name, "")
    if word and word not in offered:
        raise CrmError("bad_request")
    return word or None
