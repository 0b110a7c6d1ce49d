"""Pages of the pool: proposals and their decision, terms, and the balance whose numbers open their rows."""

from datetime import date

import pytest

from crm.cultivation.models import TitleEvent
from tests.makers import make_enterprise, make_title, writing


@pytest.fixture
def outside(app, cast):
    """An enterprise in the record and not in the pool."""
    cast.person("maria")
    with writing(app) as session:
        return make_enterprise(session, "北京库外样例公司", in_pool=False)


def test_a_street_proposes_and_a_manager_takes_the_seed_until_a_day(signed_in, outside):
    maria, base = signed_in("maria"), f"/enterprises/{outside.id}"

    maria.post(f"{base}/pool/propose", {"proposer": "street:八角", "reason": "街道重点跟踪"})
    waiting = maria.get("/pool/proposals").text
    maria.post("/pool/proposals/1/decide", {"decision": "admitted", "until": "2026-12-31"})
    decided = maria.get("/pool/proposals").text

    assert "街道重点跟踪" in waiting
    assert "培育期将到 1 家" in decided
    assert "没有待决定的推荐" in decided


def test_a_manager_admits_at_once_and_says_who_proposed(signed_in, outside):
    maria, base = signed_in("maria"), f"/enterprises/{outside.id}"

    maria.post(f"{base}/pool/admit", {"proposer": "street:八角", "reason": "规上企业"})

    assert "八角推荐" in maria.get(f"{base}/titles").text


def test_declining_needs_no_more_than_a_reason(signed_in, outside):
    maria = signed_in("maria")
    maria.post(f"/enterprises/{outside.id}/pool/propose", {"proposer": "street:八角", "reason": "重点"})

    silent = maria.post("/pool/proposals/1/decide", {"decision": "declined"})
    maria.post("/pool/proposals/1/decide", {"decision": "declined", "why": "规模太小"})
    again = maria.post("/pool/proposals/1/decide", {"decision": "declined", "why": "规模太小"})

    assert (silent.status_code, again.status_code) == (422, 409)
    assert "已于" in again.text


def test_the_balance_opens_the_rows_of_its_numbers(app, signed_in, cast):
    cast.person("maria")
    with writing(app) as session:
        make_enterprise(session, "北京新入库公司")
    maria = signed_in("maria")

    page = maria.get("/pool").text
    rows = maria.get("/pool/moves?before=outside&now=seed").text

    assert "库外 → 种子" in page
    assert "北京新入库公司" in rows


def test_who_waits_for_the_result_of_a_review_is_said_beside_those_who_fell_back(app, signed_in, cast):
    cast.person("maria")
    since, ended = date(2025, 3, 1), {"granted_on": date(2023, 10, 1), "expires_on": date(2026, 9, 30)}
    with writing(app) as session:
        make_title(session, make_enterprise(session, "北京等结果公司", on=since), "srdi", **ended)
        lost = make_title(session, make_enterprise(session, "北京未通过公司", on=since), "srdi", **ended)
        failed = {"kind": "review_failed", "happened_on": date(2026, 9, 1), "expires_before": lost.expires_on}
        session.add(TitleEvent(title_id=lost.id, detail={}, **failed))
        risen = make_enterprise(session, "北京已升级公司", on=since, tier="little_giant")
        make_title(session, risen, "srdi", **ended)
    maria = signed_in("maria")

    page = maria.get("/pool").text
    rows = maria.get("/pool/moves?before=srdi&now=seed").text

    assert "其中 1 家称号已到期、复核结果待公布" in page
    [waiting] = [row for row in rows.split("<tr>") if "复核结果待公布" in row]
    assert "北京等结果公司" in waiting
    assert "北京未通过公司" in rows


@pytest.mark.parametrize("asked", ["", "?before=outside&now=outside", "?since=2026-02-01"])
def test_without_a_number_the_whole_balance_is_shown(signed_in, cast, asked):
    answer = signed_in("maria").get(f"/pool/moves{asked}", follow_redirects=True)

    assert answer.request.path == "/pool"
    assert answer.request.args["since"] == ("2026-02-01" if "since" in asked else "2025-12-31")


@pytest.mark.parametrize(
    "address", ["/pool?since=2026-13-01", "/pool?since=2026-11-25", "/pool/moves?before=nowhere"]
)
def test_what_cannot_be_asked_is_refused(signed_in, cast, address):
    assert signed_in("maria").get(address).status_code == 400
