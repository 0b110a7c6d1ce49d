"""Pages of facts and lists: three states, evidence, and nothing replaced that somebody else has just said."""

import re
from datetime import date

import pytest

from crm.enterprises.facts import queries as fact_queries
from crm.enterprises.facts.lists.listings import LISTINGS
from crm.enterprises.facts.lists.service import Evidence, add_item
from crm.enterprises.facts.service import record_fact
from tests.enterprises.sending import EVIDENCE, address
from tests.makers import TODAY, make_enterprise, writing


def test_a_fact_is_unknown_until_somebody_says_so_with_evidence(signed_in, enterprise):
    stefan = signed_in("stefan")
    before = stefan.get(address(enterprise, "facts"))

    stefan.post(address(enterprise, "facts/chain_role"), {"value": "yes", "version": "0", **EVIDENCE})
    after = stefan.get(address(enterprise, "facts"))

    assert "已知 0 项" in before.text
    assert "已知 1 项" in after.text
    assert "审计报告" in after.text


@pytest.mark.parametrize(
    ("fact", "typed", "kept"),
    [
        ("market.share", {"value": "12.5"}, '"0.125"'),
        ("digital_level", {"value": "3"}, "3"),
        ("rd_institution", {"value": "municipal"}, '"municipal"'),
        ("market.rank", {"value": "3"}, "3"),
        ("niche_started_on", {"value": "2018-06-01"}, '"2018-06-01"'),
        ("chain_role", {"value": "no"}, "false"),
        ("quality", {"known": "known", "value": ["standards", "own_brand"]}, '["own_brand", "standards"]'),
        ("quality", {"known": "known"}, "[]"),
    ],
)
def test_every_kind_of_fact_is_taken_from_its_form(app, signed_in, enterprise, fact, typed, kept):
    saved = signed_in("stefan").post(address(enterprise, f"facts/{fact}"), {"version": "0", **typed, **EVIDENCE})

    assert saved.status_code == 302
    with writing(app) as session:
        assert fact_queries.current_fact(session, enterprise.id, fact).value == kept


@pytest.mark.parametrize(
    ("fact", "typed"),
    [
        ("market.share", "101"),
        ("market.share", "1e1"),
        ("digital_level", "5"),
        ("niche_started_on", "2023-02-29"),
        ("chain_role", "maybe"),
        ("market.rank", "0"),
        ("rd_institution", "galactic"),
    ],
)
def test_a_fact_that_cannot_be_is_refused(signed_in, enterprise, fact, typed):
    page = signed_in("stefan").post(
        address(enterprise, f"facts/{fact}"), {"value": typed, "version": "0", **EVIDENCE}
    )

    assert page.status_code == 422


def test_a_choice_nobody_offered_is_refused_in_words(signed_in, enterprise):
    page = signed_in("stefan").post(
        address(enterprise, "facts/quality"), {"known": "known", "value": "luck", "version": "0", **EVIDENCE}
    )

    assert page.status_code == 422
    assert "不是有效的选择" in page.text


@pytest.mark.parametrize(("listing", "field"), [("intellectual_property", "f_number"), ("certificates", "f_number")])
def test_a_number_longer_than_its_column_is_refused(signed_in, enterprise, listing, field):
    page = signed_in("stefan").post(address(enterprise, f"lists/{listing}/new"), {field: "9" * 65, **EVIDENCE})

    assert page.status_code == 422
    assert "最多 64 个字" in page.text


def test_a_fact_needs_evidence(signed_in, enterprise):
    page = signed_in("stefan").post(address(enterprise, "facts/chain_role"), {"value": "yes", "version": "0"})

    assert page.status_code == 422


def test_an_answer_given_meanwhile_is_shown_instead_of_replaced(app, signed_in, cast, enterprise):
    stefan = signed_in("stefan")
    with writing(app) as session:
        record_fact(
            session, enterprise.id, "chain_role", False, Evidence("专家评审"), by=cast.person("maria").id, on=TODAY
        )

    page = stefan.post(address(enterprise, "facts/chain_role"), {"value": "yes", "version": "0", **EVIDENCE})

    assert page.status_code == 409
    assert "Maria" in page.text
    assert "专家评审" in page.text


