"""Drafts that somebody writes to break the desk: each gets a named fault at its line, whatever stands in it."""

from __future__ import annotations

import re
import time

import pytest

from crm.config.settings import ROOT
from crm.cultivation.previews.drafts import read_draft
from crm.rules.law.problems import RulebookError

POLICIES = ROOT / "config" / "policies"
TEXT = (POLICIES / "rulebooks" / "srdi-2026.yaml").read_text(encoding="utf-8")
INCLUDE = "- include: gate"
OUTSIDE = [
    "../../service",
    "/etc/hostname",
    "rulebooks/srdi-2026",
    "..",
    ".",
    "'gate\\0'",
    "g" * 5000,
    "长" * 300,
    "'gate.yaml'",
    "'../policies/gate'",
    "''",
    "{}",
    "1",
]


def draft_with(include: str) -> str:
    assert INCLUDE in TEXT
    return TEXT.replace(INCLUDE, f"- include: {include}")


@pytest.mark.parametrize("name", OUTSIDE)
def test_only_fragments_of_the_policies_own_folder_are_included(name):
    with pytest.raises(RulebookError) as refused:
        read_draft(draft_with(name), POLICIES)

    assert refused.value.where.startswith("srdi-2026.yaml")


def test_a_fragment_is_included_once_and_a_thousand_take_no_time():
    many = TEXT.replace(INCLUDE, "\n  ".join([INCLUDE] * 1000))
    began = time.monotonic()

    with pytest.raises(RulebookError, match="gate"):
        read_draft(many, POLICIES)

    assert time.monotonic() - began < 5


@pytest.mark.parametrize("years", ["101 years", "9999 years", f"{10**30} years", "-1 years", "-3000 years"])
@pytest.mark.parametrize("place", ["within", "at_least"])
def test_any_number_of_years_is_read_or_named(years, place):
    changed, count = re.subn(rf"{place}: [0-9]+ years", f"{place}: {years}", TEXT, count=1)
    if not count:
        pytest.skip(f"no {place} in years there")

    with pytest.raises(RulebookError, match="years"):
        read_draft(changed, POLICIES)


@pytest.mark.parametrize("on", ["2026-11-24", "2027-01-01", "2099-12-31", "2100-12-31"])
@pytest.mark.parametrize("years", ["0 years", "1 years", "100 years"])
def test_a_draft_is_previewed_on_any_day(signed_in, on, years):
    import re

    form = {
        "target": "srdi",
        "purpose": "new",
        "on": on,
        "draft": re.sub(r"within: [0-9]+ years", f"within: {years}", TEXT),
    }

    answer = signed_in("maria").post("/policies/preview", form)

    assert answer.status_code in (200, 422)
