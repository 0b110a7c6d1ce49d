"""免打扰 and 宣讲 on the page."""

import pytest
from sqlalchemy import select

from crm.interactions.models import BriefingEnterprise, QuietPeriod
from tests.makers import make_enterprise, writing

TALK = {"title": "申报口径", "held_on": "2026-11-24", "purpose": "policy", "client_key": "briefing-key-0001"}


@pytest.fixture
def numbers(app, cast):
    with writing(app) as session:
        return [
            make_enterprise(session, name, steward="stefan").id
            for name in ("北京华瑞航空电子有限公司", "北京蓝京新材料有限公司")
        ]


def test_a_quiet_enterprise_says_so_and_is_let_go_again(app, signed_in, numbers):
    stefan, url = signed_in("stefan"), f"/enterprises/{numbers[0]}"

    assert stefan.post(f"{url}/quiet", {"until": "2026-12-31", "why": "年终审计"}).status_code == 302
    assert "免打扰至 2026-12-31" in stefan.get(url).text
    assert "免打扰至 2026-12-31" in stefan.get("/mine").text
    assert stefan.post(f"{url}/quiet/end").status_code == 302
    assert "免打扰至" not in stefan.get("/mine").text


def test_a_quiet_period_needs_its_day_and_its_reason(app, signed_in, numbers):
    answer = signed_in("stefan").post(f"/enterprises/{numbers[0]}/quiet", {"until": "2026-12-31"})

    assert answer.status_code == 422
    with writing(app) as session:
        assert session.scalars(select(QuietPeriod)).all() == []


def test_a_briefing_stands_on_each_timeline_and_resets_nothing(app, signed_in, numbers):
    stefan = signed_in("stefan")

    assert stefan.post("/briefings/new", {**TALK, "enterprise": [str(each) for each in numbers]}).status_code == 302

    assert "2 家" in stefan.get("/briefings").text
    assert "申报口径" in stefan.get(f"/enterprises/{numbers[1]}/timeline").text
    assert "从未联系" in stefan.get("/mine").text


def test_what_was_ticked_is_still_ticked_after_a_refusal(signed_in, numbers):
    answer = signed_in("stefan").post("/briefings/new", {**TALK, "title": "", "enterprise": str(numbers[0])})

    assert answer.status_code == 422
    assert f'value="{numbers[0]}" checked' in answer.text


def test_enterprises_of_another_steward_are_not_there(app, signed_in, numbers):
    answer = signed_in("lina").post("/briefings/new", {**TALK, "enterprise": str(numbers[0])})

    assert answer.status_code == 404
    with writing(app) as session:
        assert session.scalars(select(BriefingEnterprise)).all() == []


@pytest.mark.parametrize("number", ["0x1", "-1", str(2**31), str(2**64)])
def test_a_number_no_enterprise_can_have_is_refused(signed_in, numbers, number):
    assert signed_in("stefan").post("/briefings/new", {**TALK, "enterprise": number}).status_code == 400
