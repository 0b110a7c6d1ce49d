"""Runs of jobs: a row is the claim on its slot."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from crm.db import Base, code_text, key, long_text


class RunState(StrEnum):
    """A run is claimed when it begins, and done or failed when it ends."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class JobRun(Base):
    """One run of a job for a slot (a business date, or a moment for jobs through the day).

    Whoever inserts the row owns the run until `lease_until`; taking over a lapsed lease raises `fence`, and a
    writer whose fence is no longer the row's may not commit.
    """

    __tablename__ = "job_runs"
    __table_args__ = (Index(None, "job", "slot", unique=True), Index(None, "started_at"))

    id: Mapped[key]
    job: Mapped[code_text]
    slot: Mapped[code_text]
    state: Mapped[RunState]
    fence: Mapped[int] = mapped_column(default=1)
    lease_until: Mapped[datetime]
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    trigger: Mapped[code_text]
    covers: Mapped[list[str]]
    counts: Mapped[dict[str, Any]]
    report: Mapped[dict[str, Any]]
    error: Mapped[long_text | None]


class JobChunk(Base):
    """A part of a long run that is already committed."""

    __tablename__ = "job_chunks"

    run_id: Mapped[int] = mapped_column(ForeignKey("job_runs.id"), primary_key=True)
    chunk: Mapped[str] = mapped_column(String(64), primary_key=True)
    at: Mapped[datetime]
