"""Those who plan, and the enterprise they plan for."""

import pytest

from tests.cast import make_person
from tests.makers import make_enterprise


@pytest.fixture
def stefan(session):
    return make_person(session, "stefan")


@pytest.fixture
def hana(session):
    return make_person(session, "hana")


@pytest.fixture
def enterprise(session, stefan):
    return make_enterprise(session, steward=stefan)
