"""The demonstration pool, made once for the tests that only read it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import g

from crm import clock
from crm.db import db, reading
from crm.demo import populate
from crm.people.models import Role
from crm.people.queries import active_with
from tests.client import CheckingClient
from tests.conftest import NOW, empty_the_database


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One worker alone makes it up: that takes longer than all that is asked of it."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("demo"))


@pytest.fixture(scope="package")
def populated(app):
    """An empty desk after `flask demo`."""
    empty_the_database(app)
    with pytest.MonkeyPatch.context() as patch, app.app_context():
        patch.setattr(clock, "source", lambda: NOW)
        populate(app)
        yield
        db.session.remove()


@pytest.fixture(scope="package")
def client_of(app, populated) -> Callable[[Role], CheckingClient]:
    """`client_of(Role.MANAGER)`: a client in which somebody of the demonstration with that role has signed in."""

    def sign_in(role: Role) -> CheckingClient:
        with reading() as session:
            number = active_with(session, role)[0].staff_number
        for name in list(g):
            g.pop(name)  # the context of `populated` outlives a request, and with it whom the one before remembered
        client = CheckingClient(app)
        client.sign_in(number, accounts(app)[number])
        return client

    return sign_in


def accounts(app) -> dict[str, str]:
    """Password by staff number."""
    path = app.config["SETTINGS"].instance / "demo-accounts.txt"
    lines = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()[1:]]
    return {line[2]: line[3] for line in lines}
