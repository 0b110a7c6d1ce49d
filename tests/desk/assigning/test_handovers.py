"""Replacing a steward makes a sheet: what is to be taken over, item by item, by when the first contact is due."""

from datetime import date

import pytest
from sqlalchemy import func, select, true

from crm.awards.models import Beneficiary
from crm.config.service_rules import service_rules
from crm.config.working_days import due
from crm.desk.assigning.service import assign_chosen
from crm.desk.handover import queries, service
from crm.desk.handover.models import Handover, HandoverItem, ItemKind
from crm.desk.handover.sheet_page import parse_key
from crm.enterprises.models import Enterprise
from crm.errors import CrmError
from crm.interactions.models import Channel, ContactPurpose
from crm.interactions.service import Encounter, log
from crm.interactions.support.service import Promise, promise
from crm.notifications.models import Notice
from crm.notifications.service import Telling, tell
from crm.standings.upkeep import refresh_touched
from crm.stewards import queries as stewards
from crm.stewards.service import release
from tests.access.things import ask_for_help
from tests.awards.claims.making import make_claim
from tests.cast import make_person
from tests.conftest import NOW, TODAY
from tests.cultivation.applications.making import begin
from tests.cultivation.srdi import make_candidate
from tests.makers import make_contact, make_enterprise, writing
from tests.makers_of_flags import make_flag

ONE_SHEET = 30


@pytest.fixture
def stefan(session):
    return make_person(session, "stefan")


@pytest.fixture
def lina(session):
    return make_person(session, "lina")


@pytest.fixture
def maria(session):
    return make_person(session, "maria")


def hand_over(session, enterprises, to, by, **more):
    refresh_touched(session, on=TODAY)
    seen = {each.id: stewards.standing(session, each.id).assignment_id or 0 for each in enterprises}
    destinations = dict.fromkeys(seen, to.id)
    return assign_chosen(session, seen, destinations, why="离岗", by=by.id, on=TODAY, at=NOW, **more)


def items_of(session):
    rows = session.scalars(select(HandoverItem).order_by(HandoverItem.kind, HandoverItem.ref))
    return [(row.enterprise_id, row.kind, row.ref) for row in rows]


def refused(act):
    with pytest.raises(CrmError) as raised:
        act()
    return raised.value.code


def test_a_sheet_names_everything_that_is_left_open(session, stefan, lina, maria):
    enterprise = make_candidate(session)
    draft = begin(session, enterprise)
    wish = make_contact(session, enterprise)
    wish.preference, wish.is_primary = "下午打电话", True
    flag = make_flag(session, enterprise, "little_giant", "near")
    hana, hugo = make_person(session, "hana"), make_person(session, "hugo")
    ask_for_help(session, enterprise.id, "own", hana.department_id, hugo.department_id, stefan)
    record = Encounter(
        Channel.VISIT, ContactPurpose.POLICY, TODAY, "谈了申报", follow_up="带测算表", next_contact_on=TODAY
    )
    promised = log(session, enterprise.id, record, by=stefan.id, on=TODAY, at=NOW)
    notice = Telling("flag:1", stefan.id, "flag_opened", {}, about=f"enterprise:{enterprise.id}")
    tell(session, [notice], at=NOW)

    wish_of_plan = Promise(ContactPurpose.POLICY, "初审申报材料", TODAY)
    promise(session, enterprise.id, wish_of_plan, by=stefan.id, on=TODAY)

    paid = make_claim(session, "paid")
    claims = [make_claim(session), make_claim(session, "returned")]
    hand_over(session, [enterprise, *(of_claim(session, one) for one in (paid, *claims))], lina, maria)

    kinds = {kind for _, kind, _ in items_of(session)}
    assert kinds == set(ItemKind)
    assert (enterprise.id, ItemKind.APPLICATION, draft.id) in items_of(session)
    assert (enterprise.id, ItemKind.PROMISE, promised.id) in items_of(session)
    assert (enterprise.id, ItemKind.FLAG, flag.id) in items_of(session)
    assert [ref for _, kind, ref in items_of(session) if kind is ItemKind.CLAIM] == [one.id for one in claims]


def of_claim(session, claim):
    beneficiary = session.get_one(Beneficiary, claim.beneficiary_id)
    return session.get_one(Enterprise, beneficiary.enterprise_id)


