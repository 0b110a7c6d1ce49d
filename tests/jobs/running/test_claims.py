"""Who may run a slot: one process, as long as it lives, and the next one where it stopped."""

from __future__ import annotations

import signal
import time
from datetime import timedelta

from sqlalchemy import func, select

from crm.audit.models import AuditEvent
from crm.db import reading, transaction
from crm.jobs.models import JobRun, RunState
from crm.jobs.running import claims, runner
from crm.jobs.running.schedule import Slot
from tests.conftest import NOW
from tests.jobs import bells

SLOT = Slot("2026-11-24", ("2026-11-24",), "schedule")
LATER = NOW + 2 * claims.LEASE


def claim_at(moment, slot=SLOT):
    with transaction() as session:
        return claims.claim(session, "bells", slot, at=moment)


def the_run():
    with reading() as session:
        return session.scalars(select(JobRun)).one()


def rung():
    with reading() as session:
        return bells.bells(session)


def wait_for(path):
    deadline = time.monotonic() + 30
    while not path.exists():
        assert time.monotonic() < deadline, f"{path.name} did not come"
        time.sleep(0.02)


def test_a_slot_is_run_once(app, context):
    first = runner.run(app, bells.job(), SLOT)
    second = runner.run(app, bells.job(), SLOT)

    assert (first.state, second.state) == (RunState.DONE, None)
    assert rung() == ["bell 2026-11-24 a", "bell 2026-11-24 b"]


def test_a_run_leaves_its_numbers_and_one_row_in_the_audit_chain(app, context):
    runner.run(app, bells.job(), SLOT)

    with reading() as session:
        acts = session.scalars(select(AuditEvent)).all()
    assert [(act.action, act.object, act.detail["counts"]) for act in acts] == [
        ("job.finished", "job:bells", {"rung": 2})
    ]
    assert the_run().counts == {"rung": 2}
    assert the_run().finished_at == NOW


def test_a_living_owner_keeps_its_slot(context):
    claim_at(NOW)

    assert claim_at(NOW + claims.LEASE / 2) is None


def test_a_lapsed_lease_is_taken_over_with_a_higher_fence(context):
    first = claim_at(NOW)

    second = claim_at(LATER)

    assert (first.fence, second.fence) == (1, 2)
    assert first.run_id == second.run_id


def test_a_job_does_not_run_for_two_slots_at_the_same_time(context):
    claim_at(NOW)

    assert claim_at(NOW, Slot("2026-11-24/1", ("2026-11-24/1",), "manual")) is None


def test_a_lease_of_a_clock_that_was_ahead_does_not_block_the_slot(context):
    claim_at(NOW + timedelta(days=3650))

    assert claim_at(NOW) is not None


def test_whoever_lost_the_claim_can_write_nothing(context):
    stale = claim_at(NOW)
    claim_at(LATER)

    refused = []
    for act in (
        lambda session: claims.advance(session, stale, {"rung": 1}, at=LATER),
        lambda session: claims.finish(session, stale, {}, at=LATER),
        lambda session: claims.renew(session, stale, at=LATER),
    ):
        try:
            with transaction() as session:
                act(session)
        except claims.LostClaim:
            refused.append(act)

    assert len(refused) == 3
    assert (the_run().state, the_run().report) == (RunState.RUNNING, {})


def test_a_failed_run_is_tried_again_after_a_pause_and_only_a_few_times(context):
    outcomes, moment = [], NOW
    for _ in range(claims.ATTEMPTS + 2):
        held = claim_at(moment)
        outcomes.append(held is not None)
        if held:
            with transaction() as session:
                claims.fail(session, held, "boom", at=moment)
            assert claim_at(moment) is None
        moment += claims.PAUSE_AFTER_FAILURE

    assert outcomes == [True] * claims.ATTEMPTS + [False, False]


def test_four_processes_racing_for_the_same_slots_ring_every_bell_once(ringer):
    slots = [f"2026-11-{day:02}" for day in range(1, 25)]

    racers = [ringer(*slots) for _ in range(4)]
    answers = [racer.communicate(timeout=120)[0] for racer in racers]

    assert sum(answer.count(" done") for answer in answers) == len(slots)
    assert len(rung()) == 2 * len(slots)
    with reading() as session:
        assert session.scalar(select(func.count()).select_from(JobRun)) == len(slots)


def test_a_killed_run_is_taken_over_where_it_stopped(app, ringer, tmp_path):
    victim = ringer(SLOT.name, kind="halting", folder=tmp_path)
    wait_for(tmp_path / "halfway")

    victim.send_signal(signal.SIGKILL)
    victim.wait()
    (tmp_path / "go on").touch()
    at_once = claim_at(NOW + timedelta(seconds=1))
    clock_later = claim_at(LATER)

    assert at_once is None
    assert clock_later.fence == 2
    assert rung() == ["bell 2026-11-24 first"]


def test_a_run_that_was_taken_over_finishes_once(app, ringer, tmp_path, set_clock):
    victim = ringer(SLOT.name, kind="halting", folder=tmp_path)
    wait_for(tmp_path / "halfway")
    victim.kill()
    victim.wait()
    (tmp_path / "go on").touch()

    set_clock(LATER)
    outcome = runner.run(app, bells.halting_job(tmp_path), SLOT)

    assert outcome.counts == {"rung": 2}
    assert rung() == ["bell 2026-11-24 first", "bell 2026-11-24 second"]


def test_a_process_that_slept_past_its_lease_wakes_up_and_writes_nothing(app, ringer, tmp_path, set_clock):
    sleeper = ringer(SLOT.name, kind="halting", folder=tmp_path)
    wait_for(tmp_path / "halfway")
    sleeper.send_signal(signal.SIGSTOP)
    (tmp_path / "go on").touch()

    set_clock(LATER)
    outcome = runner.run(app, bells.halting_job(tmp_path), SLOT)
    sleeper.send_signal(signal.SIGCONT)
    answer, _ = sleeper.communicate(timeout=60)

    assert outcome.state is RunState.DONE
    assert answer.splitlines()[-1] == "2026-11-24 not ours"
    assert rung() == ["bell 2026-11-24 first", "bell 2026-11-24 second"]
    assert the_run().fence == 2
