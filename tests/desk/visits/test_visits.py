"""走访台账: every record of one's enterprises, found by what was asked, with what became of it, and as a file."""

import csv
from datetime import date
from io import StringIO

import pytest

from crm.desk.visits.queries import CORRECTED, EVERY, STANDING, WITHDRAWN, VisitFilter, visits
from crm.interactions import service
from crm.interactions.models import Channel, ContactPurpose
from crm.interactions.service import Encounter
from crm.stewards.queries import in_care_of
from tests.cast import make_person
from tests.conftest import NOW, TODAY
from tests.makers import make_contact, make_enterprise, writing


def log(session, enterprise_id, by, summary, *, channel=Channel.VISIT, held_on=TODAY, **more):
    contact = Encounter(channel, ContactPurpose.POLICY, held_on, summary, **more)
    return service.log(session, enterprise_id, contact, by=by.id, on=TODAY, at=NOW)


@pytest.fixture
def stefan(session):
    return make_person(session, "stefan")


@pytest.fixture
def enterprise(session, stefan):
    return make_enterprise(session, "北京华瑞航空电子有限公司", steward=stefan)


def found(session, person, **wanted):
    rows, total = visits(session, in_care_of(person.id, TODAY), VisitFilter(**wanted), limit=50)
    assert total == len(rows)
    return [row.summary for row in rows]


def test_a_steward_reads_the_records_of_their_enterprises_whoever_wrote_them(session, enterprise, stefan):
    lina, maria = make_person(session, "lina"), make_person(session, "maria")
    log(session, enterprise.id, stefan, "谈了申报")
    log(session, enterprise.id, maria, "联系领导走访")
    log(session, make_enterprise(session, steward=lina).id, lina, "别家的事")

    assert found(session, stefan) == ["联系领导走访", "谈了申报"]


def test_each_filter_finds_its_own(session, enterprise, stefan):
    log(session, enterprise.id, stefan, "去年", held_on=date(2025, 12, 31))
    log(session, enterprise.id, stefan, "元旦", held_on=date(2026, 1, 1), channel=Channel.CALL)
    log(session, enterprise.id, stefan, "他们要的", asked_for=True)
    log(session, enterprise.id, stefan, "超了", ceiling_why="上市辅导")
    maria = make_person(session, "maria")
    log(session, enterprise.id, maria, "主管来了")

    assert found(session, stefan, since=date(2026, 1, 1), until=date(2026, 1, 1)) == ["元旦"]
    assert found(session, stefan, channel=Channel.CALL) == ["元旦"]
    assert found(session, stefan, asked_for=True) == ["他们要的"]
    assert found(session, stefan, above_ceiling=True) == ["超了"]
    assert found(session, stefan, author_id=maria.id) == ["主管来了"]
    assert found(session, stefan, text="没有这家") == []
    assert found(session, stefan, sort="day")[:2] == ["去年", "元旦"]


def test_what_was_corrected_and_withdrawn_stays_to_be_seen(session, enterprise, stefan):
    first = log(session, enterprise.id, stefan, "写错了")
    right = Encounter(Channel.VISIT, ContactPurpose.POLICY, TODAY, "写对了")
    service.correct(session, enterprise.id, first.id, right, by=stefan.id, on=TODAY, at=NOW)
    other = log(session, enterprise.id, stefan, "记到了别家")
    service.withdraw(session, enterprise.id, other.id, why="别家的", by=stefan.id, on=TODAY, at=NOW)

    assert found(session, stefan, state=STANDING) == ["写对了"]
    assert found(session, stefan, state=CORRECTED) == ["写错了"]
    assert found(session, stefan, state=WITHDRAWN) == ["记到了别家"]
    assert found(session, stefan, state=EVERY) == ["记到了别家", "写对了", "写错了"]


def test_whom_one_met_is_a_contact_of_the_enterprise(session, enterprise, stefan):
    met, stranger = make_contact(session, enterprise), make_contact(session, make_enterprise(session))
    log(session, enterprise.id, stefan, "见了总经理", contact_id=met.id)

    [row], _total = visits(session, in_care_of(stefan.id, TODAY), VisitFilter(), limit=5)
    assert row.met == met.name
    with pytest.raises(Exception, match="met_somebody_else"):
        log(session, enterprise.id, stefan, "见了别家的人", contact_id=stranger.id)


def test_the_file_is_what_the_screen_shows(app, cast, signed_in):
    with writing(app) as session:
        stefan = make_person(session, "stefan")
        number = make_enterprise(session, "北京华瑞航空电子有限公司", steward=stefan).id
        log(session, number, stefan, "=1+1 谈了申报")
        log(session, number, stefan, "去年的", held_on=date(2025, 12, 31))
    client = signed_in("stefan")

    page = client.get("/visits").text
    assert "谈了申报" in page
    assert "去年的" not in page
    [head, line] = csv.reader(StringIO(client.get("/visits/export.csv").data.decode("utf-8-sig")))
    assert len(head) == len(line)
    assert line[5] == "'=1+1 谈了申报"
    assert len(client.get("/visits/export.csv?period=ever").data.splitlines()) == 3


@pytest.mark.parametrize(
    "query", ["period=week", "channel=fax", "author=990001", "state=gone", "sort=amount", "page=0"]
)
def test_what_is_not_offered_is_refused(signed_in, query):
    assert signed_in("stefan").get(f"/visits?{query}").status_code == 400
