"""Who is paid beside enterprises: fund managers, persons, and platforms with the enterprises they brought."""

from datetime import date

import pytest
from sqlalchemy import select

from crm.awards.beneficiaries.queries import BeneficiaryFilter, list_beneficiaries, record_of, referrals_of
from crm.awards.beneficiaries.service import BeneficiaryEntry, add_beneficiary, add_referral, remove_referral
from crm.awards.benefits.entitlements import EntitlementState, entitlements
from crm.awards.claims.filing import ClaimFiling, draft_claim_for, prepare_claim
from crm.awards.claims.queries import evidence_of, line_of
from crm.awards.law.measure import BeneficiaryKind
from crm.awards.ledger.queries import Holder, read_ledger
from crm.awards.models import AwardAccount, Payment, Referral
from crm.awards.payments.service import PaymentEntry, record_for
from crm.errors import CrmError
from crm.money import FEN_IN_WAN
from crm.notifications.queries import waiting
from crm.notifications.service import deliver
from tests.awards.claims.making import GROUND, act_on_claim, person
from tests.cast import make_department
from tests.conftest import NOW, TODAY
from tests.makers import make_enterprise
from tests.makers_of_awards import IN_FORCE, MEASURES

FUND = BeneficiaryEntry(BeneficiaryKind.FUND_MANAGER, "样例基金管理有限公司", "P1000001")
PLATFORM = BeneficiaryEntry(BeneficiaryKind.REFERRAL_PLATFORM, "样例引荐平台")
TALENT = BeneficiaryEntry(BeneficiaryKind.PERSON, "某某（样例公司）")
INVESTED = ClaimFiling("fund_investment", basis_on=date(2025, 6, 30), base=8000 * FEN_IN_WAN, asked=100 * FEN_IN_WAN)
TALENTED = ClaimFiling("talent_award", basis_on=date(2025, 6, 30), asked=60 * FEN_IN_WAN)
SIGNERS = ("maria", "hana", "hana", "moritz", "moritz", "moritz", "martin")
WAY = ("submit", "accept", "first_review", "second_review", "announce", "approve", "pay")


def made(session, entry):
    return add_beneficiary(session, entry, by=person(session, "maria").id, on=TODAY)


def draft(session, beneficiary, filing):
    for code, name in (("jrb", "区金融办"), ("zzb", "区委组织部")):
        make_department(session, code, name)
    by = person(session, "maria").id
    return draft_claim_for(session, beneficiary, filing, GROUND, by=by, on=TODAY, at=NOW)


def test_somebody_is_recorded_once_and_the_same_sent_again_is_one_record(session):
    first = made(session, FUND)

    assert made(session, FUND).id == first.id
    with pytest.raises(CrmError, match="beneficiary_known"):
        made(session, BeneficiaryEntry(BeneficiaryKind.FUND_MANAGER, "另一家", "p1000001 "))
    moritz = person(session, "moritz").id
    with pytest.raises(CrmError, match="beneficiary_known"):
        add_beneficiary(session, FUND, by=moritz, on=TODAY)


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        (BeneficiaryEntry(BeneficiaryKind.ENTERPRISE, "某公司"), "bad_request"),
        (BeneficiaryEntry(BeneficiaryKind.PERSON, "  "), "bad_request"),
        (BeneficiaryEntry(BeneficiaryKind.PERSON, "某" * 101), "bad_request"),
        (BeneficiaryEntry(BeneficiaryKind.PERSON, "某某", "110107199001011234"), "beneficiary_person_code"),
    ],
)
def test_an_enterprise_a_nameless_one_and_the_number_of_a_person_are_not_recorded(session, entry, code):
    with pytest.raises(CrmError, match=code):
        made(session, entry)


