"""拨付批次: what goes out to the finance bureau, what comes back, and what the bank cannot have done."""

from dataclasses import replace
from datetime import timedelta
from threading import Event, Thread

import pytest
from sqlalchemy import event

from crm.awards.batches.batches_page import batch_rows
from crm.awards.batches.models import BatchOutcome
from crm.awards.batches.queries import claims_in, claims_to_list, list_batches
from crm.awards.batches.service import BankReturn, make_batch, record_returns, take_out
from crm.awards.claims.models import Claim
from crm.awards.claims.queries import claims_in_public
from crm.db import db, transaction
from crm.errors import CrmError
from crm.imports.payments.returns import RETURN_HEADINGS, read_returns
from crm.money import FEN_IN_WAN
from crm.web.words import day
from tests.awards.claims.making import AFTER_PUBLICITY, GROUND, act_on_claim, make_claim, person
from tests.conftest import NOW

TWENTY = 20 * FEN_IN_WAN
HEAD = [words[0] for words in RETURN_HEADINGS.values()]


@pytest.fixture
def two(session):
    """Two approved claims, and the list they stand on."""
    claims = [make_claim(session, "approved") for _ in range(2)]
    batch = make_batch(session, {one.id for one in claims}, by=person(session, "maria").id, on=AFTER_PUBLICITY)
    return batch, claims


def paid(claim, row=2) -> BankReturn:
    return BankReturn(row, claim.number, BatchOutcome.PAID, claim.amount, f"拨-{claim.number}", AFTER_PUBLICITY)


def bounced(claim, row=2) -> BankReturn:
    return BankReturn(row, claim.number, BatchOutcome.BOUNCED, claim.amount, why="账号有误")


def send_back(session, batch, *returns, who="moritz"):
    by = person(session, who).id
    return record_returns(session, batch.id, returns, GROUND, by=by, on=AFTER_PUBLICITY, at=NOW)


def test_a_list_takes_approved_claims_once(session, two):
    _batch, claims = two

    assert claims_to_list(session) == []
    assert [one.awaited for one in list_batches(session)] == [2]
    with pytest.raises(CrmError, match="batch_claims_unfit"):
        make_batch(session, {claims[0].id}, by=person(session, "maria").id, on=AFTER_PUBLICITY)


def test_what_the_bank_paid_is_paid_once_however_often_it_is_sent(session, two):
    batch, claims = two
    returns = [paid(one, row) for row, one in enumerate(claims, 2)]

    assert send_back(session, batch, *returns).written == 2
    again = send_back(session, batch, *returns)

    assert (again.written, again.known, {one.state for one in claims}) == (0, 2, {"paid"})
    assert {one.line.outcome for one in claims_in(session, batch.id)} == {BatchOutcome.PAID}


def test_a_return_for_what_was_not_paid_is_refused_and_nothing_of_the_list_is_written(session, two):
    batch, claims = two

    result = send_back(session, batch, paid(claims[0]), bounced(claims[1], 3))

    assert [(one.row, one.error.code) for one in result.faults] == [(3, "claim_not_paid")]
    assert result.faults[0].error.values["clause"] == "第一条"
    assert "claim.pay" not in [act.action for act in session.info["audit.pending"]]
    assert {one.state for one in claims} == {"approved"}


def test_a_payment_that_comes_back_can_go_out_on_another_list(session, two):
    batch, claims = two
    send_back(session, batch, paid(claims[0]))

    send_back(session, batch, bounced(claims[0]))

    assert claims[0].state == "approved"
    assert [line.claim.id for line in claims_to_list(session)] == [claims[0].id]
    assert send_back(session, batch, bounced(claims[0])).known == 1


def test_what_was_recovered_since_it_was_paid_says_so_and_its_return_may_be_sent_again(session, two):
    batch, claims = two
    returns = [paid(one, row) for row, one in enumerate(claims, 2)]
    send_back(session, batch, *returns)
    act_on_claim(session, claims[0], "recover")

    again = send_back(session, batch, *returns)

    assert (again.faults, again.known, claims[0].state) == ((), 2, "recovered")
    assert [str(row.outcome) for row in batch_rows(claims_in(session, batch.id), {})] == ["已追回", "已拨付"]


def test_a_wrong_amount_another_list_and_the_approver_are_refused(session, two):
    batch, claims = two
    stranger = make_claim(session, "approved")

    result = send_back(session, batch, replace(paid(claims[0]), amount=1), paid(stranger, 3))
    assert [one.error.code for one in result.faults] == ["return_amount_differs", "return_not_in_batch"]
    assert send_back(session, batch, paid(claims[0]), who="maria").faults[0].error.code == "claim_own_step"


def test_what_stands_on_a_list_is_not_withdrawn_until_it_is_taken_out(session, two):
    batch, claims = two

    with pytest.raises(CrmError, match="claim_on_list"):
        act_on_claim(session, claims[0], "withdraw")
    take_out(session, batch.id, claims[0].id, by=person(session, "maria").id, on=AFTER_PUBLICITY)
    assert [(one.lines, one.amount) for one in list_batches(session)] == [(1, claims[1].amount)]
    act_on_claim(session, claims[0], "withdraw")

    assert claims[0].state == "withdrawn"
    with pytest.raises(CrmError, match="batch_line_settled"):
        take_out(session, batch.id, claims[0].id, by=person(session, "maria").id, on=AFTER_PUBLICITY)


