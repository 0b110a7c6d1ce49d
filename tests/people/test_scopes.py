"""Scopes are registered: a later feature widens what is seen without a change in an earlier one."""

import pytest
from flask import Flask
from sqlalchemy import false, literal, select, true

from crm.people import scopes
from crm.people.models import Role
from crm.people.person import Person
from crm.people.scopes import IDENTITIES, register_scope, scope, widen_scope
from tests.conftest import NOW

HANA = Person(1, "Hana", "hana", frozenset({Role.HANDLER}), 7, False, 1, NOW, "token")


@pytest.fixture
def own_app(monkeypatch):
    app = Flask("a desk of its own")
    monkeypatch.setattr(scopes, "me", lambda: HANA)
    return app


def holds(session, condition) -> bool:
    return session.scalar(select(literal(1)).where(condition)) is not None


def test_a_later_feature_adds_what_its_people_may_see(own_app, session):
    register_scope(own_app, IDENTITIES, lambda _person, _on: false())
    with own_app.app_context():
        before = scope(IDENTITIES)

    widen_scope(own_app, IDENTITIES, lambda person, _on: true() if person.department_id == 7 else false())

    with own_app.app_context():
        after = scope(IDENTITIES)
    assert (holds(session, before), holds(session, after)) == (False, True)


def test_a_second_registration_is_refused(own_app):
    register_scope(own_app, "demands", lambda _person, _on: true())

    with pytest.raises(ValueError, match="demands"):
        register_scope(own_app, "demands", lambda _person, _on: true())


def test_what_nobody_registered_is_named(own_app):
    register_scope(own_app, "demands", lambda _person, _on: true())

    with pytest.raises(LookupError, match=r"no scope of claims .* there are demands"):
        widen_scope(own_app, "claims", lambda _person, _on: true())
    with own_app.app_context(), pytest.raises(LookupError, match="no scope of claims"):
        scope("claims")
