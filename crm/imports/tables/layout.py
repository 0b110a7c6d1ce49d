"""The sheets of a register and the headings each column goes by; finding them in a file is `headings`."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from crm.imports.lists.registry import LIST_SHEETS
from crm.imports.tables.column import CODE, Column
from crm.rules.law.fields import FIELDS, FIGURES, SINGLES, FactKind


class SheetKind(StrEnum):
    """The sheets that lean on each other, under the names reports use; beside them stand those that list facts."""

    ENTERPRISES = "企业台账"
    FIGURES = "经营指标"
    TITLES = "称号"
    VISITS = "走访记录"


KINDS: tuple[str, ...] = (SheetKind.ENTERPRISES, SheetKind.FIGURES, SheetKind.TITLES, *LIST_SHEETS, SheetKind.VISITS)
"""Every sheet a register may have, in the order in which reports name them."""
LISTS: tuple[str, ...] = (SheetKind.TITLES, *LIST_SHEETS)
"""Sheets that list facts an enterprise may have none of; others say nothing by leaving an enterprise out."""

_NAME_WORDS = (
    "企业名称",
    "单位名称",
    "公司名称",
    "企业",
    "名称",
    "企业全称",
    "单位详细名称",
    "纳税人名称",
    "法人单位名称",
)
_YEARS = ("年度", "年份", "会计年度", "统计年度", "所属年度", "报告期", "所属期", "税款所属期")
_STEWARD = ("服务管家", "管家", "管家姓名", "服务专员", "企业管家", "联系管家")
_AUTHOR = (*_STEWARD, "走访人", "走访人员", "记录人", "服务人员", "走访管家", "拜访人", "走访干部", "填报人")
_INDUSTRY = (
    "行业代码",
    "国民经济行业代码",
    "所属行业代码",
    "行业",
    "所属行业",
    "国民经济行业",
    "行业类别",
    "行业分类",
)
_PHONE = ("手机", "手机号", "手机号码", "移动电话", "电话", "联系电话", "联系方式", "办公电话", "固定电话", "座机")
_TITLE = ("称号", "称号名称", "认定称号", "资质", "荣誉称号", "资质类型", "称号类型", "资质名称")
_GRANTED = (
    *("认定日期", "认定时间", "公布日期", "授予日期", "发证日期", "公布时间", "授予时间", "发证时间"),
    *("获得时间", "获得日期", "获评时间", "发文日期", "发文时间"),
    *("认定年月", "公布年月", "发证年月"),
)
_SUMMARY = (
    *("情况记录", "走访情况", "走访内容", "情况", "记录", "工作记录", "处理情况"),
    *("内容", "沟通内容", "交流内容", "主要内容", "沟通情况", "交流情况", "走访记录"),
)


def _fact(name: str, *also: str) -> Column:
    """The column of a one-valued fact, under its word in the vocabulary first."""
    return Column(name, (FIELDS[name].zh, *also))


_OWN: dict[str, tuple[Column, ...]] = {
    SheetKind.ENTERPRISES: (
        Column("name", _NAME_WORDS, required=True),
        CODE,
        Column("street", ("所属街道", "街道", "属地", "属地街道", "所在街道", "街镇")),
        Column("industry", _INDUSTRY),
        Column("product", ("主导产品", "主要产品", "主导产品名称", "主营产品")),
        _fact("niche_started_on", "进入细分市场时间", "从事细分市场时间", "进入细分领域时间", "细分市场起始时间"),
        _fact("product_field", "主导产品领域", "产品领域", "主导产品所属领域"),
        _fact("strategic_emerging", "战略性新兴产业", "是否战略性新兴产业", "战新产业", "属于战略性新兴产业"),
        _fact("rd_institution", "研发机构级别", "研发机构", "研发机构等级"),
        Column("steward", _STEWARD),
        Column("contact", ("联系人", "企业联系人", "联系人姓名")),
        Column("position", ("职务", "联系人职务", "职位")),
        Column("phone", _PHONE),
        Column("remark", ("备注", "说明")),
    ),
    SheetKind.FIGURES: (
        Column("name", _NAME_WORDS),
        CODE,
        Column("year", _YEARS, required=True),
        Column("period_from", ("税款所属期起", "所属期起", "报告期起", "期间起", "开始日期")),
        Column("period_to", ("税款所属期止", "所属期止", "报告期止", "期间止", "结束日期")),
        *(
            Column(figure.id, (figure.zh, *figure.also), is_amount=figure.kind is FactKind.MONEY)
            for figure in FIGURES
        ),
        Column("source", ("数据来源", "来源", "数据口径")),
    ),
    SheetKind.TITLES: (
        Column("name", _NAME_WORDS),
        CODE,
        Column("tier", _TITLE, required=True),
        Column("level", ("级别", "称号级别", "认定级别", "资质级别", "称号等级")),
        Column("state", ("状态", "称号状态", "认定状态", "有效状态", "目前状态", "当前状态", "资格状态", "是否有效")),
        Column("award", ("认定类型", "认定方式", "认定类别", "认定性质")),
        Column("batch", ("批次", "认定批次")),
        Column("certificate", ("证书编号", "证书号", "证书号码", "证书编码", "资质证书编号", "称号证书编号")),
        Column("granted_on", _GRANTED, required=True),
        Column("expires_on", ("有效期至", "有效期", "到期日期", "截止日期", "有效期止", "到期时间", "截止时间")),
    ),
    SheetKind.VISITS: (
        Column("on", ("日期", "走访日期", "服务日期", "时间", "走访时间"), required=True),
        Column("name", _NAME_WORDS),
        CODE,
        Column("kind", ("方式", "走访方式", "走访形式", "服务方式", "服务形式", "联系方式", "形式"), required=True),
        Column("steward", _AUTHOR),
        Column("purposes", ("对接内容", "服务内容", "对接事项", "对接类别")),
        Column("summary", _SUMMARY),
        Column("demand", ("企业诉求", "诉求", "存在问题", "困难诉求", "企业反映问题", "反映问题")),
        Column("department", ("责任单位", "责任部门", "承办单位")),
    ),
}

SAYING_MORE = frozenset({"level", "state", "award"})
"""Fields that only say more of another one: 状态 alone makes no list of titles, nor a row of a template."""
LAYOUTS: Mapping[str, tuple[Column, ...]] = MappingProxyType(
    {kind: _OWN[kind] if kind in _OWN else LIST_SHEETS[kind].columns for kind in KINDS}
)
ENTERPRISE_FACTS = tuple(
    column.field
    for column in LAYOUTS[SheetKind.ENTERPRISES]
    if any(field.id == column.field and field.group != "identity" for field in SINGLES)
)
"""The one-valued facts that stand on a sheet of enterprises."""


def code_of(kind: str) -> str:
    """The word under which choices of columns keep a sheet; that of a list sheet is its list."""
    return SheetKind(kind).name.lower() if kind in _OWN else LIST_SHEETS[kind].list_id


def column_of(kind: str, field: str) -> Column:
    """The column of a field."""
    return next(column for column in LAYOUTS[kind] if column.field == field)


def label(kind: str, field: str) -> str:
    """The usual heading of a field."""
    return column_of(kind, field).label
