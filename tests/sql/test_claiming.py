"""Rows that are written once, however many there are."""

from sqlalchemy import func, select

from crm.cultivation.reminders.models import ToldEpisode
from crm.notifications.models import Notice
from crm.sql.claiming import insert_all_once
from tests.cast import make_person
from tests.conftest import NOW, TODAY
from tests.makers import writing


def test_of_many_rows_those_that_are_there_are_left_out(app):
    rows = [{"reason": f"flag:{number}", "kind": "flag_opened", "told_on": TODAY} for number in range(1_000)]
    with writing(app) as session:
        insert_all_once(session, ToldEpisode, ["reason"], rows[:10])

        written = insert_all_once(session, ToldEpisode, ["reason"], [*rows, *rows[:5]])

        assert written == 990
        assert session.scalar(select(func.count()).select_from(ToldEpisode)) == 1_000


def test_many_rows_say_what_few_say(app, cast):
    with writing(app) as session:
        stefan = make_person(session, "stefan").id
        values = {"who": '北京 "一"\\二', "days": 3, "none": None, "list": [1]}
        notice = {"user_id": stefan, "kind": "k", "values": values, "about": None, "reason": "r", "created_at": NOW}

        for size in (1, 600):
            insert_all_once(
                session, Notice, ["dedupe_key"], [{"dedupe_key": f"{size}:{n}", **notice} for n in range(size)]
            )

        columns = [getattr(Notice, name) for name in notice]
        few, many = (
            session.execute(select(*columns).where(Notice.dedupe_key == key)).one() for key in ("1:0", "600:0")
        )
        assert few == many
        assert few._asdict() == notice
