"""How a batch is taken back by whoever holds it: a short one at once, a long one part by part between others."""

import time

from crm import clock
from crm.db import transaction
from crm.imports.batches import life, queries
from crm.imports.undo import service
from crm.web.wiring import keep_night_out

AT_ONCE = 500
"""Enterprises: so many are taken back in one transaction."""
PART = 100
PATIENCE_MS = 30_000
PAUSE, NIGHT_PAUSE = 0.1, 2.0


def undo_batch(batch_id: int) -> None:
    """Take back what is not taken back yet. Interrupted anywhere, calling again goes on with the rest."""
    with transaction(patience_ms=PATIENCE_MS) as session:
        batch = queries.get(session, batch_id)
        size = AT_ONCE if batch.total <= AT_ONCE else PART
    while (number := _undo_some(batch_id, size)) != 0:
        time.sleep(PAUSE if number else NIGHT_PAUSE)
    with transaction(patience_ms=PATIENCE_MS) as session:
        service.finish_undo(session, batch_id, at=clock.now())


def _undo_some(batch_id: int, size: int) -> int | None:
    """How many enterprises were taken back; None while the night runs, which rests on what would go."""
    with transaction(patience_ms=PATIENCE_MS) as session:
        if not keep_night_out(session, at=clock.now()):
            life.beat(session, batch_id, "undo_waits", at=clock.now())
            return None
        return service.undo_part(session, batch_id, size, on=clock.today(), at=clock.now())
