"""What every writing transaction does before it commits: bring standings up to date, append its acts to the chain."""

import structlog
from flask import Flask
from sqlalchemy.orm import Session

from crm import clock
from crm.audit import service as audit
from crm.audit.heads import Heads
from crm.cultivation.night.due import mark_touched
from crm.db import after_commit, before_commit
from crm.enterprises.search import upkeep as search
from crm.standings import upkeep as standings

log = structlog.get_logger()


def init_transactions(app: Flask) -> None:
    """Register the acts; the clock is read here, at the edge. The chain comes last, because it makes writers wait."""
    key, heads = app.config["SETTINGS"].audit_key, Heads.of(app.config["SETTINGS"])

    def index_names(session: Session) -> None:
        search.index_touched(session)

    def refresh_standings(session: Session) -> None:
        standings.refresh_touched(session, on=clock.today())

    def append_acts(session: Session) -> None:
        audit.append(session, key=key, at=clock.now())

    before_commit(app, index_names)
    before_commit(app, refresh_standings)

    def keep_head(session: Session) -> None:
        written = audit.heads_written(session)
        try:
            if written is not None:
                heads.keep(*written)
        except (OSError, ValueError) as error:  # what was written stays written; `verify` will say so
            log.error("audit head not kept", error=type(error).__name__)

    before_commit(app, mark_touched)
    before_commit(app, append_acts)
    after_commit(app, keep_head)
