"""临近晋级: the open flags of the scope, each with what is lacking in its own unit."""

import pytest
from sqlalchemy import select

from crm.cultivation.models import Tier
from crm.desk.prospects import near_rows
from crm.enterprises.models import Enterprise
from tests.makers import make_enterprise, make_figures
from tests.makers_of_flags import make_flag

WAN = 1_000_000


@pytest.fixture
def flags(cast):
    """Stefan has one eligible and one near, Lina one to ask; a review besides."""
    with cast.writing() as session:
        eligible = make_enterprise(
            session, steward="stefan", tier="innovative", name="北京已符合有限公司", street="古城"
        )
        make_flag(session, eligible, Tier.SRDI, "eligible")
        near = make_enterprise(session, steward="stefan", tier="innovative", name="北京差一点有限公司")
        make_flag(session, near, Tier.SRDI, "near", unmet=["debt_ratio"])
        make_figures(session, near, total_assets=1000 * WAN, total_liabilities=850 * WAN)
        ask = make_enterprise(session, steward="lina", tier="srdi", name="北京问一下有限公司")
        make_flag(session, ask, Tier.LITTLE_GIANT, "ask", unknown=["platform_score"])
        make_flag(session, ask, Tier.SRDI, "eligible", purpose="review")


def test_a_manager_sees_all_and_what_lacks_least_first(flags, signed_in):
    page = signed_in("maria").get("/near").text

    assert page.index("北京已符合") < page.index("北京问一下") < page.index("北京差一点")
    assert "3 项" in page


def test_a_steward_sees_only_her_own(flags, signed_in):
    page = signed_in("lina").get("/near").text

    assert "北京问一下" in page
    assert "北京差一点" not in page


def test_the_shortfall_stands_in_its_own_unit(flags, signed_in):
    page = signed_in("maria").get("/near?flag=near").text

    assert "上年末资产负债率：差" in page
    assert "5" in page


@pytest.mark.parametrize(
    ("query", "shown", "hidden"),
    [
        ("flag=eligible", "北京已符合", "北京差一点"),
        ("target=little_giant", "北京问一下", "北京已符合"),
        ("street=古城", "北京已符合", "北京问一下"),
        ("purpose=review", "北京问一下", "北京已符合"),
    ],
)
def test_each_filter_keeps_its_rows(flags, signed_in, query, shown, hidden):
    page = signed_in("maria").get(f"/near?{query}").text

    assert shown in page
    assert hidden not in page


def test_a_manager_filters_by_steward(flags, signed_in, cast):
    page = signed_in("maria").get(f"/near?steward={cast.person('lina').id}").text

    assert "北京问一下" in page
    assert "北京差一点" not in page


def test_an_amount_is_a_most_and_its_basis_expired(flags, signed_in):
    page = signed_in("maria").get("/near?target=little_giant").text

    assert "至多，此前兑付未录入" in page
    assert "金额依据已到期，仅供测算" in page


def test_each_line_leads_to_its_clauses(flags, signed_in):
    maria = signed_in("maria")
    page = maria.get("/near?flag=near").text.replace("&amp;", "&")

    start = page.index("/enterprises/")
    url = page[start : page.index('"', start)]

    assert "上年末资产负债率" in maria.get(url).text


@pytest.mark.parametrize("query", ["flag=far", "target=seed", "steward=abc", "street=nowhere", "changed=week"])
def test_an_unknown_filter_is_refused(signed_in, query):
    assert signed_in("maria").get(f"/near?{query}").status_code == 400


def test_nothing_flagged_says_what_to_do(signed_in):
    assert "没有符合这些条件的企业" in signed_in("maria").get("/near").text


@pytest.mark.parametrize(
    ("query", "first", "last"),
    [
        ("sort=name", "北京差一点", "北京问一下"),
        ("sort=-gap", "北京差一点", "北京已符合"),
        ("sort=-target", "北京问一下", "北京已符合"),
        ("sort=steward", "北京问一下", "北京差一点"),
    ],
)
def test_the_list_is_put_in_the_order_of_a_column(flags, signed_in, query, first, last):
    page = signed_in("maria").get(f"/near?{query}").text

    assert page.index(first) < page.index(last)


@pytest.mark.parametrize(
    ("gap", "shown", "hidden"), [("none", "北京已符合", "北京差一点"), ("one", "北京差一点", "北京问一下")]
)
def test_the_list_keeps_what_lacks_so_much(flags, signed_in, gap, shown, hidden):
    page = signed_in("maria").get(f"/near?gap={gap}").text

    assert shown in page
    assert hidden not in page


def test_the_heading_counts_what_is_filtered(flags, signed_in):
    assert "<small>1 项" in signed_in("maria").get("/near?flag=near").text


def test_the_file_holds_what_is_on_the_screen(flags, signed_in):
    text = signed_in("maria").get("/near/export.csv?flag=near").data.decode("utf-8-sig")

    assert "北京差一点有限公司" in text
    assert "上年末资产负债率：差" in text
    assert "北京已符合" not in text


def test_a_steward_takes_along_only_her_own(flags, signed_in):
    text = signed_in("lina").get("/near/export.csv").data.decode("utf-8-sig")

    assert "北京问一下" in text
    assert "北京差一点" not in text


def test_the_same_facts_are_judged_once_and_changed_ones_anew(flags, signed_in, cast, monkeypatch):
    judged, judge = [], near_rows.gaps_for

    def count(dossier, *arguments, **options):
        judged.append(dossier.name)
        return judge(dossier, *arguments, **options)

    monkeypatch.setattr(near_rows, "gaps_for", count)
    near_rows.judge_once.cache_clear()
    client = signed_in("maria")
    first = client.get("/near").text
    again = client.get("/near").text
    assert first.count("<tr") == again.count("<tr") == len(judged) + 1

    with cast.writing() as session:
        changed = session.scalars(select(Enterprise).where(Enterprise.name == judged[0])).one()
        make_figures(session, changed, 2025, rd_expense=1)
    number = len(judged)
    client.get("/near")
    assert judged[number:] == [changed.name]
