"""Numbers to reach somebody by, taken out of whatever stands around them; sealing and masking is their owner's."""

import re
from dataclasses import dataclass

from crm.imports.cells.characters import narrow

# However its eleven digits are set apart: 138-0013-8000, 138 0013 8000, 13800 138000.
MOBILE = re.compile(
    r"(?<![\d.])(?:\+?86[- ]?)?(1[- .·]?[3-9][- .·]?\d)((?:[- .·]?\d){4})((?:[- .·]?\d){4})(?!\d)", re.ASCII
)
_TELEPHONE = re.compile(r"(?<!\d)(?:0\d{2,3}[-— ]?)?[2-9]\d{6,7}(?:(?:-|转)\d{1,6})?(?!\d)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Numbers:
    """The mobiles and the landlines of a cell, each once, in the order in which they stand there."""

    mobiles: tuple[str, ...] = ()
    telephones: tuple[str, ...] = ()


def read_numbers(text: str) -> Numbers:
    """Every number in a text such as 138-0013-8000（微信同号）/010-68870000."""
    plain = narrow(text)
    mobiles = dict.fromkeys(re.sub(r"\D", "", "".join(parts)) for parts in MOBILE.findall(plain))
    telephones = dict.fromkeys(_TELEPHONE.findall(MOBILE.sub(" ", plain)))
    return Numbers(tuple(mobiles), tuple(telephones))
