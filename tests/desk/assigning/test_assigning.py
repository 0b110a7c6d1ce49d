"""分派 on the pages: the queue, the loads before confirming, whom one replaces, releasing, leave cover."""

import re

import pytest
from sqlalchemy import select

from crm.audit.models import AuditEvent
from crm.people import service as people
from crm.people.models import User, UserState
from crm.stewards import queries
from crm.stewards.models import LeaveCover, QueueEntry
from tests.cast import make_person
from tests.conftest import NOW, TODAY
from tests.makers import make_enterprise, writing


@pytest.fixture
def made(app, cast):
    """An enterprise in the queue, one of Stefan's, and one of Lina's with the highest title."""
    with writing(app) as session:
        waiting = make_enterprise(session, "等待公司", street="古城")
        stefans = make_enterprise(session, "斯特凡的公司", steward="stefan")
        linas = make_enterprise(session, "莉娜的公司", steward="lina", tier="little_giant")
        return {"waiting": waiting.id, "stefans": stefans.id, "linas": linas.id}


def standing(app, number):
    with writing(app) as session:
        return queries.standing(session, number)


def seen(app, *numbers):
    return [f"{number}:{standing(app, number).assignment_id or 0}" for number in numbers]


def text_of(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.text))


def test_the_queue_says_since_when_why_and_until_when(signed_in, made):
    page = text_of(signed_in("maria").get("/queue"))

    assert "等待公司" in page
    assert "新入库" in page
    assert "超时" in page
    assert "斯特凡的公司" not in page


def test_the_queue_is_filtered_in_the_url(signed_in, made):
    maria = signed_in("maria")

    assert "等待公司" in maria.get("/queue?street=古城&due=overdue&tier=seed").text
    assert "等待公司" not in maria.get("/queue?street=鲁谷").text
    assert "等待公司" not in maria.get("/queue?tier=srdi").text


def test_before_confirming_one_sees_whom_one_replaces_and_what_everybody_carries(signed_in, made):
    chosen = "&".join(f"enterprise={number}" for number in made.values())

    page = text_of(signed_in("maria").get(f"/assign?{chosen}"))

    assert "替换 Stefan：1 家" in page
    assert "替换 Lina：1 家" in page
    assert "现无管家：1 家" in page
    assert re.search(r"Lina 1 5 3 .{0,120}? 7 ", page), page
    assert re.search(r"Stefan 1 1 3 .{0,120}? 7 ", page), page


def test_confirming_gives_all_of_them_to_the_steward_in_one_act(app, signed_in, cast, made):
    lina = cast.person("lina")

    answer = signed_in("maria").post(
        "/assign", {"steward": lina.id, "why": "片区调整", "seen": seen(app, *made.values())}
    )

    assert answer.status_code == 302
    assert {standing(app, number).steward for number in made.values()} == {"Lina"}
    with writing(app) as session:
        [act] = session.scalars(select(AuditEvent).where(AuditEvent.action == "steward.assigned"))
        assert set(act.detail["replaced"]) == {str(made["waiting"]), str(made["stefans"])}


def test_without_a_steward_or_a_reason_nothing_happens_and_the_rest_stays_filled_in(app, signed_in, cast, made):
    lina = cast.person("lina")

    page = signed_in("maria").post("/assign", {"steward": lina.id, "why": "  ", "seen": seen(app, made["waiting"])})

    assert page.status_code == 422
    assert re.search(rf'value="{lina.id}" checked', page.text)
    assert standing(app, made["waiting"]).queued


@pytest.mark.parametrize("who", ["hana", "maria", "otto"])
def test_nobody_who_is_no_steward_can_be_chosen(app, signed_in, cast, made, who):
    person = cast.person(who)

    page = signed_in("maria").post("/assign", {"steward": person.id, "why": "x", "seen": seen(app, made["waiting"])})

    assert page.status_code == 422
    assert standing(app, made["waiting"]).queued


def test_a_steward_disabled_meanwhile_is_not_offered_and_their_enterprises_are_shown_as_to_be_handed_over(
    app, signed_in, made
):
    with writing(app) as session:
        lina = make_person(session, "lina")
        people.disable(session, lina, by=make_person(session, "adam").id, at=NOW)
    maria = signed_in("maria")

    offered = maria.get(f"/assign?enterprise={made['linas']}").text
    load = text_of(maria.get("/load"))

    assert f'value="{lina.id}"' not in offered
    assert "不能再任管家，须转交" in load


@pytest.mark.parametrize(
    "form",
    [
        {"seen": "x:1"},
        {"seen": "1"},
        {"seen": "1:2:3"},
        {"seen": "-1:0"},
        {"seen": "1:9999999999"},
        {"seen": "１:0"},
        {"seen": "1 OR 1=1:0"},
        {"enterprise": "1e3"},
    ],
)
def test_a_forged_choice_is_refused(signed_in, cast, made, form):
    stefan = cast.person("stefan")

    answer = signed_in("maria").post("/assign", {"steward": stefan.id, "why": "x", **form})

    assert answer.status_code == 400


