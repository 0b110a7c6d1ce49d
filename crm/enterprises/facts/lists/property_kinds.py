"""Kinds of intellectual property, read strictly from the policy file; what counts is the engine's business."""

from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from crm.config.settings import ROOT, SettingsError


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class KindText(_Strict):
    """The kind's name."""

    zh: str
    en: str


class PropertyKind(_Strict):
    """One kind; with `held_years` an item is of its class only when it was held for longer than that."""

    id: str
    property_class: Annotated[Literal["I", "II"], Field(alias="class")]
    text: KindText
    held_years: Annotated[int, Field(gt=0)] | None = None


class _File(_Strict):
    source: str
    kinds: list[PropertyKind]


@cache
def property_kinds(path: Path = ROOT / "config" / "policies" / "property.yaml") -> dict[str, PropertyKind]:
    """All kinds by id; raises SettingsError with file and reason when the file is not exactly as expected."""
    try:
        read = _File.model_validate(YAML(typ="safe").load(path.read_text(encoding="utf-8")))
    except (OSError, YAMLError, ValidationError) as error:
        raise SettingsError(f"{path.name}: {error}") from error
    if len({kind.id for kind in read.kinds}) != len(read.kinds):
        raise SettingsError(f"{path.name}: a kind stands there twice")
    return {kind.id: kind for kind in read.kinds}
