"""What every writing transaction of the application does before it commits: append its acts to the audit chain."""

from flask import Flask
from sqlalchemy.orm import Session

from crm import clock
from crm.audit import service as audit
from crm.db import before_commit, db
from crm.touched import watch_writes


def init_transactions(app: Flask) -> None:
    """Register the act; the clock is read here, at the edge."""
    key = app.config["SETTINGS"].audit_key

    def append_acts(session: Session) -> None:
        audit.append(session, key=key, at=clock.now())

    before_commit(app, append_acts)


watch_writes(db.session)
