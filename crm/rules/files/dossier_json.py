"""Reads the dossier file, one enterprise as JSON, and refuses what is not in its format; it never guesses."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from typing import Any, Generic, NoReturn, TypeVar

from stdnum.cn import uscc as credit_code

from crm.rules.files import json_shapes as shapes
from crm.rules.files.json_shapes import Reader
from crm.rules.law.dossier import (
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
from crm.rules.law.fields import (
    AWARD_LEVELS,
    CERTIFICATE_KINDS,
    CONTEST_LISTS,
    INSTITUTIONS,
    LISTS,
    PRODUCT_FIELDS,
    PROPERTY_CLASSES,
    QUALITY_KINDS,
    TITLE_TIERS,
    FactKind,
    values,
)
from crm.rules.law.fields import FIGURES as YEARLY
from crm.rules.law.problems import DossierError

T = TypeVar("T")

_CODE = re.compile(r"[0-9A-Z]{18}", re.ASCII)
_INDUSTRY = re.compile(r"[A-T][0-9]{2,4}", re.ASCII)


def read_dossier(text: str) -> Dossier:
    """One enterprise from its JSON text; raise DossierError when the text breaks the format."""
    try:
        parsed = _DECODER.decode(text)
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
    single: dict[str, Any] = {name: shapes.optional(read, name, line.get(name)) for name, read in OPTIONAL.items()}
    groups = {name: read(name, line[name]) for name, read in GROUPS.items() if line.get(name) is not None}
    return Dossier(**required, **single, **groups)


def _not_a_number(constant: str) -> NoReturn:
    raise DossierError("", f"“{constant}”不是数字")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(pairs)
    if len(read) != len(pairs):
        raise DossierError("", "同一字段写了两次")
    return read


_DECODER = json.JSONDecoder(parse_constant=_not_a_number, object_pairs_hook=_object)


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


class ObjectReader(Generic[T]):
    """Reads one object; the keys of `needed` must be there, those of `spare` may."""

    __slots__ = ("_known", "_make", "_needed", "_spare")

    def __init__(
        self, make: Callable[..., T], needed: Mapping[str, Reader[Any]], spare: Mapping[str, Reader[Any]]
    ) -> None:
        self._make = make
        self._needed = tuple(needed.items())
        self._spare = tuple(spare.items())
        self._known = frozenset(needed) | frozenset(spare)

    def __call__(self, where: str, value: object) -> T:
        row = shapes.mapping(where, value, self._known)
        try:
            return self._make(**self._values(row))
        except DossierError as error:
            raise DossierError(f"{where}.{error.where}", error.why) from None

    def _values(self, row: dict[str, Any]) -> dict[str, Any]:
        """Read in the order of the format, so that of several faults the same one is always named."""
        read: dict[str, Any] = {}
        for name, reader in self._needed:
            if row.get(name) is None:
                raise DossierError(name, "缺少必填项")
            read[name] = reader(name, row[name])
        for name, reader in self._spare:
            item = row.get(name)
            if item is not None:
                read[name] = reader(name, item)
        return read


def _property(**row: Any) -> IntellectualProperty:
    return IntellectualProperty(row.pop("class"), **row)


FIGURES = ObjectReader(
    YearFigures,
    {"year": shapes.year},
    {
        figure.id: shapes.heads
        if figure.kind is FactKind.COUNT
        else shapes.signed_money
        if figure.signed
        else shapes.money
        for figure in YEARLY
    },
)
EQUITY = ObjectReader(EquityRound, {"paid_on": shapes.day, "amount": shapes.money}, {"qualified": shapes.yes_no})
PROPERTY = ObjectReader(
    _property,
    {"class": shapes.one_of(values(PROPERTY_CLASSES))},
    {
        **dict.fromkeys(
            ("high_value", "self_developed", "related_to_main_product", "economic_benefit"), shapes.yes_no
        ),
        **dict.fromkeys(("granted_on", "transferred_in_on"), shapes.day),
        "holder_rank": shapes.rank,
    },
)
AWARD = ObjectReader(
    ScienceAward, {"level": shapes.one_of(values(AWARD_LEVELS)), "awarded_on": shapes.day}, {"rank": shapes.rank}
)
CONTEST = ObjectReader(ContestEntry, {"list": shapes.one_of(values(CONTEST_LISTS)), "year": shapes.year}, {})
CERTIFICATE = ObjectReader(
    Certificate,
    {"kind": shapes.one_of(values(CERTIFICATE_KINDS)), **dict.fromkeys(("valid_from", "valid_to"), shapes.day)},
    {},
)
PLATFORM = ObjectReader(PlatformScore, {"year": shapes.year, "score": shapes.score}, {})
RECOGNITION = ObjectReader(
    Recognition,
    {"tier": shapes.one_of(values(TITLE_TIERS)), **dict.fromkeys(("granted_on", "expires_on"), shapes.day)},
    {"revoked_on": shapes.day},
)
MARKET = ObjectReader(
    Market, {}, {"share": shapes.share, "rank": shapes.rank, "leading": shapes.yes_no, "reputation": shapes.yes_no}
)
COMPLIANCE = ObjectReader(Compliance, {}, dict.fromkeys((mark.name for mark in fields(Compliance)), shapes.yes_no))
LIST_NAME = shapes.one_of(frozenset(field.id for field in LISTS))
QUALITY = shapes.one_of(values(QUALITY_KINDS))


def _quality(where: str, value: object) -> frozenset[str]:
    return frozenset(shapes.items(where, value, QUALITY))


def _incomplete(where: str, value: object) -> frozenset[str]:
    return frozenset(shapes.items(where, value, LIST_NAME))


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
    "equity_financing": _listed(EQUITY),
    "intellectual_property": _listed(PROPERTY),
    "science_awards": _listed(AWARD),
    "maker_in_china": _listed(CONTEST),
    "certificates": _listed(CERTIFICATE),
    "quality": _quality,
    "recognitions": _listed(RECOGNITION),
}

GROUPS: dict[str, Reader[Any]] = {
    "figures": _series(FIGURES),
    "platform_scores": _series(PLATFORM),
    "market": MARKET,
    "compliance": COMPLIANCE,
    "incomplete": _incomplete,
}

KEYS = frozenset(REQUIRED) | frozenset(OPTIONAL) | frozenset(GROUPS)
