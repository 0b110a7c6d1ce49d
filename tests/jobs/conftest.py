"""What tests of jobs share: a clock to set, a timetable at four in the morning, and processes that ring."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime

import pytest

from crm import clock
from crm.jobs.running.schedule import Timetable
from tests.conftest import NOW
from tests.postgres import ROOT


@pytest.fixture
def four_in_the_morning() -> Timetable:
    return Timetable("10 4 * * *")


@pytest.fixture
def set_clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    def set_to(moment: datetime) -> None:
        monkeypatch.setattr(clock, "source", lambda: moment)

    return set_to


@pytest.fixture
def ringer(app, context):
    """Starts a process that tries to run slots against the test's own database."""
    started = []

    def start(*slots: str, kind: str = "all", folder: object = "", at: datetime = NOW) -> subprocess.Popen:
        settings = app.config["SETTINGS"]
        environment = {
            **os.environ,
            "CRM_INSTANCE": str(settings.instance),
            "CRM_DATABASE_URL": settings.database_url,
        }
        command = [sys.executable, "-m", "tests.jobs.ringer", at.isoformat(), kind, str(folder), *slots]
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()
        process.stdout.close()
