"""Every fact a dossier may hold, with labels and kind; forms, imports and the facts to ask for share it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any


class FactKind(StrEnum):
    """How a fact is written down and shown."""

    TEXT = "text"
    MONEY = "money"
    RATIO = "ratio"
    COUNT = "count"
    SCORE = "score"
    DATE = "date"
    YEAR = "year"
    CHOICE = "choice"
    YES_NO = "yes_no"
    JUDGEMENT = "judgement"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class Choice:
    """One word a choice may take; `value` is what the dossier file says."""

    value: str | int
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Field:
    """One fact: `group` is the part of the dossier it stands in, `yearly` says that it repeats each year.

    `also` are other headings under which registers bring it, `signed` lets it be negative, `part_of` names the whole it
    is never larger than, and what `stands` at a year's end stood when the next began. A count lies within its limits.
    """

    id: str
    zh: str
    en: str
    kind: FactKind
    group: str
    yearly: bool = False
    choices: tuple[Choice, ...] = ()
    also: tuple[str, ...] = ()
    signed: bool = False
    part_of: str | None = None
    lowest: int = 0
    highest: int | None = None
    stands: bool = False


PRODUCT_FIELDS = (
    Choice("fills_gap", "补短板、锻长板、填空白", "Fills a gap"),
    Choice("key_supporting", "六基、中华老字号或为链主企业配套", "Key supporting product"),
    Choice("other", "其他领域", "Other"),
)
INSTITUTIONS = (
    Choice("national", "国家级", "National"),
    Choice("provincial", "省级", "Provincial"),
    Choice("municipal", "市级", "Municipal"),
    Choice("below_municipal", "市级以下", "Below municipal"),
    Choice("none", "未建立", "None"),
)
DIGITAL_LEVELS = tuple(Choice(level, f"{level} 级", f"Level {level}") for level in (1, 2, 3, 4))
PROPERTY_CLASSES = (Choice("I", "Ⅰ类", "Class I"), Choice("II", "Ⅱ类", "Class II"))
AWARD_LEVELS = (Choice("national", "国家级", "National"), Choice("provincial", "省级", "Provincial"))
CONTEST_LISTS = (
    Choice("top500", "全国 500 强", "National top 500"),
    Choice("top50", "全国 50 强", "National top 50"),
)
CERTIFICATE_KINDS = (
    Choice("high_tech", "高新技术企业", "High-tech enterprise"),
    Choice("technology_innovation_demonstration", "国家级技术创新示范企业", "Innovation demonstration enterprise"),
    Choice("ip_advantage", "知识产权优势企业", "IP advantage enterprise"),
    Choice("ip_demonstration", "知识产权示范企业", "IP demonstration enterprise"),
)
QUALITY_KINDS = (
    Choice("provincial_quality_award", "省级以上质量奖", "Provincial quality award"),
    Choice("management_system", "质量管理体系认证", "Certified management system"),
    Choice("own_brand", "自主品牌", "Own brand"),
    Choice("standards", "参与制修订标准", "Takes part in standards"),
)
SEED_TIER = Choice("seed", "种子企业", "Seed enterprise")
TITLE_TIERS = (
    Choice("innovative", "创新型中小企业", "Innovative SME"),
    Choice("tech_sme", "科技型中小企业", "Technology SME"),
    Choice("srdi", "专精特新中小企业", "SRDI SME"),
    Choice("little_giant", "国家级专精特新“小巨人”企业", "Little giant"),
)


def _yearly(name: str, zh: str, en: str, kind: FactKind, *also: str, **what: Any) -> Field:
    return Field(name, zh, en, kind, "figures", yearly=True, also=also, **what)


FIGURES = (
    _yearly("revenue", "营业收入", "Revenue", FactKind.MONEY, "营业总收入", "营收"),
    _yearly(
        "main_revenue",
        "主营业务收入",
        "Main-business revenue",
        FactKind.MONEY,
        "主营收入",
        "主导产品收入",
        "主营业务营业收入",
        part_of="revenue",
    ),
    _yearly(
        "rd_expense",
        "研发费用",
        "R&D expense",
        FactKind.MONEY,
        "研发投入",
        "研发经费",
        "研发费用总额",
        "研究开发费用",
    ),
    _yearly("net_profit", "净利润", "Net profit", FactKind.MONEY, "净利", signed=True),
    _yearly("total_assets", "资产总额", "Total assets", FactKind.MONEY, "资产总计", "总资产", stands=True),
    _yearly("total_liabilities", "负债总额", "Total liabilities", FactKind.MONEY, "负债合计", "总负债", stands=True),
    _yearly(
        "employees",
        "从业人员",
        "Employees",
        FactKind.COUNT,
        "从业人数",
        "职工人数",
        "员工人数",
        "从业人员数",
        "职工总数",
        "从业人数合计",
        "期末用工人数",
        "用工人数",
        "平均从业人数",
        stands=True,
    ),
    _yearly(
        "rd_staff",
        "研发人员",
        "R&D staff",
        FactKind.COUNT,
        "研发人员数",
        "研发人数",
        part_of="employees",
        stands=True,
    ),
)
STEADY = tuple(figure.id for figure in FIGURES if figure.kind is FactKind.MONEY and not figure.signed)
"""Amounts that do not come from next to nothing in a year, as a profit may: their leaps say something about units."""
PARTS = tuple((figure.id, figure.part_of) for figure in FIGURES if figure.part_of)
"""A figure and the whole it is a part of."""


def larger_parts(figures: Mapping[str, int | None]) -> list[tuple[str, str]]:
    """Each part that is larger than its whole, with that whole; what is not known is never too large."""
    found = []
    for part, whole in PARTS:
        less, more = figures.get(part), figures.get(whole)
        if less is not None and more is not None and less > more:
            found.append((part, whole))
    return found


def leaps(one: int | None, other: int | None, factor: int) -> bool:
    """Whether one of two figures is at least `factor` times the other: 元 for 万元? Nothing leaps from zero."""
    if not one or not other:
        return False
    small, large = sorted((abs(one), abs(other)))
    return large >= factor * small


SINGLES = (
    Field("uscc", "统一社会信用代码", "Credit code", FactKind.TEXT, "identity"),
    Field("name", "企业名称", "Name", FactKind.TEXT, "identity"),
    Field("registered_on", "成立日期", "Registered on", FactKind.DATE, "identity"),
    Field("industry", "国民经济行业代码", "Industry", FactKind.TEXT, "identity"),
    Field("niche_started_on", "进入细分市场日期", "In the niche since", FactKind.DATE, "market"),
    Field(
        "strategic_emerging", "主导产品属战略性新兴产业", "Strategic emerging industry", FactKind.YES_NO, "product"
    ),
    Field("product_field", "主导产品所属领域", "Product field", FactKind.CHOICE, "product", choices=PRODUCT_FIELDS),
    Field("rd_institution", "研发机构级别", "R&D institution", FactKind.CHOICE, "innovation", choices=INSTITUTIONS),
    Field("digital_level", "数字化水平", "Digital level", FactKind.CHOICE, "quality", choices=DIGITAL_LEVELS),
    Field(
        "product_certification", "产品获发达国家或地区认证", "Product certified abroad", FactKind.YES_NO, "quality"
    ),
    Field("information_system", "核心业务采用信息系统", "Core business on a system", FactKind.YES_NO, "quality"),
    Field(
        "local_feature_points", "地方特色指标得分", "Local feature points", FactKind.COUNT, "innovation", highest=15
    ),
    Field("market.share", "细分市场占有率", "Niche market share", FactKind.RATIO, "market"),
    Field("market.rank", "细分市场全国排名", "National rank in the niche", FactKind.COUNT, "market", lowest=1),
    Field("market.leading", "市场占有率位居前列并有知名度", "Leading in the market", FactKind.JUDGEMENT, "market"),
    Field(
        "market.reputation",
        "在细分市场享有较高知名度和影响力",
        "Well known in the niche",
        FactKind.JUDGEMENT,
        "market",
    ),
    Field("chain_role", "产业链关键环节", "Key link of a chain", FactKind.JUDGEMENT, "product"),
    Field("product_domain", "六基或重点领域产品", "Key product domain", FactKind.JUDGEMENT, "product"),
    Field("compliance.abnormal_list", "列入经营异常名录", "On the abnormal list", FactKind.YES_NO, "compliance"),
    Field(
        "compliance.dishonest_list", "列入严重失信主体名单", "On the dishonesty list", FactKind.YES_NO, "compliance"
    ),
    Field(
        "compliance.prohibited_product",
        "属禁止、限制或淘汰类产品",
        "Prohibited product",
        FactKind.JUDGEMENT,
        "compliance",
    ),
    Field(
        "compliance.serious_incident", "近三年有严重事故或违法行为", "Serious incident", FactKind.YES_NO, "compliance"
    ),
)

QUALITIES = tuple(Field(f"quality.{one.value}", one.zh, one.en, FactKind.YES_NO, "quality") for one in QUALITY_KINDS)

LISTS = (
    Field("figures", "年度经营指标", "Yearly figures", FactKind.LIST, "figures"),
    Field("equity_financing", "股权融资", "Equity financing", FactKind.LIST, "equity_financing"),
    Field("intellectual_property", "知识产权", "Intellectual property", FactKind.LIST, "intellectual_property"),
    Field("science_awards", "科学技术奖", "Science awards", FactKind.LIST, "science_awards"),
    Field("maker_in_china", "“创客中国”大赛入围", "Maker in China", FactKind.LIST, "maker_in_china"),
    Field("certificates", "资质证书", "Certificates", FactKind.LIST, "certificates"),
    Field("quality", "质量与品牌", "Quality", FactKind.LIST, "quality", choices=QUALITY_KINDS),
    Field("platform_scores", "专精特新发展评价得分", "Platform scores", FactKind.LIST, "platform_scores"),
    Field("recognitions", "称号", "Titles", FactKind.LIST, "recognitions"),
)


def _item(
    group: str, name: str, zh: str, en: str, kind: FactKind, choices: tuple[Choice, ...] = (), lowest: int = 0
) -> Field:
    return Field(f"{group}.{name}", zh, en, kind, group, choices=choices, lowest=lowest)


ITEMS = (
    _item("equity_financing", "paid_on", "到账日期", "Paid on", FactKind.DATE),
    _item("equity_financing", "amount", "实缴金额", "Amount", FactKind.MONEY),
    _item("equity_financing", "qualified", "合格机构投资者", "Qualified investor", FactKind.YES_NO),
    _item("intellectual_property", "class", "类别", "Class", FactKind.CHOICE, PROPERTY_CLASSES),
    _item("intellectual_property", "high_value", "高价值", "High value", FactKind.YES_NO),
    _item("intellectual_property", "self_developed", "自主研发", "Self-developed", FactKind.YES_NO),
    _item(
        "intellectual_property",
        "related_to_main_product",
        "与主导产品有关",
        "Related to the product",
        FactKind.YES_NO,
    ),
    _item("intellectual_property", "economic_benefit", "产生经济效益", "Economic benefit", FactKind.YES_NO),
    _item("intellectual_property", "granted_on", "授权日期", "Granted on", FactKind.DATE),
    _item("intellectual_property", "transferred_in_on", "受让日期", "Transferred in on", FactKind.DATE),
    _item("intellectual_property", "holder_rank", "权利人排名", "Rank among holders", FactKind.COUNT, lowest=1),
    _item("science_awards", "level", "级别", "Level", FactKind.CHOICE, AWARD_LEVELS),
    _item("science_awards", "awarded_on", "获奖日期", "Awarded on", FactKind.DATE),
    _item("science_awards", "rank", "单位排名", "Rank", FactKind.COUNT, lowest=1),
    _item("maker_in_china", "list", "榜单", "List", FactKind.CHOICE, CONTEST_LISTS),
    _item("maker_in_china", "year", "年度", "Year", FactKind.YEAR),
    _item("certificates", "kind", "证书", "Certificate", FactKind.CHOICE, CERTIFICATE_KINDS),
    _item("certificates", "valid_from", "有效期起", "Valid from", FactKind.DATE),
    _item("certificates", "valid_to", "有效期止", "Valid to", FactKind.DATE),
    Field(
        "platform_scores.score",
        "专精特新发展评价得分",
        "Platform score",
        FactKind.SCORE,
        "platform_scores",
        yearly=True,
    ),
    _item("recognitions", "tier", "称号", "Title", FactKind.CHOICE, TITLE_TIERS),
    _item("recognitions", "granted_on", "认定日期", "Granted on", FactKind.DATE),
    _item("recognitions", "expires_on", "有效期止", "Expires on", FactKind.DATE),
    _item("recognitions", "revoked_on", "撤销日期", "Revoked on", FactKind.DATE),
)

FIELDS: Mapping[str, Field] = MappingProxyType(
    {field.id: field for field in (*SINGLES, *FIGURES, *QUALITIES, *LISTS, *ITEMS)}
)


def words(field: str, value: str | int) -> str:
    """The Chinese word for one choice of a field."""
    return next(choice.zh for choice in FIELDS[field].choices if choice.value == value)


def values(choices: tuple[Choice, ...]) -> frozenset[str | int]:
    """The words a dossier file may use."""
    return frozenset(choice.value for choice in choices)
