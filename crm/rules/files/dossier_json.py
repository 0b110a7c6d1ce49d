"""Reads the dossier file, one enterprise as JSON, and refuses what is not in its format; it never guesses."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any, NoReturn, TypeVar

from stdnum.cn import uscc as credit_code

from crm.rules.files import json_shapes as shapes
from crm.rules.files.fact_readers import ObjectReader, items_of, reader_of, readers_in
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
from crm.rules.law.fields import FIELDS, ITEMS, LISTS, SINGLES
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


LIST_NAME = shapes.one_of(frozenset(field.id for field in LISTS))


def _incomplete(where: str, value: object) -> frozenset[str]:
    return frozenset(shapes.items(where, value, LIST_NAME))


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


FIGURES = ObjectReader(YearFigures, {"year": shapes.year, **{figure.id: reader_of(figure) for figure in YEARLY}})
SCORES = ObjectReader(PlatformScore, {"year": shapes.year, **readers_in("platform_scores", ITEMS)})
_STRICTER: dict[str, Reader[Any]] = {"uscc": _uscc, "industry": _industry}
"""Texts with a format of their own."""

REQUIRED: dict[str, Reader[Any]] = {"uscc": _uscc, "name": shapes.text}

OPTIONAL: dict[str, Reader[Any]] = {
    **{
        fact.id: _STRICTER.get(fact.id) or reader_of(fact)
        for fact in SINGLES
        if fact.id not in REQUIRED and "." not in fact.id
    },
    "equity_financing": items_of("equity_financing", EquityRound),
    "intellectual_property": items_of("intellectual_property", IntellectualProperty),
    "science_awards": items_of("science_awards", ScienceAward),
    "maker_in_china": items_of("maker_in_china", ContestEntry),
    "certificates": items_of("certificates", Certificate),
    "quality": reader_of(FIELDS["quality"]),
    "recognitions": items_of("recognitions", Recognition),
}

GROUPS: dict[str, Reader[Any]] = {
    "figures": _series(FIGURES),
    "platform_scores": _series(SCORES),
    "market": ObjectReader(Market, readers_in("market", SINGLES)),
    "compliance": ObjectReader(Compliance, readers_in("compliance", SINGLES)),
    "incomplete": _incomplete,
}

KEYS = frozenset(REQUIRED) | frozenset(OPTIONAL) | frozenset(GROUPS)
