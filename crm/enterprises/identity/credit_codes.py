"""Unified social credit codes (GB 32100-2015): reading what is typed, and codes that are clearly made up."""

import unicodedata

from stdnum.cn import uscc

from crm.errors import CrmError

_MADE_UP = "91110107MADE"


def read_code(text: str) -> str:
    """The code in upper case without blanks; raises CrmError when its check digit or form is wrong."""
    code = "".join(unicodedata.normalize("NFKC", text).split()).replace("-", "").upper()
    if not code.isascii() or not uscc.is_valid(code):
        raise CrmError("credit_code_invalid")
    return code


def made_up_code(number: int) -> str:
    """A valid code with MADE in it, for demonstrations and tests; `number` has at most five digits."""
    body = f"{_MADE_UP}{number:05d}"
    return body + str(uscc.calc_check_digit(body))
