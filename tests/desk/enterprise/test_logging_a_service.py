"""记一次服务 on the page: half a minute, nothing lost, nothing twice, nobody's enterprise but one's own."""

import re
from datetime import date
from io import BytesIO

import pytest
from sqlalchemy import select

from crm.interactions.models import Interaction, Participant
from crm.interactions.service import Encounter, log
from tests.attachments.files import JPEG, PDF, PNG
from tests.cast import make_person
from tests.conftest import NOW, TODAY
from tests.makers import make_enterprise, writing

FILLED = {"channel": "visit", "purpose": "policy", "summary": "介绍申报口径", "held_on": "2026-11-24"}


@pytest.fixture
def number(app, cast):
    with writing(app) as session:
        return make_enterprise(session, "北京华瑞航空电子有限公司", steward="stefan").id


def sent(client, number, **changes):
    page = client.get(f"/enterprises/{number}/log").text
    key = re.search(r'name="client_key"[^>]*value="([^"]+)"', page)[1]
    return client.post(f"/enterprises/{number}/log", {**FILLED, "client_key": key, **changes})


def sent_with(client, number, *files, **changes):
    photos = [(BytesIO(content), name) for name, content in files]
    data = {**FILLED, "client_key": "the-key-of-photos-01", "photos": photos, **changes}
    answer = client.post(f"/enterprises/{number}/log", data, content_type="multipart/form-data")
    answer.request.environ["wsgi.input"].close()  # the test client leaves a large body open
    return answer


def recorded(app):
    with writing(app) as session:
        return session.scalars(select(Interaction)).all()


def test_a_visit_is_recorded_and_the_plan_stands_in_today(app, signed_in, number):
    stefan = signed_in("stefan")

    answer = sent(stefan, number, next_contact_on="2026-11-26", follow_up="带测算表")

    assert answer.status_code == 302
    [one] = recorded(app)
    assert (one.held_on, one.next_contact_on, one.follow_up) == (TODAY, date(2026, 11, 26), "带测算表")
    assert "联系 北京华瑞航空电子有限公司" in stefan.get("/today").text


def test_a_double_click_records_one_service(app, signed_in, number):
    stefan = signed_in("stefan")

    answers = [sent(stefan, number, client_key="the-same-key-0001").status_code for _ in range(2)]

    assert answers == [302, 302]
    assert len(recorded(app)) == 1


def test_what_was_typed_is_still_there_after_a_refusal(app, signed_in, number):
    page = sent(signed_in("stefan"), number, held_on="2026-11-25", summary="很长的一段纪要")

    assert page.status_code == 422
    assert "很长的一段纪要" in page.text
    assert "服务日期不能晚于今天" in page.text
    assert recorded(app) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"channel": "fax"},
        {"purpose": ""},
        {"summary": " "},
        {"summary": "x" * 2001},
        {"held_on": "2026-02-30"},
        {"held_on": ""},
        {"next_contact_on": "下周"},
        {"participants": "990001"},
        {"participants": "1 OR 1=1"},
        {"client_key": ""},
        {"client_key": "短"},
        {"summary": "看不见\u202e的"},
        {"summary": "nul\x00"},
        {"held_on": "２０２６-11-24"},
        {"held_on": "9999-99-99"},
    ],
)
def test_hostile_fields_are_named_and_change_nothing(app, signed_in, number, changes):
    page = sent(signed_in("stefan"), number, **changes)

    assert page.status_code == 422
    assert "还有 1 处需要改正" in page.text
    assert recorded(app) == []


def test_fields_the_server_owns_are_not_taken_from_the_form(app, signed_in, cast, number):
    sent(signed_in("stefan"), number, author_id="1", enterprise_id="77", id="900", recorded_at="2020-01-01")

    [one] = recorded(app)
    assert (one.author_id, one.enterprise_id) == (cast.person("stefan").id, number)
    assert one.recorded_at == NOW


def test_companions_are_recorded(app, signed_in, cast, number):
    maria = cast.person("maria")

    sent(signed_in("stefan"), number, participants=str(maria.id))

    with writing(app) as session:
        assert session.scalars(select(Participant.user_id)).all() == [maria.id]


def test_at_the_ceiling_the_form_warns_and_takes_the_record_with_a_reason(app, signed_in, number):
    stefan = signed_in("stefan")
    for _ in range(2):
        sent(stefan, number)

    page = stefan.get(f"/enterprises/{number}/log").text

    assert "无事不扰" in page
    assert sent(stefan, number).status_code == 422
    assert sent(stefan, number, ceiling_why="安全事故后复查").status_code == 302
    assert len(recorded(app)) == 3


def test_contacts_the_enterprise_asked_for_do_not_warn(signed_in, number):
    stefan = signed_in("stefan")
    for _ in range(3):
        sent(stefan, number, asked_for="y")

    assert "无事不扰" not in stefan.get(f"/enterprises/{number}/log").text


