"""The papers of applications from `config/materials.yaml`: read once, strictly."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from crm.config.settings import ROOT, SettingsError
from crm.rules import TARGETS, Purpose
from crm.rules.law.nodes import Text
from crm.rules.law.problems import RulebookError
from crm.rules.reading.policy_words import read_purposes, read_text
from crm.rules.reading.written import PlacedValue, read_file

MATERIALS = ROOT / "config" / "materials.yaml"
KNOWN_BY = frozenset({"figures", "score", "property", "title"})
"""What of the record can stand for a paper."""


@dataclass(frozen=True, slots=True)
class MaterialRule:
    """One paper: for which titles and purposes it is asked, when it is due, and what of the record stands for it."""

    id: str
    targets: frozenset[str]
    purposes: tuple[Purpose, ...]
    days_before: int
    known_by: str | None
    text: Text


def material_rules() -> tuple[MaterialRule, ...]:
    """All papers in the order of the file."""
    return read_materials(MATERIALS)


def materials_for(target: str, purpose: str) -> tuple[MaterialRule, ...]:
    """The papers of an application for a title and purpose."""
    return tuple(rule for rule in material_rules() if target in rule.targets and purpose in rule.purposes)


@cache
def read_materials(file: Path) -> tuple[MaterialRule, ...]:
    """The papers of a file; raises SettingsError naming the line that is not understood, or a name written twice."""
    try:
        rules: dict[str, MaterialRule] = {}
        for entry in read_file(file).section("materials")["materials"].items():
            rule = _rule(entry)
            if rule.id in rules:
                raise entry.mapping()["id"].fail(f"material {rule.id} is written twice")
            rules[rule.id] = rule
    except RulebookError as error:
        raise SettingsError(f"config/materials.yaml: {error}") from error
    return tuple(rules.values())


def _rule(written: PlacedValue) -> MaterialRule:
    entries = written.section("id targets purposes days_before text", "known_by")
    targets = frozenset(target.word(frozenset(TARGETS)) for target in entries["targets"].items())
    purposes = read_purposes(entries["purposes"])
    if not targets or not purposes:
        raise written.fail("needs targets and purposes")
    return MaterialRule(
        id=entries["id"].text(),
        targets=targets,
        purposes=purposes,
        days_before=entries["days_before"].whole(),
        known_by=entries["known_by"].word(KNOWN_BY) if "known_by" in entries else None,
        text=read_text(entries["text"]),
    )
