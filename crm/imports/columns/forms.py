"""The choices of a person for each column, as the page sends them."""

import re
from collections.abc import Mapping, Sequence

from crm.errors import CrmError
from crm.imports.cells.cell import column_letters
from crm.imports.cells.periods import FIRST_YEAR, LAST_YEAR
from crm.imports.columns.tables import WORD_FOR_YEAR_BEFORE, ColumnTable, ShownColumn
from crm.imports.columns.unit_question import ASKED_UNITS, answer_unit
from crm.imports.tables.choices import CHOSEN_UNITS, LEFT_OUT, MEANINGS, YEAR_BEFORE, ColumnChoice, ColumnMaps
from crm.web.fields import DeskForm

_YEAR = re.compile(r"\d{4}", re.ASCII)


class ColumnsForm(DeskForm):
    """Its fields are the columns of the file; `read_choices` reads them."""


def read_choices(sent: Mapping[str, str], tables: Sequence[ColumnTable]) -> ColumnMaps:
    """The choices for every column of every table; one that was not sent stays as it is shown."""
    return {table.fingerprint: _of_table(sent, place, table) for place, table in enumerate(tables)}


def _of_table(sent: Mapping[str, str], place: int, table: ColumnTable) -> list[ColumnChoice]:
    """The choices for one table; a new answer to the question for its unit counts for every column that has none."""
    choices = [_choice(sent, f"{place}-{each.index}", each) for each in table.columns]
    unit = sent.get(f"{place}-unit", "")
    if unit not in ("", *ASKED_UNITS):
        raise CrmError("bad_request")
    is_new = table.question is not None and unit and unit != sent.get(f"{place}-unit-before", "")
    return answer_unit(choices, table.question.columns, unit) if is_new and table.question else choices


def _choice(sent: Mapping[str, str], name: str, column: ShownColumn) -> ColumnChoice:
    shown = column.choice
    code = sent.get(f"{name}-meaning", shown.meaning)
    if code == LEFT_OUT:
        return ColumnChoice(shown.index, LEFT_OUT)
    meaning = MEANINGS.get(code)
    unit = sent.get(f"{name}-unit", shown.unit or "")
    if meaning is None or unit not in ("", *CHOSEN_UNITS):
        raise CrmError("bad_request")
    year = _year(sent.get(f"{name}-year", column.year).strip(), shown.index, column.words)
    has_year, has_unit = meaning.takes_year and year is not None, meaning.takes_unit and unit
    return ColumnChoice(shown.index, code, year if has_year else None, unit if has_unit else None)


def _year(text: str, index: int, words: str) -> int | None:
    if not text:
        return None
    if text == WORD_FOR_YEAR_BEFORE:
        return YEAR_BEFORE
    if not _YEAR.fullmatch(text) or not FIRST_YEAR <= int(text) <= LAST_YEAR:
        raise CrmError("column_year_wrong", column=column_letters(index), words=words, text=text[:20])
    return int(text)
