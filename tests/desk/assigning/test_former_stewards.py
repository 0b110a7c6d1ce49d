"""An enterprise changes hands while a form of its former steward is open: who has it now, and what was typed."""

from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import select

from crm.demands.models import Demand
from crm.stewards.models import LeaveCover
from crm.stewards.service import assign, release
from crm.web.keeping import LARGEST_KEPT
from tests.access.things import ask_for_help
from tests.attachments.files import JPEG
from tests.cast import make_person
from tests.conftest import TODAY
from tests.makers import make_enterprise, writing

SUMMARY = "谈了扩产和用地，下周带规划处的人再来"
ONE_NOT_THERE = 990_001


@pytest.fixture
def passed(app, cast):
    """Stefan had the company, Lina has it now."""
    with writing(app) as session:
        enterprise = make_enterprise(session, "北京华瑞航空电子有限公司", steward="stefan")
        assign(session, enterprise.id, make_person(session, "lina").id, why="片区调整", by=None, on=TODAY)
        return enterprise.id


def test_a_former_steward_reads_who_has_the_enterprise_now_and_copies_what_was_typed(signed_in, passed):
    answer = signed_in("stefan").post(f"/enterprises/{passed}/log", {"summary": SUMMARY})

    assert answer.status_code == 404
    assert f"“北京华瑞航空电子有限公司”自 {TODAY} 起由 Lina 负责" in answer.text
    assert SUMMARY in answer.text


def test_what_was_typed_is_there_to_be_copied_also_beside_large_photos(signed_in, passed):
    photo = BytesIO(JPEG + bytes(2 * LARGEST_KEPT))

    answer = signed_in("stefan").post(
        f"/enterprises/{passed}/log", {"summary": SUMMARY, "photos": (photo, "车间.jpg")}
    )

    assert answer.status_code == 404
    assert SUMMARY in answer.text


def test_of_an_enterprise_that_waits_in_the_queue_it_says_so(app, signed_in, cast, passed):
    maria = cast.person("maria")
    with writing(app) as session:
        release(session, passed, why="离岗", by=maria.id, on=TODAY)

    assert f"自 {TODAY} 起在待分派队列中" in signed_in("stefan").get(f"/enterprises/{passed}").text


def test_a_demand_of_it_says_so_too(app, signed_in, cast, passed):
    lina, hana, hugo = (cast.person(name) for name in ("lina", "hana", "hugo"))
    with writing(app) as session:
        ask_for_help(session, passed, "own", hana.department_id, hugo.department_id, lina)
        number = session.scalars(select(Demand.id)).one()

    assert "起由 Lina 负责" in signed_in("stefan").get(f"/demands/{number}").text


@pytest.mark.parametrize(("begins", "called_off", "may_know"), [(-1, None, True), (-1, -2, False), (1, None, False)])
def test_a_stand_in_may_know_once_the_cover_had_begun(app, signed_in, cast, passed, begins, called_off, may_know):
    stefan, doris = cast.person("stefan"), cast.person("doris")
    first = TODAY + timedelta(days=begins)
    with writing(app) as session:
        session.add(
            LeaveCover(
                steward_id=stefan.id,
                cover_id=doris.id,
                from_on=first,
                to_on=first,
                why="年假",
                cancelled_on=called_off and TODAY + timedelta(days=called_off),
            )
        )

    assert ("起由 Lina 负责" in signed_in("doris").get(f"/enterprises/{passed}").text) is may_know


def test_for_who_never_had_it_it_is_not_there_and_for_who_has_it_a_part_is_not(signed_in, passed):
    dieter, lina = signed_in("dieter"), signed_in("lina")

    def read(client, address):
        answer = client.post(address, {"summary": SUMMARY})
        return (
            answer.status_code,
            "Lina" in answer.text,
            "没有找到这项内容，或者它不在您的管理范围内。" in answer.text,
        )

    assert read(dieter, f"/enterprises/{passed}/log") == (404, False, True)
    assert read(dieter, f"/enterprises/{ONE_NOT_THERE}/log") == (404, False, True)
    assert read(lina, f"/enterprises/{passed}/contacts/{ONE_NOT_THERE}")[2]