def test_a_return_of_a_list_that_the_claim_has_left_does_not_touch_its_payment_by_another(session, two):
    batch, claims = two
    maria = person(session, "maria").id
    take_out(session, batch.id, claims[0].id, by=maria, on=AFTER_PUBLICITY)
    another = make_batch(session, {claims[0].id}, by=maria, on=AFTER_PUBLICITY)
    send_back(session, another, paid(claims[0]))

    result = send_back(session, batch, bounced(claims[0]))

    assert [one.error.code for one in result.faults] == ["return_line_settled"]
    assert claims[0].state == "paid"


def test_what_came_back_is_not_paid_again_by_the_list_it_came_back_from(session, two):
    batch, claims = two
    send_back(session, batch, paid(claims[0]))
    send_back(session, batch, bounced(claims[0]))
    make_batch(session, {claims[0].id}, by=person(session, "maria").id, on=AFTER_PUBLICITY)

    result = send_back(session, batch, replace(paid(claims[0]), voucher="拨-再"))

    assert [one.error.code for one in result.faults] == ["return_line_settled"]
    assert claims[0].state == "approved"


def test_rows_of_somebody_elses_sheet_are_refused_without_a_query_each(session, two):
    batch, claims = two
    statements = []
    strangers = [replace(paid(claims[0], row), number=f"行{row}") for row in range(2, 202)]

    def note(*what):
        statements.append(what[2])

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        result = send_back(session, batch, *strangers)
    finally:
        event.remove(db.engine, "before_cursor_execute", note)

    assert len(result.faults) == 200
    assert len(statements) < 20


def test_a_list_made_while_a_claim_is_paid_waits_and_does_not_take_it(app, cast):
    with cast.writing() as session:
        claim_id, maria = make_claim(session, "approved").id, person(session, "maria").id
    is_paid, is_listed, refusals = Event(), Event(), []

    def list_it():
        is_paid.wait(10)
        with app.app_context():
            try:
                with transaction() as session:
                    make_batch(session, {claim_id}, by=maria, on=AFTER_PUBLICITY)
            except CrmError as error:
                refusals.append(error.code)
        is_listed.set()

    beside = Thread(target=list_it)
    beside.start()
    with cast.writing() as session:
        act_on_claim(session, session.get_one(Claim, claim_id), "pay")
        is_paid.set()
        assert not is_listed.wait(0.3)
    beside.join()

    assert refusals == ["batch_claims_unfit"]


def test_a_manager_reads_the_lists_makes_one_and_takes_it_along(signed_in, cast):
    with cast.writing() as session:
        claim = make_claim(session, "approved")
    maria = signed_in("maria")

    maria.post("/payment-batches/new", {"claim": str(claim.id)})

    assert "20 万元" in maria.get("/payment-batches").text
    assert claim.number in maria.get("/payment-batches/1").text
    assert "200000.00" in maria.get("/payment-batches/1/export.csv").text


def test_a_returned_list_is_read_in_yuan_and_rows_without_a_result_wait():
    rows = [
        (1, HEAD),
        (2, ["DX2026-000001", "200000.00", "已拨付", "拨-1", "2026-12-02", ""]),
        (3, ["DX2026-000002", "30000", "退票", "", "", "账号有误"]),
        (4, ["DX2026-000003", "30000", "", "", "", ""]),
    ]

    read = read_returns(rows)

    assert [(one.number, one.outcome, one.amount) for one in read.returns] == [
        ("DX2026-000001", "paid", TWENTY),
        ("DX2026-000002", "bounced", 3 * FEN_IN_WAN),
    ]
    assert read.faults == ()


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        (["DX2026-000001", "-200000", "已拨付", "拨-1", "2026-12-02"], "list_amount_bad"),
        (["DX2026-000001", "200000.005", "已拨付", "拨-1", "2026-12-02"], "list_amount_bad"),
        (["DX2026-000001", "200000", "已拨付", "", "2026-12-02"], "list_voucher_missing"),
        (["DX2026-000001", "200000", "已拨付", "拨-1", "十二月"], "list_day_bad"),
        (["DX2026-000001", "200000", "在途", "拨-1", "2026-12-02"], "return_outcome_unknown"),
    ],
)
def test_a_row_that_says_nothing_certain_is_refused(cells, code):
    read = read_returns([(1, HEAD), (2, [*cells, ""])])

    assert [one.error.code for one in read.faults] == [code]


def test_the_public_notice_shows_a_claim_through_its_last_day_and_not_while_it_awaits_approval(session):
    claim = make_claim(session, "publicity")

    last_day, day_after = (claims_in_public(session, on) for on in (claim.public_to, AFTER_PUBLICITY))

    assert [line.claim.id for line in last_day] == [claim.id]
    assert day_after == []


def test_the_public_notice_names_the_document_it_rests_on_and_the_last_day_where_all_share_one(signed_in, cast):
    with cast.writing() as session:
        first = make_claim(session, "publicity")
        make_claim(session, "publicity")
        address, last = "/claims/public-notice", day(first.public_to)
    alone = signed_in("maria").get(address).text

    with cast.writing() as session:
        session.get_one(Claim, first.id).public_to -= timedelta(days=1)
    apart = signed_in("maria").get(address).text

    assert f"根据石经信局〔2023〕24号，现将下列拟兑现事项予以公示。公示至 {last}。" in alone
    assert "各项的公示期见表。" in apart
