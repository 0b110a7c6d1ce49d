"""How long an import can be taken back: what it wrote is kept for a set time and then forgotten."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from crm.config.service_rules import RetentionRules
from crm.imports.batches.models import ImportBatch
from crm.imports.undo.models import BatchWrite
from crm.sql.claiming import execute_counting


def prune_batch_rows(session: Session, at: datetime, rules: RetentionRules) -> int:
    """Forget the rows of batches past their time; what stayed of those taken back stays said."""
    before = at - timedelta(days=rules.batch_rows_days)
    past = select(ImportBatch.id).where(ImportBatch.heartbeat_at < before)
    return execute_counting(
        session, delete(BatchWrite).where(BatchWrite.batch_id.in_(past), BatchWrite.kept.is_(None))
    )
