"""Workbooks for tests: where the register lies, the headings of small sheets, and reading in this process."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from crm.imports.container import Limits, inspect
from crm.imports.register import read_register
from crm.imports.sheets import read_workbook
from crm.imports.staged import Staged
from crm.settings import ROOT

REGISTER = ROOT / "tests" / "fixtures" / "register.xlsx"
TERMS = {"innovative": 3, "tech_sme": 1, "srdi": 3, "little_giant": 3}
ENTERPRISES = ["企业名称", "统一社会信用代码", "所属街道", "主导产品", "服务管家", "备注"]
FIGURES = ["企业名称", "统一社会信用代码", "年度", "营业收入", "研发费用", "净利润", "从业人员（人）"]
TITLES = ["企业名称", "统一社会信用代码", "称号", "认定日期", "有效期至"]
NAME, CODE, OTHER_CODE = "北京蓝京新材料股份有限公司", "91110107MADEM7001Q", "91110107MADEM7002U"

Rows = Sequence[Sequence[Any]]


def stage(path: Path) -> Staged:
    """Read a workbook in this process."""
    return read_register(read_workbook(path, inspect(path, Limits())), TERMS)


def notes(staged: Staged) -> list[tuple[str, str]]:
    """Where and why something was noted."""
    return [(finding.cell or f"row {finding.row}", finding.reason) for finding in staged.findings]
