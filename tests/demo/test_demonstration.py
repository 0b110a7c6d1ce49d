"""The demonstration pool: made up, deterministic, whole, and with something of everything."""

import stat
from collections import Counter

from sqlalchemy import func, select, text

from crm.audit import service as audit
from crm.cultivation.models import LADDER
from crm.cultivation.titles.tiers import tier_rank
from crm.db import reading
from crm.demo import COUNTS
from crm.enterprises.models import Enterprise
from crm.stewards.models import Assignment, QueueEntry
from tests.conftest import TODAY


def test_the_pool_is_made_up_whole_and_verifiable(app, populated):
    with reading() as session:
        enterprises = session.scalars(select(Enterprise)).all()
        ranks = Counter(session.scalars(select(tier_rank(TODAY)).select_from(Enterprise)))
        assigned = session.scalar(select(func.count()).where(Assignment.to_on.is_(None)))
        waiting = session.scalar(select(func.count()).where(QueueEntry.left_on.is_(None)))
        _, _, broken = audit.verify(session, key=app.config["SETTINGS"].audit_key)

    assert all("MADE" in one.credit_code for one in enterprises)
    assert [ranks[rank] for rank in range(len(LADDER))] == [sum(COUNTS[tier].values()) for tier in LADDER]
    assert assigned + waiting == len(enterprises)
    assert len({one.street for one in enterprises}) == 9
    assert broken is None


def test_the_accounts_are_random_and_for_the_owner_only(app, populated):
    path = app.config["SETTINGS"].instance / "demo-accounts.txt"

    lines = path.read_text(encoding="utf-8").splitlines()[1:]

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len({line.split("\t")[3] for line in lines}) == len(lines)


def test_two_desks_get_the_same_enterprises(app, populated):
    with reading() as session:
        sums = text("SELECT sum(revenue), sum(rd_expense), sum(total_assets) FROM yearly_figures")
        digest = session.execute(sums)

        assert tuple(digest.one()) == (5306578300000, 457478110000, 6837826700000)
