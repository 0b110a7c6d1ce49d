"""What cannot be about a title is told on its page in a clear sentence, with what was typed still there."""

from datetime import date

import pytest
from sqlalchemy import select

from crm.cultivation.models import Tier, Title
from tests.cultivation.applications.making import make_application
from tests.cultivation.srdi import make_candidate
from tests.makers import make_enterprise, make_title, writing


@pytest.fixture
def maria(cast, signed_in):
    cast.person("maria")
    return signed_in("maria")


def test_a_name_that_two_enterprises_bear_is_left_to_a_person(app, maria):
    with writing(app) as session:
        codes = [make_enterprise(session, "北京同名有限公司").credit_code for _ in range(2)]
    about = {"document": "京经信发〔2026〕9号", "purpose": "recognised", "tier": "srdi", "decided_on": "2026-11-02"}

    page = maria.post("/recognitions/new", {**about, "cause": "", "lines": "北京同名有限公司"}, follow_redirects=True)

    assert "2 家企业都叫这个名字，请指定" in page.text
    assert all(code in page.text for code in codes)


def test_a_grant_before_the_application_is_refused(app, maria):
    with writing(app) as session:
        number = make_application(session, "recommended").id

    page = maria.post(
        f"/applications/{number}/steps/grant", {"document": "京经信发〔2026〕40号", "day": "2026-01-05"}
    )

    assert page.status_code == 422
    assert "认定日期早于提交申报的" in page.text
    assert "京经信发〔2026〕40号" in page.text


def test_under_a_bar_nothing_is_applied_for_and_the_page_says_until_when(app, maria):
    with writing(app) as session:
        enterprise = make_candidate(session)
        session.scalars(select(Title)).one().revoked_on = date(2026, 3, 1)
        number = enterprise.id

    page = maria.post(f"/enterprises/{number}/applications/new", {"what": "srdi:new:"})

    assert page.status_code in (409, 422)
    assert "2029-03-01" in page.text


def test_a_review_decided_before_it_was_due_is_refused(app, maria):
    with writing(app) as session:
        enterprise = make_enterprise(session)
        title = make_title(session, enterprise, Tier.SRDI, date(2025, 6, 1), date(2028, 5, 31))
        url = f"/enterprises/{enterprise.id}/titles/{title.id}/event"

    page = maria.post(url, {"kind": "review_passed", "cause": "", "happened_on": "2026-11-01", "why": "市经信局通知"})

    assert page.status_code == 422
    assert "2027-05-31" in page.text
    assert "市经信局通知" in page.text