def test_notices_that_were_not_read_are_one_line_and_the_enterprise_stands_first(signed_in, app, cast):
    with writing(app) as session:
        enterprise = make_enterprise(session, steward="stefan")
        make_contact(session, enterprise).preference = "下午打电话"
        about, stefan = f"enterprise:{enterprise.id}", make_person(session, "stefan")
        tell(session, [Telling(f"flag:{n}", stefan.id, "flag_opened", {}, about=about) for n in range(3)], at=NOW)
        hand_over(session, [enterprise], make_person(session, "lina"), make_person(session, "maria"))
        sheet_id = session.scalars(select(Handover.id)).one()
        counted = select(HandoverItem.notices).where(HandoverItem.kind == ItemKind.NOTICE)
        assert session.scalars(counted).all() == [3]

    page = signed_in("lina").get(f"/handovers/{sheet_id}").text

    assert "3 条未读提醒" in page
    assert page.index("资料、时间线和称号") < page.index("下午打电话") < page.index("3 条未读提醒")


def test_the_first_contact_is_due_within_set_working_days(session, stefan, lina, maria):
    hand_over(session, [make_enterprise(session, steward=stefan)], lina, maria)

    sheet = session.scalars(select(Handover)).one()
    assert (sheet.from_id, sheet.to_id, sheet.made_by) == (stefan.id, lina.id, maria.id)
    assert sheet.first_contact_by == due(TODAY, service_rules().stewards.first_contact_days)


def test_thirty_enterprises_of_a_leaver_are_one_sheet_and_one_notice_a_person(session, stefan, lina, maria):
    enterprises = [make_enterprise(session, steward=stefan) for _ in range(ONE_SHEET)]

    hand_over(session, enterprises, lina, maria, may_exceed_cap=True)

    assert session.scalar(select(func.count(Handover.id))) == 1
    notices = session.scalars(select(Notice).order_by(Notice.user_id)).all()
    assert sorted((each.user_id, each.values["what"], each.values["count"]) for each in notices) == sorted(
        [(lina.id, "came", ONE_SHEET), (stefan.id, "went", ONE_SHEET)]
    )


def test_an_enterprise_from_the_queue_is_handed_over_by_nobody(session, lina, maria):
    hand_over(session, [make_enterprise(session)], lina, maria)

    assert session.scalar(select(func.count(Handover.id))) == 0


def test_what_a_steward_let_go_is_handed_over_by_that_steward_out_of_the_queue(session, stefan, lina, maria):
    enterprise = make_enterprise(session, steward=stefan)
    wish = make_contact(session, enterprise)
    wish.preference = "下午打电话"
    release(session, enterprise.id, why="离岗", by=maria.id, on=TODAY)

    hand_over(session, [enterprise], lina, maria)

    sheet = session.scalars(select(Handover)).one()
    assert (sheet.from_id, sheet.to_id) == (stefan.id, lina.id)
    assert (enterprise.id, ItemKind.CONTACT, wish.id) in items_of(session)


def test_the_sheet_is_accepted_with_its_last_item(session, stefan, lina, maria):
    first, second = (make_enterprise(session, steward=stefan) for _ in range(2))
    hand_over(session, [first, second], lina, maria)
    sheet = session.scalars(select(Handover)).one()

    assert (
        service.accept(session, sheet.id, [(first.id, ItemKind.ENTERPRISE, first.id)], by=lina.id, on=TODAY, at=NOW)
        == 1
    )
    assert sheet.accepted_on is None
    keys = items_of(session)
    assert service.accept(session, sheet.id, keys, by=lina.id, on=date(2026, 11, 25), at=NOW) == 1
    assert sheet.accepted_on == date(2026, 11, 25)
    assert service.accept(session, sheet.id, keys, by=lina.id, on=TODAY, at=NOW) == 0


