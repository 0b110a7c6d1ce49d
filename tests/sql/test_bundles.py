"""Selects read in one statement say what they say one by one, in their own order and with their own kinds of values."""

import pytest
from sqlalchemy import event, select

from crm.cultivation.models import Flag, Tier, Title
from crm.db import db
from crm.enterprises.facts.models import IntellectualProperty
from crm.enterprises.models import Contact, Enterprise, YearlyFigures
from crm.interactions.models import Interaction
from crm.sql.bundles import columns_of, read_bundle
from tests.conftest import TODAY
from tests.makers import make_enterprise, make_figures
from tests.makers_of_flags import make_flag

TABLES = (Enterprise, Title, YearlyFigures, Flag, IntellectualProperty)
LARGEST_FEN = 2**63 - 1


@pytest.fixture
def known(session):
    """An enterprise with a title, figures as large as they can be, a flag, and property of which a part is unknown."""
    enterprise = make_enterprise(session, name="O'Brien “引号” \\ 科技", tier=Tier.SRDI)
    make_figures(session, enterprise, revenue=LARGEST_FEN, net_profit=-LARGEST_FEN)
    make_flag(session, enterprise, Tier.LITTLE_GIANT, "near").closed_why = {"because": [{"code": "first"}]}
    answers = {"high_value": True, "self_developed": False, "recorded_on": TODAY}
    session.add_all(
        IntellectualProperty(enterprise_id=enterprise.id, ip_class=kind, **answers) for kind in ("I", "II")
    )
    session.flush()


def test_a_bundle_says_what_the_tables_say(session, known):
    names = {table.__tablename__: select(*columns_of(table)) for table in TABLES}

    rows = read_bundle(session, names)

    for table in TABLES:
        one_by_one = session.execute(names[table.__tablename__]).all()
        assert [tuple(row) for row in rows[table.__tablename__]] == [tuple(row) for row in one_by_one]
        assert [type(cell) for row in rows[table.__tablename__] for cell in row] == [
            type(cell) for row in one_by_one for cell in row
        ]


def test_each_select_keeps_its_order_and_its_names(session, known):
    wanted = select(IntellectualProperty.id, IntellectualProperty.ip_class.label("kind"))
    down = wanted.order_by(IntellectualProperty.id.desc()).limit(2)

    rows = read_bundle(session, {"down": down, "none": select(Contact.id)})

    assert [row.kind for row in rows["down"]] == ["II", "I"]
    assert rows["none"] == []


def test_a_bundle_is_one_statement(app, session, known):
    asked = []

    def keep(connection, cursor, statement, *_):
        asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", keep)
    try:
        read_bundle(session, {"titles": select(Title.id), "flags": select(Flag.id)})
    finally:
        event.remove(db.engine, "before_cursor_execute", keep)

    assert len(asked) == 1


def test_moments_and_bytes_are_refused(session, cast):
    for column in (Interaction.recorded_at, Contact.mobile_sealed):
        with pytest.raises(TypeError, match="bundle"):
            read_bundle(session, {"one": select(column), "rows": select(Enterprise.id)})
