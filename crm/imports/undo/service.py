"""Taking a batch back: claimed, then done enterprise by enterprise, and closed with what stayed."""

from datetime import date, datetime

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from crm.audit import service as audit
from crm.cultivation.titles.wholesale import claim_titles
from crm.db import serialise
from crm.errors import CrmError
from crm.imports.batches import queries as batches
from crm.imports.batches.models import BatchState, ImportBatch
from crm.imports.undo import queries
from crm.imports.undo.kept_rows import read_kept
from crm.imports.undo.models import BatchWrite
from crm.imports.undo.restoring import UndoAct, take_back
from crm.people import queries as people
from crm.stewards.wholesale import claim_care

# A register that was written only in part, or given up after that, can be taken back as well.
WRITTEN = (BatchState.APPLIED, BatchState.FAILED, BatchState.DISCARDED)


def claim_undo(session: Session, batch_id: int, *, by: int, at: datetime, night_runs: bool) -> ImportBatch:
    """Take a written batch to be taken back. Refuses one that is back, that a later import builds on, or at night."""
    serialise(session, "imports")
    batch = batches.get(session, batch_id)
    session.refresh(batch)
    if batch.state is BatchState.UNDONE:
        raise CrmError("import_undone_before", name=batch.file_name)
    if batch.state is BatchState.UNDOING:
        who = people.names(session, {_undoer(batch)})[_undoer(batch)]
        raise CrmError("import_undo_under_way", name=batch.file_name, who=who)
    if batch.state not in WRITTEN:
        raise CrmError("import_not_open", name=batch.file_name)
    number = queries.count_writes(session, batch_id)
    if not number:
        raise CrmError("import_nothing_to_undo", name=batch.file_name)
    if night_runs:
        raise CrmError("import_undo_at_night")
    later = queries.later_batch(session, batch_id)
    if later is not None:
        raise CrmError("import_built_on", name=batch.file_name, later=later.file_name, count=later.enterprises)
    batch.state, batch.step, batch.heartbeat_at = BatchState.UNDOING, "waiting", at
    batch.done, batch.total, batch.undone_by = 0, number, by
    batch.report = {**batch.report, "undone": {"gone": 0, "restored": 0, "kept": 0}}
    session.flush()
    return batch


def undo_part(session: Session, batch_id: int, size: int, *, on: date, at: datetime) -> int:
    """Take back so many enterprises; returns how many were left to be taken back before. 0: none was."""
    batch = _hold(session, batch_id)
    writes = queries.next_writes(session, batch_id, size)
    if not writes:
        return 0
    claim_titles(session)
    claim_care(session)
    act = UndoAct(batch_id, _undoer(batch), on, at, f"撤回导入：{batch.file_name}"[:150])
    everybody = {each.enterprise_id for each in writes}
    rows = read_kept(writes)
    undoing = take_back(session, rows, act=act)
    kept, gone = undoing.lines(), undoing.vanishing()
    _close_writes(session, batch_id, everybody, kept)
    counts = {"gone": len(gone), "restored": len(everybody - gone - set(kept)), "kept": len(kept)}
    batch = batches.get(session, batch_id)
    before = batch.report["undone"]
    batch.report = {**batch.report, "undone": {name: before[name] + number for name, number in counts.items()}}
    batch.done, batch.step, batch.heartbeat_at = batch.done + len(everybody), "undoing", at
    session.flush()
    audit.record(session, act.by, "import.part_undone", f"import:{batch_id}", **counts)
    return len(everybody)


def finish_undo(session: Session, batch_id: int, *, at: datetime) -> ImportBatch:
    """Nothing is left to be taken back: the batch says so, and the same file may be imported again."""
    batch = _hold(session, batch_id)
    batch.state, batch.step, batch.heartbeat_at, batch.undone_at = BatchState.UNDONE, "undone", at, at
    batch.idempotency_key = None
    counts = batch.report["undone"]
    audit.record(session, _undoer(batch), "import.undone", f"import:{batch_id}", file=batch.file_hash, counts=counts)
    return batch


def _hold(session: Session, batch_id: int) -> ImportBatch:
    serialise(session, "imports")
    batch = batches.get(session, batch_id)
    session.refresh(batch)
    if batch.state is not BatchState.UNDOING:
        raise CrmError("import_not_open", name=batch.file_name)
    return batch


def _undoer(batch: ImportBatch) -> int:
    if batch.undone_by is None:
        raise CrmError("import_not_open", name=batch.file_name)
    return batch.undone_by


def _close_writes(session: Session, batch_id: int, everybody: set[int], kept: dict[int, str]) -> None:
    """What was taken back needs nothing kept any more; what stays keeps its lines and no rows."""
    mine = BatchWrite.batch_id == batch_id
    session.execute(delete(BatchWrite).where(mine, BatchWrite.enterprise_id.in_(sorted(everybody - set(kept)))))
    for key, lines in kept.items():
        session.execute(update(BatchWrite).where(mine, BatchWrite.enterprise_id == key).values(kept=lines, rows="[]"))
