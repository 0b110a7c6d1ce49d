"""What the page of columns shows: the tables of a file, the fields each column can be set to, and what was changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from flask import current_app

from crm.db import reading
from crm.errors import CrmError
from crm.imports.batches import queries
from crm.imports.batches.models import BatchState, ImportBatch
from crm.imports.batches.store import BatchStore
from crm.imports.cli import title_terms
from crm.imports.columns.queries import read_column_maps
from crm.imports.columns.tables import ColumnTable, draw_tables
from crm.imports.tables.choices import CHOSEN_UNITS, LEFT_OUT, MEANINGS, ColumnMaps
from crm.web.wiring import sentence

OPEN_STATES = (BatchState.PREVIEWED, BatchState.FAILED)


@dataclass(frozen=True, slots=True)
class ColumnsPage:
    """The tables of a batch as they are shown, and as they stand without what was just typed."""

    batch: ImportBatch
    tables: Sequence[ColumnTable]
    present: Sequence[ColumnTable]
    remembered: ColumnMaps

    def values(self) -> dict[str, object]:
        """For the template."""
        return {
            "batch": self.batch,
            "tables": self.tables,
            "refusals": [sentence(*table.refusal) if table.refusal else "" for table in self.tables],
            "meanings": _grouped_meanings(),
            "left_out": LEFT_OUT,
            "units": CHOSEN_UNITS,
            "is_remembered": bool(self.take_back()),
        }

    def list_changes(self) -> ColumnMaps:
        """The choices for the headers of which a column was set otherwise."""
        pairs = zip(self.tables, self.present, strict=True)
        return {new.fingerprint: new.choices() for new, old in pairs if new.choices() != old.choices()}

    def take_back(self) -> ColumnMaps:
        """Nothing for each header of this file that an answer is remembered for."""
        return {table.fingerprint: [] for table in self.tables if table.fingerprint in self.remembered}


def draw(batch_id: int, typed: ColumnMaps | None = None) -> ColumnsPage:
    """The page of a batch that waits or came to nothing; a batch whose rows are gone is not open any more."""
    settings = current_app.config["SETTINGS"]
    with reading() as session:
        batch = queries.get(session, batch_id)
        remembered = read_column_maps(session, batch.source)
    excerpts = BatchStore.of(settings, batch_id).excerpts()
    if batch.state not in OPEN_STATES or not excerpts:
        raise CrmError("import_not_open", name=batch.file_name)
    terms = title_terms(settings)
    present = draw_tables(excerpts, remembered, terms)
    tables = present if typed is None else draw_tables(excerpts, {**remembered, **typed}, terms)
    return ColumnsPage(batch, tables, present, remembered)


def _grouped_meanings() -> list[tuple[str, list[tuple[str, str]]]]:
    """The fields by kind of sheet, as a list of choices parts them."""
    groups = groupby(MEANINGS.values(), key=lambda meaning: meaning.group)
    return [(group, [(meaning.code, meaning.label) for meaning in meanings]) for group, meanings in groups]
