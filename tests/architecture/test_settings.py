"""Every setting is described in `config/example.env`, and nothing is described that is not read."""

from __future__ import annotations

import re
from itertools import pairwise

from crm.config import settings
from tests.architecture.sources import ROOT, application

EXAMPLE = ROOT / "config" / "example.env"


def described() -> list[str]:
    return re.findall(r"^(CRM_[A-Z_]+)=", EXAMPLE.read_text(encoding="utf-8"), re.MULTILINE)


def test_every_setting_is_described():
    assert set(settings.names()) - set(described()) == set()


def test_everything_described_is_a_setting():
    assert set(described()) - set(settings.names()) == set()


def test_nothing_is_described_twice():
    assert len(described()) == len(set(described()))


def test_every_setting_has_a_sentence_above_it():
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    above = {line.split("=")[0]: before for before, line in pairwise(lines)}

    assert [name for name in described() if not above[name].startswith(("# ", "CRM_"))] == []


def test_only_the_settings_read_the_environment():
    """Besides: what the workbook reader's child inherits, and where `evaluate`, without settings, finds policies."""
    readers = re.compile(r"environ\.get|os\.getenv|environ\[")
    found = {source.name for source in application() if readers.search(source.text)}

    assert found <= {"crm/config/settings.py", "crm/imports/workbook/child.py", "crm/commands/evaluate.py"}
