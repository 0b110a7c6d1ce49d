"""What a contact is to be told is a row: who told it, how and when; told once, and taken back with its reason."""

import pytest
from sqlalchemy import select

from crm.desk.handover import service as handover
from crm.desk.handover.models import Handover
from crm.enterprises.letters import queries, service
from crm.enterprises.letters.models import EnterpriseLetter, LetterState, LetterWay
from crm.enterprises.letters.service import Letter
from crm.errors import CrmError
from tests.cast import make_person
from tests.conftest import NOW, TODAY
from tests.desk.assigning.test_handovers import hand_over
from tests.makers import make_contact, make_enterprise, writing
from tests.notifications.test_notices import acts_of

VALUES = {"from": "斯特凡", "to": "琳娜", "day": "2026-11-24"}
AT = {"on": TODAY, "at": NOW}


@pytest.fixture
def enterprise(session):
    return make_enterprise(session, "北京甲有限公司", steward="stefan")


def write(session, enterprise, key="handover:1:1", reason="handover:1"):
    return service.write_letters(session, [Letter(key, enterprise.id, "steward", VALUES, reason)], by=None, **AT)


def only(session):
    return session.scalars(select(EnterpriseLetter).execution_options(populate_existing=True)).one()


def test_a_letter_goes_to_the_primary_contact_once(session, enterprise):
    make_contact(session, enterprise)
    second = make_contact(session, enterprise, "李芳", is_primary=True)

    assert [write(session, enterprise), write(session, enterprise)] == [1, 0]

    assert (only(session).contact_id, only(session).state) == (second.id, LetterState.WAITING)


def test_an_enterprise_without_contact_is_told_all_the_same(session, enterprise):
    write(session, enterprise)

    assert only(session).contact_id is None


def test_who_tells_second_reads_who_told_first(session, enterprise):
    lina, stefan = (make_person(session, name) for name in ("lina", "stefan"))
    write(session, enterprise)
    service.pass_on(session, enterprise.id, only(session).id, LetterWay.CALL, by=stefan.id, at=NOW)

    with pytest.raises(CrmError) as refusal:
        service.pass_on(session, enterprise.id, only(session).id, LetterWay.VISIT, by=lina.id, at=NOW)

    assert (refusal.value.code, refusal.value.values["by"]) == ("letter_passed_on", stefan.name)
    letter = only(session)
    assert (letter.way, letter.passed_on_by, letter.passed_on_at) == (LetterWay.CALL, stefan.id, NOW)


def test_what_is_so_no_longer_is_not_told_and_who_was_told_is_named(session, enterprise):
    other = make_enterprise(session, steward="stefan")
    write(session, enterprise)
    write(session, other, "handover:1:2")
    first = queries.letters_of(session, enterprise.id, limit=9)[0]
    stefan = make_person(session, "stefan").id
    service.pass_on(session, enterprise.id, first.id, LetterWay.CALL, by=stefan, at=NOW)

    assert service.withdraw_letters(session, "handover:1") == [enterprise.id]

    assert queries.letters_of(session, other.id, limit=9) == []
    waiting = session.scalars(select(EnterpriseLetter.id).where(EnterpriseLetter.enterprise_id == other.id)).one()
    with pytest.raises(CrmError, match="letter_withdrawn"):
        service.pass_on(session, other.id, waiting, LetterWay.CALL, by=stefan, at=NOW)


def test_each_enterprise_that_changes_hands_has_its_letter_and_hears_when_it_is_taken_back(session):
    stefan, lina, maria = (make_person(session, name) for name in ("stefan", "lina", "maria"))
    told, untold = (make_enterprise(session, steward=stefan) for _ in range(2))
    hand_over(session, [told, untold], lina, maria)
    letter = queries.letters_of(session, told.id, limit=9)[0]
    assert letter.values == {"from": stefan.name, "to": lina.name, "day": TODAY.isoformat()}
    service.pass_on(session, told.id, letter.id, LetterWay.VISIT, by=lina.id, at=NOW)

    sheet = session.scalars(select(Handover)).one()
    handover.withdraw(session, sheet.id, why="选错了人", by=maria.id, **AT)

    back = queries.letters_of(session, told.id, limit=9)[0]
    assert (back.state, back.values["to"]) == (LetterState.WAITING, stefan.name)
    assert queries.letters_of(session, untold.id, limit=9) == []


def test_the_steward_reads_what_to_say_and_notes_that_it_was_said(app, signed_in, cast):
    with writing(app) as session:
        enterprise = make_enterprise(session, "北京甲有限公司", steward="stefan")
        other = make_enterprise(session, "北京乙有限公司", steward="lina")
        for each in (enterprise, other):
            write(session, each, f"handover:1:{each.id}")
        place = f"/enterprises/{enterprise.id}/letters"
        number = queries.letters_of(session, enterprise.id, limit=9)[0].id
    stefan = signed_in("stefan")

    listed = stefan.get("/letters")
    assert "北京甲有限公司" in listed.text
    assert "北京乙有限公司" not in listed.text
    assert "北京甲有限公司 的服务管家由 斯特凡 换为 琳娜" in stefan.get(place).text
    stefan.post(f"{place}/{number}/passed-on", {"way": "call"})

    assert "告知（电话）" in stefan.get(place).text
    assert "没有待告知的事" in stefan.get("/letters").text
    assert "告知企业" in stefan.get("/letters?list=passed_on").text
    assert stefan.post(f"{place}/{number}/passed-on", {"way": "pigeon"}).status_code == 400
    assert acts_of(app, "letter.passed_on") == [(f"enterprise:{enterprise.id}", {"letter": number, "way": "call"})]


def test_what_is_to_be_told_stands_on_the_day_until_somebody_has_told_it(app, cast, signed_in):
    cast.person("stefan")
    with writing(app) as session:
        enterprise = make_enterprise(session, "北京甲有限公司", steward="stefan")
        make_contact(session, enterprise, "李芳", is_primary=True)
        write(session, enterprise)
        letter, number = only(session).id, enterprise.id
    stefan = signed_in("stefan")

    day, lina = stefan.get("/today").text, signed_in("lina").get("/today").text
    stefan.post(f"/enterprises/{number}/letters/{letter}/passed-on", {"way": "call"})

    assert f'<a href="/enterprises/{number}/letters">告知企业：更换管家</a>' in day
    assert "服务管家由 斯特凡 换为 琳娜" in day
    assert "告知企业：" not in lina
    assert "告知企业：" not in stefan.get("/today").text


def test_the_list_is_a_file_of_what_one_sees_and_leaves_a_row(app, cast, signed_in):
    cast.person("stefan")
    with writing(app) as session:
        make_person(session, "lina")
        for number, steward in enumerate(("stefan", "lina")):
            write(session, make_enterprise(session, f"北京{steward}公司", steward=steward), f"handover:1:{number}")
    stefan = signed_in("stefan")

    waiting, told = (
        stefan.get(f"/letters/export.csv?list={one}").get_data(as_text=True) for one in ("waiting", "passed_on")
    )

    assert ("北京stefan公司" in waiting, "北京lina公司" in waiting, "北京stefan公司" in told) == (True, False, False)
    assert [(what, about["rows"]) for what, about in acts_of(app, "list.exported")] == [
        ("letters", 1),
        ("letters", 0),
    ]
    assert "/letters/export.xlsx?list=waiting" in stefan.get("/letters?list=waiting").text
