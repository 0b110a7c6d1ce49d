"""The demonstration pool, made once for the tests that only read it."""

import pytest

from crm import clock
from crm.db import db
from crm.demo import populate
from tests.conftest import NOW, empty_the_database


@pytest.fixture(scope="package")
def populated(app):
    """An empty desk after `flask demo`."""
    empty_the_database(app)
    with pytest.MonkeyPatch.context() as patch, app.app_context():
        patch.setattr(clock, "source", lambda: NOW)
        populate(app)
        yield
        db.session.remove()
