"""Thousands of damaged workbooks: each is read, or refused with one sentence, in seconds and in little memory.

Seconds are the processor's: how long a file keeps one waiting on a busy machine says nothing of the file.
"""

from __future__ import annotations

import resource
import time
from random import Random

import pytest

from crm.imports.sheets.staged import StagedRegister
from crm.imports.wordings import WORDINGS
from crm.imports.workbook.child import read_or_refuse, understood
from crm.imports.workbook.refusals import Refusal
from tests.imports.books import CODE, ENTERPRISES, FIGURES, NAME, REGISTER, TERMS
from tests.imports.damage import WAYS

SEED = 20261124
FEW, MANY = 60, 1_000
SECONDS_EACH = 10
KILOBYTES = 300 << 10


def outcome(path, content: bytes) -> StagedRegister | str:
    """The staged register, or the code of the refusal."""
    path.write_bytes(content)
    began = time.process_time()
    try:
        return understood(read_or_refuse(path, TERMS))
    except Refusal as refused:
        return refused.code
    finally:
        assert time.process_time() - began < SECONDS_EACH


def assert_damage_is_survived(path, whole: bytes, way, times: int) -> None:
    source = Random(f"{SEED}-{way.__name__}")
    for number in range(times):
        result = outcome(path, way(whole, source))

        assert isinstance(result, StagedRegister) or result in WORDINGS, f"{way.__name__} {number}"


@pytest.fixture
def whole(workbook) -> bytes:
    """A small register, undamaged."""
    rows = [ENTERPRISES, *([NAME, CODE, "古城", "新材料", "赵敏", number] for number in range(30))]
    figures = [FIGURES, *([NAME, CODE, 2000 + number, number * 1.5, "约5", -3, 12] for number in range(25))]
    return workbook({"企业台账": rows, "经营指标": figures}).read_bytes()


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_a_damaged_workbook_is_read_or_refused(tmp_path, whole, way):
    assert_damage_is_survived(tmp_path / "damaged.xlsx", whole, way, FEW)


@pytest.mark.faults
@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_many_damaged_workbooks_are_read_or_refused_in_little_memory(tmp_path, whole, way):
    assert_damage_is_survived(tmp_path / "damaged.xlsx", whole, way, MANY)
    assert_damage_is_survived(tmp_path / "damaged.xlsx", REGISTER.read_bytes(), way, FEW)

    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < KILOBYTES
