"""A job for tests that rings bells: each part writes one row whose name may exist only once."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from crm.jobs.registry import CatchUp, Job, JobStep
from crm.people.models import Department
from crm.work import Report, Turn


def ring(session, turn: Turn) -> Report:
    """A bell that rang already cannot ring again: the name is unique."""
    name = f"bell {turn.today} {turn.part}"
    session.add(Department(code=name, name=name))
    session.flush()
    report = Report()
    report.count("rung")
    report.tell("bell", turn.today.day, part=turn.part)
    return report


def bells(session) -> list[str]:
    """Names of the bells that rang, in order."""
    return list(session.scalars(select(Department.name).order_by(Department.id)))


def job(*, parts: Sequence[str] = ("a", "b"), catch_up: CatchUp = CatchUp.MERGE, wall_seconds: int = 30) -> Job:
    """A job with one step of several parts."""
    return Job("bells", _l("铃"), (JobStep("ring", ring, lambda _session, _turn: parts),), catch_up, wall_seconds)


def halting_job(folder: Path) -> Job:
    """A job that rings once, says so in a file, and waits for another file before it rings again."""

    def wait(_session, _turn) -> Sequence[str]:
        (folder / "halfway").touch()
        while not (folder / "go on").exists():
            time.sleep(0.02)
        return ("second",)

    first = JobStep("first", ring, lambda _session, _turn: ("first",))
    return Job("bells", _l("铃"), (first, JobStep("second", ring, wait)), CatchUp.MERGE, 30)