def test_a_fund_manager_claims_a_share_within_its_cap_and_is_paid_by_four_people(session):
    fund = made(session, FUND)
    session.expire_all()
    claim = draft(session, fund, INVESTED)
    complete_for(session, claim)
    for act, who in zip(WAY, SIGNERS, strict=True):
        act_on_claim(session, claim, act, who=who)

    account = session.execute(select(AwardAccount.reserved, AwardAccount.paid, AwardAccount.cap)).one()
    assert tuple(account) == (0, 100 * FEN_IN_WAN, 100 * FEN_IN_WAN)
    line = line_of(session, claim)
    assert (line.enterprise_id, line.enterprise, line.credit_code) == (None, FUND.name, FUND.code)
    row = next(row for row in read_ledger(session, MEASURES, on=TODAY) if row.holder == Holder(0, fund.id))
    assert (row.entitlement, row.paid, row.open) == (100 * FEN_IN_WAN, 100 * FEN_IN_WAN, 0)
    with pytest.raises(CrmError, match="claim_above_cap"):
        draft(session, fund, INVESTED)


def complete_for(session, claim):
    """A manager says where the evidence is: nobody looks after a fund manager."""
    notes = {row.evidence: "卷宗 1" for row in evidence_of(session, claim.id)}
    prepare_claim(session, claim.id, notes, by=person(session, "maria").id, on=TODAY)


@pytest.mark.parametrize(
    ("entry", "filing", "code"),
    [
        (FUND, ClaimFiling("title_award", "srdi"), "payment_to_another"),
        (FUND, TALENTED, "payment_to_another"),
        (PLATFORM, INVESTED, "payment_to_another"),
        (PLATFORM, ClaimFiling("referral", basis_on=date(2025, 6, 30), asked=1), "claim_without_figure"),
        (FUND, ClaimFiling("fund_investment", basis_on=date(2025, 6, 30), base=100, asked=3), "claim_above_share"),
        (
            FUND,
            ClaimFiling("fund_investment", basis_on=date(2026, 1, 1), base=100, asked=1),
            "claim_outside_validity",
        ),
        (
            TALENT,
            ClaimFiling("talent_award", basis_on=date(2025, 1, 1), asked=100 * FEN_IN_WAN + 1),
            "claim_above_cap",
        ),
    ],
)
def test_each_claims_its_own_clause_within_the_limits(session, entry, filing, code):
    with pytest.raises(CrmError, match=code):
        draft(session, made(session, entry), filing)


def test_a_person_may_have_what_the_clause_gives_less_what_was_paid(session):
    talent = made(session, TALENT)
    entry = PaymentEntry("talent_award", IN_FORCE, date(2025, 3, 1), "才-1", 40 * FEN_IN_WAN)
    record_for(session, talent, entry, MEASURES, by=person(session, "maria").id, on=TODAY)

    record = record_of(session, talent.id)
    lines = entitlements(MEASURES, record.standing, on=date(2025, 6, 1), kind=BeneficiaryKind.PERSON)

    assert {line.offer.benefit.id for line in lines} == {"talent_award", "executives"}
    line = next(line for line in lines if line.offer.benefit.id == "talent_award")
    assert (line.state, line.reckoning.due) == (EntitlementState.POSSIBLE, 60 * FEN_IN_WAN)


def test_an_enterprise_is_brought_once_and_a_slip_of_the_record_frees_it(session):
    platform, other = made(session, PLATFORM), made(session, BeneficiaryEntry(PLATFORM.kind, "另一平台"))
    enterprise = make_enterprise(session)
    maria = person(session, "maria").id
    referral = add_referral(session, platform.id, enterprise.credit_code, 2025, by=maria, on=TODAY)

    assert add_referral(session, platform.id, enterprise.credit_code, 2025, by=maria, on=TODAY).id == referral.id
    with pytest.raises(CrmError, match="referral_known"):
        add_referral(session, other.id, enterprise.credit_code, 2026, by=maria, on=TODAY)
    remove_referral(session, platform.id, referral.id, by=maria, on=TODAY)
    with pytest.raises(CrmError, match="referral_removed"):
        remove_referral(session, platform.id, referral.id, by=maria, on=TODAY)
    add_referral(session, other.id, enterprise.credit_code, 2026, by=maria, on=TODAY)

    assert referrals_of(session, platform.id) == []
    assert [(line.year, line.enterprise) for line in referrals_of(session, other.id)] == [(2026, enterprise.name)]
    assert len(session.scalars(select(Referral)).all()) == 2


