"""A share of the busy desk of `make faults`: a register in parts, a night, and people who edit, all at once."""

from __future__ import annotations

from functools import partial
from random import Random

import pytest
from sqlalchemy import func, select

from crm.audit import service as audit
from crm.db import transaction
from crm.enterprises.models import Contact
from crm.imports.batches import writing_cli
from crm.imports.batches.models import BatchState
from crm.jobs.models import RunState
from crm.jobs.registry import JOBS
from crm.jobs.running import runner
from crm.jobs.running.schedule import Slot
from tests.client import CheckingClient
from tests.imports.batches.test_in_parts import PART, batch_of, received, register  # noqa: F401  (register: fixture)
from tests.makers import make_enterprise, writing
from tests.together import at_once

PEOPLE, EDITS = 4, 8
SLOT = Slot("2026-11-24", ("2026-11-24",), "schedule")


def edit(client: CheckingClient, place: int, enterprises: list[int]) -> list[int]:
    """Write down contacts of enterprises drawn by the place's seed; the answers' statuses."""
    source, statuses = Random(place), []
    for number in range(EDITS):
        form = {"name": f"同事{place}录入{number}", "telephone": "010-68870000", "csrf_token": client.token()}
        address = f"/enterprises/{source.choice(enterprises)}/contacts/new"
        statuses.append(client.raw.post(address, data=form).status_code)
    return statuses


@pytest.fixture
def unhurried(monkeypatch):
    """Parts also of a short register. How long one takes on a busy machine says nothing; that all get a turn does."""
    monkeypatch.setitem(transaction.__wrapped__.__kwdefaults__, "patience_ms", 120_000)
    monkeypatch.setattr(runner, "PATIENCE_MS", 120_000)
    monkeypatch.setattr(writing_cli, "AT_ONCE", 20)
    monkeypatch.setattr(writing_cli, "PART", PART)
    monkeypatch.setattr(writing_cli, "LARGEST_PART", PART)


@pytest.mark.usefixtures("unhurried")
def test_nobody_meets_an_error_while_a_register_is_written_and_a_night_runs(app, signed_in, cast, register):  # noqa: F811
    with writing(app) as session:
        enterprises = [make_enterprise(session).id for _ in range(5)]
    clients = [signed_in("maria") for _ in range(PEOPLE)]
    with app.app_context():
        batch_id = received(app, register)

    def write_register() -> None:
        with app.app_context():
            writing_cli.write_in_parts(batch_id, register, by=None)

    def judge() -> RunState | None:
        with app.app_context():
            return runner.run(app, JOBS["night"], SLOT).state

    people = [partial(edit, client, place, enterprises) for place, client in enumerate(clients)]
    *edits, _, night = at_once([*people, write_register, judge])

    assert edits == [[302] * EDITS] * PEOPLE
    assert night is RunState.DONE
    with cast.reading() as session:
        assert batch_of(batch_id).state is BatchState.APPLIED
        typed = select(func.count()).select_from(Contact).where(Contact.name.like("同事%录入%"))
        assert session.scalar(typed) == PEOPLE * EDITS
        assert audit.verify(session, key=app.config["SETTINGS"].audit_key)[2] is None
