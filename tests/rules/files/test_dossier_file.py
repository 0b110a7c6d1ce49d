"""The dossier file's format: what it refuses, and what absent, null and empty mean."""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from crm.rules import DossierError, read_dossier
from crm.rules.law.dossier import Dossier

ENTERPRISE = {"uscc": "91110107000000000Q", "name": "青石精工"}


def read(**facts: Any) -> Dossier:
    return read_dossier(json.dumps({**ENTERPRISE, **facts}))


def year_of(**figures: Any) -> dict[str, Any]:
    return {"figures": [{"year": 2025, **figures}]}


def one(group: str, **item: Any) -> dict[str, Any]:
    return {group: [item]}


TITLE = {"tier": "srdi", "granted_on": "2024-03-15", "expires_on": "2027-03-14"}

REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "unknown key": ({"colour": "red"}, "colour：不认识的字段"),
    "unknown key in an item": (year_of(profit="1"), r"figures\[0\].profit：不认识的字段"),
    "missing code": ({"uscc": None}, "uscc：缺少必填项"),
    "missing name": ({"name": None}, "name：缺少必填项"),
    "empty name": ({"name": " "}, "name：文字不能为空"),
    "name of a wrong type": ({"name": 7}, "name：应为文字"),
    "wrong check digit": ({"uscc": "911101070000000001"}, "不是有效的统一社会信用代码"),
    "lower-case code": ({"uscc": "91110107000000000q"}, "不是有效的统一社会信用代码"),
    "code with blanks": ({"uscc": " 91110107000000000Q"}, "不是有效的统一社会信用代码"),
    "amount as a number": (year_of(revenue=52000000), "revenue：应为文字"),
    "amount with three decimals": (year_of(revenue="1.001"), "最多两位小数"),
    "amount with an exponent": (year_of(revenue="1e6"), "最多两位小数"),
    "amount with a plus": (year_of(revenue="+1"), "最多两位小数"),
    "amount in full-width digits": (year_of(revenue="１２"), "最多两位小数"),
    "amount with underscores": (year_of(revenue="1_000"), "最多两位小数"),
    "amount not a number": (year_of(revenue="NaN"), "最多两位小数"),
    "infinite amount": (year_of(revenue="Infinity"), "最多两位小数"),
    "empty amount": (year_of(revenue=""), "文字不能为空"),
    "negative revenue": (year_of(revenue="-0.01"), "revenue：金额不能为负"),
    "negative liabilities": (year_of(total_liabilities="-1"), "total_liabilities：金额不能为负"),
    "negative equity": (one("equity_financing", paid_on="2024-05-01", amount="-1"), "金额不能为负"),
    "year too early": ({"figures": [{"year": 1989}]}, "year：应为1990 到 2100 的整数"),
    "year too late": ({"figures": [{"year": 2101}]}, "year：应为1990 到 2100 的整数"),
    "year as text": ({"figures": [{"year": "2025"}]}, "year：应为整数"),
    "year missing": ({"figures": [{"revenue": "1"}]}, "year：缺少必填项"),
    "year twice": ({"figures": [{"year": 2025}, {"year": 2025}]}, "figures：2025 年出现两次"),
    "score of a year twice": (
        {"platform_scores": [{"year": 2026, "score": "1"}, {"year": 2026, "score": "2"}]},
        "platform_scores：2026 年出现两次",
    ),
    "contest year out of range": (one("maker_in_china", list="top50", year=1980), "year：应为1990"),
    "half an employee": (year_of(employees=1.5), "employees：应为整数"),
    "employee as true": (year_of(employees=True), "employees：应为整数"),
    "negative staff": (year_of(rd_staff=-1), "rd_staff：应为不小于 0 的整数"),
    "date that does not exist": ({"registered_on": "2023-02-29"}, "registered_on：日期“2023-02-29”不存在"),
    "date with a time": ({"registered_on": "2023-02-28T00:00"}, "registered_on：.*不是日期"),
    "date without dashes": ({"registered_on": "20230228"}, "registered_on：.*不是日期"),
    "date too early": ({"registered_on": "1899-12-31"}, "日期应在 1900 年到 2100 年之间"),
    "date too late": ({"niche_started_on": "2101-01-01"}, "日期应在 1900 年到 2100 年之间"),
    "share above one": ({"market": {"share": "1.01"}}, "market.share：应在 0 到 1 之间"),
    "negative share": ({"market": {"share": "-0.1"}}, "market.share：应在 0 到 1 之间"),
    "share as a number": ({"market": {"share": 0.12}}, "market.share：应为文字"),
    "score above a hundred": (one("platform_scores", year=2026, score="100.5"), "score：应在 0 到 100 之间"),
    "score missing": (one("platform_scores", year=2026), "score：缺少必填项"),
    "local points above fifteen": ({"local_feature_points": 16}, "local_feature_points：应为0 到 15 的整数"),
    "digital level five": ({"digital_level": 5}, "digital_level：应为1 到 4 的整数"),
    "market rank zero": ({"market": {"rank": 0}}, "market.rank：应为不小于 1 的整数"),
    "award rank zero": (
        one("science_awards", level="national", awarded_on="2024-11-01", rank=0),
        "rank：应为不小于 1 的整数",
    ),
    "holder rank zero": (one("intellectual_property", **{"class": "I", "holder_rank": 0}), "holder_rank"),
    "industry of one digit": ({"industry": "C3"}, "industry：.*不是行业代码"),
    "industry beyond T": ({"industry": "U35"}, "industry：.*不是行业代码"),
    "industry of five digits": ({"industry": "C35631"}, "industry：.*不是行业代码"),
    "industry in lower case": ({"industry": "c3563"}, "industry：.*不是行业代码"),
    "unknown product field": ({"product_field": "gap"}, "product_field：.*不在可选值之内"),
    "unknown quality": ({"quality": ["iso"]}, r"quality\[0\]：.*不在可选值之内"),
    "unknown class": (one("intellectual_property", **{"class": "III"}), r"intellectual_property\[0\].class"),
    "class missing": (one("intellectual_property", high_value=True), r"\[0\].class：缺少必填项"),
    "award date missing": (one("science_awards", level="national"), "awarded_on：缺少必填项"),
    "certificate without end": (
        one("certificates", kind="high_tech", valid_from="2024-01-01"),
        "valid_to：缺少必填项",
    ),
    "title without end": (one("recognitions", tier="srdi", granted_on="2024-01-01"), "expires_on：缺少必填项"),
    "a text that is no proper text": ({"name": "青石\ud800"}, "name：文字含有不成对的代理字符"),
    "incomplete of what is no list": ({"incomplete": ["market"]}, r"incomplete\[0\]：.*不在可选值之内"),
    "incomplete as a word": ({"incomplete": "quality"}, "incomplete：应为列表"),
    "list as an object": ({"certificates": {}}, "certificates：应为列表"),
    "list item as text": ({"figures": ["2025"]}, r"figures\[0\]：应为对象"),
    "market as a list": ({"market": []}, "market：应为对象"),
    "yes as a number": ({"strategic_emerging": 1}, "strategic_emerging：应为 true 或 false"),
    "yes as text": ({"compliance": {"abnormal_list": "false"}}, "compliance.abnormal_list：应为 true 或 false"),
}


