"""Payments: once a voucher, on the account the clause names, within its cap; and the word that there were none."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from crm.awards.benefits.queries import award_record
from crm.awards.law.reading import read_measure
from crm.awards.measures import arrange, measures_at
from crm.awards.models import Payment
from crm.awards.payments import queries
from crm.awards.payments.service import (
    PaymentEntry,
    declare_payments,
    record_payment,
    remove_payment,
    withdraw_payments,
)
from crm.config.settings import ROOT
from crm.errors import CrmError
from crm.money import FEN_IN_WAN, LARGEST_FEN
from crm.rules.reading.written import read_words
from tests.awards.successors.test_successors import NEW as NEXT
from tests.cast import make_person
from tests.conftest import TODAY
from tests.makers import make_enterprise

MEASURES = measures_at(ROOT / "config" / "policies")
OLD, NEW = "石经信局〔2022〕8号", "石经信局〔2023〕24号"
AWARD = PaymentEntry("title_award", OLD, date(2022, 12, 1), "拨-1", 3 * FEN_IN_WAN, subject="innovative")
INTEREST = PaymentEntry("loan_interest", NEW, date(2025, 12, 1), "息-1", 40 * FEN_IN_WAN, period=2025)


@pytest.fixture
def ours(session):
    return make_enterprise(session)


@pytest.fixture
def pay(session, ours):
    maria = make_person(session, "maria")

    def record(entry: PaymentEntry, enterprise=ours) -> Payment:
        return record_payment(session, enterprise.id, entry, MEASURES, by=maria.id, on=TODAY)

    return record


def read_next(text: str):
    written = read_words(text, "next")
    return read_measure(written, text), written


def refusal(pay, entry: PaymentEntry) -> CrmError:
    with pytest.raises(CrmError) as refused:
        pay(entry)
    return refused.value


def test_a_payment_under_the_repealed_measure_counts_for_the_difference(session, ours, pay):
    pay(AWARD)

    assert queries.title_awards_paid(session, {ours.id}) == {ours.id: 3 * FEN_IN_WAN}
    assert award_record(session, ours.id).standing.title_awards == 3 * FEN_IN_WAN


def test_neither_an_amount_nor_none_is_unknown_and_none_is_a_word_of_its_own(session, ours):
    assert queries.title_awards_paid(session, {ours.id}) == {}
    assert award_record(session, ours.id).standing.title_awards is None

    declare_payments(session, ours.id, evidence="拨付清单", by=make_person(session, "maria").id, on=TODAY)

    assert queries.title_awards_paid(session, {ours.id}) == {ours.id: 0}
    assert award_record(session, ours.id).standing.title_awards == 0


def test_a_word_taken_back_makes_payments_unknown_again(session, ours):
    maria = make_person(session, "maria")
    declare_payments(session, ours.id, evidence="拨付清单", by=maria.id, on=TODAY)

    withdraw_payments(session, ours.id, by=maria.id, on=TODAY)

    assert award_record(session, ours.id).declaration is None
    with pytest.raises(CrmError, match="payments_not_declared"):
        withdraw_payments(session, ours.id, by=maria.id, on=TODAY)


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        (replace(AWARD, amount=0), "payment_nothing"),
        (replace(AWARD, amount=-3 * FEN_IN_WAN), "payment_nothing"),
        (replace(AWARD, pieces=1), "payment_nothing"),
        (replace(AWARD, subject=""), "payment_needs_title"),
        (replace(AWARD, subject="tech_sme"), "payment_needs_title"),
        (replace(AWARD, period=2025), "payment_needs_year"),
        (replace(AWARD, document="某文〔2019〕1号"), "payment_without_basis"),
        (replace(AWARD, benefit="nothing"), "payment_without_basis"),
        (replace(AWARD, benefit="office_space"), "payment_without_figure"),
        (replace(AWARD, benefit="fund_investment"), "payment_to_another"),
        (replace(AWARD, paid_on=TODAY + timedelta(days=1)), "payment_ahead"),
        (replace(AWARD, document=NEW, paid_on=date(2023, 7, 10)), "payment_before_measure"),
        (replace(AWARD, amount=3 * FEN_IN_WAN + 1), "payment_above_cap"),
        (replace(INTEREST, period=0), "payment_needs_year"),
        (replace(INTEREST, amount=100 * FEN_IN_WAN + 1), "payment_above_cap"),
        (replace(INTEREST, benefit="rd_project", period=0), "payment_needs_project"),
        (replace(INTEREST, subject="甲贷款"), "payment_on_no_account"),
        (
            replace(INTEREST, benefit="talent_flat", period=0, amount=0, pieces=1, subject="srdi"),
            "payment_on_no_account",
        ),
        (replace(INTEREST, benefit="talent_flat", period=0, amount=0, pieces=2), "payment_above_cap"),
        (replace(INTEREST, benefit="talent_flat", period=0), "payment_nothing"),
    ],
)
def test_what_a_voucher_cannot_say_is_refused_with_the_clause(pay, entry, code):
    assert refusal(pay, entry).code == code


def test_a_cap_may_be_reached_and_not_passed_unless_somebody_looked_again(pay):
    pay(INTEREST)
    pay(replace(INTEREST, voucher="息-2", amount=60 * FEN_IN_WAN))
    over = replace(INTEREST, voucher="息-3", amount=1)

    assert refusal(pay, over).values["clause"] == "第六条"
    assert pay(replace(over, is_checked=True)).amount == 1


def test_a_document_is_read_by_its_own_measure_before_the_one_that_repeals_it(session, ours):
    text = NEXT.replace("repeals: 石经信局〔2022〕8号", f"repeals: {NEW}")
    measures = arrange([*((one, read_words(one.text, "a")) for one in MEASURES.all), read_next(text)])
    giant = replace(AWARD, document=NEW, paid_on=date(2024, 5, 1), subject="little_giant", amount=81 * FEN_IN_WAN)

    with pytest.raises(CrmError, match="payment_above_cap"):
        record_payment(session, ours.id, giant, measures, by=make_person(session, "maria").id, on=TODAY)


def test_sums_that_no_column_holds_are_refused(pay):
    assert refusal(pay, replace(AWARD, amount=LARGEST_FEN, is_checked=True)).code == "payment_nothing"


def test_the_cap_of_another_year_is_another_cap(pay):
    pay(replace(INTEREST, amount=100 * FEN_IN_WAN))

    assert pay(replace(INTEREST, voucher="息-2", period=2024, paid_on=date(2024, 12, 1))).period == 2024


def test_titles_share_one_account(pay):
    pay(AWARD)
    whole = replace(AWARD, document=NEW, paid_on=date(2024, 5, 1), voucher="拨-2", subject="srdi")

    assert refusal(pay, replace(whole, amount=20 * FEN_IN_WAN)).code == "payment_above_cap"
    assert pay(replace(whole, amount=17 * FEN_IN_WAN)).subject == "srdi"


def test_the_same_voucher_sent_twice_is_one_payment(pay):
    assert pay(AWARD).id == pay(AWARD).id


def test_a_voucher_is_used_once_whoever_is_paid(session, pay):
    pay(AWARD)

    assert refusal(pay, replace(AWARD, amount=2 * FEN_IN_WAN)).code == "payment_voucher_known"
    with pytest.raises(CrmError, match="payment_voucher_known"):
        pay(AWARD, make_enterprise(session))


def test_vouchers_of_two_documents_may_be_alike(pay):
    pay(AWARD)

    other = replace(AWARD, document=NEW, paid_on=date(2024, 5, 1), subject="srdi", amount=17 * FEN_IN_WAN)
    assert pay(other).voucher == AWARD.voucher


def test_a_payment_taken_back_counts_no_more_and_frees_its_voucher(session, ours, pay):
    maria = make_person(session, "maria")
    payment = pay(AWARD)

    remove_payment(session, payment, by=maria.id, on=TODAY)

    assert award_record(session, ours.id).standing.title_awards is None
    assert pay(AWARD).id != payment.id
    with pytest.raises(CrmError, match="payment_removed"):
        remove_payment(session, payment, by=maria.id, on=TODAY)


def test_a_payment_of_another_enterprise_is_not_there(session, ours, pay):
    payment = pay(AWARD)

    with pytest.raises(CrmError, match="not_found"):
        queries.payment_of(session, make_enterprise(session).id, payment.id)
