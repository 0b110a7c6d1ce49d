"""A long register as several acts: parts of whole enterprises, each with its row of audit, and the end of them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from crm.audit import service as audit
from crm.db import serialise
from crm.errors import CrmError
from crm.imports.batches import queries, service
from crm.imports.batches.models import BatchState, ImportBatch
from crm.imports.batches.options import Options
from crm.imports.batches.service import ImportResult
from crm.imports.sheets.settling import codes_of
from crm.imports.sheets.staged import StagedRegister


def begin(session: Session, batch_id: int, staged: StagedRegister, *, by: int | None, at: datetime) -> ImportBatch:
    """Take the batch up, from where it was left; one whose very import was written before is thrown away."""
    batch = _held(session, batch_id)
    batch.total, batch.step, batch.heartbeat_at = len(codes_of(staged)), "writing_parts", at
    service.discard_repeated(session, batch, staged, Options.from_json(batch.options), by=by, at=at)
    return batch


def write_part(
    session: Session,
    batch_id: int,
    part: StagedRegister,
    *,
    behind: int,
    by: int | None,
    on: date,
    at: datetime,
    field_key: bytes,
) -> ImportResult:
    """Write the enterprises of a part, which follow `behind` others; the batch counts them with the same commit.

    Raises CrmError import_not_open when they are written already, or the batch is no longer being written.
    """
    batch = _held(session, batch_id)
    if batch.done != behind:
        raise CrmError("import_not_open", name=batch.file_name)
    options = Options.from_json(batch.options)
    written = service.write_rows(session, batch, part, options, by=by, on=on, at=at, field_key=field_key)
    number = len(codes_of(part))
    batch.done, batch.heartbeat_at = behind + number, at
    batch.report = {**batch.report, "written": add_counts(batch.report.get("written", {}), written.counts)}
    what = f"import:{batch_id}"
    audit.record(session, by, "import.part_written", what, enterprises=number, counts=written.counts)
    return written


def finish(session: Session, batch_id: int, staged: StagedRegister, *, by: int | None, at: datetime) -> ImportResult:
    """Every part is written: close the batch, or throw it away when its twin was faster."""
    batch = _held(session, batch_id)
    options, written = Options.from_json(batch.options), ImportResult(staged, batch.report["written"])
    if not service.discard_repeated(session, batch, staged, options, by=by, at=at):
        service.close(session, batch, staged, written, options, by=by, at=at)
    return written


def add_counts(before: Any, more: Any) -> Any:
    """The sums of numbers, the joined lists, and of tables the same for each of their entries."""
    if isinstance(more, dict):
        before = before or {}
        return {**before, **{name: add_counts(before.get(name), each) for name, each in more.items()}}
    return [*(before or []), *more] if isinstance(more, list) else (before or 0) + more


def _held(session: Session, batch_id: int) -> ImportBatch:
    serialise(session, "imports")
    batch = queries.get(session, batch_id)
    session.refresh(batch)
    if batch.state is not BatchState.APPLYING:
        raise CrmError("import_not_open", name=batch.file_name)
    return batch
