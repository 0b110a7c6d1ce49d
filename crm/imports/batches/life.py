"""The life of an import batch: received, shown, taken for writing, failed, thrown away. Writing it is in `service`."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from crm.audit import service as audit
from crm.errors import CrmError
from crm.imports.batches import queries
from crm.imports.batches.models import BatchState, ImportBatch
from crm.imports.batches.options import Options
from crm.sql.claiming import execute_counting

RECEIVED = "import.received"
DOWNLOADED = "import.rejects_downloaded"
UNFINISHED = (BatchState.READING, BatchState.APPLYING)
WORKED_ON = (*UNFINISHED, BatchState.UNDOING)
# So many imports of one person are worked on at a time.
AT_WORK = 3
# So long a child takes to take a batch that another still held when it was started.
STARTING = timedelta(seconds=10)
# A child that has said nothing for so long is gone.
SILENT = timedelta(minutes=3)


def receive(
    session: Session, file_name: str, content_hash: str, size: int, *, by: int | None, at: datetime, source: str = ""
) -> ImportBatch:
    """Open a batch for a file that has arrived and is about to be read."""
    busy = queries.at_work(session, by, since=at - SILENT) if by is not None else 0
    if busy >= AT_WORK:
        raise CrmError("import_busy", count=busy)
    batch = ImportBatch(
        file_name=file_name[:200],
        source=source,
        file_hash=content_hash,
        size=size,
        state=BatchState.READING,
        step="received",
        heartbeat_at=at,
        options=Options().as_json(),
        report={},
        created_by=by,
        created_at=at,
    )
    session.add(batch)
    session.flush()
    audit.record(session, by, "import.received", f"import:{batch.id}", file=content_hash, size=size)
    return batch


def beat(session: Session, batch_id: int, step: str, *, at: datetime) -> None:
    """The child is alive and at this step."""
    session.execute(update(ImportBatch).where(ImportBatch.id == batch_id).values(step=step, heartbeat_at=at))


def show(session: Session, batch_id: int, found: dict[str, Any], *, at: datetime) -> None:
    """The register was read and set against the record; somebody may look at it now."""
    _move(session, batch_id, BatchState.READING, state=BatchState.PREVIEWED, step="previewed", report=found, at=at)


def fail(session: Session, batch_id: int, code: str, values: dict[str, Any], *, at: datetime) -> None:
    """The batch came to nothing, for a reason that is worded when shown."""
    batch = queries.get(session, batch_id)
    if batch.state not in UNFINISHED:
        return
    code = "import_interrupted_partly" if batch.done and code == "import_interrupted" else code
    values = {**values, "done": batch.done, "total": batch.total} if batch.done else values
    told = {"state": BatchState.FAILED, "step": "failed", "report": {**batch.report, "error": values}}
    if _move(session, batch_id, batch.state, at=at, error_code=code, **told):
        audit.record(session, batch.applied_by or batch.created_by, "import.failed", f"import:{batch_id}", code=code)


def note_download(session: Session, batch_id: int, *, by: int, rows: int) -> None:
    """Rows of a register, which name people, leave the desk as a file."""
    audit.record(session, by, DOWNLOADED, f"import:{batch_id}", rows=rows)


def claim(session: Session, batch_id: int, options: Options, *, by: int, at: datetime) -> ImportBatch:
    """Take a previewed batch for writing; one somebody else took meanwhile, or that lacks a unit, is refused."""
    batch = queries.get(session, batch_id)
    refuse_unnamed_units(batch.report.get("unnamed_units", ()))
    taken = {"state": BatchState.APPLYING, "step": "waiting", "options": options.as_json(), "applied_by": by}
    if not _move(session, batch_id, BatchState.PREVIEWED, at=at, **taken):
        raise CrmError("import_not_open", name=batch.file_name)
    session.refresh(batch)
    return batch


def refuse_unnamed_units(headings: Sequence[str]) -> None:
    """No amounts are written of which nobody has said the unit."""
    if headings:
        raise CrmError("import_units_unnamed", columns="、".join(headings))


def take_over(session: Session, batch: ImportBatch, options: Options, *, by: int | None, at: datetime) -> None:
    """Take a batch for writing by whoever has just read it, without a preview."""
    batch.state, batch.step, batch.heartbeat_at = BatchState.APPLYING, "waiting", at
    batch.options, batch.applied_by = options.as_json(), by


def discard(session: Session, batch_id: int, *, by: int, at: datetime) -> ImportBatch:
    """Throw away a batch that is not written, or not wholly."""
    batch = queries.get(session, batch_id)
    if batch.state not in (BatchState.PREVIEWED, BatchState.FAILED, BatchState.READING):
        raise CrmError("import_not_open", name=batch.file_name)
    if not _move(session, batch_id, batch.state, at=at, state=BatchState.DISCARDED, step="discarded"):
        raise CrmError("import_not_open", name=batch.file_name)
    audit.record(session, by, "import.discarded", f"import:{batch.id}", file=batch.file_hash)
    return batch


def is_silent(batch: ImportBatch, at: datetime, *, worked_on: bool) -> bool:
    """The batch waits for a child, and none holds it: it was killed, or never came."""
    return batch.state in WORKED_ON and not worked_on and batch.heartbeat_at < at - STARTING


def read_again(session: Session, batch_id: int, *, at: datetime) -> ImportBatch:
    """A batch that was shown, or that came to nothing, is read from its file once more."""
    batch = queries.get(session, batch_id)
    fresh: dict[str, Any] = {"state": BatchState.READING, "step": "received", "report": {}, "error_code": None}
    is_open = batch.state in (BatchState.PREVIEWED, BatchState.FAILED)
    if not is_open or not _move(session, batch_id, batch.state, at=at, **fresh):
        raise CrmError("import_not_open", name=batch.file_name)
    return batch


def put_back(session: Session, batch_id: int, *, at: datetime) -> None:
    """The database was too busy for long: a confirmed batch waits to be confirmed again, and keeps its rows."""
    step = "busy_partly" if queries.get(session, batch_id).done else "busy"
    _move(session, batch_id, BatchState.APPLYING, state=BatchState.PREVIEWED, step=step, at=at)


def restart(session: Session, batch_id: int, *, by: int, at: datetime, worked_on: bool) -> None:
    """Let a silent batch be worked on again; one that is alive or finished is refused."""
    batch = queries.get(session, batch_id)
    if not is_silent(batch, at, worked_on=worked_on):
        raise CrmError("import_not_open", name=batch.file_name)
    beat(session, batch_id, "waiting", at=at)
    audit.record(session, by, "import.restarted", f"import:{batch_id}")


def _move(session: Session, batch_id: int, present: BatchState, *, at: datetime, **values: Any) -> bool:
    """Change a batch that is still in the state it was seen in; says whether it was."""
    still = ImportBatch.id == batch_id, ImportBatch.state == present
    return execute_counting(session, update(ImportBatch).where(*still).values(heartbeat_at=at, **values)) == 1
