"""The district of the access table, made once for a run and put back for every row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask

from crm import clock
from crm.db import transaction
from crm.people import queries, service
from tests.access import world
from tests.access.kept import KeptState
from tests.access.visitors import Door, Visitor, open_door, sign_in, stranger
from tests.cast import PASSWORD, make_person
from tests.conftest import NOW, empty_the_database


@dataclass(frozen=True, slots=True)
class District:
    """The state of the database, what stands for the arguments of addresses, and the nine identities."""

    kept: KeptState
    arguments: dict[str, dict[str, Any]]
    visitors: dict[str, Visitor]


_made: dict[str, District] = {}


def make_district(app: Flask) -> District:
    """Make everything, sign everybody in, and disable one of them afterwards."""
    arguments = world.populate(app)
    visitors = {name: sign_in(app, name, number, PASSWORD) for name, number in world.CAST.items()}
    with app.app_context(), transaction() as session:
        make_person(session, "nobody")
    visitors["disabled"] = sign_in(app, "disabled", "nobody", PASSWORD)
    with app.app_context(), transaction() as session:
        service.disable(session, queries.find(session, "nobody"), by=None, at=clock.now())
    visitors["anonymous"] = stranger(app, "anonymous")
    visitors["api_token"] = stranger(app, "api_token", authorization="Bearer 0123456789abcdef0123456789abcdef")
    return District(KeptState(app), arguments, visitors)


@pytest.fixture
def district(app: Flask) -> District:
    """The district as it was made, whatever an earlier row did to it."""
    if "district" not in _made:
        empty_the_database(app)
        _made["district"] = make_district(app)
    _made["district"].kept.put_back()
    return _made["district"]


@pytest.fixture
def door(app: Flask) -> Iterator[Door]:
    """Where requests are sent; the clock stands still for a listening server too."""
    assert clock.now() == NOW
    with open_door(app) as door:
        yield door
