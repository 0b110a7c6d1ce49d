"""A column of a register sheet, and those columns that say whose row it is."""

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
