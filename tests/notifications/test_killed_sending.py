"""A sender killed between sending and noting: the next one sends once more, and nobody a third time."""

from __future__ import annotations

import os
import signal

import pytest

from crm import clock
from crm.db import db
from crm.enterprises.letters import jobs as letter_jobs
from crm.enterprises.letters import mailing
from crm.jobs.running.claims import LEASE
from crm.notifications.channels import deliveries, jobs
from tests.conftest import NOW
from tests.enterprises.letters.test_mailed_letters import MAILED, letters, written
from tests.notifications.conftest import mail_server
from tests.notifications.test_channels import run_job, states, stefan

__all__ = ["mail_server", "stefan", "written"]


MOMENTS = pytest.mark.parametrize(
    ("moment", "messages"), [("before it sends", 1), ("before it notes", 2), ("after it noted", 1)]
)


@MOMENTS
def test_whoever_is_killed_leaves_one_message_too_many_at_most_and_never_one_too_few(
    app, stefan, receiver, monkeypatch, moment, messages
):
    run_job(app, "deliver-outbox")

    kill_and_go_on(app, monkeypatch, moment, {"send": jobs, "note_receipt": deliveries})

    assert len(receiver.bodies) == messages
    assert states(app) == [("sent", 1, None)] * 2


@MOMENTS
def test_a_letter_to_a_contact_is_mailed_so_too(app, written, mail_server, monkeypatch, moment, messages):
    kill_and_go_on(app, monkeypatch, moment, {"send": letter_jobs, "note_mailing": mailing})

    assert len(mail_server.mails) == messages
    assert letters(app)[0] == MAILED


def kill_and_go_on(app, monkeypatch, moment, places):
    """The sending of a minute in a process that is killed at this moment, and that of the minutes after its lease."""
    with app.app_context():
        db.session.remove()
    child = os.fork()
    if child == 0:
        with app.app_context():
            db.engine.dispose(close=False)
        send_and_die(app, monkeypatch, moment, places)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    monkeypatch.setattr(clock, "source", lambda: NOW + 2 * LEASE)
    for minute in (1, 2):
        run_job(app, "send-notices", minute)


def send_and_die(app, monkeypatch, moment, places):
    """`places` are the modules by the name of what sends and of what notes there."""
    sends, notes = places
    name = sends if moment == "before it sends" else notes
    real = getattr(places[name], name)

    def die(*given, **more):
        if moment == "after it noted":
            real(*given, **more)
            given[0].commit()
        os.kill(os.getpid(), signal.SIGKILL)

    monkeypatch.setattr(places[name], name, die)
    run_job(app, "send-notices")
    os._exit(1)
