"""A sender killed between sending and noting: the next one sends the message once more, and nobody a third time."""

from __future__ import annotations

import os
import signal

import pytest

from crm import clock
from crm.db import db
from crm.jobs.running.claims import LEASE
from crm.notifications.channels import deliveries, jobs
from tests.conftest import NOW
from tests.notifications.test_channels import run_job, states, stefan

__all__ = ["stefan"]


@pytest.mark.parametrize(
    ("moment", "messages"), [("before it sends", 1), ("before it notes", 2), ("after it noted", 1)]
)
def test_whoever_is_killed_leaves_one_message_too_many_at_most_and_never_one_too_few(
    app, stefan, receiver, monkeypatch, moment, messages
):
    run_job(app, "deliver-outbox")
    with app.app_context():
        db.session.remove()

    child = os.fork()
    if child == 0:
        with app.app_context():
            db.engine.dispose(close=False)
        send_and_die(app, monkeypatch, moment)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    monkeypatch.setattr(clock, "source", lambda: NOW + 2 * LEASE)
    for minute in (1, 2):
        run_job(app, "send-notices", minute)

    assert len(receiver.bodies) == messages
    assert states(app) == [("sent", 1, None)] * 2


def send_and_die(app, monkeypatch, moment):
    """The sending of a minute, in a process that is killed at this moment."""
    place, name = {
        "before it sends": (jobs, "send"),
        "before it notes": (deliveries, "note_receipt"),
        "after it noted": (deliveries, "note_receipt"),
    }[moment]
    real = getattr(place, name)

    def die(*given, **more):
        if moment == "after it noted":
            noted = real(*given, **more)
            given[0].commit()
        os.kill(os.getpid(), signal.SIGKILL)
        return noted

    monkeypatch.setattr(place, name, die)
    run_job(app, "send-notices")
    os._exit(1)
