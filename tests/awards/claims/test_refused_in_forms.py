"""What no claim can be, typed into its forms: the page names the clause or rule, and keeps what was typed."""

from datetime import date

import pytest

from tests.awards.claims.making import (
    AFTER_PUBLICITY,
    GROUND,
    INTEREST,
    act_on_claim,
    make_claim,
    make_claimant,
    person,
    set_fact,
)

INTERESTS = {"benefit": "loan_interest", "basis_on": "2025-12-31", "base": "900"}
SRDI = {"benefit": "title_award", "title": "srdi"}
DAY = AFTER_PUBLICITY.isoformat()


def expect_refusal(client, address: str, typed: dict[str, str], sentence: str, *kept: str) -> None:
    """The page says the sentence and shows again what was typed."""
    page = client.post(address, typed)
    assert page.status_code in (200, 409, 422), page.status_code
    assert sentence in page.text
    for text in kept:
        assert text in page.text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({**INTERESTS, "asked": "-1"}, "第六条“贷款贴息”的申请金额须大于零"),
        ({**INTERESTS, "asked": "1.0000001"}, "最多六位小数"),
        ({**INTERESTS, "asked": "100.01"}, "超过第六条“贷款贴息”的上限"),
        ({**INTERESTS, "basis_on": "", "asked": "40"}, "第六条按事项发生之日"),
        ({**INTERESTS, "basis_on": "2026-11-25", "asked": "40"}, "第六条只兑现已经发生的事项"),
    ],
)
def test_a_filing_that_cannot_be(signed_in, cast, typed, sentence):
    with cast.writing() as session:
        address = f"/enterprises/{make_claimant(session).id}/claims/new"

    expect_refusal(signed_in("stefan"), address, typed, sentence, f'value="{typed["asked"]}"', 'value="900"')


def test_a_tier_claimed_twice_a_list_that_bars_and_a_title_before_the_measure(signed_in, cast):
    with cast.writing() as session:
        twice, barred, early = (
            make_claimant(session, won=won) for won in (date(2025, 6, 1),) * 2 + (date(2023, 7, 10),)
        )
        make_claim(session, "paid", enterprise=twice)
        set_fact(session, barred, GROUND.rules.barring_facts[0], value=True)
        ids = [one.id for one in (twice, barred, early)]
    stefan = signed_in("stefan")

    for id_, sentence in zip(
        ids, ("第一条单个企业同一称号不重复享受", "不能享受第一条", "第一条：2023-07-10 不在"), strict=True
    ):
        expect_refusal(stefan, f"/enterprises/{id_}/claims/new", SRDI, sentence, 'selected value="srdi"')


@pytest.fixture
def claims(cast):
    """Claims in several states; the approved one was reviewed and approved by Moritz."""
    with cast.writing() as session:
        person(session, "hana")
        own, approved = make_claim(session, "draft"), make_claim(session, "first_reviewed")
        for act, who in (("submit", "maria"), ("accept", "heidi"), ("first_review", "heidi")):
            act_on_claim(session, own, act, who=who)
        for act in ("second_review", "announce", "approve"):
            act_on_claim(session, approved, act, who="moritz")
        accepted = make_claim(session, "submitted", INTEREST)
        act_on_claim(session, accepted, "accept", who="hana")
        paid = make_claim(session, "paid")
        made = {
            "own": own,
            "approved": approved,
            "accepted": accepted,
            "draft": make_claim(session, "draft", INTEREST),
        }
        return {"voucher": f"拨-{paid.number}"} | {name: f"/claims/{claim.id}" for name, claim in made.items()}


def test_steps_that_cannot_be_taken(signed_in, claims):
    maria, paying = signed_in("maria"), {"voucher": claims["voucher"], "day": DAY}

    own, early, twice = (f"{claims[name]}/steps" for name in ("own", "accepted", "approved"))
    expect_refusal(maria, f"{own}/second_review", {}, "第一条兑现的申报、审核和拨付须由不同的人办理")
    expect_refusal(maria, f"{early}/pay", paying, "第六条不能先拨付", claims["voucher"], DAY)
    expect_refusal(maria, f"{early}/bounce", {"why": "账号错"}, "第六条没有可退票或追回的", "账号错")
    expect_refusal(maria, f"{twice}/pay", paying, "一张凭证一笔兑付", claims["voucher"], DAY)


def test_amounts_that_cannot_be(signed_in, claims):
    wrong = {"-1": "第六条的金额须大于零", "1.0000001": "第六条的金额，本系统精确到分"}
    review, evidence = f"{claims['accepted']}/steps/first_review", f"{claims['draft']}/evidence"
    hana, stefan = signed_in("hana"), signed_in("stefan")

    for typed, sentence in wrong.items():
        expect_refusal(hana, review, {"amount": typed}, sentence, f'value="{typed}"')
        expect_refusal(stefan, evidence, {"base": "900", "asked": typed}, sentence, f'value="{typed}"')
    expect_refusal(hana, review, {"amount": "41"}, "第六条：初审金额须大于零，且不超过申请金额", 'value="41"')
