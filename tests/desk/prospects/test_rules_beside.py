"""What stands beside a verdict: the rules a review looks ahead to, and what the year's notice asks for."""

from datetime import date

import pytest

from crm.config.policies import library
from crm.cultivation.gap import gaps_of
from crm.cultivation.titles import queries as title_queries
from tests.conftest import TODAY
from tests.makers import make_enterprise, writing


@pytest.fixture
def number(app, cast):
    with writing(app) as session:
        enterprise = make_enterprise(session, steward="stefan", tier="little_giant")
        [title] = title_queries.titles(session, enterprise.id)
        title.granted_on, title.expires_on = date(2024, 7, 1), date(2027, 6, 30)
        return enterprise.id


def gap_page(client, number, purpose):
    return client.get(f"/enterprises/{number}/gap?target=little_giant&purpose={purpose}").text


def test_a_review_says_which_rules_it_looks_ahead_to(signed_in, number):
    review, new = (gap_page(signed_in("stefan"), number, purpose) for purpose in ("review", "new"))

    assert "按称号有效期最后一天（2027-06-30）适用的标准测算" in review
    assert "按称号有效期最后一天" not in new


def test_the_notice_of_the_year_is_named_with_what_it_asks_for(signed_in, number):
    page = gap_page(signed_in("stefan"), number, "new")

    assert "2026 年申报通知（〔2026〕117号）另有要求，不影响上述结论" in page
    assert "不是制造业单项冠军企业" in page


def test_the_page_of_an_enterprise_on_its_way_up_shows_the_notice_beside_the_verdict(app, signed_in, cast):
    with writing(app) as session:
        climbing = make_enterprise(session, steward="stefan", tier="srdi").id

    page = signed_in("stefan").get(f"/enterprises/{climbing}").text

    assert "2026 年申报通知（〔2026〕117号）另有要求，不影响上述结论" in page


@pytest.mark.parametrize(("purpose", "looks_ahead_to"), [("review", date(2027, 6, 30)), ("new", None)])
def test_an_application_asks_once_for_the_verdict_its_rules_day_and_what_the_notice_asks(
    app, number, purpose, looks_ahead_to
):
    with writing(app) as session:
        [gap] = gaps_of(session, number, library(), as_of=TODAY, purpose=purpose, targets=("little_giant",))

    assert gap.ahead == looks_ahead_to
    assert [(one.document, one.status) for one in gap.conditions] == [("〔2026〕117号", "unknown")] * 2
    assert gap.verdict