def test_the_form_starts_from_the_standing_plan(signed_in, number):
    stefan = signed_in("stefan")
    sent(stefan, number, next_contact_on="2026-12-15")

    page = stefan.get(f"/enterprises/{number}/log").text

    assert re.search(r'name="next_contact_on"[^>]*value="2026-12-15"', page)


def test_who_else_is_about_to_come_is_shown_before_one_goes(app, signed_in, cast, number):
    maria = cast.person("maria")
    with writing(app) as session:
        planned = Encounter("call", "policy", TODAY, "约好", next_contact_on=date(2026, 11, 26))
        log(session, number, planned, by=maria.id, on=TODAY, at=NOW)

    assert "Maria 11-26 也去，可合并" in signed_in("stefan").get(f"/enterprises/{number}/log").text


def test_lina_neither_sees_nor_writes_on_the_form_of_stefans_enterprise(app, signed_in, number):
    lina = signed_in("lina")

    seen = lina.get(f"/enterprises/{number}/log")
    written = lina.post(f"/enterprises/{number}/log", {**FILLED, "client_key": "linas-own-key-0001"})
    absent = lina.get("/enterprises/990001/log")

    assert (seen.status_code, written.status_code) == (404, 404)
    assert "华瑞" not in seen.text + written.text
    assert re.sub(r"[0-9a-f]{12}", "", seen.text) == re.sub(r"[0-9a-f]{12}", "", absent.text)
    assert recorded(app) == []


def test_the_big_plus_finds_the_enterprise_by_initials(app, signed_in, number):
    with writing(app) as session:
        make_enterprise(session, "北京蓝京新材料有限公司", steward=make_person(session, "stefan"))

    page = signed_in("stefan").get("/log?q=hrhk").text

    assert "华瑞航空" in page
    assert "蓝京" not in page


def test_quick_choices_fall_on_working_days_and_a_year_without_calendar_says_so(signed_in, number):
    page = signed_in("stefan").get(f"/enterprises/{number}/log").text

    assert 'data-pick="2026-12-08"' in page
    assert 'data-pick="2027-02-23"' in page
    assert "2027 年的放假安排尚未公布" in page


@pytest.mark.parametrize(("day", "said"), [("2026-11-28", "是休息日（周末）"), ("2026-11-27", "")])
def test_a_next_contact_on_a_day_off_is_pointed_out(signed_in, number, day, said):
    stefan = signed_in("stefan")

    sent(stefan, number, next_contact_on=day)

    page = stefan.get(f"/enterprises/{number}").text
    assert "已记录对" in page
    assert ("休息日" in page) == bool(said)
    assert said in page


def test_a_record_sent_again_after_its_answer_was_lost_has_its_photos_once(app, signed_in, number):
    stefan, photos = signed_in("stefan"), [("门头.jpg", JPEG), ("车间.png", PNG), ("又一张门头.jpg", JPEG)]

    answers = [sent_with(stefan, number, *photos).status_code for _ in range(2)]
    address = f"/enterprises/{number}/services/{recorded(app)[0].id}/photos"
    stefan.post(f"{address}/1/remove")
    answers.append(sent_with(stefan, number, *photos).status_code)

    assert answers == [302, 302, 302]
    assert len(recorded(app)) == 1
    kept = [stefan.get(f"{address}/{photo}").status_code for photo in (1, 2)]
    assert sorted(kept) == [200, 404]
    assert stefan.get(address).text.count('data-label="大小"') == 1


def test_the_photos_of_a_record_that_was_withdrawn_are_still_reached_from_the_timeline(app, signed_in, number):
    stefan = signed_in("stefan")
    sent_with(stefan, number, ("门头.jpg", JPEG))
    address = f"/enterprises/{number}/services/{recorded(app)[0].id}"

    stefan.post(f"{address}/withdraw", {"why": "记到了别家企业"})

    timeline = stefan.get(f"/enterprises/{number}/timeline").text
    assert "已撤回：记到了别家企业 照片 1 张" in timeline
    assert f'href="{address}/photos"' in timeline
    assert stefan.get(f"{address}/photos/1").status_code == 200


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ([("门头.jpg", JPEG), ("合同.jpg", PDF)], "“合同.jpg”的内容与扩展名不符"),
        ([("空.jpg", b"")], "“空.jpg”是空文件"),
        ([("大.jpg", JPEG + bytes(10 * 1024 * 1024))], "“大.jpg”超过 10 MB"),
        ([(f"{one}.jpg", JPEG + bytes([one])) for one in range(7)], "一次最多附 6 张照片，现在有 7 张"),
        ([(f"{one}.jpg", JPEG + bytes([one]) * 9_500_000) for one in range(2)], "照片合计超过 18 MB"),
    ],
)
def test_a_photo_that_is_refused_leaves_the_words_and_writes_nothing(app, signed_in, number, files, told):
    page = sent_with(signed_in("stefan"), number, *files, summary="很长的一段纪要")

    assert page.status_code == 422
    assert told in page.text
    assert "很长的一段纪要" in page.text
    assert recorded(app) == []