@pytest.mark.parametrize(
    "facts",
    [
        one("recognitions", **{**TITLE, "expires_on": "2024-03-14"}),
        one("recognitions", **{**TITLE, "revoked_on": "2020-01-01"}),
        {"incomplete": ["quality", "figures", "recognitions", "recognitions"]},
        {"incomplete": None},
    ],
    ids=["a title that ends before it begins", "a loss before the title", "incomplete lists", "incomplete unsaid"],
)
def test_what_the_format_does_not_forbid_is_read(facts: dict[str, Any]) -> None:
    assert read(**facts).uscc


@pytest.mark.parametrize(("facts", "complaint"), REFUSED.values(), ids=REFUSED)
def test_a_dossier_out_of_format_is_refused_where_it_is(facts: dict[str, Any], complaint: str) -> None:
    with pytest.raises(DossierError, match=complaint):
        read(**facts)


BROKEN_TEXTS = {
    "no JSON": "{",
    "a list": "[]",
    "NaN": '{"uscc": "91110107000000000Q", "name": "a", "local_feature_points": NaN}',
    "infinity": '{"uscc": "91110107000000000Q", "name": "a", "local_feature_points": -Infinity}',
    "a key twice": '{"uscc": "91110107000000000Q", "name": "a", "name": "b"}',
    "far too deep": "[" * 100_000,
    "an endless number": '{"uscc": "91110107000000000Q", "name": "a", "digital_level": ' + "1" * 5_000 + "}",
}


@pytest.mark.parametrize("text", BROKEN_TEXTS.values(), ids=BROKEN_TEXTS)
def test_a_text_that_is_no_dossier_is_refused(text: str) -> None:
    with pytest.raises(DossierError):
        read_dossier(text)


def test_absent_and_null_are_unknown_and_an_empty_list_is_known_to_be_empty() -> None:
    absent, null, empty = read(), read(certificates=None, market=None), read(certificates=[], quality=[])

    assert absent == null
    assert absent.certificates is None
    assert absent.market.share is None
    assert empty.certificates == ()
    assert empty.quality == frozenset()


def test_amounts_become_fen_and_shares_exact_fractions() -> None:
    dossier = read(**year_of(revenue="52000000.05", net_profit="-0.1"), market={"share": "0.1200000000000000001"})

    assert dossier.figures[0].revenue == 5_200_000_005
    assert dossier.figures[0].net_profit == -10
    assert dossier.market.share == Fraction("0.1200000000000000001")


def test_a_valid_code_that_does_not_begin_with_91_is_read() -> None:
    assert read_dossier('{"uscc": "52110107MADE00001L", "name": "a"}').uscc.startswith("52")


def test_every_key_of_the_format_is_read() -> None:
    dossier = read(
        registered_on="2015-03-02",
        industry="C3563",
        niche_started_on="2018-06-01",
        strategic_emerging=True,
        product_field="fills_gap",
        equity_financing=[{"paid_on": "2024-05-01", "amount": "1.00", "qualified": None}],
        intellectual_property=[{"class": "II", "transferred_in_on": None, "granted_on": "2021-05-06"}],
        rd_institution="none",
        science_awards=[{"level": "national", "awarded_on": "2024-11-01"}],
        maker_in_china=[{"list": "top500", "year": 2024}],
        certificates=[{"kind": "ip_advantage", "valid_from": "2024-01-01", "valid_to": "2026-12-31"}],
        digital_level=2,
        quality=["standards"],
        product_certification=False,
        information_system=True,
        local_feature_points=None,
        chain_role=True,
        product_domain=False,
        platform_scores=[{"year": 2026, "score": "63.5"}],
        recognitions=[{**TITLE, "revoked_on": None}],
        compliance={"abnormal_list": False},
    )

    assert dossier.registered_on == date(2015, 3, 2)
    assert dossier.equity_financing is not None
    assert dossier.equity_financing[0].qualified is None
    assert dossier.platform_scores[0].score == Fraction(127, 2)
    assert dossier.compliance.abnormal_list is False
    assert dossier.compliance.dishonest_list is None
