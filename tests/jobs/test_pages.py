"""The morning report and the runs, as people read them."""

from datetime import timedelta

import pytest

from crm.jobs.models import JobRun, RunState
from tests.conftest import NOW
from tests.makers import make_enterprise


def make_night(session, *, slot="2026-11-24", ago=timedelta(hours=6), state=RunState.DONE, **report):
    """A night that has ended, with the lines of its evaluation."""
    steps = {"evaluate-pool": {"counts": {"evaluated": 3, "changed": 2}, "lines": [], "skipped": [], **report}}
    run = JobRun(
        job="night",
        slot=slot,
        state=state,
        lease_until=NOW,
        started_at=NOW - ago,
        trigger="clock",
        covers=[slot],
        finished_at=NOW - ago + timedelta(seconds=2),
        counts={"evaluated": 3, "changed": 2},
        report=steps,
    )
    session.add(run)
    session.flush()
    return run


def line(kind, ids, code="figures_added", **reason):
    values = {"target": "little_giant", "purpose": "new", "kind": "near", "reason": {"code": code, **reason}}
    return {"kind": kind, "values": values, "count": len(ids), "ids": ids}


def test_the_report_says_what_moved_and_why_in_sentences(cast, signed_in):
    with cast.writing() as session:
        first = make_enterprise(session, name="北京晨报样例有限公司")
        second = make_enterprise(session)
        make_night(
            session,
            lines=[
                line("opened", [first.id], year=2025, fields=["revenue", "main_revenue", "rd_expense", "net_profit"]),
                line("opened", [second.id], "years_reached", years=3),
            ],
        )

    page = signed_in("maria").get("/reports").text

    assert "新增 2 家临近小巨人" in page
    assert "1 家：2025 年报补录" in page
    assert "1 家：从事细分市场满 3 年" in page
    assert f"/enterprises/{first.id}" in page
    assert "北京晨报样例有限公司" in page


def test_a_flag_that_closed_says_why(cast, signed_in):
    with cast.writing() as session:
        enterprise = make_enterprise(session)
        make_night(session, lines=[line("closed", [enterprise.id], "fact_changed", field="compliance.abnormal_list")])

    page = signed_in("maria").get("/reports").text

    assert "1 家不再临近小巨人" in page
    assert "列入经营异常名录" in page


def test_an_old_night_is_called_old(cast, signed_in):
    with cast.writing() as session:
        make_night(session, slot="2026-11-22", ago=timedelta(hours=27))

    assert "超过一天没有成功的夜间运行" in signed_in("maria").get("/reports").text


def test_before_the_first_night_the_page_says_what_to_expect(signed_in):
    page = signed_in("maria").get("/reports")

    assert page.status_code == 200
    assert "夜间运行还没有跑过" in page.text


def test_what_was_passed_over_is_not_kept_quiet(cast, signed_in):
    with cast.writing() as session:
        run = make_night(session, skipped=[{"what": "enterprise:7", "why": "ValueError"}])

    assert "有 1 项因数据有误被跳过" in signed_in("maria").get("/reports").text
    assert "enterprise:7" in signed_in("adam").get(f"/jobs/{run.id}").text


def test_a_failed_run_shows_its_error_to_the_administrator(cast, signed_in):
    with cast.writing() as session:
        run = make_night(session, state=RunState.FAILED)
        run.error = "OperationalError"

    adam = signed_in("adam")

    assert "失败" in adam.get("/jobs").text
    assert "OperationalError" in adam.get(f"/jobs/{run.id}").text


def test_jobs_that_never_succeeded_are_marked(signed_in):
    assert "超过一天未成功" in signed_in("adam").get("/jobs").text


def test_only_a_night_can_be_opened_as_a_report(cast, signed_in):
    with cast.writing() as session:
        run = make_night(session)
        run.job = "deliver-outbox"

    assert signed_in("maria").get(f"/reports?run={run.id}").status_code == 404


@pytest.mark.parametrize("path", ["/jobs?job=rm", "/jobs?page=0", "/reports?run=abc"])
def test_what_is_not_offered_is_refused(signed_in, path):
    who = "maria" if path.startswith("/reports") else "adam"

    assert signed_in(who).get(path).status_code == 400


def test_whether_the_desk_lives_is_told_to_anybody_and_nothing_else(client):
    answer = client.get("/healthz")

    assert (answer.status_code, answer.text) == (200, "ok\n")
