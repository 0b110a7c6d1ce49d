"""Whoever writes about an enterprise, and by whatever means: the transaction knows it was touched."""

import polars as pl
import pytest
from sqlalchemy import delete, insert, select, update

from crm.cultivation.models import Evaluation, Flag, Tier, Title
from crm.db import transaction
from crm.enterprises.models import Enterprise
from crm.interactions.models import Interaction
from crm.sql import columns
from crm.sql.claiming import execute_counting
from crm.stewards.models import Assignment
from crm.touched import find_touched
from tests.conftest import NOW
from tests.makers import GRANTED, TODAY, make_enterprise, make_title
from tests.makers_of_flags import make_flag


@pytest.fixture
def mill(context, cast):
    """An enterprise of an earlier transaction; the one that is open has touched nothing yet."""
    with transaction() as session:
        cast.session = session
        enterprise = make_enterprise(session, steward="stefan", tier=Tier.SRDI)
        make_flag(session, enterprise, Tier.LITTLE_GIANT, "near")
        make_enterprise(session, steward="stefan")
    return enterprise.id


@pytest.fixture
def fresh(mill):
    with transaction() as session:
        assert find_touched(session, Enterprise, Assignment, Title, Flag) == set()
        yield session


def test_a_row_that_is_added(fresh, mill):
    make_title(fresh, fresh.get_one(Enterprise, mill), Tier.INNOVATIVE)

    assert find_touched(fresh, Title) == {mill}
    assert find_touched(fresh, Flag, Assignment) == set()


def test_a_row_that_is_changed_and_the_enterprise_itself(fresh, mill):
    fresh.get_one(Enterprise, mill).street = "古城"
    fresh.scalars(select(Title)).one().document = "文号"
    fresh.flush()

    assert find_touched(fresh, Enterprise) == find_touched(fresh, Title) == {mill}


def test_a_new_enterprise(fresh):
    new = make_enterprise(fresh, in_pool=False)

    assert find_touched(fresh, Enterprise) == {new.id}


def test_a_row_that_is_deleted(fresh, mill):
    fresh.delete(fresh.scalars(select(Flag)).one())
    fresh.flush()

    assert find_touched(fresh, Flag) == {mill}


def test_rows_that_a_statement_reaches_and_no_others(fresh, mill):
    fresh.execute(update(Flag).where(Flag.kind == "ask").values(closed_on=TODAY))
    assert find_touched(fresh, Flag) == set()

    execute_counting(fresh, update(Flag).where(Flag.closed_on.is_(None)).values(closed_on=TODAY))
    assert find_touched(fresh, Flag) == {mill}


def test_rows_that_a_statement_deletes(fresh, mill):
    fresh.execute(delete(Flag))

    assert find_touched(fresh, Flag) == {mill}


def test_rows_that_a_statement_inserts(fresh, mill):
    row = {"enterprise_id": mill, "tier": Tier.TECH_SME, "granted_on": GRANTED, "expires_on": TODAY}
    fresh.execute(insert(Title), [{**row, "recorded_on": TODAY}])
    fresh.execute(insert(Interaction).values(**visit_of(fresh, mill + 1)))

    assert find_touched(fresh, Title) == {mill}
    assert find_touched(fresh, Interaction) == {mill + 1}


def test_rows_that_go_in_as_columns(fresh, mill):
    said = fresh.scalars(select(Evaluation)).one()
    columns.stamp(fresh, Evaluation, [said.id], superseded_on=TODAY)
    line = {"enterprise_id": mill, "target": "srdi", "purpose": "review", "kind": "near", "opened_on": TODAY}
    counts = {"episode_key": "again", "evaluation_id": said.id, "unmet_count": 0, "unknown_count": 0}
    columns.append(fresh, Flag, pl.DataFrame([{**line, **counts}]))

    assert find_touched(fresh, Evaluation) == find_touched(fresh, Flag) == {mill}


def test_what_a_savepoint_undid_may_stay_but_nothing_goes_missing(fresh, mill):
    savepoint = fresh.begin_nested()
    make_title(fresh, fresh.get_one(Enterprise, mill), Tier.INNOVATIVE)
    savepoint.rollback()
    make_title(fresh, fresh.get_one(Enterprise, mill + 1), Tier.INNOVATIVE)

    assert mill + 1 in find_touched(fresh, Title)


def visit_of(session, enterprise_id):
    author = session.scalars(select(Assignment.steward_id)).first()
    at = {"held_on": TODAY, "recorded_at": NOW}
    return {"enterprise_id": enterprise_id, "channel": "visit", "summary": "走访", "author_id": author, **at}
