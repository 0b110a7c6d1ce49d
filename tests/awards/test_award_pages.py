"""可享政策 of an enterprise: the map, a payment written down and taken back, the word that there were none."""

from datetime import date

import pytest
from sqlalchemy import select

from crm.audit.models import AuditEvent
from crm.db import reading
from tests.makers import make_enterprise, make_title, writing


@pytest.fixture
def giant(app, cast):
    """A little giant of 2025 that Stefan looks after."""
    with writing(app) as session:
        enterprise = make_enterprise(session, "北京样例巨人公司", steward="stefan")
        make_title(session, enterprise, "little_giant", date(2025, 6, 1))
    return f"/enterprises/{enterprise.id}"


AWARD = {
    "benefit": "title_award",
    "document": "石经信局〔2022〕8号",
    "amount": "3",
    "title": "innovative",
    "paid_on": "2022-12-01",
    "voucher": "拨-2022-1",
}


def test_a_payment_turns_a_most_into_a_sum(signed_in, giant):
    maria = signed_in("maria")
    assert "至多 80 万（此前兑付未录入），第一条" in maria.get(f"{giant}/benefits").text

    maria.post(f"{giant}/payments/new", AWARD)

    assert "80 万 − 已兑现 3 万 = 77 万，第一条" in maria.get(f"{giant}/benefits").text


def test_the_word_that_nothing_was_paid_turns_a_most_into_a_sum(signed_in, giant):
    maria = signed_in("maria")

    maria.post(f"{giant}/payments/complete", {"evidence": "拨付清单"})

    assert "80 万 − 已兑现 0 万 = 80 万，第一条" in maria.get(f"{giant}/benefits").text


def test_the_map_names_all_nine_clauses_and_whom_to_ask(signed_in, giant):
    page = signed_in("stefan").get(f"{giant}/benefits").text

    for words in (*(f"第{one}条" for one in "一二三四五六七八九"), "区金融办", "已于 2025-12-31 到期", "按套安排"):
        assert words in page
    assert "payments/new" not in page


def test_the_map_leaves_as_a_file_with_its_formulas_and_a_row_in_the_trail(app, signed_in, giant):
    maria = signed_in("maria")
    maria.post(f"{giant}/payments/new", AWARD)

    text = maria.raw.get(f"{giant}/benefits/export.csv").get_data(as_text=True)

    assert '"小巨人","应享受","77","","80 万 − 已兑现 3 万 = 77 万，第一条"' in text
    with app.app_context(), reading() as session:
        [row] = session.scalars(select(AuditEvent).where(AuditEvent.action == "list.exported"))
    assert row.object == f"enterprise:{giant.rsplit('/', 1)[1]}"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"amount": "0.0000001"}, "最多六位小数"),
        ({"amount": "-3"}, "金额不能为负数"),
        ({"paid_on": "2026-12-01"}, "还没有到"),
        ({"voucher": ""}, "请填写这一项"),
        ({"amount": "4"}, "超过第一条"),
        ({"document": "某文"}, "还有 1 处需要改正"),
    ],
)
def test_what_was_typed_stays_when_it_is_refused(signed_in, giant, changed, said):
    page = signed_in("maria").post(f"{giant}/payments/new", {**AWARD, **changed})

    assert page.status_code == 422
    assert said in page.text
    assert "拨-2022-1" in page.text or changed.get("voucher") == ""


def test_a_payment_taken_back_leaves_the_map(signed_in, giant):
    maria = signed_in("maria")
    maria.post(f"{giant}/payments/new", AWARD)

    maria.post(f"{giant}/payments/1/remove", {})

    assert "至多 80 万（此前兑付未录入），第一条" in maria.get(f"{giant}/benefits").text
