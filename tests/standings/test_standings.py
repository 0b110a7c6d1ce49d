"""A standing is what deriving it anew finds: after every act, every night and every new day."""

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from importlib.util import module_from_spec, spec_from_file_location
from random import Random

import pytest
import sqlalchemy as sa
from sqlalchemy import delete, update

from crm import clock
from crm.cultivation.flags.acts import snooze
from crm.cultivation.flags.models import FlagAct, FlagEvent
from crm.cultivation.models import Flag, Tier, Title
from crm.db import db, reading, transaction
from crm.enterprises.models import Enterprise
from crm.interactions.service import Encounter, log
from crm.standings import counts, jobs, queries, upkeep
from crm.standings.models import Standing, StandingCount, StandingDay
from crm.work import Turn
from tests.architecture.sources import ROOT
from tests.cast import make_person
from tests.conftest import NOW, TODAY
from tests.makers import make_enterprise, make_title
from tests.makers_of_flags import make_flag
from tests.standings import acts

TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def move_to(monkeypatch):
    """`move_to(day)`: it is the morning of that day now."""

    def move(day: date) -> None:
        monkeypatch.setattr(clock, "source", lambda: datetime(day.year, day.month, day.day, 2, tzinfo=UTC))

    return move


def standing(enterprise_id: int) -> Standing:
    with reading() as session:
        return session.get_one(Standing, enterprise_id, populate_existing=True)


def differing(on: date) -> list[int]:
    with reading() as session:
        return list(queries.differing(session, on=on))


def miscounted() -> int:
    """How many of the kept numbers are not those of the standings."""
    with db.session() as session:
        wrong = counts.correct(session)
        session.rollback()
        return wrong


def make(**details):
    with transaction() as session:
        return make_enterprise(session, **details).id


def test_it_tells_what_lists_show(context, cast):
    with transaction() as session:
        enterprise = make_enterprise(session, "北京磨坊科技有限公司", steward="stefan", tier=Tier.SRDI)
        stefan = make_person(session, "stefan")
        make_title(session, enterprise, Tier.INNOVATIVE, expires_on=TODAY)
        plan = Encounter("visit", None, TODAY, "走访", next_contact_on=TOMORROW)
        visit = log(session, enterprise.id, plan, by=stefan.id, on=TODAY, at=NOW)
        make_flag(session, enterprise, Tier.LITTLE_GIANT, "near")
        make_flag(session, enterprise, Tier.SRDI, "ask", purpose="review")

    row = standing(enterprise.id)

    assert (row.name, row.street, row.rank, row.steward_id) == (enterprise.name, "八角", 2, stefan.id)
    assert (row.last_interaction_id, row.last_contact_on, row.next_contact_on) == (visit.id, TODAY, TOMORROW)
    assert (row.holds_srdi, row.holds_innovative, row.holds_little_giant) == (True, True, False)
    assert (row.eligible, row.near, row.ask) == (0, 1, 1)
    assert (row.promotion, row.promotion_target, row.promotion_since) == ("near", Tier.LITTLE_GIANT, TODAY)
    assert row.title_ends_on == date(2028, 5, 31)
    assert row.changes_on == TOMORROW


def test_who_waits_for_a_steward_is_seen_with_the_clock(context):
    row = standing(make())

    assert row.steward_id is None
    assert row.waiting_since == row.waiting_due_on == row.admitted_on


def test_an_undone_transaction_leaves_it_as_it_was(context, cast):
    number = make(steward="stefan")

    with pytest.raises(acts.Undone):
        grant_and_give_up(number)

    assert standing(number).rank == 0
    assert differing(TODAY) == []


def grant_and_give_up(number):
    with transaction() as session:
        session.execute(update(Title).values(revoked_on=TODAY))
        make_title(session, session.get_one(acts.Enterprise, number), Tier.SRDI)
        raise acts.Undone


def test_the_first_to_write_on_a_day_brings_the_day_in(context, move_to):
    with transaction() as session:
        enterprise = make_enterprise(session, tier=Tier.INNOVATIVE)
        make_title(session, enterprise, Tier.SRDI, expires_on=TODAY)
    assert standing(enterprise.id).rank == 2

    move_to(TOMORROW)
    with transaction():
        pass

    assert standing(enterprise.id).rank == 1
    assert differing(TOMORROW) == []


def test_a_flag_that_is_put_off_comes_back_on_its_day(context, move_to):
    with transaction() as session:
        enterprise = make_enterprise(session)
        flag = make_flag(session, enterprise, Tier.INNOVATIVE, "near")
        maria = make_person(session, "maria").id
        snooze(session, enterprise.id, flag.id, until=TOMORROW, why="明天再谈", by=maria, on=TODAY)
    assert (standing(enterprise.id).near, standing(enterprise.id).promotion) == (0, None)

    move_to(TOMORROW)
    with transaction() as session:
        brought_in = jobs.bring_in_the_day(session, on=TOMORROW)

    assert (standing(enterprise.id).near, standing(enterprise.id).promotion) == (1, "near")
    assert brought_in.counts["standings_changed"] == 1


def test_after_random_acts_nothing_differs(context, monkeypatch):
    world, seen = acts.begin(Random(3), TODAY), defaultdict(set)
    for turn in range(90):
        seen["done"].add(what := acts.act(world, monkeypatch))
        assert differing(world.on) == [], f"act {turn}: {what}"
        assert miscounted() == 0, f"act {turn}: {what}"
        for row in standings():
            for name in ("rank", "awaited", "promotion", "steward_id", "admitted_on"):
                seen[name].add(getattr(row, name))

    assert len({name for name in seen["done"] if "not done" not in name}) > 10
    assert len(seen["rank"]) > 2
    assert len(seen["awaited"]) > 1
    assert seen["promotion"] == {None, "eligible", "near", "ask"}
    assert len(seen["steward_id"]) > 2
    assert None in seen["admitted_on"]


