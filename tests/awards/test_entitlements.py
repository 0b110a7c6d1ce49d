"""What an enterprise is entitled to on a day: title by title, account by account, never on a basis that is over."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from crm.awards.benefits.benefits_page import formula, may_claim
from crm.awards.benefits.entitlements import (
    AwardRemark,
    AwardStanding,
    EntitlementState,
    SumClaimed,
    SumPaid,
    TitleHeld,
    entitlements,
    total_entitled,
)
from crm.awards.law.reading import read_measure
from crm.awards.measures import arrange, measures_at
from crm.config.settings import ROOT
from crm.money import FEN_IN_WAN
from crm.rules.reading.written import read_words

MEASURES = measures_at(ROOT / "config" / "policies")
OLD = MEASURES.all[0].text
LADDER = ("innovative", "srdi", "little_giant")
FIRST, LAST = date(2023, 7, 11), date(2025, 12, 31)
IN_2025, IN_2026 = date(2025, 9, 1), date(2026, 11, 24)
DAY = timedelta(days=1)


def standing(titles=(), payments=(), *, declared=True, in_care=False) -> AwardStanding:
    held = tuple(TitleHeld(*each) for each in titles)
    sums = tuple(SumPaid(benefit, subject, period, wan * FEN_IN_WAN) for benefit, subject, period, wan in payments)
    return AwardStanding(held, sums, declared, in_care)


def paid_award(subject: str, wan: int):
    return ("title_award", subject, 0, wan)


def lines_of(known: AwardStanding, on: date = IN_2025):
    return entitlements(MEASURES, known, on=on, ladder=LADDER)


def line(known: AwardStanding, benefit: str, subject: str = "", on: date = IN_2025):
    found = [one for one in lines_of(known, on) if (one.offer.benefit.id, one.subject) == (benefit, subject)]
    assert len(found) == 1, found
    return found[0]


def test_a_promotion_earns_the_difference_and_says_how(app):
    known = standing([("innovative", FIRST), ("little_giant", date(2025, 3, 1))], [paid_award("innovative", 3)])

    giant = line(known, "title_award", "little_giant")

    assert giant.state is EntitlementState.ENTITLED
    assert giant.reckoning.due == 77 * FEN_IN_WAN
    with app.test_request_context():
        assert formula(giant) == "80 万 − 已兑现 3 万 = 77 万，第一条"


def test_without_a_word_on_payments_the_amount_is_a_most(app):
    giant = line(standing([("little_giant", date(2025, 3, 1))], declared=False), "title_award", "little_giant")

    assert AwardRemark.NOT_RECORDED in giant.remarks
    with app.test_request_context():
        assert formula(giant) == "至多 80 万（此前兑付未录入），第一条"


def test_a_payment_on_record_is_enough_to_know_the_difference():
    known = standing([("srdi", date(2025, 3, 1))], [paid_award("innovative", 3)], declared=False)

    srdi = line(known, "title_award", "srdi")

    assert srdi.remarks == ()
    assert srdi.reckoning.due == 17 * FEN_IN_WAN


def test_two_titles_unpaid_are_one_sum_and_the_lower_stands_within_the_higher():
    known = standing([("innovative", FIRST), ("srdi", date(2024, 6, 1))])

    lower, higher = line(known, "title_award", "innovative"), line(known, "title_award", "srdi")

    assert AwardRemark.WITHIN_HIGHER in lower.remarks
    assert higher.remarks == ()
    assert total_entitled(lines_of(known)) == 20 * FEN_IN_WAN


def test_while_a_claim_for_the_lower_title_is_under_way_the_higher_one_waits_for_its_difference():
    known = replace(
        standing([("innovative", FIRST), ("srdi", date(2024, 6, 1))]),
        claims=(SumClaimed(1, "title_award", "innovative", 0),),
    )

    higher = line(known, "title_award", "srdi")

    assert higher.remarks == (AwardRemark.OTHER_UNDER_WAY,)
    assert not may_claim(higher, has_figure=True)
    assert may_claim(line(replace(known, claims=()), "title_award", "srdi"), has_figure=True)


def test_what_was_paid_in_full_is_paid():
    known = standing([("srdi", date(2024, 6, 1))], [paid_award("srdi", 20)])

    assert line(known, "title_award", "srdi").state is EntitlementState.PAID
    assert total_entitled(lines_of(known)) == 0


@pytest.mark.parametrize(
    ("granted_on", "state", "remark"),
    [
        (FIRST - DAY, EntitlementState.BASIS_EXPIRED, AwardRemark.BEFORE_MEASURE),
        (FIRST, EntitlementState.ENTITLED, AwardRemark.LATE_CLAIM_OPEN),
        (LAST, EntitlementState.ENTITLED, AwardRemark.LATE_CLAIM_OPEN),
        (LAST + DAY, EntitlementState.BASIS_EXPIRED, AwardRemark.AFTER_MEASURE),
    ],
)
def test_a_title_counts_by_the_day_of_its_recognition(granted_on, state, remark):
    srdi = line(standing([("srdi", granted_on)]), "title_award", "srdi", on=IN_2026)

    assert (srdi.state, srdi.remarks) == (state, (remark,))
    assert srdi.is_indicative is (state is EntitlementState.BASIS_EXPIRED)


def test_a_title_regained_after_a_lapse_is_no_first_award():
    known = standing([("srdi", date(2022, 3, 1)), ("srdi", date(2025, 5, 1))])

    assert line(known, "title_award", "srdi").state is EntitlementState.BASIS_EXPIRED


@pytest.mark.parametrize(
    ("revoked_on", "state"), [(IN_2025, EntitlementState.BASIS_EXPIRED), (IN_2025 + DAY, EntitlementState.ENTITLED)]
)
def test_a_revoked_title_earns_nothing_from_the_day_on(revoked_on, state):
    assert line(standing([("srdi", date(2024, 6, 1), revoked_on)]), "title_award", "srdi").state is state


def test_titles_not_held_are_possible_above_the_highest_and_expired_after_the_measure():
    known = standing([("srdi", date(2024, 6, 1))], [paid_award("srdi", 20)])

    assert line(known, "title_award", "little_giant").state is EntitlementState.POSSIBLE
    assert line(known, "title_award", "little_giant").reckoning.due == 60 * FEN_IN_WAN
    assert line(known, "title_award", "little_giant", on=IN_2026).state is EntitlementState.BASIS_EXPIRED
    assert [one.subject for one in lines_of(known) if one.offer.benefit.id == "title_award"] == [
        "srdi",
        "little_giant",
    ]


@pytest.mark.parametrize(
    ("paid", "state", "due"),
    [
        (0, EntitlementState.POSSIBLE, 100),
        (40, EntitlementState.POSSIBLE, 60),
        (99, EntitlementState.POSSIBLE, 1),
        (100, EntitlementState.USED_UP, 0),
    ],
)
def test_a_yearly_cap_is_used_up_within_its_year(paid, state, due):
    payments = [("loan_interest", "", 2025, paid)] if paid else []
    known = standing(payments=[*payments, ("loan_interest", "", 2024, 100)])

    interest = line(known, "loan_interest")

    assert (interest.state, interest.reckoning.due) == (state, due * FEN_IN_WAN)


def test_each_project_has_a_cap_of_its_own():
    known = standing(payments=[("rd_project", "甲项目", 0, 120), ("rd_project", "乙项目", 0, 200)])

    assert line(known, "rd_project", "甲项目").reckoning.due == 80 * FEN_IN_WAN
    assert line(known, "rd_project", "乙项目").state is EntitlementState.USED_UP
    assert line(known, "rd_project", "").reckoning.due == 200 * FEN_IN_WAN


@pytest.mark.parametrize(
    ("cap", "on", "document", "most"),
    [
        (300, IN_2025, "石经信局〔2026〕1号", 300),
        (200, IN_2025, "石经信局〔2023〕24号", 200),
        (100, IN_2025, "石经信局〔2023〕24号", 200),
        (100, IN_2026, "石经信局〔2026〕1号", 100),
    ],
)
def test_of_like_benefits_in_force_the_one_that_gives_most_is_on_the_map_once(cap, on, document, most):
    beside = (
        OLD.replace("id: shijingshan-2023-24", "id: beside")
        .replace("document: 石经信局〔2023〕24号", "document: 石经信局〔2026〕1号")
        .replace("{from: 2023-07-11, to: 2025-12-31}", "{from: 2024-01-01, to: 2028-12-31}")
        .replace("cap: 200, per: project", f"cap: {cap}, per: project")
    )
    for clause in MEASURES.all[0].clauses:
        beside = beside.replace(f"\n  {clause}:\n", f"\n  new_{clause}:\n")
    both = arrange((read_measure(read_words(text, "a"), text), read_words(text, "a")) for text in (OLD, beside))

    lines = entitlements(both, standing(), on=on, ladder=LADDER)

    found = [one for one in lines if one.offer.benefit.id == "rd_project"]
    assert [(one.offer.measure.document, one.reckoning.worth) for one in found] == [(document, most * FEN_IN_WAN)]


def test_what_others_are_paid_is_never_an_amount_of_the_enterprise():
    manager = line(standing(), "fund_investment")

    assert manager.reckoning is None
    assert manager.remarks == (AwardRemark.FOR_OTHERS,)


def test_a_flat_given_is_a_quota_used_up():
    known = AwardStanding((), (SumPaid("talent_flat", "", 0, 0, 1),), is_declared=True, is_in_care=False)

    assert line(known, "talent_flat").state is EntitlementState.USED_UP


def test_the_steward_comes_with_the_pool():
    assert line(standing(in_care=True), "steward_service").state is EntitlementState.ENTITLED
    assert line(standing(), "steward_service").state is EntitlementState.POSSIBLE


def test_every_line_of_every_clause_is_indicative_after_the_measure_unless_it_was_earned_within():
    known = standing([("srdi", date(2024, 6, 1))])

    after = lines_of(known, on=IN_2026)

    earned = [one for one in after if not one.is_indicative]
    assert [(one.offer.benefit.id, one.subject) for one in earned] == [("title_award", "srdi")]


def test_before_any_measure_there_is_nothing_to_map():
    assert lines_of(standing([("srdi", date(2022, 1, 1))]), on=FIRST - DAY) == []
