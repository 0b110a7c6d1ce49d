"""Smaller things that an unlucky world does."""

from __future__ import annotations

import sys
import time

import pytest
from sqlalchemy import func, select

from crm.enterprises.facts.models import EquityRound
from crm.enterprises.models import Contact
from crm.serving.processes import Household
from tests.makers import make_enterprise, writing
from tests.serving.test_household import SLEEPER, household  # noqa: F401  (fixture)


@pytest.mark.parametrize("what", ["contacts/new", "lists/equity_financing/new"])
def test_what_is_sent_twice_is_one_row(app, signed_in, cast, what):
    maria = signed_in("maria")
    with writing(app) as session:
        enterprise = make_enterprise(session).id
    forms = {
        "contacts/new": {"name": "王伟", "mobile": "13800005707", "telephone": "010-68870000"},
        "lists/equity_financing/new": {
            "f_paid_on": "2025-01-02",
            "f_amount": "100",
            "grade": "audited",
            "source": "增资协议",
        },
    }

    statuses = [maria.post(f"/enterprises/{enterprise}/{what}", forms[what]).status_code for _ in range(2)]

    assert statuses == [302, 302]
    with cast.reading() as session:
        assert (
            session.scalar(select(func.count()).select_from(Contact))
            + session.scalar(select(func.count()).select_from(EquityRound))
            == 1
        )


def test_a_night_ahead_of_today_is_rehearsed_only(app, context):
    runner = app.test_cli_runner()

    refused = runner.invoke(args=["jobs", "run", "night", "--date", "2026-11-25"])
    rehearsed = runner.invoke(args=["jobs", "run", "night", "--date", "2026-11-25", "--dry-run"])

    assert refused.exit_code == 2
    assert "还没有到" in refused.output
    assert rehearsed.exit_code == 0


def test_the_end_of_a_lodger_is_not_the_end_of_the_house(household: Household, monkeypatch):  # noqa: F811
    monkeypatch.setattr("crm.serving.processes.SECONDS_BETWEEN_STARTS", 0.2)
    household.start(SLEEPER)
    household.lodge([sys.executable, "-c", "pass"])
    first = household._lodgers[0].child
    first.wait()

    assert household.is_whole()
    time.sleep(0.3)
    assert household.is_whole()
    assert household._lodgers[0].child.pid != first.pid
