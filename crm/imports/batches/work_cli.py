"""`flask import-work`: the child of the web process that reads an uploaded register or writes a confirmed one."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import click
import structlog
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy.exc import OperationalError

from crm import clock
from crm.config.settings import Settings
from crm.db import reading, transaction
from crm.errors import CrmError
from crm.imports.batches import life as batches
from crm.imports.batches import queries, service
from crm.imports.batches.announcing import withdraw
from crm.imports.batches.models import BatchState
from crm.imports.batches.store import BatchStore, sweep
from crm.imports.batches.writing_cli import is_long, write_at_once, write_in_parts
from crm.imports.cli import title_terms
from crm.imports.columns.queries import read_column_maps
from crm.imports.outcome.report import counts
from crm.imports.outcome.returning import with_cells
from crm.imports.record.early_codes_cli import read_with_early_codes
from crm.imports.sheets.unnamed_units import name_unnamed_units
from crm.imports.undo.undoing_cli import undo_batch
from crm.imports.workbook.child import read_apart
from crm.imports.workbook.excerpts import Excerpt
from crm.imports.workbook.refusals import Refusal

log = structlog.get_logger()
# Seconds between tries while the database is busy; each try itself waits some seconds for its turn.
PAUSES: tuple[float, ...] = (1, 2, 4, 8, 15, 30)
LAST_PATIENCE_MS = 30_000


@click.command("import-work", hidden=True)
@click.argument("batch_id", type=int)
@click.option("--hold", type=int, help="The open file by which who started this holds the batch.")
@with_appcontext
def import_work_command(batch_id: int, hold: int | None) -> None:
    """Do what the batch waits for; whatever goes wrong, the batch says so and nothing is half written."""
    settings: Settings = current_app.config["SETTINGS"]
    with BatchStore.of(settings, batch_id).at_work(hold) as ours:
        if ours:
            work(batch_id)
    with reading() as session:
        in_use = queries.with_files(session)
    sweep(settings.instance, in_use)


def work(batch_id: int) -> None:
    """Read or write one batch, by its state."""
    settings: Settings = current_app.config["SETTINGS"]
    with reading() as session:
        state = queries.get(session, batch_id).state
    steps = {BatchState.READING: _read, BatchState.APPLYING: _write, BatchState.UNDOING: _undo}
    if state not in steps:
        return
    try:
        _patiently(lambda: steps[state](batch_id, settings))
    except OperationalError as error:
        log.error("import", batch=batch_id, exc_info=error)
        with transaction(patience_ms=LAST_PATIENCE_MS) as session:
            batches.put_back(session, batch_id, at=clock.now())
    except Refusal as refusal:
        _fail(batch_id, refusal.code, refusal.values, refusal.excerpts)
    except CrmError as refusal:
        _fail(batch_id, refusal.code, refusal.values)
    except Exception as error:
        log.error("import", batch=batch_id, exc_info=error)
        _fail(batch_id, "import_interrupted", {})


def _patiently(step: Callable[[], None]) -> None:
    """Do a step that is done once at most, again after a pause while the database is busy."""
    for pause in PAUSES:
        try:
            return step()
        except OperationalError as error:
            log.warning("import waits", error=str(error.orig)[:200])
            time.sleep(pause)
    return step()


def _read(batch_id: int, settings: Settings) -> None:
    store = BatchStore.of(settings, batch_id)
    _step(batch_id, "reading")
    with reading() as session:
        batch = queries.get(session, batch_id)
        maps = read_column_maps(session, batch.source)
    with store.open_upload() as path:
        read = partial(read_apart, path, title_terms(settings), maps, batch.file_name)
        staged = read_with_early_codes(read, store.answers())
    _step(batch_id, "comparing")
    with reading() as session:
        preview = service.preview(session, staged, on=clock.today())
        compared, stewards = preview.comparison.counts(), preview.stewards
    store.keep_staged(staged)
    store.keep_findings(replace(preview.staged, findings=with_cells(preview.staged.findings, store, batch.file_name)))
    found = {
        "sheets": counts(preview.staged),
        "compared": compared,
        "unknown_stewards": stewards.unknown,
        "ambiguous_stewards": stewards.ambiguous,
        "hidden_sheets": preview.staged.hidden_sheets,
        "unread_sheets": [sheet.name for sheet in preview.staged.sheets if sheet.kind is None],
        "unnamed_units": name_unnamed_units(preview.staged.findings),
    }
    with transaction() as session:
        batches.show(session, batch_id, found, at=clock.now())


def _write(batch_id: int, settings: Settings) -> None:
    store = BatchStore.of(settings, batch_id)
    staged = store.read_staged()
    _step(batch_id, "writing")
    with reading() as session:
        batch = queries.get(session, batch_id)
    write = write_in_parts if is_long(staged) else write_at_once
    written = write(batch_id, staged, by=batch.applied_by)
    findings = with_cells(written.staged.findings, store, batch.file_name, store.read_findings().findings)
    store.keep_findings(replace(written.staged, findings=findings))
    store.drop_rows()


def _undo(batch_id: int, _settings: Settings) -> None:
    _step(batch_id, "undoing")
    undo_batch(batch_id)


def _step(batch_id: int, step: str) -> None:
    with transaction() as session:
        batches.beat(session, batch_id, step, at=clock.now())


def _fail(batch_id: int, code: str, values: Mapping[str, Any], excerpts: Sequence[Excerpt] = ()) -> None:
    """The batch came to nothing; its file stays only where a person may still say what its columns are."""
    with transaction() as session:
        batches.fail(session, batch_id, code, dict(values), at=clock.now())
    settings: Settings = current_app.config["SETTINGS"]
    store = BatchStore.of(settings, batch_id)
    if excerpts:
        store.keep_excerpts(excerpts)
    else:
        store.drop_rows()
    withdraw(settings.instance, batch_id)
