"""Reads the dossier file, one enterprise as JSON, and refuses what is not in its format; it never guesses."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any, NoReturn, TypeVar

from stdnum.cn import uscc as credit_code

from crm.rules import json_shapes as shapes
from crm.rules.dossier import (
    Certificate,
    Compliance,
    ContestEntry,
    Dossier,
    EquityRound,
    IntellectualProperty,
    Market,
    PlatformScore,
    Recognition,
    ScienceAward,
    YearFigures,
)
from crm.rules.fields import (
    AWARD_LEVELS,
    CERTIFICATE_KINDS,
    CONTEST_LISTS,
    INSTITUTIONS,
    PRODUCT_FIELDS,
    PROPERTY_CLASSES,
    QUALITY_KINDS,
    TITLE_TIERS,
    values,
)
from crm.rules.json_shapes import Reader
from crm.rules.problems import DossierError

T = TypeVar("T")

_CODE = re.compile(r"[0-9A-Z]{18}", re.ASCII)
_INDUSTRY = re.compile(r"[A-T][0-9]{2,4}", re.ASCII)


def read_dossier(text: str) -> Dossier:
    """One enterprise from its JSON text; raise DossierError when the text breaks the format."""
    try:
        parsed = json.loads(text, parse_constant=_not_a_number, object_pairs_hook=_object)
    except (ValueError, RecursionError) as error:
        raise DossierError("", "不是有效的 JSON") from error
    return dossier_from(parsed)


def dossier_from(parsed: object) -> Dossier:
    """One enterprise from parsed JSON."""
    line = shapes.mapping("", parsed, KEYS)
    for name in REQUIRED:
        if line.get(name) is None:
            raise DossierError(name, "缺少必填项")
    required = {name: read(name, line[name]) for name, read in REQUIRED.items()}
    single: dict[str, Any] = {
        name: shapes.optional(read, name, line.get(name)) for name, read in OPTIONAL.items()
    }
    groups = {name: read(name, line[name]) for name, read in GROUPS.items() if line.get(name) is not None}
    return Dossier(**required, **single, **groups)


def _not_a_number(constant: str) -> NoReturn:
    raise DossierError("", f"“{constant}”不是数字")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(pairs)
    if len(read) != len(pairs):
        raise DossierError("", "同一字段写了两次")
    return read


def _uscc(where: str, value: object) -> str:
    code = shapes.text(where, value)
    if not _CODE.fullmatch(code) or not credit_code.is_valid(code):
        raise DossierError(where, f"“{code[:40]}”不是有效的统一社会信用代码（GB 32100-2015，大写）")
    return code


def _industry(where: str, value: object) -> str:
    code = shapes.text(where, value)
    if not _INDUSTRY.fullmatch(code):
        raise DossierError(where, f"“{code[:40]}”不是行业代码（门类字母加 2 至 4 位数字）")
    return code


def _row(
    where: str, value: object, needed: Mapping[str, Reader[Any]], spare: Mapping[str, Reader[Any]]
) -> dict[str, Any]:
    """One list item as its values by name; the keys of `needed` must be there."""
    row = shapes.mapping(where, value, frozenset(needed) | frozenset(spare))
    read: dict[str, Any] = {}
    for name, reader in needed.items():
        if row.get(name) is None:
            raise DossierError(f"{where}.{name}", "缺少必填项")
        read[name] = reader(f"{where}.{name}", row[name])
    for name, reader in spare.items():
        read[name] = shapes.optional(reader, f"{where}.{name}", row.get(name))
    return read


FIGURE_READERS: dict[str, Reader[Any]] = {
    **dict.fromkeys(
        ("revenue", "main_revenue", "rd_expense", "total_assets", "total_liabilities"), shapes.money
    ),
    "net_profit": shapes.signed_money,
    "employees": shapes.heads,
    "rd_staff": shapes.heads,
}


def _figures(where: str, value: object) -> YearFigures:
    return YearFigures(**_row(where, value, {"year": shapes.year}, FIGURE_READERS))


def _equity(where: str, value: object) -> EquityRound:
    needed: dict[str, Reader[Any]] = {"paid_on": shapes.day, "amount": shapes.money}
    return EquityRound(**_row(where, value, needed, {"qualified": shapes.yes_no}))


PROPERTY_READERS: dict[str, Reader[Any]] = {
    **dict.fromkeys(
        ("high_value", "self_developed", "related_to_main_product", "economic_benefit"), shapes.yes_no
    ),
    **dict.fromkeys(("granted_on", "transferred_in_on"), shapes.day),
    "holder_rank": shapes.rank,
}


def _property(where: str, value: object) -> IntellectualProperty:
    row = _row(where, value, {"class": shapes.one_of(values(PROPERTY_CLASSES))}, PROPERTY_READERS)
    return IntellectualProperty(row.pop("class"), **row)


def _award(where: str, value: object) -> ScienceAward:
    needed: dict[str, Reader[Any]] = {"level": shapes.one_of(values(AWARD_LEVELS)), "awarded_on": shapes.day}
    return ScienceAward(**_row(where, value, needed, {"rank": shapes.rank}))


def _contest(where: str, value: object) -> ContestEntry:
    needed: dict[str, Reader[Any]] = {"list": shapes.one_of(values(CONTEST_LISTS)), "year": shapes.year}
    return ContestEntry(**_row(where, value, needed, {}))


def _certificate(where: str, value: object) -> Certificate:
    kind = shapes.one_of(values(CERTIFICATE_KINDS))
    needed: dict[str, Reader[Any]] = {"kind": kind, "valid_from": shapes.day, "valid_to": shapes.day}
    return Certificate(**_row(where, value, needed, {}))


def _platform(where: str, value: object) -> PlatformScore:
    return PlatformScore(**_row(where, value, {"year": shapes.year, "score": shapes.score}, {}))


def _recognition(where: str, value: object) -> Recognition:
    tier = shapes.one_of(values(TITLE_TIERS))
    needed: dict[str, Reader[Any]] = {"tier": tier, "granted_on": shapes.day, "expires_on": shapes.day}
    title = Recognition(**_row(where, value, needed, {"revoked_on": shapes.day}))
    if title.expires_on < title.granted_on:
        raise DossierError(f"{where}.expires_on", "称号的到期日早于认定日")
    return title


def _market(where: str, value: object) -> Market:
    spare: dict[str, Reader[Any]] = {"share": shapes.share, "rank": shapes.rank, "leading": shapes.yes_no}
    return Market(**_row(where, value, {}, spare))


def _compliance(where: str, value: object) -> Compliance:
    marks = [mark.name for mark in fields(Compliance)]
    return Compliance(**_row(where, value, {}, dict.fromkeys(marks, shapes.yes_no)))


def _quality(where: str, value: object) -> frozenset[str]:
    return frozenset(shapes.items(where, value, shapes.one_of(values(QUALITY_KINDS))))


def _listed(read: Reader[T]) -> Reader[tuple[T, ...]]:
    return lambda where, value: shapes.items(where, value, read)


def _series(read: Reader[T]) -> Reader[tuple[T, ...]]:
    """A list in which no year comes twice."""

    def each(where: str, value: object) -> tuple[T, ...]:
        rows = shapes.items(where, value, read)
        _no_year_twice(where, [row.year for row in rows])  # type: ignore[attr-defined]
        return rows

    return each


def _no_year_twice(where: str, years: Iterable[int]) -> None:
    seen: set[int] = set()
    for year in years:
        if year in seen:
            raise DossierError(where, f"{year} 年出现两次")
        seen.add(year)


REQUIRED: dict[str, Reader[Any]] = {"uscc": _uscc, "name": shapes.text}

OPTIONAL: dict[str, Reader[Any]] = {
    "registered_on": shapes.day,
    "industry": _industry,
    "niche_started_on": shapes.day,
    "product_field": shapes.one_of(values(PRODUCT_FIELDS)),
    "rd_institution": shapes.one_of(values(INSTITUTIONS)),
    "digital_level": shapes.whole(1, 4),
    "local_feature_points": shapes.whole(0, 15),
    **dict.fromkeys(
        ("strategic_emerging", "product_certification", "information_system", "chain_role", "product_domain"),
        shapes.yes_no,
    ),
    "equity_financing": _listed(_equity),
    "intellectual_property": _listed(_property),
    "science_awards": _listed(_award),
    "maker_in_china": _listed(_contest),
    "certificates": _listed(_certificate),
    "quality": _quality,
    "recognitions": _listed(_recognition),
}

GROUPS: dict[str, Reader[Any]] = {
    "figures": _series(_figures),
    "platform_scores": _series(_platform),
    "market": _market,
    "compliance": _compliance,
}

KEYS = frozenset(REQUIRED) | frozenset(OPTIONAL) | frozenset(GROUPS)
