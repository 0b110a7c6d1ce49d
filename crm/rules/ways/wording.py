"""Each change as a step that somebody can decide on, in Chinese; it decides nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

from crm.rules.law.fields import FIELDS, FactKind, words
from crm.rules.law.nodes import Count
from crm.rules.law.quantities import Unit, show_number
from crm.rules.ways.changes import (
    AddEquity,
    AddProperty,
    Change,
    RecordEntry,
    RecordFigure,
    RecordScore,
    RenewTitle,
    SetFact,
    SettleAward,
    SettleEquity,
    SettleProperty,
    Shift,
)
from crm.rules.ways.levers import Effort

TAKES: dict[tuple[str, Any], str] = {
    ("rd_institution", "below_municipal"): "建立研发机构（企业自建即可，须有场地、设备和专职研发人员，市级以下）",
    ("rd_institution", "municipal"): "研发机构取得市级认定（向市主管部门申报，如企业技术中心）",
    ("digital_level", 2): "数字化水平提高到 2 级（按中小企业数字化水平评测指标自评）",
    ("digital_level", 3): "数字化水平提高到 3 级（按中小企业数字化水平评测指标自评）",
    ("quality.management_system", True): "取得质量管理体系认证（如 ISO 9001，由认证机构审核发证）",
    ("quality.own_brand", True): "建立自主品牌（注册商标并用于主导产品）",
    ("quality.standards", True): "参与制修订一项标准（国家、行业、地方或团体标准）",
    ("product_certification", True): "产品取得发达国家或地区的认证（如 CE、UL）",
    ("information_system", True): "至少一项核心业务改用信息系统（如 ERP、MES、PLM）",
}
"""What it takes to bring a fact about."""

HIGH_VALUE = (
    "高价值须符合其一：有海外同族专利、在海外取得收入、维持超过十年、质押融资数额较高、获国家科学技术奖或中国专利奖"
)
NEW_ITEM = {"I": "如发明专利，从申请到授权一般要一至两年", "II": "如软件著作权，登记一般要一两个月"}


def word_change(change: Change) -> str:
    """One step."""
    return SAID[type(change)](change)


def _shift(change: Shift) -> str:
    verb = "减少" if -1 in change.lever.moves.values() else "增加"
    is_count = change.lever.unit is Unit.COUNT
    amount = f"{change.amount} 人" if is_count else show_number(Fraction(change.amount), Unit.MONEY)
    return f"{change.year} 年{change.lever.zh}{verb} {amount}"


def _figure(change: RecordFigure) -> str:
    terms = f"（须 {'，且 '.join(change.terms)}）" if change.terms else ""
    return f"补录 {change.year} 年{FIELDS[change.field].zh}{terms}"


def _fact(change: SetFact) -> str:
    takes = TAKES.get((change.field, change.value))
    if change.effort is Effort.OBTAIN and takes:
        return takes
    verb = "核实" if change.effort is Effort.RECORD else "做到"
    return f"{verb}“{FIELDS[change.field].zh}”：{change.sign}{_value(change.field, change.value)}"


def _score(change: RecordScore) -> str:
    least = show_number(change.least, Unit.POINTS)
    if change.effort is Effort.OBTAIN:
        return f"{change.year} 年专精特新发展评价得分达到 {least}（在全国平台更新数据后由平台测算）"
    return f"补录 {change.year} 年专精特新发展评价得分（须 ≥ {least}）"


def _add(change: AddProperty) -> str:
    what = f"{len(change.items)} 项{describe_count(change.leaf)}"
    if change.effort is Effort.RECORD:
        return f"补录 {what}"
    leaf = change.leaf
    takes = [HIGH_VALUE if leaf.count.high_value else NEW_ITEM[leaf.count.property_class]]
    takes += ["自主研发"] if leaf.count.self_developed else []
    takes += (
        ["受让的不计"]
        if leaf.rules.transferred_years is None
        else [f"受让的满 {leaf.rules.transferred_years} 年才计"]
    )
    takes += [f"须为前 {leaf.rules.holder_rank} 位权利人"] if leaf.rules.holder_rank else []
    return f"再取得 {what}（{'；'.join(takes)}）"


def describe_count(leaf: Count) -> str:
    """The items a count asks for."""
    related = "与主导产品相关" if leaf.rules.related_to_main_product else ""
    benefit = "并产生经济效益" if leaf.rules.economic_benefit else ""
    return f"{related}{benefit}{'的' if related else ''}{leaf.count.zh}"


def _settle(change: SettleProperty) -> str:
    return f"核实已录入的知识产权中有 {len(change.settled)} 项是{describe_count(change.leaf)}（有属性尚未填写）"


def _equity(change: AddEquity) -> str:
    verb = "补录" if change.effort is Effort.RECORD else "引入"
    amount = show_number(Fraction(change.amount), Unit.MONEY)
    return f"{verb} {change.paid_on.year} 年合格机构投资者实缴的股权融资 {amount}"


def _settle_equity(change: SettleEquity) -> str:
    amount = show_number(Fraction(change.amount), Unit.MONEY)
    return f"核实已录入的 {len(change.places)} 笔股权融资（共 {amount}）来自合格机构投资者"


def _renew(change: RenewTitle) -> str:
    tier = words("recognitions.tier", change.title.tier)
    return f"{tier}称号在 {change.title.expires_on} 到期前通过复核"


def _value(field: str, value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if FIELDS[field].kind is FactKind.RATIO:
        return show_number(value, Unit.RATIO)
    if isinstance(value, date):
        return value.isoformat()
    return words(field, value) if FIELDS[field].choices else str(value)


SAID: dict[type[Any], Callable[[Any], str]] = {
    Shift: _shift,
    RecordFigure: _figure,
    SetFact: _fact,
    RecordScore: _score,
    AddProperty: _add,
    SettleProperty: _settle,
    AddEquity: _equity,
    SettleEquity: _settle_equity,
    RecordEntry: lambda change: f"核实并补录{change.words}",
    SettleAward: lambda change: f"核实{change.words}",
    RenewTitle: _renew,
}
