"""How a register is written by whoever holds its batch: a short one at once, a long one part by part between others."""

import gc
import time
from collections.abc import Iterator
from contextlib import contextmanager

from flask import current_app

from crm import clock
from crm.config.settings import Settings
from crm.db import transaction
from crm.enterprises.identity import names
from crm.imports.batches import parts, queries, service
from crm.imports.batches.announcing import Announcement, announce, withdraw
from crm.imports.batches.models import BatchState, ImportBatch
from crm.imports.batches.options import Options
from crm.imports.batches.service import ImportResult
from crm.imports.batches.store import BatchStore
from crm.imports.sheets.parts import RegisterParts
from crm.imports.sheets.settling import codes_of, without_hidden_rows
from crm.imports.sheets.staged import StagedRegister

AT_ONCE = 500
"""Enterprises: a register of so many is written wholly or not at all, in one transaction."""
PART, LARGEST_PART = 50, 400
"""Enterprises of the first part, and of the largest: so few that nobody else waits a second for the writer's turn."""
QUICK, SLOW = 0.3, 0.6
"""Seconds: behind a quicker part comes a larger one, behind a slower one a smaller."""
PATIENCE_MS = 30_000
SHORTEST_PAUSE, LONGEST_PAUSE = 0.1, 2.0
PAUSED = 4
"""Of the time that a part took, every fourth second is everybody else's; they all try again within a tenth."""


def is_long(staged: StagedRegister) -> bool:
    """Whether a register is written in parts."""
    return len(codes_of(staged)) > AT_ONCE


def write_at_once(batch_id: int, staged: StagedRegister, *, by: int | None) -> ImportResult:
    """Write a whole register in one transaction."""
    settings: Settings = current_app.config["SETTINGS"]
    with transaction() as session:
        batch = queries.get(session, batch_id)
        options = Options.from_json(batch.options)
        key, on, at = settings.field_key, clock.today(), clock.now()
        return service.apply(session, batch, staged, options, by=by, on=on, at=at, field_key=key)


def write_in_parts(batch_id: int, staged: StagedRegister, *, by: int | None) -> ImportResult:
    """Write what is not written yet, part by part; between two parts everybody else has their turn.

    Interrupted anywhere, whole enterprises are written, the batch counts them, and calling again goes on behind them.
    """
    settings: Settings = current_app.config["SETTINGS"]
    store = BatchStore.of(settings, batch_id)
    with transaction(patience_ms=PATIENCE_MS) as session:
        if Options.from_json(queries.get(session, batch_id).options).leave_hidden:
            staged = without_hidden_rows(staged)  # once for the whole: each part carries what is said of them
        batch = parts.begin(session, batch_id, staged, by=by, at=clock.now())
    if batch.state is BatchState.DISCARDED:
        return ImportResult(staged, batch.report.get("written", {}), repeated=True)
    with _without_collecting():
        _write_parts(batch, staged, store, by=by)
    with transaction(patience_ms=PATIENCE_MS) as session:
        written = parts.finish(session, batch_id, store.with_parts(staged), by=by, at=clock.now())
    withdraw(settings.instance, batch_id)
    return written


def _write_parts(batch: ImportBatch, staged: StagedRegister, store: BatchStore, *, by: int | None) -> None:
    done, size = batch.done, PART
    parts_left = RegisterParts(staged, codes_of(staged)[done:])
    while (part := parts_left.take(size)) is not None:
        announce(current_app.config["SETTINGS"].instance, batch.id, Announcement(batch.file_name, done, batch.total))
        names.prepare([each.name for each in part.enterprises] + [each.contact or "" for each in part.enterprises])
        began = time.monotonic()
        done += _write_one(batch.id, part, store, behind=done, by=by)
        seconds = time.monotonic() - began
        size = next_size(size, seconds)
        time.sleep(min(max(seconds / PAUSED, SHORTEST_PAUSE), LONGEST_PAUSE))


@contextmanager
def _without_collecting() -> Iterator[None]:
    """The rows of a long register live until its end: what collects garbage need not look through them at each part."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def next_size(size: int, seconds: float) -> int:
    """How many enterprises the next part has, after one that took so long."""
    if seconds > SLOW:
        return max(PART, size // 2)
    return min(size * 2, max(PART, LARGEST_PART)) if seconds < QUICK else size


def _write_one(batch_id: int, part: StagedRegister, store: BatchStore, *, behind: int, by: int | None) -> int:
    """Write a part and keep what was found in it; returns how many enterprises it has."""
    on, at, key = clock.today(), clock.now(), current_app.config["SETTINGS"].field_key
    with transaction(patience_ms=PATIENCE_MS) as session:
        written = parts.write_part(session, batch_id, part, behind=behind, by=by, on=on, at=at, field_key=key)
        store.keep_part(behind, written.staged.findings[len(part.findings) :])
    return len(codes_of(part))
