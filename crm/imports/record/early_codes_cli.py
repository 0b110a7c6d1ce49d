"""Codes of the early years that do not check: a person confirms each once by the licence, and the record remembers."""

from collections.abc import Callable
from dataclasses import replace

from crm.db import reading
from crm.imports.cells.codes import UNCHECKED
from crm.imports.record.queries import known_codes
from crm.imports.sheets.staged import StagedRegister
from crm.imports.tables.answers import NO_ANSWERS, RowAnswers


def read_with_early_codes(
    read: Callable[[RowAnswers], StagedRegister], answers: RowAnswers = NO_ANSWERS
) -> StagedRegister:
    """What `read` makes of a file, without asking again for the licence of an enterprise that is in the record.

    A code that does not check is in the record only because somebody held it against the licence. The file is read a
    second time where it names such a code, and once where it does not.
    """
    staged = read(answers)
    codes = {each.values["code"] for each in staged.findings if each.reason == UNCHECKED and each.values.get("code")}
    if not codes:
        return staged
    with reading() as session:
        known = known_codes(session, sorted(codes))
    return read(replace(answers, confirmed=answers.confirmed | known)) if known else staged