@pytest.mark.parametrize(
    ("listing", "typed", "shown"),
    [
        (
            "intellectual_property",
            {
                "f_class": "I",
                "f_kind": "invention_patent",
                "f_title": "一种总线",
                "f_granted_on": "2024-02-29",
                "f_high_value": "yes",
            },
            "一种总线",
        ),
        (
            "equity_financing",
            {"f_paid_on": "2025-01-02", "f_amount": "1500.25", "f_qualified": "no"},
            "1,500.25 万元",
        ),
        ("science_awards", {"f_level": "national", "f_awarded_on": "2025-01-02", "f_rank": "2"}, "国家级"),
        ("maker_in_china", {"f_list": "top500", "f_year": "2025"}, "全国 500 强"),
        (
            "certificates",
            {"f_kind": "high_tech", "f_valid_from": "2025-01-02", "f_valid_to": "2028-01-01"},
            "高新技术企业",
        ),
        ("platform_scores", {"f_year": "2026", "f_score": "63.5"}, "63.5"),
    ],
)
def test_every_list_takes_a_row_corrects_it_and_lets_it_go(signed_in, enterprise, listing, typed, shown):
    stefan = signed_in("stefan")
    url = address(enterprise, f"lists/{listing}")

    added = stefan.post(f"{url}/new", {**typed, **EVIDENCE})
    page = stefan.get(url)
    item = re.search(rf"/lists/{listing}/(\d+)/remove", page.text).group(1)
    corrected = stefan.post(f"{url}/{item}", {**typed, **EVIDENCE, "source": "另一份文件"})
    stale = stefan.post(f"{url}/{item}", {**typed, **EVIDENCE, "source": "第三份文件"})
    newest = re.search(rf"/lists/{listing}/(\d+)/remove", stefan.get(url).text).group(1)
    removed = stefan.post(f"{url}/{newest}/remove")

    assert (added.status_code, corrected.status_code, removed.status_code) == (302, 302, 302)
    assert shown in page.text
    assert stale.status_code == 409
    assert "第三份文件" in stale.text
    after = stefan.get(url)
    assert "已更正或移除的" in after.text
    assert f"/lists/{listing}/{newest}/remove" not in after.text


def test_a_list_declared_complete_says_that_there_is_none(signed_in, enterprise):
    stefan = signed_in("stefan")
    url = address(enterprise, "lists/science_awards")
    before = stefan.get(url)

    stefan.post(url, {"evidence": "企业逐项确认"})
    declared = stefan.get(url)
    stefan.post(f"{url}/open")
    after = stefan.get(url)

    assert "已知没有" not in before.text
    assert "已知没有" in declared.text
    assert "截至 2026-11-24 完整" in declared.text
    assert "已知没有" not in after.text


def test_a_series_of_years_cannot_be_complete(signed_in, enterprise):
    page = signed_in("stefan").post(address(enterprise, "lists/platform_scores"), {"evidence": "企业逐项确认"})

    assert page.status_code == 404


def test_a_row_of_another_enterprise_is_not_reached_through_ones_own(app, signed_in, enterprise):
    with writing(app) as session:
        other = make_enterprise(session, "北京他家科技有限公司", steward="lina")
        row = add_item(
            session,
            other.id,
            LISTINGS["equity_financing"],
            {"paid_on": date(2025, 1, 2), "amount": 1, "qualified": None},
            Evidence("协议"),
            by=None,
            on=TODAY,
        )
    stefan = signed_in("stefan")
    url = address(enterprise, f"lists/equity_financing/{row.id}")

    assert stefan.get(url).status_code == 404
    assert stefan.post(f"{url}/remove").status_code == 404


@pytest.mark.parametrize(
    "page", ["facts/luck", "facts/uscc", "facts/revenue", "lists/luck", "lists/figures", "figures/x"]
)
def test_what_the_catalogue_does_not_know_is_not_there(signed_in, enterprise, page):
    assert signed_in("stefan").get(address(enterprise, page)).status_code == 404
