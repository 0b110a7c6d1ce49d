"""A payment whose process dies is made once: not at all before its commit, and not again after it."""

from __future__ import annotations

import os
import signal

import pytest
from sqlalchemy import select

from crm.awards.claims.models import Claim
from crm.awards.models import AwardAccount, Payment
from crm.db import db, transaction
from crm.errors import CrmError
from tests.awards.claims.making import act_on_claim, make_claim
from tests.together import at_once


@pytest.fixture
def approved(cast) -> int:
    with cast.writing() as session:
        return make_claim(session, "approved").id


def pay(app, claim_id, *, dies=""):
    """As somebody who presses the button; a process that dies is killed as the machine kills it."""
    with app.app_context():
        with transaction() as session:
            act_on_claim(session, session.get_one(Claim, claim_id), "pay")
            if dies == "before":
                os.kill(os.getpid(), signal.SIGKILL)
        if dies == "after":
            os.kill(os.getpid(), signal.SIGKILL)


def pay_and_die(app, claim_id, moment):
    with app.app_context():
        db.session.remove()
    child = os.fork()
    if child == 0:
        with app.app_context():
            db.engine.dispose(close=False)
        pay(app, claim_id, dies=moment)
        os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


def paid(cast):
    with cast.reading() as session:
        payments = session.scalars(select(Payment.amount)).all()
        return list(payments), session.execute(select(AwardAccount.reserved, AwardAccount.paid)).one()


def test_killed_before_its_commit_nothing_was_paid_and_the_retry_pays(app, cast, approved):
    pay_and_die(app, approved, "before")
    amounts, sums = paid(cast)
    assert (amounts, sums.paid) == ([], 0)

    pay(app, approved)

    amounts, sums = paid(cast)
    assert (amounts, tuple(sums)) == ([sums.paid], (0, sums.paid))


def test_killed_between_the_commit_and_the_answer_it_is_paid_and_the_retry_is_refused(app, cast, approved):
    pay_and_die(app, approved, "after")
    before = paid(cast)

    with pytest.raises(CrmError, match="claim_moved_on"):
        pay(app, approved)

    assert paid(cast) == before
    assert before[0] == [before[1].paid]


def test_of_several_who_pay_at_once_one_does(app, cast, approved):
    def try_to_pay() -> str:
        try:
            pay(app, approved)
        except CrmError as error:
            return error.code
        return "paid"

    assert sorted(at_once([try_to_pay] * 4)) == ["claim_moved_on"] * 3 + ["paid"]
    assert len(paid(cast)[0]) == 1
