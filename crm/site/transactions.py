"""What every writing transaction does before it commits: bring standings up to date, append its acts to the chain."""

from flask import Flask
from sqlalchemy.orm import Session

from crm import clock
from crm.audit import service as audit
from crm.db import before_commit, db
from crm.standings import upkeep as standings
from crm.touched import watch_writes


def init_transactions(app: Flask) -> None:
    """Register the acts; the clock is read here, at the edge. The chain comes last, because it makes writers wait."""
    key = app.config["SETTINGS"].audit_key

    def refresh_standings(session: Session) -> None:
        standings.refresh_touched(session, on=clock.today())

    def append_acts(session: Session) -> None:
        audit.append(session, key=key, at=clock.now())

    before_commit(app, refresh_standings)
    before_commit(app, append_acts)


watch_writes(db.session)
