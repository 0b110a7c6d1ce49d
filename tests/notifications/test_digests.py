"""The digest of the morning: a steward's in the other tests; here a manager's, and none after a quiet night."""

from datetime import timedelta

from sqlalchemy import select

from crm.cultivation.notices_page import KINDS
from crm.notifications.models import Notice
from tests.cast import make_person
from tests.conftest import TODAY
from tests.demands.making import make_demand
from tests.makers import make_enterprise
from tests.notifications.test_notices import make_flag, tell


def test_a_manager_reads_one_digest_of_the_whole_pool_with_the_demands_that_press(app, session):
    maria = make_person(session, "maria").id
    for name in ("stefan", "lina"):
        make_flag(session, make_enterprise(session, steward=name))
    make_demand(session, "returned", make_enterprise(session, steward="stefan"))
    late = make_demand(session, "in_hand", make_enterprise(session, steward="stefan"))
    late.finish_by = TODAY - timedelta(days=1)

    tell(session)

    digest = session.scalars(select(Notice).where(Notice.kind == "night", Notice.user_id == maria)).one()
    counts = {"near": 2, "demands_late": 1, "demands_decide": 1}
    assert digest.values == {"date": "2026-11-24", "whole": True, **counts}
    with app.test_request_context():
        kind = next(one for one in KINDS if one.name == "night")
        assert kind.words(digest.values, "") == "11 月 24 日全区：临近 2 家，诉求超期 1 件，诉求待决定 1 件。"
        assert kind.address(digest.values, 0) == "/overview"


def test_a_quiet_night_leaves_no_digest(session):
    make_person(session, "maria")
    make_enterprise(session, steward="stefan")

    assert tell(session) == 0