def test_who_was_disabled_while_the_form_stood_open_is_named_and_what_was_typed_stays(app, signed_in, cast, made):
    lina, stefan = cast.person("lina"), cast.person("stefan")
    with writing(app) as session:
        session.get(User, lina.id).state = UserState.DISABLED
    maria, [mark] = signed_in("maria"), seen(app, made["waiting"])
    days = {"from_on": "2026-11-25", "to_on": "2026-11-27"}
    to = {f"to-{made['waiting']}": lina.id, "among": [lina.id, stefan.id], "step": "confirm"}

    answers = [
        maria.post("/assign", {"steward": lina.id, "why": "片区调整", "seen": mark}),
        maria.post("/assign/split", {"why": "片区调整", "seen": mark, **to}),
        maria.post("/covers", {"steward": stefan.id, "cover": lina.id, "why": "片区调整", **days}),
    ]

    for answer in answers:
        assert answer.status_code == 422
        assert "Lina 的账号未启用，不能接收企业。请另选一位管家。" in answer.text
        assert "不是有效的选择" not in answer.text
        assert 'value="片区调整"' in answer.text
    assert standing(app, made["waiting"]).queued


def test_an_enterprise_that_is_not_there_cannot_be_chosen(signed_in, made):
    maria = signed_in("maria")

    assert maria.get("/assign?enterprise=990001").status_code == 404
    assert maria.post("/assign", {"seen": "990001:0", "why": "x"}).status_code == 404


def test_too_many_at_once_are_refused_in_words(signed_in, made):
    chosen = "&".join(f"enterprise={number}" for number in range(1, 203))

    answer = signed_in("maria").get(f"/assign?{chosen}")

    assert answer.status_code == 422
    assert "一次最多分派" in answer.text


def test_a_released_enterprise_is_in_the_queue_with_the_reason(app, signed_in, made):
    maria = signed_in("maria")
    form = maria.get(f"/enterprises/{made['stefans']}/release").text
    mark = re.search(r'name="seen"[^>]*value="(\d+)"', form)[1]

    answer = maria.post(f"/enterprises/{made['stefans']}/release", {"why": "管家调离", "seen": mark})

    assert answer.status_code == 302
    assert "管家调离" in maria.get("/queue").text
    assert "管家调离" in maria.get(f"/enterprises/{made['stefans']}/stewards").text


def test_releasing_what_was_reassigned_meanwhile_says_who_did(app, signed_in, cast, made):
    maria = signed_in("maria")
    mark = standing(app, made["stefans"]).assignment_id
    maria.post("/assign", {"steward": cast.person("lina").id, "why": "先到", "seen": seen(app, made["stefans"])})

    answer = maria.post(f"/enterprises/{made['stefans']}/release", {"why": "后到", "seen": mark})

    assert answer.status_code == 409
    assert "已由 Maria 于 2026-11-24 分派给 Lina，理由：先到" in answer.text
    assert "后到" in answer.text
    assert standing(app, made["stefans"]).steward == "Lina"


def test_the_check_is_zero_and_counts_what_was_done_by_hand(app, signed_in, made):
    maria = signed_in("maria")
    before = text_of(maria.get("/load"))
    with writing(app) as session:
        session.delete(session.scalars(select(QueueEntry)).one())

    after = text_of(maria.get("/load"))

    assert "无管家也不在队列 0 家" in before
    assert "无管家也不在队列 1 家" in after
    assert "等待公司" in after


def test_every_number_of_the_load_opens_as_many_rows(app, signed_in, cast, made):
    with writing(app) as session:
        for tier in ("srdi", "srdi", "innovative"):
            make_enterprise(session, steward="stefan", tier=tier)
    stefan = cast.person("stefan").id

    maria = signed_in("maria")
    load = maria.get("/load").text
    links = dict(re.findall(rf'href="(/stewards/{stefan}/enterprises[^"]*)">(\d+)</a>', load))

    assert sorted(links.values()) == ["1", "1", "2", "4"]
    for url, number in links.items():
        assert f"<small>{number} 家</small>" in maria.get(url.replace("&amp;", "&")).text


def test_a_leave_cover_is_arranged_listed_and_cancelled(app, signed_in, cast):
    stefan, lina = cast.person("stefan"), cast.person("lina")
    maria = signed_in("maria")
    form = {"steward": stefan.id, "cover": lina.id, "from_on": "2026-11-24", "to_on": "2026-11-27", "why": "探亲"}

    arranged = maria.post("/covers", form)
    listed = text_of(maria.get("/covers"))
    with writing(app) as session:
        number = session.scalar(select(LeaveCover.id))
    cancelled = maria.post(f"/covers/{number}/end_early", {"why": "提前返岗"})

    assert (arranged.status_code, cancelled.status_code) == (302, 302)
    assert "2026-11-24 至 2026-11-27" in listed
    assert "探亲" not in maria.get("/covers").text


@pytest.mark.parametrize("changes", [{"steward": "0"}, {"cover": "0"}, {"to_on": "2026-11-01"}, {"why": ""}])
def test_a_cover_that_is_not_filled_in_is_refused(app, signed_in, cast, changes):
    stefan, lina = cast.person("stefan"), cast.person("lina")
    form = {"steward": stefan.id, "cover": lina.id, "from_on": "2026-11-24", "to_on": "2026-11-27", "why": "年休假"}

    answer = signed_in("maria").post("/covers", {**form, **changes})

    assert answer.status_code == 422
    with writing(app) as session:
        assert session.scalars(select(LeaveCover)).all() == []


def test_the_day_of_an_assignment_is_the_districts(app, signed_in, cast, made):
    signed_in("maria").post(
        "/assign", {"steward": cast.person("lina").id, "why": "x", "seen": seen(app, made["waiting"])}
    )

    assert standing(app, made["waiting"]).since == TODAY
