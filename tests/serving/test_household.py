"""Children that live and die together."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator

import pytest

from crm.serving.processes import Household

SLEEPER = [sys.executable, "-c", "import time; time.sleep(60)"]
STUBBORN = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)",
]


@pytest.fixture
def household() -> Iterator[Household]:
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    household = Household(os.environ)
    yield household
    household.stop()
    for number, handler in before.items():
        signal.signal(number, handler)


def test_when_one_child_ends_the_watch_ends_with_a_failure(household: Household):
    household.start(SLEEPER)
    household.start([sys.executable, "-c", "pass"])

    assert household.watch() == 1


def test_a_signal_ends_the_watch_in_good_order(household: Household):
    household.start(SLEEPER)
    household.answer_signals()
    threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGTERM)).start()

    assert household.watch() == 0


def test_after_the_stop_no_child_is_left(household: Household):
    household.start(SLEEPER)
    household.start(SLEEPER)

    household.stop()

    assert not household.is_whole()
    assert all(child.poll() is not None for child in household._children)


def test_a_child_that_does_not_listen_is_ended_in_the_end(household: Household, monkeypatch):
    monkeypatch.setattr("crm.serving.processes.SECONDS_TO_STOP", 0.3)
    household.start(STUBBORN)
    time.sleep(0.3)

    household.stop()

    assert household._children[0].poll() is not None
