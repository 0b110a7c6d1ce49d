"""A column of a register sheet, those columns that say whose row it is, and those of a sheet with one figure a row."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """One field of a sheet: the headings it goes by, the first being the usual one. An amount is read in a unit."""

    field: str
    headings: tuple[str, ...]
    required: bool = False
    is_amount: bool = False

    @property
    def label(self) -> str:
        return self.headings[0]


CODE = Column(
    "uscc",
    ("统一社会信用代码", "社会信用代码", "信用代码", "统一信用代码", "统一代码", "企业信用代码", "纳税人识别号"),
    required=True,
)
# In a sheet whose items have names of their own, 名称 is theirs.
NAME_BESIDE_ITEMS = Column("enterprise", ("企业名称", "单位名称", "公司名称", "企业"))
# What says whose row it is, in a sheet of any kind.
IDENTITY = frozenset({"uscc", "name", "enterprise"})
INDICATOR, VALUE, UNIT = "indicator", "value", "unit"
LONG_WORDS: Mapping[str, frozenset[str]] = {
    INDICATOR: frozenset({"指标", "指标名称", "统计指标", "指标项", "指标项目", "项目", "项目名称", "科目"}),
    VALUE: frozenset(
        {
            *("数值", "指标值", "本期值", "本期数", "值", "数据", "金额", "数额"),
            *("本年累计", "累计值", "全年值", "年值", "期末数"),
        }
    ),
    UNIT: frozenset({"单位", "计量单位", "指标单位", "数据单位"}),
}
"""The headings of a sheet that has one figure a row: which it is, how much, and in which unit."""
