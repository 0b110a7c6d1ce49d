"""What a recording notes of inserts, and that whoever inserts reads the numbers of the rows all the same."""

from __future__ import annotations

from datetime import date

from sqlalchemy import insert

from crm.cultivation.models import Title
from crm.sql.inserting import add_numbered_rows
from crm.sql.recording import recording
from tests.conftest import TODAY
from tests.makers import make_enterprise


def test_the_numbers_of_rows_are_noted_and_come_back_however_they_were_asked_for(session):
    enterprise = make_enterprise(session)
    columns = {"enterprise_id": enterprise.id, "tier": "srdi", "recorded_on": TODAY}
    rows = [
        {**columns, "granted_on": date(year, 1, 1), "expires_on": date(year, 12, 31)} for year in range(2020, 2024)
    ]

    with recording(session, {Title.__tablename__: Title.__table__}) as log:
        numbers = add_numbered_rows(session, Title, rows[:2])
        asked = insert(Title).returning(Title.id, sort_by_parameter_order=True)
        numbers += session.scalars(asked, rows[2:]).all()

    assert [write.key for write in log.writes] == [(number,) for number in numbers]
    assert [session.get_one(Title, number).granted_on for number in numbers] == [row["granted_on"] for row in rows]