def test_a_sheet_is_open_while_the_receiver_still_has_what_is_not_accepted(session, stefan, lina, maria):
    first, second = (make_enterprise(session, steward=stefan) for _ in range(2))
    hand_over(session, [first, second], lina, maria)

    def listed(which):
        lines, total = queries.sheets(session, true(), which, offset=0, limit=9)
        assert len(lines) == total
        return [(line.giver, line.receiver) for line in lines]

    assert (listed(queries.OPEN), listed(queries.DONE)) == ([("Stefan", "Lina")], [])
    sheet = session.scalars(select(Handover)).one()
    service.accept(session, sheet.id, [(first.id, ItemKind.ENTERPRISE, first.id)], by=lina.id, on=TODAY, at=NOW)
    hand_over(session, [second], stefan, maria)
    assert (listed(queries.OPEN), listed(queries.DONE)) == ([("Lina", "Stefan")], [("Stefan", "Lina")])


def test_only_the_receiver_accepts_and_only_what_is_on_the_sheet(session, stefan, lina, maria):
    enterprise = make_enterprise(session, steward=stefan)
    hand_over(session, [enterprise], lina, maria)
    sheet, [key] = session.scalars(select(Handover)).one(), items_of(session)

    def accept(by, keys):
        return refused(lambda: service.accept(session, sheet.id, keys, by=by.id, on=TODAY, at=NOW))

    assert accept(stefan, [key]) == "handover_of_somebody_else"
    assert accept(lina, []) == "nothing_taken_over"
    assert accept(lina, [key, (enterprise.id, ItemKind.DEMAND, 990_001)]) == "not_found"


def test_an_objection_is_told_to_the_manager_and_stands_until_the_item_is_accepted(session, stefan, lina, maria):
    hand_over(session, [make_enterprise(session, steward=stefan)], lina, maria)
    sheet, [key] = session.scalars(select(Handover)).one(), items_of(session)

    def object_to(remark):
        return service.object_to(session, sheet.id, key, remark=remark, by=lina.id, on=TODAY, at=NOW)

    assert refused(lambda: object_to(" ")) == "objection_without_reason"
    item = object_to("联系人不对")
    assert (item.objected_on, item.remark) == (TODAY, "联系人不对")
    told = session.scalars(select(Notice).where(Notice.user_id == maria.id)).one()
    assert told.values["what"] == "objected"
    service.accept(session, sheet.id, [key], by=lina.id, on=TODAY, at=NOW)
    assert refused(lambda: object_to("还是不对")) == "item_taken_over"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1-enterprise",
        "a-enterprise-1",
        "1-soul-1",
        "1-enterprise--1",
        "1-enterprise-1-1",
        "1-enterprise-2147483648",
    ],
)
def test_an_item_is_named_exactly(text):
    assert refused(lambda: parse_key(text)) == "bad_request"


@pytest.fixture
def handed(app, cast):
    with writing(app) as session:
        stefan, lina, maria = (make_person(session, name) for name in ("stefan", "lina", "maria"))
        enterprise = make_enterprise(session, "北京华瑞航空电子有限公司", steward=stefan)
        hand_over(session, [enterprise], lina, maria)
        return session.scalars(select(Handover.id)).one()


def test_the_receiver_sees_the_clock_today_and_takes_over_on_the_page(signed_in, handed):
    lina = signed_in("lina")

    assert "11-27 前首次联系" in lina.get("/today").text
    page = lina.get(f"/handovers/{handed}").text
    assert "北京华瑞航空电子有限公司" in page
    assert (
        lina.post(f"/handovers/{handed}/object", {"item": "1-enterprise-1", "remark": "少了资料"}).status_code == 302
    )
    assert "少了资料" in lina.get(f"/handovers/{handed}").text
    assert lina.post(f"/handovers/{handed}/accept", {"item": "1-enterprise-1"}).status_code == 302
    assert "全部接收" in lina.get(f"/handovers/{handed}").text
    assert "Stefan → Lina" in signed_in("maria").get("/handovers?list=done").text


def test_a_first_contact_in_a_year_without_a_calendar_is_provisional_wherever_it_is_shown(app, signed_in, handed):
    with writing(app) as session:
        sheet = session.get_one(Handover, handed)
        sheet.first_contact_by = date(2027, 1, 5)
    lina = signed_in("lina")

    assert "01-05（暂定） 前首次联系" in lina.get("/today").text
    for address in ("/handovers", f"/handovers/{handed}"):
        assert "暂定" in lina.get(address).text


def test_who_gave_the_enterprises_away_no_longer_reads_of_them(signed_in, handed):
    assert signed_in("stefan").get(f"/handovers/{handed}").status_code == 404
