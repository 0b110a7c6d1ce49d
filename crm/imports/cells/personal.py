"""Personal numbers that stand where nobody asked for them; what may be kept, and how, is decided elsewhere."""

import re

from stdnum.cn import ric

from crm.imports.cells.phones import MOBILE

WITHHELD = "（身份证号，未保存）"
_RESIDENT = re.compile(r"(?<![0-9A-Za-z])\d{17}[\dXx](?![0-9A-Za-z])")


def without_resident_ids(text: str) -> str:
    """The text with every valid resident's id replaced; a credit code or an account number stays."""
    return _RESIDENT.sub(lambda match: WITHHELD if ric.is_valid(match[0].upper()) else match[0], text)


def without_personal_numbers(text: str) -> str:
    """The text with resident's ids replaced and all but the ends of mobiles covered: to be shown, never to be read."""
    return MOBILE.sub(lambda match: f"{match[1]}****{match[3]}", without_resident_ids(text))
