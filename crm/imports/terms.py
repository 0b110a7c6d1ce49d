"""How long a title of each tier lasts, read from the policy file; nothing here decides who holds one."""

import re
from pathlib import Path

from ruamel.yaml import YAML

FILE = "tiers.yaml"
_YEARS = re.compile(r"([1-9]\d?) years?")


def years_by_tier(policies: Path) -> dict[str, int]:
    """The years of validity of every tier that is a title; raises ValueError for a term that is not in years."""
    tiers = YAML(typ="safe", pure=True).load(policies / FILE)["tiers"]
    return {tier["id"]: _years(tier["lasts"]) for tier in tiers if "lasts" in tier}


def _years(written: str) -> int:
    term = _YEARS.fullmatch(written)
    if not term:
        raise ValueError(f"{FILE}: a title lasts whole years, not {written!r}")
    return int(term[1])