def standings():
    with reading() as session:
        return session.scalars(sa.select(Standing).execution_options(populate_existing=True)).all()


def test_the_night_counts_what_a_hand_in_the_database_changed_and_puts_it_right(context, cast):
    right, wrong, gone = (make(steward="stefan") for _ in range(3))
    with transaction() as session:
        session.execute(update(Standing).where(Standing.enterprise_id == wrong).values(rank=3))
        session.execute(delete(Standing).where(Standing.enterprise_id == gone))

    with transaction() as session:
        report = jobs.check_standings(session, Turn(TODAY, NOW, "1-20000"), on=TODAY)

    assert report.counts["standings_wrong"] == 2
    assert report.lines[0].ids == [wrong, gone]
    assert right not in report.lines[0].ids
    assert differing(TODAY) == []


def test_the_migration_fills_in_what_would_be_derived(context, monkeypatch):
    world = acts.begin(Random(3), TODAY)
    for _ in range(60):
        acts.act(world, monkeypatch)
    with transaction() as session:
        fill, dialect = migration(), session.get_bind().dialect.name
        session.execute(delete(Standing))
        as_flags_were(session)
        text = sa.text(fill.FILL.format(day_after=fill.DAY_AFTER[dialect]))
        session.execute(text.bindparams(sa.bindparam("today", world.on, sa.Date())))
        assert session.scalar(sa.select(sa.func.count()).select_from(Standing)) >= len(world.ids)
        session.execute(delete(StandingCount))
        session.execute(delete(StandingDay))
        for statement in migration("standing_counts").FILL:
            session.execute(sa.text(statement))
        assert counts.correct(session) == 0
        session.execute(migration("awaited").due_on(world.on))
        upkeep.refresh_due(session, on=world.on)
        assert queries.differing(session, on=world.on) == []
        assert counts.correct(session) == 0
        session.execute(sa.text("ALTER TABLE flags DROP COLUMN snoozed_until"))


def as_flags_were(session):
    """The day on which a flag that was put off comes back stood with the flag when standings were new."""
    session.execute(sa.text("ALTER TABLE flags ADD COLUMN snoozed_until DATE"))
    for event in session.scalars(sa.select(FlagEvent).order_by(FlagEvent.flag_id, FlagEvent.number)):
        if event.act in (FlagAct.SNOOZED, FlagAct.ACTED, FlagAct.DISMISSED):
            put_off = sa.text("UPDATE flags SET snoozed_until = :until WHERE id = :flag")
            session.execute(put_off.bindparams(sa.bindparam("until", event.until, sa.Date()), flag=event.flag_id))


def migration(name="standings"):
    path = next((ROOT / "migrations" / "versions").glob(f"*_{name}.py"))
    spec = spec_from_file_location("standings_migration", path)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.pg
def test_two_who_touch_one_enterprise_at_once_both_count(app, context, cast):
    from threading import Event, Thread

    if db.engine.dialect.name != "postgresql":
        pytest.skip("SQLite has one writer at a time")
    number, stefan = make(steward="stefan"), cast.person("stefan").id
    written, others = Event(), Event()

    def visit_later():
        with app.app_context(), transaction() as session:
            written.wait(10)
            log(session, number, Encounter("call", None, TODAY, "后"), by=stefan, on=TODAY, at=NOW)
            others.set()

    thread = Thread(target=visit_later)
    thread.start()
    with transaction() as session:
        flag = make_flag(session, session.get_one(acts.Enterprise, number), Tier.INNOVATIVE, "near")
        written.set()
        others.wait(10)
    thread.join()

    assert flag.kind == "near"
    assert (standing(number).last_contact_on, standing(number).near) == (TODAY, 1)
    assert differing(TODAY) == []


def test_closing_every_flag_in_one_statement_is_noticed(context):
    with transaction() as session:
        enterprise = make_enterprise(session)
        make_flag(session, enterprise, Tier.INNOVATIVE, "near")
    with transaction() as session:
        session.execute(update(Flag).values(closed_on=TODAY))

    assert standing(enterprise.id).near == 0


def test_adding_up_leaves_every_number_as_it_was(context, monkeypatch):
    world = acts.begin(Random(5), TODAY)
    for _ in range(40):
        acts.act(world, monkeypatch)
    with transaction() as session:
        before = counts.read_cells(session, sa.true()), session.scalar(sa.select(sa.func.count(StandingCount.id)))
        counts.fold(session)
        after = counts.read_cells(session, sa.true()), session.scalar(sa.select(sa.func.count(StandingCount.id)))

    assert sorted(map(repr, after[0])) == sorted(map(repr, before[0]))
    assert len(after[0]) == after[1] < before[1]
    assert miscounted() == 0


def test_the_night_counts_a_number_that_a_hand_in_the_database_changed_and_puts_it_right(context, cast):
    make(steward="stefan")
    with transaction() as session:
        session.execute(update(StandingDay).values(number=StandingDay.number + 1))

    with transaction() as session:
        report = jobs.check_counts(session, Turn(TODAY, NOW, ""))

    assert report.counts["standing_counts_wrong"] > 0
    assert miscounted() == 0


def test_a_scope_is_counted_as_everybody_is(context, cast):
    make(steward="stefan")
    make()
    with reading() as session:
        own = Enterprise.id > 0
        assert counts.cells(sa.or_(sa.true())) is counts.cells(sa.true()) is StandingCount.__table__
        assert counts.cells(sa.or_(sa.false(), own)) is not StandingCount.__table__
        assert sorted(map(repr, counts.read_cells(session, own))) == sorted(
            map(repr, counts.read_cells(session, sa.true()))
        )
