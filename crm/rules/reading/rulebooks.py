"""Reads one rulebook file into its tree, strictly: what is not fully understood stops the program."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

from crm.rules.law.catalogue import TIERS
from crm.rules.law.nodes import Criterion, PropertyRules
from crm.rules.law.quantities import Unit
from crm.rules.law.rulebook import Near, Period, Purpose, Remark, Rulebook
from crm.rules.law.widening import widen_criterion
from crm.rules.reading.conditions import Conditions
from crm.rules.reading.points import read_score
from crm.rules.reading.policy_words import PURPOSES, period_of, read_period, read_purposes, read_text
from crm.rules.reading.written import PlacedValue, read_file

REQUIRED = "id target document in_force text near requires"
OPTIONAL = "intellectual_property score notes"
NEAR = "relative count points days max_unmet max_unknown ask_points"


def load_rulebook(path: Path, includes: Path) -> Rulebook:
    """The rulebook in `path`; the parts it includes are files in the folder `includes`."""
    book = read_file(path).section(REQUIRED, OPTIONAL)
    near = _near(book["near"])
    in_force = _in_force(book["in_force"])
    property_rules = _property_rules(book["intellectual_property"]) if "intellectual_property" in book else None
    score = read_score(book["score"], property_rules) if "score" in book else None
    rules, files = _rules(book, includes)
    criteria = {
        purpose: _criteria(book["requires"], rules, Conditions(purpose, property_rules, score))
        for purpose in in_force
    }
    return Rulebook(
        id=_id(book["id"], path),
        target=book["target"].word(TIERS),
        document=book["document"].text(),
        text=read_text(book["text"]),
        in_force=in_force,
        near=near,
        criteria=criteria,
        widened={purpose: tuple(widen_criterion(one, near) for one in criteria[purpose]) for purpose in in_force},
        score=score,
        notes=tuple(_note(note) for note in book["notes"].items()) if "notes" in book else (),
        version=_digest(path, *files),
    )


def _id(written: PlacedValue, path: Path) -> str:
    name = written.text()
    if name != path.stem:
        raise written.fail(f"the id {name!r} must be the name of the file")
    return name


def _digest(*files: Path) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def _in_force(written: PlacedValue) -> dict[Purpose, Period]:
    entries = written.section(optional=" ".join(sorted(PURPOSES)))
    if not entries:
        raise written.fail("names no purpose, so the rulebook would never be used")
    return {Purpose(name): read_period(entry) for name, entry in entries.items()}


def _near(written: PlacedValue) -> Near:
    entries = written.section(NEAR)
    relative = entries["relative"].quantity(Unit.RATIO)
    if not 0 <= relative < Fraction(1):
        raise entries["relative"].fail("must be less than the whole limit")
    return Near(relative, *(entries[name].whole() for name in NEAR.split()[1:]))


def _note(written: PlacedValue) -> Remark:
    entries = written.section("purposes text from", "to")
    return Remark(read_text(entries["text"]), read_purposes(entries["purposes"]), period_of(written, entries))


def _property_rules(written: PlacedValue) -> PropertyRules:
    """`transferred_in` is the word never, or the years after which such an item counts."""
    required = "clause related_to_main_product economic_benefit transferred_in holder_rank"
    entries = written.section(required)
    entries["clause"].text()
    transferred, rank = entries["transferred_in"], entries["holder_rank"]
    return PropertyRules(
        related_to_main_product=entries["related_to_main_product"].yes_no(),
        economic_benefit=entries["economic_benefit"].yes_no(),
        transferred_years=None if transferred.value == "never" else int(transferred.quantity(Unit.YEARS)),
        holder_rank=None if rank.value == "any" else rank.whole(),
    )


_FRAGMENT = re.compile(r"[a-z0-9][a-z0-9-]{0,60}")
Rule = tuple[PlacedValue, str]
"""A rule and the document it stands in."""


def _rules(book: dict[str, PlacedValue], includes: Path) -> tuple[list[Rule], list[Path]]:
    """The rules with the included ones in their places, and the files these came from."""
    files: list[Path] = []

    def unfolded() -> Iterator[Rule]:
        for rule in book["requires"].items():
            if "include" in rule.mapping():
                file = _included(rule, includes)
                if file in files:
                    raise rule.fail(f"includes {file.stem} a second time")
                files.append(file)
                yield from _shared(files[-1])
            else:
                yield rule, book["document"].text()

    return list(unfolded()), files


def _included(rule: PlacedValue, includes: Path) -> Path:
    name = rule.section("include")["include"]
    if not _FRAGMENT.fullmatch(name.text()):
        raise name.fail("must name a fragment of the policies' own folder: small letters, digits and hyphens")
    path = includes / f"{name.text()}.yaml"
    if not path.is_file():
        raise name.fail(f"there is no {path.name} to include")
    return path


def _shared(path: Path) -> Iterator[Rule]:
    shared = read_file(path).section("document requires")
    for rule in shared["requires"].items():
        yield rule, shared["document"].text()


def _criteria(requires: PlacedValue, rules: list[Rule], conditions: Conditions) -> tuple[Criterion, ...]:
    read = (conditions.criterion(rule, document) for rule, document in rules)
    criteria = tuple(one for one in read if one is not None)
    if not criteria:
        raise requires.fail("has no rules, so it would approve everyone")
    return criteria
