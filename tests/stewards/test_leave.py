"""Leave cover: begins and ends by itself, and makes nobody the steward."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from crm import clock
from crm.enterprises.models import Enterprise
from crm.errors import CrmError
from crm.people.models import Role
from crm.people.person import Person
from crm.stewards import leave, queries
from tests.cast import make_person
from tests.conftest import NOW, TODAY
from tests.makers import make_enterprise, writing

FRIDAY = date(2026, 11, 27)
MONDAY = date(2026, 11, 30)


def person(user, *roles) -> Person:
    return Person(
        id=user.id,
        name=user.name,
        staff_number=user.staff_number,
        roles=frozenset(roles),
        department_id=None,
        must_change_password=False,
        seen_at=NOW,
        session_id=0,
        token="",
    )


def sees(session, user, enterprise, on) -> bool:
    within = queries.visible_to(person(user, Role.STEWARD), on)
    return session.scalar(select(Enterprise.id).where(Enterprise.id == enterprise.id, within)) is not None


@pytest.fixture
def district(session):
    maria, stefan, lina = (make_person(session, name) for name in ("maria", "stefan", "lina"))
    return maria, stefan, lina, make_enterprise(session, steward=stefan)


@pytest.mark.parametrize(
    ("day", "seen"),
    [(FRIDAY - timedelta(days=1), False), (FRIDAY, True), (MONDAY, True), (MONDAY + timedelta(days=1), False)],
)
def test_a_colleague_sees_the_enterprises_exactly_on_the_days_of_the_cover(session, district, day, seen):
    maria, stefan, lina, enterprise = district

    leave.arrange(session, stefan.id, lina.id, from_on=FRIDAY, to_on=MONDAY, why="年休", by=maria.id, on=TODAY)

    assert sees(session, lina, enterprise, day) is seen
    assert sees(session, stefan, enterprise, day)
    assert queries.standing(session, enterprise.id).steward == "Stefan"


def test_a_cancelled_cover_ends_at_once(session, district):
    maria, stefan, lina, enterprise = district
    cover = leave.arrange(session, stefan.id, lina.id, from_on=TODAY, to_on=MONDAY, why="病假", by=maria.id, on=TODAY)

    leave.take_step(session, cover.id, "end_early", why="提前销假", by=maria.id, on=TODAY, at=NOW)

    assert not sees(session, lina, enterprise, TODAY)
    assert queries.covers(session, on=TODAY) == []


def test_a_cover_is_cancelled_only_once(session, district):
    maria, stefan, lina, _ = district
    cover = leave.arrange(session, stefan.id, lina.id, from_on=TODAY, to_on=MONDAY, why="病假", by=maria.id, on=TODAY)
    leave.take_step(session, cover.id, "end_early", why="提前销假", by=maria.id, on=TODAY, at=NOW)

    with pytest.raises(CrmError) as raised:
        leave.take_step(session, cover.id, "end_early", why="又一次", by=maria.id, on=TODAY, at=NOW)

    assert raised.value.code == "cover_cancelled_meanwhile"
    assert raised.value.values == {"by": "Maria", "day": TODAY, "why": "提前销假"}


def test_a_steward_may_stand_in_for_two_colleagues_at_once(session, district):
    maria, stefan, lina, _ = district
    paul = make_person(session, "doris")
    for away in (stefan, paul):
        leave.arrange(session, away.id, lina.id, from_on=FRIDAY, to_on=MONDAY, why="年休", by=maria.id, on=TODAY)

    assert [one.steward for one in queries.covers(session, on=TODAY)] == ["Doris", "Stefan"]


@pytest.mark.parametrize(
    ("away", "acts", "first", "last", "code"),
    [
        ("stefan", "stefan", FRIDAY, MONDAY, "cover_is_oneself"),
        ("stefan", "lina", MONDAY, FRIDAY, "cover_ends_before_it_begins"),
        ("stefan", "lina", date(2026, 11, 1), date(2026, 11, 23), "cover_in_the_past"),
        ("stefan", "hana", FRIDAY, MONDAY, "not_a_steward"),
        ("hana", "lina", FRIDAY, MONDAY, "not_a_steward"),
    ],
)
def test_a_cover_that_makes_no_sense_is_refused(session, district, away, acts, first, last, code):
    maria = district[0]
    steward, cover = make_person(session, away), make_person(session, acts)

    with pytest.raises(CrmError) as raised:
        leave.arrange(session, steward.id, cover.id, from_on=first, to_on=last, why="x", by=maria.id, on=TODAY)

    assert raised.value.code == code


@pytest.mark.parametrize(
    ("away", "acts"),
    [("stefan", "doris"), ("doris", "stefan"), ("lina", "doris")],
    ids=["two stand-ins on one day", "a stand-in who is away", "away while standing in"],
)
def test_nobody_is_left_alone_by_two_covers(session, district, away, acts):
    maria, stefan, lina, _ = district
    leave.arrange(session, stefan.id, lina.id, from_on=FRIDAY, to_on=MONDAY, why="年休", by=maria.id, on=TODAY)
    steward, cover = make_person(session, away), make_person(session, acts)

    with pytest.raises(CrmError) as raised:
        leave.arrange(session, steward.id, cover.id, from_on=MONDAY, to_on=MONDAY, why="x", by=maria.id, on=TODAY)

    assert raised.value.code == "cover_clashes"
    assert raised.value.values["cover"] == "Lina"


def test_a_cover_opens_and_closes_the_pages_with_the_calendar(app, signed_in, cast, monkeypatch):
    maria, stefan, lina = cast.person("maria"), cast.person("stefan"), cast.person("lina")
    with writing(app) as session:
        number = make_enterprise(session, steward=stefan).id
        leave.arrange(session, stefan.id, lina.id, from_on=FRIDAY, to_on=FRIDAY, why="年休", by=maria.id, on=TODAY)
    codes = []

    for days in (0, 3, 4):
        monkeypatch.setattr(clock, "source", lambda days=days: NOW + timedelta(days=days))
        codes.append(signed_in("lina").get(f"/enterprises/{number}").status_code)

    assert codes == [404, 200, 404]
