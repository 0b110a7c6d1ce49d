"""The contact of an enterprise hears of each step of its claim if wanted, once a round, and of no amount too early."""

import pytest
from sqlalchemy import select

from crm.awards.claims.course.acts import ClaimSaying
from crm.awards.claims.course.letters import choose_telling
from crm.awards.claims.models import Claim
from crm.enterprises.letters.models import EnterpriseLetter, LetterState, LetterWay
from crm.enterprises.letters.page import word_kind
from crm.enterprises.letters.service import pass_on
from crm.errors import CrmError
from tests.awards.claims.making import AFTER_PUBLICITY, act_on_claim, make_claim, make_claimant, person
from tests.conftest import NOW, TODAY

WHOLE = ("submit", "return", "submit", "accept", "first_review", "second_review", "announce", "approve", "pay")


def wanted(session, claim: Claim) -> Claim:
    choose_telling(session, claim, True, by=person(session, "stefan").id, on=TODAY)
    return claim


def letters(session, state: LetterState | None = None) -> list[EnterpriseLetter]:
    rows = session.scalars(
        select(EnterpriseLetter).order_by(EnterpriseLetter.id).execution_options(populate_existing=True)
    )
    return [row for row in rows if state is None or row.state is state]


def test_each_step_and_round_is_a_letter_with_no_amount_before_the_approval(app, session):
    claim = wanted(session, make_claim(session))
    for act in (*WHOLE, "bounce"):
        act_on_claim(session, claim, act)
    act_on_claim(session, claim, "pay", ClaimSaying(voucher="拨-2", day=AFTER_PUBLICITY))
    act_on_claim(session, claim, "recover")

    told = letters(session)

    assert [one.values["act"] for one in told] == [*WHOLE, "bounce", "pay", "recover"]
    assert len({one.dedupe_key for one in told}) == len(told)
    with app.test_request_context():
        said = [word_kind(one.kind, one.values, "甲公司")[1] for one in told]
    assert [bool("万元" in text) for text in said] == [False] * 7 + [True] * 5
    assert all(claim.number in text and "第一条" in text for text in said)
    assert "至 " in said[6]


@pytest.mark.parametrize(("state", "act"), [("submitted", "reject"), ("accepted", "withdraw")])
def test_the_end_of_what_was_handed_in_is_told(session, state, act):
    act_on_claim(session, wanted(session, make_claim(session, state)), act)

    assert [one.values["act"] for one in letters(session)] == [act]


def test_who_does_not_want_it_and_a_draft_given_up_make_no_letter(session):
    make_claim(session, "accepted")
    act_on_claim(session, wanted(session, make_claim(session)), "withdraw")

    assert letters(session) == []


def test_objections_of_others_are_not_told(session):
    claim = wanted(session, make_claim(session, "publicity"))
    for act in ("object", "settle"):
        act_on_claim(session, claim, act)

    assert letters(session) == []


def test_a_step_takes_the_place_of_the_letter_that_waits_and_leaves_what_was_told(session):
    claim = wanted(session, make_claim(session))
    act_on_claim(session, claim, "submit")
    first = letters(session)[0]
    pass_on(session, first.enterprise_id, first.id, LetterWay.CALL, by=person(session, "stefan").id, at=NOW)
    for act in ("accept", "first_review"):
        act_on_claim(session, claim, act)

    assert [one.state for one in letters(session)] == ["passed_on", "withdrawn", "waiting"]

    choose_telling(session, claim, False, by=person(session, "stefan").id, on=TODAY)
    act_on_claim(session, claim, "second_review")
    assert letters(session, LetterState.WAITING) == []
    assert len(letters(session)) == 3


def test_who_does_not_look_after_the_enterprise_and_a_claim_that_is_over_change_nothing(session):
    claim, over = make_claim(session, "submitted"), make_claim(session, "withdrawn")

    for whom, which, code in (("heidi", claim, "not_found"), ("stefan", over, "claim_over")):
        with pytest.raises(CrmError, match=code):
            choose_telling(session, which, True, by=person(session, whom).id, on=TODAY)


def test_the_steward_says_it_when_filing_sees_what_was_told_and_changes_it(signed_in, cast):
    with cast.writing() as session:
        enterprise = make_claimant(session).id
        person(session, "hana")
    stefan = signed_in("stefan")
    said = {"benefit": "title_award", "title": "srdi", "tells_contact": "y"}
    assert stefan.post(f"/enterprises/{enterprise}/claims/new", said).status_code == 302
    with cast.writing() as session:
        act_on_claim(session, session.scalars(select(Claim)).one(), "submit")

    page = stefan.get("/claims/1").text
    assert "等待责任单位受理" in page
    assert f"/enterprises/{enterprise}/letters" in page
    assert "等待责任单位受理" not in signed_in("hana").get("/claims/1").text
    assert "等待责任单位受理" in stefan.get("/letters").text

    assert "不再告知" in stefan.post("/claims/1/telling", {"wanted": "no"}, follow_redirects=True).text
    assert "等待责任单位受理" not in stefan.get("/claims/1").text
