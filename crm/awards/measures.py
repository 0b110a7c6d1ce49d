"""The district's measures, read strictly from their policy files."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from crm.money import FEN_IN_WAN
from crm.settings import SettingsError

Wan = Annotated[int, Field(gt=0)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Sentence(_Strict):
    """A sentence of the measure in both languages."""

    zh: str
    en: str


class Validity(_Strict):
    """First and last day, both inclusive."""

    since: Annotated[date, Field(alias="from")]
    until: Annotated[date, Field(alias="to")]


class FirstAward(_Strict):
    """Clause 1: an amount for the first time a title is won; a promotion earns the difference."""

    clause: str
    department: str
    text: Sentence
    amounts: dict[str, Wan]


class Measure(_Strict):
    """One measure of the district."""

    id: str
    document: str
    title: str
    valid: Validity
    repeals: str | None = None
    first_award: FirstAward

    def in_force(self, on: date) -> bool:
        """Whether the measure is valid on a day."""
        return self.valid.since <= on <= self.valid.until


@cache
def measures_at(path: Path) -> tuple[Measure, ...]:
    """All measures in a policy folder, newest first; raises SettingsError naming a file not understood."""
    found = [_read(file) for file in sorted((path / "measures").glob("*.yaml"))]
    return tuple(sorted(found, key=lambda measure: measure.valid.since, reverse=True))


def _read(file: Path) -> Measure:
    try:
        return Measure.model_validate(YAML(typ="safe").load(file.read_text(encoding="utf-8")))
    except (OSError, YAMLError, ValidationError) as error:
        raise SettingsError(f"{file.name}: {error}") from error


def amount_of(measure: Measure, tier: str) -> int:
    """The amount for a title in fen; 0 for titles that earn nothing."""
    return measure.first_award.amounts.get(tier, 0) * FEN_IN_WAN
