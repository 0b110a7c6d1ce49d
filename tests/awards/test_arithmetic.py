"""Every clause as a policy officer reads it, and reckoned a second time by code that shares nothing."""

from random import Random

import pytest

from crm.awards.law.arithmetic import AnotherMeasure, ByTitle, FixedAmount, Quota, Service, ShareOf, UpTo, most_of
from crm.awards.measures import measures_at
from crm.config.settings import ROOT
from crm.money import FEN_IN_WAN
from tests.awards import reference
from tests.awards.case_files import TIERS, AwardCase, award_cases

MEASURES = measures_at(ROOT / "config" / "policies")
BENEFITS = {each.id: each for clause in MEASURES.all[0].clauses.values() for each in clause.benefits}
CASES = list(award_cases())


def arithmetic(benefit: str, kind: type):
    found = BENEFITS[benefit].arithmetic
    assert isinstance(found, kind)
    return found


def test_every_clause_and_every_benefit_has_cases():
    assert {case.clause for case in CASES} == set(MEASURES.all[0].clauses)
    assert {case.benefit for case in CASES} == set(BENEFITS)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.clause}-{case.name}")
def test_a_case_comes_to_what_the_officer_wrote(case: AwardCase):
    match BENEFITS[case.benefit].arithmetic:
        case ByTitle() as by_title:
            assert by_title.reckon(TIERS[case.words["称号"]], case.fen("已兑现")).due == case.fen("应兑现")
        case ShareOf() as share:
            span = share.reckon(case.fen("基数"), case.fen("已兑现"))
            ends = ("最低", "最高") if "最低" in case.words else ("应兑现", "应兑现")
            assert (span.lowest.due, span.highest.due) == tuple(map(case.fen, ends))
        case UpTo() as up_to:
            assert up_to.reckon(tuple(case.stages), case.fen("已兑现")).due == case.fen("应兑现")
        case FixedAmount() as fixed:
            assert fixed.reckon(case.fen("已兑现")).due == case.fen("应兑现")
        case Quota() as quota:
            assert quota.remaining(case.words["已使用"]) == case.words["还可使用"]
        case AnotherMeasure() | Service() as without_figure:
            assert case.words["金额"] == "无"
            assert most_of(without_figure) is None


def near(draw: Random, limit: int) -> int:
    """Something on a limit, a fen beside it, or anywhere."""
    return max(0, draw.choice([0, limit, limit - 1, limit + 1, draw.randrange(3 * limit)]))


@pytest.mark.parametrize("benefit", sorted(reference.SHARES))
def test_shares_agree_with_a_second_reckoning(benefit: str):
    draw, share = Random(20261126), arithmetic(benefit, ShareOf)
    limits = [int(share.cap / rate) for rate in (share.lowest, share.highest)]
    for _ in range(2000):
        base, paid = near(draw, draw.choice(limits)), near(draw, share.cap)
        span = share.reckon(base, paid)
        assert (span.lowest.due, span.highest.due) == reference.share(benefit, base, paid)


@pytest.mark.parametrize("benefit", sorted(reference.CEILINGS))
def test_stages_agree_with_a_second_reckoning(benefit: str):
    draw, up_to = Random(20261127), arithmetic(benefit, UpTo)
    for _ in range(1000):
        sums = [near(draw, up_to.cap // 3) for _ in range(draw.randrange(1, 5))]
        paid = near(draw, up_to.cap)
        assert up_to.reckon(tuple(sums), paid).due == reference.stages(benefit, sums, paid)


def test_awards_of_titles_and_single_sums_agree_with_a_second_reckoning():
    draw, by_title = Random(20261128), arithmetic("title_award", ByTitle)
    for _ in range(2000):
        tier = draw.choice(list(TIERS.values()))
        paid = near(draw, reference.FIRST_AWARD.get(tier, 1) * FEN_IN_WAN)
        assert by_title.reckon(tier, paid).due == reference.title(tier, paid)
    for benefit in reference.SINGLE:
        fixed = arithmetic(benefit, FixedAmount)
        for paid in (0, 1, fixed.amount - 1, fixed.amount, fixed.amount + 1):
            assert fixed.reckon(paid).due == reference.single(benefit, paid)


@pytest.mark.parametrize("benefit", sorted(reference.SHARES))
def test_a_base_below_zero_is_refused(benefit: str):
    with pytest.raises(ValueError, match="-1"):
        arithmetic(benefit, ShareOf).reckon(-1, 0)


def test_a_stage_below_zero_is_refused():
    with pytest.raises(ValueError, match="-5"):
        arithmetic("listing_domestic", UpTo).reckon((10, -5), 0)
