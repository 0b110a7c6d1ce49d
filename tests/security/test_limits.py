"""What one person may do only so often: exports, reveals, uploads."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest

from crm import clock
from crm.config.service_rules import Allowance, service_rules
from crm.imports.batches.models import BatchState, ImportBatch
from tests.conftest import NOW
from tests.makers import make_contact, make_enterprise, writing
from tests.security.test_uploads import no_child  # noqa: F401  (fixture)

COUNTING = (
    "crm.people.signing.exports",
    "crm.dashboards.audit_views",
    "crm.enterprises.contacts.views",
    "crm.imports.batches.views",
)


@pytest.fixture
def acts(app, cast, signed_in, no_child):  # noqa: F811
    """The acts, each in the hands of somebody who may do it; the answer's status."""
    maria, otto = signed_in("maria"), signed_in("otto")
    with writing(app) as session:
        enterprise = make_enterprise(session)
        contact = make_contact(session, enterprise, key=app.config["SETTINGS"].field_key)
        batch = ImportBatch(
            file_name="台账.xlsx",
            file_hash="0" * 64,
            size=1,
            state=BatchState.APPLIED,
            step="done",
            heartbeat_at=NOW,
            created_at=NOW,
            options={},
            report={},
        )
        session.add(batch)
        session.flush()
        left_out = f"/imports/{batch.id}/rejects"
        reveal = f"/enterprises/{enterprise.id}/contacts/{contact.id}/reveal"
    return {
        "exports": lambda: maria.get("/enterprises/export.csv").status_code,
        "exports of near": lambda: maria.get("/near/export.csv").status_code,
        "exports of the trail": lambda: otto.get("/audit/export.csv").status_code,
        "rows left out": lambda: maria.get(left_out).status_code,
        "reveals": lambda: maria.post(reveal).status_code,
        "uploads": lambda: (
            maria.post(
                "/imports", {"file": (io.BytesIO(b"PK"), "a.xlsx")}, content_type="multipart/form-data"
            ).status_code
        ),
    }


@pytest.mark.parametrize(
    ("act", "what"),
    [
        ("exports", "exports"),
        ("exports of near", "exports"),
        ("exports of the trail", "exports"),
        ("rows left out", "exports"),
        ("reveals", "reveals"),
        ("uploads", "uploads"),
    ],
)
def test_whoever_does_it_too_often_waits(acts, monkeypatch, act, what):
    rules = service_rules()
    few = rules.limits.model_copy(update={what: Allowance(times=2, minutes=10)})
    for module in COUNTING:
        monkeypatch.setattr(f"{module}.service_rules", lambda: rules.model_copy(update={"limits": few}))

    statuses = [acts[act]() for _ in range(3)]
    monkeypatch.setattr(clock, "source", lambda: NOW + timedelta(minutes=10, seconds=1))

    assert statuses[:2] in ([200, 200], [302, 302])
    assert statuses[2] == 429
    assert acts[act]() in (200, 302)
