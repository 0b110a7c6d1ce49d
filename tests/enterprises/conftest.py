"""Enterprises for tests that visit the record's pages."""

import pytest

from tests.makers import make_contact, make_enterprise, make_figures, writing


@pytest.fixture
def enterprise(app, cast):
    """An enterprise in Stefan's care, with a contact and the figures of a year."""
    for name in ("stefan", "lina", "maria"):
        cast.person(name)
    with writing(app) as session:
        made = make_enterprise(session, "北京样例科技有限公司", steward="stefan")
        make_contact(session, made, key=app.config["SETTINGS"].field_key)
        make_figures(session, made, revenue=1_236_400_000, employees=120)
    return made
