"""A revocation through the pages: what it bars, and until which day, wherever somebody would act against it."""

import pytest

from tests.cultivation.applications.making import begin, make_application
from tests.cultivation.srdi import make_candidate
from tests.makers import writing

REVOKED = {"kind": "revoked", "happened_on": "2026-11-20", "cause": "falsified", "why": "京经信发〔2026〕55号"}
BARRED = "2029-11-20 起才可再次申报"


@pytest.fixture
def people(cast, signed_in):
    """Maria and Stefan, who looks after enterprise 1, an innovative one."""
    cast.person("stefan")
    cast.person("maria")
    return signed_in("maria"), signed_in("stefan")


def test_a_title_revoked_with_its_cause_is_said_with_the_day_it_ends_wherever_it_bars(app, people):
    maria, stefan = people
    with writing(app) as session:
        make_candidate(session)
    grant = {"tier": "srdi", "granted_on": "2026-11-24", "document": "京经信发〔2026〕60号"}

    maria.post("/enterprises/1/titles/1/event", REVOKED)

    titles = maria.get("/enterprises/1/titles").text
    assert "数据造假或提供虚假材料 · 京经信发〔2026〕55号" in titles
    assert BARRED in titles
    for page, status in (
        (maria.get("/enterprises/1/titles/new"), 200),
        (maria.post("/enterprises/1/titles/new", grant), 409),
        (stefan.get("/enterprises/1/applications/new"), 200),
        (stefan.post("/enterprises/1/applications/new", {"what": "srdi:new:"}), 409),
    ):
        assert (page.status_code, BARRED in page.text) == (status, True)
    assert "京经信发〔2026〕60号" in maria.post("/enterprises/1/titles/new", grant).text


@pytest.mark.parametrize("target", ["innovative", "srdi", "little_giant"])
def test_the_page_of_a_verdict_names_the_bar_before_all_else_to_be_done(app, people, target):
    maria, stefan = people
    with writing(app) as session:
        make_candidate(session)
    maria.post("/enterprises/1/titles/1/event", REVOKED)

    verdict = stefan.get(f"/enterprises/1/gap?target={target}").text
    ways = stefan.get(f"/enterprises/1/ways?target={target}").text

    assert f"创新型中小企业称号于 2026-11-20 被撤销：{BARRED}，此前不能申报" in verdict
    assert "到 2029-11-20 即满足" in verdict
    assert "到 2029-11-20 即满足" in ways


def test_an_application_begun_before_the_revocation_is_neither_submitted_nor_granted_under_the_bar(app, people):
    maria, stefan = people
    with writing(app) as session:
        prepared = begin(session, make_candidate(session), window_id=None).id
        recommended = make_application(session, "recommended", make_candidate(session, "北京另一科技有限公司")).id
    maria.post("/enterprises/1/titles/1/event", REVOKED)
    maria.post("/enterprises/2/titles/2/event", REVOKED)

    below = {"named": ["gate.bar", "prior_title"], "below_why": "先报"}
    below = {"named": ["gate.bar", "prior_title"], "below_why": "先报", "outside_why": "市局同意"}
    submitted = stefan.post(f"/applications/{prepared}/submit", below)
    grant = {"document": "京经信发〔2026〕60号", "day": "2026-11-24"}
    granted = maria.post(f"/applications/{recommended}/steps/grant", grant)

    assert (submitted.status_code, granted.status_code) == (409, 409)
    assert BARRED in submitted.text
    assert "市局同意" in submitted.text
    assert BARRED in granted.text
