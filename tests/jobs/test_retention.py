"""What the desk wrote down about its own running is kept for set times, on the limit still and a second later not."""

from datetime import timedelta

import pytest
from pydantic import ValidationError
from sqlalchemy import func, select

from crm.audit.models import AuditEvent
from crm.config.service_rules import RetentionRules, service_rules
from crm.db import transaction
from crm.desk.calendar.models import CalendarFeed
from crm.enterprises.models import Enterprise
from crm.imports.batches.models import BatchState, ImportBatch
from crm.imports.undo.models import BatchWrite
from crm.jobs.models import JobChunk, JobRun, RunState
from crm.jobs.retention import KEPT, prune
from crm.notifications.models import Notice
from crm.people.models import LoginAttempt, SignInSession
from crm.work import Turn
from tests.cast import make_person
from tests.conftest import NOW, TODAY

RULES = RetentionRules(
    sessions_days=180,
    sign_in_attempts_days=181,
    read_notices_days=20,
    unread_notices_days=40,
    job_runs_days=400,
    batch_rows_days=365,
)


def pruned(session) -> dict[str, int]:
    session.flush()
    counts = prune(session, Turn(TODAY, NOW), RULES).counts
    return {name: count for name, count in counts.items() if count}


def ago(days, *, beyond=False):
    return NOW - timedelta(days=days, seconds=int(beyond))


def make_session(session, at, ended=None):
    user = make_person(session, "stefan").id
    token = bytes([len(session.new) + 1]) * 32
    session.add(SignInSession(token_hash=token, user_id=user, started_at=at, seen_at=at, ended_at=ended, address="x"))


def make_notice(session, key, **moments):
    user = make_person(session, "stefan").id
    given = {"created_at": NOW, **moments}
    session.add(Notice(dedupe_key=key, user_id=user, kind="night", values={}, **given))


def make_run(session, at, state=RunState.DONE):
    run = JobRun(job="night", slot=str(at), state=state, lease_until=at, started_at=at, trigger="clock", covers=[])
    run.counts, run.report = {}, {}
    session.add(run)
    session.flush()
    session.add(JobChunk(run_id=run.id, chunk="a", at=at))


@pytest.mark.parametrize(("beyond", "counts"), [(False, {}), (True, {"sessions_pruned": 1})])
def test_sessions(session, beyond, counts):
    make_session(session, ago(180, beyond=beyond))

    assert pruned(session) == counts


@pytest.mark.parametrize(("beyond", "counts"), [(False, {}), (True, {"feeds_pruned": 1})])
def test_addresses_of_calendars_go_after_they_were_ended_and_never_while_they_are_good(session, beyond, counts):
    user = make_person(session, "stefan").id
    old, ended = ago(900), ago(180, beyond=beyond)
    session.add(CalendarFeed(user_id=user, token_hash=b"e" * 32, made_at=old, ended_at=ended))
    session.add(CalendarFeed(user_id=user, token_hash=b"g" * 32, made_at=old))

    assert pruned(session) == counts


@pytest.mark.parametrize(("beyond", "counts"), [(False, {}), (True, {"attempts_pruned": 1})])
def test_tries_to_sign_in(session, beyond, counts):
    session.add(LoginAttempt(at=ago(181, beyond=beyond), account="a", address="b"))

    assert pruned(session) == counts


@pytest.mark.parametrize(
    ("moments", "gone"),
    [
        ({"read_at": ago(20)}, 0),
        ({"read_at": ago(20, beyond=True)}, 1),
        ({"withdrawn_at": ago(20, beyond=True)}, 1),
        ({"created_at": ago(40)}, 0),
        ({"created_at": ago(40, beyond=True)}, 1),
    ],
)
def test_notices(session, moments, gone):
    make_notice(session, "one", **moments)

    assert pruned(session).get("notices_pruned", 0) == gone


@pytest.mark.parametrize(
    ("beyond", "state", "counts"),
    [
        (False, RunState.DONE, {}),
        (True, RunState.DONE, {"chunks_pruned": 1, "runs_pruned": 1}),
        (True, RunState.FAILED, {"chunks_pruned": 1, "runs_pruned": 1}),
        (True, RunState.RUNNING, {}),
    ],
)
def test_runs_of_jobs(session, beyond, state, counts):
    make_run(session, ago(400, beyond=beyond), state)

    assert pruned(session) == counts


def test_the_audit_trail_is_never_pruned(app, cast):
    cast.hire("maria")
    with cast.reading() as session:
        before = session.scalar(select(func.count(AuditEvent.id)))

    with app.app_context(), transaction() as session:
        prune(session, Turn(TODAY, NOW + timedelta(days=10_000)), RULES)

    with cast.reading() as session:
        assert session.scalar(select(func.count(AuditEvent.id))) == before > 0
    assert not any("audit" in name for name in KEPT)


@pytest.mark.parametrize("field", ["sessions_days", "sign_in_attempts_days"])
def test_what_the_law_asks_for_cannot_be_set_shorter(field):
    rules = service_rules().retention.model_dump()

    with pytest.raises(ValidationError):
        RetentionRules(**{**rules, field: 179})


def test_a_second_run_takes_nothing(session):
    make_session(session, ago(500))

    assert (pruned(session), pruned(session)) == ({"sessions_pruned": 1}, {})


@pytest.mark.parametrize(
    ("beyond", "kept", "counts"),
    [(False, None, {}), (True, None, {"batch_rows_pruned": 1}), (True, "care care touched", {})],
)
def test_what_an_import_wrote(session, beyond, kept, counts):
    enterprise = Enterprise(credit_code="91110107MADEM7001Q", name="北京蓝京有限公司", created_on=TODAY)
    batch = ImportBatch(file_name="a.xlsx", file_hash="0", size=1, state=BatchState.APPLIED, step="done")
    batch.heartbeat_at, batch.created_at = ago(365, beyond=beyond), ago(365)
    batch.options, batch.report = {}, {}
    session.add_all([enterprise, batch])
    session.flush()
    session.add(BatchWrite(batch_id=batch.id, enterprise_id=enterprise.id, rows="[]", kept=kept))

    assert pruned(session) == counts
