"""Windows on pages: entered, approved by another manager, opened, and looked at enterprise by enterprise."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from crm.config.policies import library
from crm.cultivation.windows.models import WindowText
from crm.cultivation.windows.opening import open_windows
from crm.cultivation.windows.queries import ladder_now
from crm.people import service
from crm.people.models import Role
from crm.people.signing.passwords import hash_password
from crm.work import Turn
from tests.cast import PASSWORD
from tests.client import CheckingClient
from tests.conftest import NOW, TODAY
from tests.cultivation.nights import evaluate
from tests.cultivation.srdi import make_candidate

SENT = {
    "title": "2026 年专精特新冬季申报",
    "tier": "srdi",
    "purpose": "new",
    "document": "京经信发〔2026〕60号",
    "id": "srdi-2026-winter",
    "year": "2026",
    "since": "2026-11-24",
    "until": "2026-12-18",
    "district_until": "2026-12-25",
    "review_until": "2027-01-15",
    "conditions": "不由已有的“小巨人”企业控制\n\n近一年无欠薪",
}


@pytest.fixture
def max_signed_in(app, cast, signed_in):
    """Another manager."""
    signed_in("maria")
    with cast.writing() as session:
        user = service.add_user(session, "max", "Max", by=None, on=TODAY)
        service.set_hash(session, user, hash_password(PASSWORD), by=None, at=NOW)
        service.grant(session, user, Role.MANAGER, by=None, on=TODAY)
    client = CheckingClient(app)
    client.sign_in("max", PASSWORD)
    return client


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"until": "2026-11-23"}, "不能早于企业申报开始 2026-11-24"),
        ({"district_until": "2026-11-23"}, "不能早于企业申报开始 2026-11-24"),
        ({"review_until": "2026-12-24"}, "不能早于区级推荐截止 2026-12-25"),
    ],
)
def test_days_that_do_not_follow_each_other_are_told_beside_their_field(signed_in, changes, said):
    page = signed_in("maria").post("/windows/new", {**SENT, **changes})

    assert page.status_code == 422
    assert said in page.text
    assert "近一年无欠薪" in page.text


def test_a_window_is_entered_approved_opened_and_shows_what_each_still_lacks(cast, signed_in, max_signed_in):
    maria, stefan = signed_in("maria"), signed_in("stefan")
    with cast.writing() as session:
        enterprise = make_candidate(session)
        evaluate(session)
    maria.post("/windows/new", data=SENT)
    with cast.reading() as session:
        digest = session.scalar(select(WindowText.digest))
    assert "您录入的窗口须由另一位主管审定" in maria.get(f"/windows/entered/{digest}").text
    assert "请由另一位主管审定" in maria.post(f"/windows/entered/{digest}/approve").text
    max_signed_in.post(f"/windows/entered/{digest}/approve")
    with cast.writing() as session:
        open_windows(session, Turn(TODAY, NOW), ladder_now(session, library().ladder))

    assert "窗口至 2026-12-18" in stefan.get("/near").text
    assert "2026-12-18" in stefan.get("/policies").text
    board = maria.get("/windows").text
    assert "2026 年专精特新冬季申报" in board
    stefan.post(f"/enterprises/{enterprise.id}/applications/new", data={"what": "srdi:new:srdi-2026-winter"})

    shown = stefan.get("/windows/srdi-2026-winter").text
    assert "平台申请书（盖章）、营业执照副本、信用承诺书" in shown
    assert "SB2026-000001" in shown
    assert "srdi-2026-winter" in stefan.get("/applications?window=srdi-2026-winter").text
    assert maria.get("/windows/srdi-2026-winter/summary.xlsx").status_code == 200
