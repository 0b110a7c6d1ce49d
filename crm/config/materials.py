"""The papers of applications from `config/materials.yaml`: read once, strictly."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
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


@dataclass(frozen=True, slots=True)
class MaterialSource:
    """The notice against which somebody has held the papers of some titles and purposes, and when."""

    targets: frozenset[str]
    purposes: tuple[Purpose, ...]
    document: str
    confirmed_by: str
    confirmed_on: date


def material_rules() -> tuple[MaterialRule, ...]:
    """All papers in the order of the file."""
    return read_materials(MATERIALS)


def materials_for(target: str, purpose: str) -> tuple[MaterialRule, ...]:
    """The papers of an application for a title and purpose."""
    return tuple(rule for rule in material_rules() if target in rule.targets and purpose in rule.purposes)


def material_source(target: str, purpose: str) -> MaterialSource | None:
    """The notice that the papers of a title and purpose follow; None while nobody has confirmed them."""
    return _covering(read_sources(MATERIALS), target, purpose)


@cache
def read_materials(file: Path) -> tuple[MaterialRule, ...]:
    """The papers of a file; raises SettingsError naming the line that is not understood, or a name written twice."""
    with _naming_the_file():
        rules: dict[str, MaterialRule] = {}
        for entry in _read(file)["materials"].items():
            rule = _rule(entry)
            if rule.id in rules:
                raise entry.mapping()["id"].fail(f"material {rule.id} is written twice")
            rules[rule.id] = rule
    return tuple(rules.values())


@cache
def read_sources(file: Path) -> tuple[MaterialSource, ...]:
    """The notices of a file; SettingsError as above, and where two speak for the same title and purpose."""
    sources: list[MaterialSource] = []
    with _naming_the_file():
        written = _read(file).get("sources")
        for entry in written.items() if written else ():
            source = _source(entry)
            if any(_covering(sources, target, purpose) for target in source.targets for purpose in source.purposes):
                raise entry.fail("two sources of the same papers")
            sources.append(source)
    return tuple(sources)


@contextmanager
def _naming_the_file() -> Iterator[None]:
    try:
        yield
    except RulebookError as error:
        raise SettingsError(f"config/materials.yaml: {error}") from error


def _read(file: Path) -> dict[str, PlacedValue]:
    return read_file(file).section("materials", "sources")


def _covering(sources: Iterable[MaterialSource], target: str, purpose: str) -> MaterialSource | None:
    return next((one for one in sources if target in one.targets and purpose in one.purposes), None)


def _source(written: PlacedValue) -> MaterialSource:
    entries = written.section("targets purposes document confirmed_by confirmed_on")
    return MaterialSource(
        *_whose(written, entries),
        document=entries["document"].text(),
        confirmed_by=entries["confirmed_by"].text(),
        confirmed_on=entries["confirmed_on"].day(),
    )


def _whose(written: PlacedValue, entries: Mapping[str, PlacedValue]) -> tuple[frozenset[str], tuple[Purpose, ...]]:
    targets = frozenset(target.word(frozenset(TARGETS)) for target in entries["targets"].items())
    purposes = read_purposes(entries["purposes"])
    if not targets or not purposes:
        raise written.fail("needs targets and purposes")
    return targets, purposes


def _rule(written: PlacedValue) -> MaterialRule:
    entries = written.section("id targets purposes days_before text", "known_by")
    targets, purposes = _whose(written, entries)
    return MaterialRule(
        id=entries["id"].text(),
        targets=targets,
        purposes=purposes,
        days_before=entries["days_before"].whole(),
        known_by=entries["known_by"].word(KNOWN_BY) if "known_by" in entries else None,
        text=read_text(entries["text"]),
    )
