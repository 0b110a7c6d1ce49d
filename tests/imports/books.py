"""Workbooks for tests: where the register lies, the headings of small sheets, and reading in this process."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from crm.config.settings import ROOT
from crm.imports.batches import life as batches
from crm.imports.batches import service
from crm.imports.batches.options import Options
from crm.imports.sheets.register import read_register
from crm.imports.sheets.staged import StagedRegister
from crm.imports.workbook.files import read_file
from tests.conftest import NOW, TODAY

REGISTER = ROOT / "tests" / "fixtures" / "register.xlsx"
SHORT = ROOT / "tests" / "fixtures" / "register-short.xlsx"
"""The first hundred enterprises of the register, with what it says of them: for what does not depend on its length."""
TERMS = {"innovative": 3, "tech_sme": 0, "srdi": 3, "little_giant": 3}
ENTERPRISES = ["企业名称", "统一社会信用代码", "所属街道", "主导产品", "服务管家", "备注"]
FIGURES = ["企业名称", "统一社会信用代码", "年度", "营业收入", "研发费用", "净利润", "从业人员（人）"]
TITLES = ["企业名称", "统一社会信用代码", "称号", "认定日期", "有效期至"]
VISITS = ["日期", "企业名称", "统一社会信用代码", "方式", "服务管家", "对接内容", "情况记录", "企业诉求", "责任单位"]
NAME, CODE, OTHER_CODE = "北京蓝京新材料股份有限公司", "91110107MADEM7001Q", "91110107MADEM7002U"

FIELD_KEY = bytes(range(32))

Rows = Sequence[Sequence[Any]]


def stage(path: Path) -> StagedRegister:
    """Read a workbook in this process."""
    return read_register(read_file(path), TERMS)


def notes(staged: StagedRegister) -> list[tuple[str, str]]:
    """Where and why something was noted."""
    return [(finding.cell or f"row {finding.row}", finding.reason) for finding in staged.findings]


def write(
    session, staged: StagedRegister, *, by=None, options=Options(), on=TODAY, file="register.xlsx"
) -> service.ImportResult:
    """Import a register as the command does."""
    digest = hashlib.sha256(staged.to_json().encode()).hexdigest()
    batch = batches.receive(session, file, digest, 1, by=by and by.id, at=NOW)
    return service.apply(session, batch, staged, options, by=by and by.id, on=on, at=NOW, field_key=FIELD_KEY)
