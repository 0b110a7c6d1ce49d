"""Every constraint that may say no to a person has a code, its real name, and a sentence that needs no values."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from crm.db import Base, db, transaction
from crm.people.models import Department, User, UserState
from crm.site.constraints import CODES, ONLY_ON_POSTGRESQL, code_of, constraint_of, spoken, uniques_by_columns
from crm.site.errors import on_conflict
from crm.site.wordings import WORDINGS
from crm.stewards.models import QueueEntry
from tests.makers import make_enterprise


def known_to_the_models() -> list[str]:
    return [str(each.name) for table in Base.metadata.sorted_tables for each in spoken(table)]


def known_to_the_database() -> set[str]:
    inspector = sa.inspect(db.engine)
    found: set[str] = set()
    for name in inspector.get_table_names():
        found |= {one["name"] for one in inspector.get_unique_constraints(name)}
        found |= {one["name"] for one in inspector.get_check_constraints(name)}
        found |= {one["name"] for one in inspector.get_indexes(name) if one["unique"]}
    return {name for name in found if name and name != "alembic_version_pkc"}


def test_every_unique_and_check_constraint_has_a_code():
    assert sorted(set(known_to_the_models()) - set(CODES)) == []


def test_every_code_is_of_a_constraint_that_exists():
    assert sorted(set(CODES) - set(known_to_the_models())) == []


def test_the_database_knows_the_constraints_by_the_same_names(app):
    with app.app_context():
        assert known_to_the_database() == set(known_to_the_models())


def test_every_sentence_can_be_said_without_values():
    assert [
        code for code in (*CODES.values(), *ONLY_ON_POSTGRESQL.values()) if "%(" in str(WORDINGS[code].sentence)
    ] == []


def test_no_two_unique_constraints_have_the_same_columns():
    """SQLite tells only the columns, so they have to tell the constraint."""
    uniques = Counter(uniques_by_columns().values())

    checks = sum(name.startswith("ck_") for name in known_to_the_models())
    assert len(uniques) == len(known_to_the_models()) - checks


def refused_by(app, *rows) -> IntegrityError:
    with pytest.raises(IntegrityError) as raised:
        write(app, rows)
    return raised.value


def write(app, rows) -> None:
    with app.app_context(), transaction() as session:
        for row in rows:
            session.add(row)
            session.flush()


def person(number: str) -> User:
    day = date(2026, 1, 5)
    return User(staff_number=number, staff_key="s1", name="甲", state=UserState.ACTIVE, created_on=day)


def test_a_unique_constraint_is_recognised(app, fresh_database):
    error = refused_by(app, person("s1"), person("S1"))

    assert (constraint_of(error), code_of(error)) == ("uq_users_staff_key", "staff_number_just_taken")


def test_a_partial_unique_index_is_recognised(app, cast):
    with cast.writing() as session:
        waiting = make_enterprise(session).id
    day = date(2026, 11, 24)

    error = refused_by(app, QueueEntry(enterprise_id=waiting, since=day, due_on=day, why="x"))

    assert code_of(error) == "just_queued"


def test_a_foreign_key_is_nobodys_sentence(app, fresh_database):
    stranger = person("s1")
    stranger.department_id = 4711

    assert code_of(refused_by(app, stranger)) is None


def test_the_page_says_what_the_constraint_means(app, fresh_database):
    error = refused_by(app, Department(code="a1", name="区科委"), Department(code="a2", name="区科委"))

    with app.test_request_context("/departments", method="POST"):
        page, status, _headers = on_conflict(error)

    assert status == 409
    assert "这个单位名称刚刚由他人登记" in page
