"""Reads the case files, in which facts carry the names people know, into dossiers as JSON holds them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from crm.rules.law.catalogue import FIELDS, FactKind, Field

CASES = Path(__file__).parent / "cases"
STATUSES = {"达标": "met", "未达标": "unmet", "未知": "unknown"}
VERDICTS = {"可申报": "eligible", "临近": "near", "缺资料": "incomplete", "差距较大": "far"}
ANSWERS = {"是": True, "否": False}
KNOWN_KEYS = {"name", "on", "purpose", "changes", "also", "expect", "verdict", "flag", "score", "points", "met_on"}
YUAN_PER_WAN = 10_000

BY_NAME = {
    (field.group, field.zh): field
    for field in FIELDS.values()
    if field.id not in {"platform_scores.score"} and not field.id.startswith("quality.")
}
TOP = {field.zh: field for field in FIELDS.values() if "." not in field.id or field.group in {"market", "compliance"}}
SCORES = FIELDS["platform_scores.score"].zh


@dataclass(frozen=True)
class Case:
    """One case: the dossier as JSON, the question, and what must come out."""

    standard: str
    name: str
    on: date
    purpose: str
    dossier: dict[str, Any]
    expected: Mapping[str, Any]

    def __str__(self) -> str:
        return f"{self.standard} {self.name}"


def read_cases(standard: str) -> Iterator[Case]:
    file = _load(CASES / f"{standard}.yaml")
    model = _load(CASES / "enterprise.yaml")
    for case in file["cases"]:
        unknown = set(case) - KNOWN_KEYS
        assert not unknown, f"{case['name']}: {unknown}"
        facts = _changed(_changed(model, case.get("changes", {})), case.get("also", {}))
        on = case.get("on", file["on"])
        yield Case(file["standard"], case["name"], on, case.get("purpose", "new"), dossier_of(facts), case)


def _load(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = YAML(typ="safe", pure=True).load(path)
    return loaded


def _changed(facts: dict[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """Facts of a year are changed one by one, every other fact as a whole."""
    changed = dict(facts)
    for name, value in changes.items():
        merge = isinstance(value, dict) and isinstance(changed.get(name), dict)
        changed[name] = {**changed[name], **value} if merge else value
    return changed


def dossier_of(facts: Mapping[str, Any]) -> dict[str, Any]:
    dossier: dict[str, Any] = {"figures": []}
    for name, value in facts.items():
        if name.endswith(" 年"):
            dossier["figures"].append(_year(name, value))
        elif name == SCORES:
            dossier["platform_scores"] = [
                {"year": _number(year), "score": str(score)} for year, score in value.items()
            ]
        else:
            _put(dossier, TOP[name], value)
    return dossier


def _number(year: str) -> int:
    return int(year.removesuffix(" 年"))


def _year(name: str, figures: Mapping[str, Any]) -> dict[str, Any]:
    read = {BY_NAME["figures", zh].id: _value(BY_NAME["figures", zh], value) for zh, value in figures.items()}
    return {"year": _number(name), **read}


def _put(dossier: dict[str, Any], field: Field, value: Any) -> None:
    if field.kind is FactKind.LIST:
        dossier[field.id] = _list(field, value)
    elif "." in field.id:
        group, name = field.id.split(".")
        dossier.setdefault(group, {})[name] = _value(field, value)
    else:
        dossier[field.id] = _value(field, value)


def _list(field: Field, value: Any) -> list[Any] | None:
    if value in ("无", "未知"):
        return [] if value == "无" else None
    if field.choices:
        return [_word(field, word) for word in value]
    return [_item(field.id, item) for item in value]


def _item(group: str, item: Mapping[str, Any]) -> dict[str, Any]:
    fields = {BY_NAME[group, zh]: value for zh, value in item.items()}
    return {field.id.split(".")[1]: _value(field, value) for field, value in fields.items()}


def _word(field: Field, word: Any) -> Any:
    return next(choice.value for choice in field.choices if choice.zh == word)


def _value(field: Field, value: Any) -> Any:
    if value == "未知":
        return None
    if field.choices:
        return _word(field, value)
    if field.kind in {FactKind.YES_NO, FactKind.JUDGEMENT}:
        return ANSWERS[value]
    if field.kind is FactKind.MONEY:
        return f"{Decimal(value.removesuffix(' 万元')) * YUAN_PER_WAN:.2f}"
    if field.kind is FactKind.RATIO:
        return str(Decimal(value.removesuffix("%")) / 100)
    return value.isoformat() if isinstance(value, date) else value
