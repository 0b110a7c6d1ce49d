"""Who held an enterprise, and when, is stored: a handover and a dispute ask about days long past."""

from __future__ import annotations

from datetime import timedelta

import pytest

from crm.stewards import service
from crm.stewards.queries import enterprises_of, holders_on
from tests.cast import make_person
from tests.conftest import TODAY
from tests.makers import make_enterprise

DAYS = [TODAY + timedelta(days=number) for number in range(8)]


@pytest.fixture
def maria(session):
    return make_person(session, "maria")


def test_every_day_has_the_steward_of_its_end(session, maria):
    stefan, lina, doris = (make_person(session, name) for name in ("stefan", "lina", "doris"))
    enterprise = make_enterprise(session)

    def place(steward, day):
        service.assign(session, enterprise.id, steward.id, why="片区", by=maria.id, on=day)

    place(stefan, DAYS[1])
    place(lina, DAYS[3])
    place(doris, DAYS[3])
    service.release(session, enterprise.id, why="待定", by=maria.id, on=DAYS[5])
    place(stefan, DAYS[6])

    told = [holders_on(session, [enterprise.id], day).get(enterprise.id) for day in DAYS]
    assert told == [None, stefan.id, stefan.id, doris.id, doris.id, None, stefan.id, stefan.id]
    for steward in (stefan, lina, doris):
        days = [day for day in DAYS if enterprise.id in enterprises_of(session, steward.id, day)]
        assert days == [day for day, holder in zip(DAYS, told, strict=True) if holder == steward.id]


def test_what_a_steward_held_is_told_apart_from_what_others_held(session, maria):
    stefan, lina = make_person(session, "stefan"), make_person(session, "lina")
    first, second, third = (make_enterprise(session, name) for name in ("甲公司", "乙公司", "丙公司"))
    for enterprise, steward in ((first, stefan), (second, lina), (third, stefan)):
        service.assign(session, enterprise.id, steward.id, why="片区", by=maria.id, on=DAYS[0])
    service.assign(session, third.id, lina.id, why="离岗", by=maria.id, on=DAYS[2])

    assert enterprises_of(session, stefan.id, DAYS[1]) == [first.id, third.id]
    assert enterprises_of(session, stefan.id, DAYS[2]) == [first.id]
    assert holders_on(session, [second.id, third.id], DAYS[2]) == {second.id: lina.id, third.id: lina.id}