@pytest.mark.parametrize(
    ("entry", "credit_code", "year", "code"),
    [
        (FUND, None, 2025, "not_found"),
        (PLATFORM, "91110107MADE00000X", 2025, "referral_enterprise_unknown"),
        (PLATFORM, None, 2027, "referral_year_unfit"),
        (PLATFORM, None, 1999, "referral_year_unfit"),
    ],
)
def test_only_a_platform_brings_an_enterprise_of_the_desk_in_a_year_that_has_come(
    session, entry, credit_code, year, code
):
    beneficiary = made(session, entry)
    known = make_enterprise(session).credit_code
    with pytest.raises(CrmError, match=code):
        add_referral(session, beneficiary.id, credit_code or known, year, by=person(session, "maria").id, on=TODAY)


def test_the_list_counts_what_was_paid_is_claimed_and_was_brought(session):
    fund, platform = made(session, FUND), made(session, PLATFORM)
    maria = person(session, "maria").id
    draft(session, fund, INVESTED)
    entry = PaymentEntry("fund_investment", IN_FORCE, date(2025, 3, 1), "基-1", FEN_IN_WAN, period=2024)
    record_for(session, fund, entry, MEASURES, by=maria, on=TODAY)
    add_referral(session, platform.id, make_enterprise(session).credit_code, 2025, by=maria, on=TODAY)

    lines, total = list_beneficiaries(session, BeneficiaryFilter(), offset=0, limit=10)

    counted = {line.beneficiary.id: (line.paid, line.claims, line.brought) for line in lines}
    assert (counted, total) == ({fund.id: (FEN_IN_WAN, 1, 0), platform.id: (0, 0, 1)}, 2)
    assert list_beneficiaries(session, BeneficiaryFilter("person"), offset=0, limit=10) == ([], 0)
    assert list_beneficiaries(session, BeneficiaryFilter(text="P1000"), offset=0, limit=10)[1] == 1


def test_a_manager_records_a_fund_pays_it_takes_that_back_and_claims_for_it(signed_in, cast):
    with cast.writing() as session:
        make_department(session, "jrb", "区金融办")
    maria = signed_in("maria")
    maria.post("/beneficiaries/new", {"kind": "fund_manager", "name": FUND.name, "code": FUND.code})
    page = maria.get("/beneficiaries/1").text
    assert "基金管理人投资奖励" in page
    assert "首次认定奖励" not in page

    paid = {"benefit": "fund_investment", "document": IN_FORCE, "amount": "10", "year": "2024"}
    maria.post("/beneficiaries/1/payments/new", {**paid, "paid_on": "2025-03-01", "voucher": "基-1"})
    assert "基-1" in maria.get("/beneficiaries/1").text
    maria.post("/beneficiaries/1/payments/1/remove", {})
    assert "基-1" not in maria.get("/beneficiaries/1").text
    claim = {"benefit": "fund_investment", "basis_on": "2025-06-30", "base": "1000", "asked": "20"}
    maria.post("/beneficiaries/1/claims/new", claim)
    assert FUND.name in maria.get("/claims?list=draft").text
    assert FUND.name in maria.get("/claims/1").text
    with cast.reading() as session:
        assert session.scalars(select(Payment.removed_on)).one() == TODAY


def test_whoever_has_to_act_reads_whose_claim_it_is(signed_in, cast):
    with cast.writing() as session:
        person(session, "hana")
        claim = draft(session, made(session, FUND), INVESTED)
        complete_for(session, claim)
        act_on_claim(session, claim, "submit", who="maria")
        deliver(session, waiting(session, limit=10), at=NOW)
        number = claim.number

    page = signed_in("hana").get("/notices").text

    assert number in page
    assert FUND.name in page
