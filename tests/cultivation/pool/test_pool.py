"""Coming into the cultivation pool and leaving it."""

from datetime import date

import pytest

from crm.cultivation.models import Leaving
from crm.cultivation.pool import service as pool
from crm.cultivation.titles import queries as title_queries
from crm.enterprises.identity.credit_codes import made_up_code
from crm.enterprises.service import Identity
from crm.errors import CrmError
from crm.stewards import queries as stewards
from tests.cast import make_person
from tests.makers import TODAY, make_enterprise


def test_a_new_enterprise_comes_into_the_pool_and_waits_for_a_steward(session):
    maria = make_person(session, "maria")

    enterprise = pool.admit_new(
        session, made_up_code(8), Identity("北京新来科技有限公司"), reason="区内规上企业", by=maria.id, on=TODAY
    )

    entry = title_queries.open_entry(session, enterprise.id)
    assert (entry.admitted_on, entry.admitted_by, entry.reason) == (TODAY, maria.id, "区内规上企业")
    standing = stewards.standing(session, enterprise.id)
    assert (standing.queued, standing.why) == (True, "区内规上企业")


def test_an_enterprise_with_a_steward_does_not_wait(session):
    enterprise = make_enterprise(session, steward="stefan", in_pool=False)

    pool.admit(session, enterprise, reason="主动申请", by=None, on=TODAY)

    assert not stewards.standing(session, enterprise.id).queued


def test_an_enterprise_is_in_the_pool_once(session):
    enterprise = make_enterprise(session)

    with pytest.raises(CrmError) as refused:
        pool.admit(session, enterprise, reason="再次", by=None, on=TODAY)

    assert refused.value.code == "already_in_pool"
    assert refused.value.values["name"] == enterprise.name


def test_a_deregistered_enterprise_is_not_admitted(session):
    enterprise = make_enterprise(session, in_pool=False, on=TODAY, deregistered_on=date(2026, 3, 1))

    with pytest.raises(CrmError, match="deregistered_enterprise"):
        pool.admit(session, enterprise, reason="主动申请", by=None, on=TODAY)


def test_an_enterprise_that_leaves_keeps_its_record_and_loses_its_steward(session):
    maria, enterprise = make_person(session, "maria"), make_enterprise(session, steward="stefan")

    pool.leave(session, enterprise, Leaving.MOVED_OUT, note="迁往外区", by=maria.id, on=TODAY)

    assert title_queries.open_entry(session, enterprise.id) is None
    entry = title_queries.entries(session, enterprise.id)[0]
    assert (entry.left_on, entry.left_why, entry.left_by) == (TODAY, "moved_out", maria.id)
    standing = stewards.standing(session, enterprise.id)
    assert (standing.assignment_id, standing.queued) == (None, False)


def test_an_enterprise_that_left_can_come_back(session):
    maria, enterprise = make_person(session, "maria"), make_enterprise(session)
    pool.leave(session, enterprise, Leaving.WITHDRAWN, note="企业申请退出", by=maria.id, on=TODAY)

    pool.admit(session, enterprise, reason="重新申请", by=maria.id, on=TODAY)

    assert len(title_queries.entries(session, enterprise.id)) == 2
    with pytest.raises(CrmError, match="already_in_pool"):
        pool.admit(session, enterprise, reason="再次", by=maria.id, on=TODAY)


def test_an_enterprise_outside_the_pool_cannot_leave_it(session):
    maria, enterprise = make_person(session, "maria"), make_enterprise(session, in_pool=False)

    with pytest.raises(CrmError, match="not_in_pool"):
        pool.leave(session, enterprise, Leaving.WITHDRAWN, note="企业申请退出", by=maria.id, on=TODAY)
