"""The facts of many enterprises as columns; the columnar interpreter reads these and nothing else.

`enterprises` has one line an enterprise, in order; every other frame refers to a line by its number `row`.
Null is unknown. A `known.<list>` of false says that the list may hold more than its entries: they count as at least.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from operator import or_
from types import MappingProxyType
from typing import Any

import polars as pl

from crm.rules.law.dossier import Dossier, YearFigures
from crm.rules.law.fields import FIELDS, FIGURES, ITEMS, QUALITY_KINDS, SINGLES, FactKind, Field
from crm.rules.law.fields import LISTS as FACT_LISTS

LARGEST = 10**15
"""Amounts in fen and staff beyond this are left to the exact interpreter, so that no product can wrap."""

SHARE_SCALE = 10**18
SCORE_SCALE = 10**16
FIGURE_FIELDS = YearFigures.__match_args__[1:]
CLOSABLE = (
    "equity_financing",
    "intellectual_property",
    "science_awards",
    "maker_in_china",
    "certificates",
    "recognitions",
)
"""Lists that may be known to be complete; series never are."""

QUALITY_WORDS = tuple(str(choice.value) for choice in QUALITY_KINDS)

Schema = dict[str, Any]

WORDS: Schema = {
    name: pl.Enum([str(one.value) for one in FIELDS[name].choices]) for name in ("product_field", "rd_institution")
}
"""Columns of a few words, which the interpreter compares as numbers."""
UNREAD = frozenset({"name", "registered_on"})
"""Facts of which no rule says anything."""
COLUMN_NAMES = {"intellectual_property.class": "property_class"}
"""What a column is called where the fact has a name that is none in Python."""
_TYPES: Schema = {
    FactKind.TEXT: pl.String,
    FactKind.CHOICE: pl.String,
    FactKind.DATE: pl.Date,
    **dict.fromkeys((FactKind.MONEY, FactKind.COUNT, FactKind.YEAR), pl.Int64),
    **dict.fromkeys((FactKind.YES_NO, FactKind.JUDGEMENT), pl.Boolean),
}


def _columns(field: Field, name: str) -> Schema:
    """The column of a fact; of a fraction two, for what is cut off. Choices of numbers are numbers."""
    if field.kind in (FactKind.RATIO, FactKind.SCORE):
        return {name: pl.Int64, f"{name}.more": pl.Boolean}
    is_number = any(isinstance(choice.value, int) for choice in field.choices)
    return {name: pl.Int64 if is_number else _TYPES[field.kind]}


def _list_schema(listed: str) -> Schema:
    fields = [field for field in (*FIGURES, *ITEMS) if field.group == listed]
    schema: Schema = {"row": pl.Int64}
    if any(field.yearly for field in fields):
        schema["year"] = pl.Int64
    for field in fields:
        schema |= _columns(field, COLUMN_NAMES.get(field.id, field.id.rsplit(".", 1)[-1]))
    return schema


ENTERPRISES: Schema = {
    "row": pl.Int64,
    **reduce(or_, (_columns(field, field.id) for field in SINGLES if field.id not in UNREAD)),
    **{f"quality.{word}": pl.Boolean for word in QUALITY_WORDS},
    **{f"known.{name}": pl.Boolean for name in CLOSABLE},
}
LISTS: dict[str, Schema] = {field.id: _list_schema(field.id) for field in FACT_LISTS if field.id != "quality"}


@dataclass(frozen=True, slots=True)
class PoolTables:
    """One frame a kind of fact, with the columns of ENTERPRISES and LISTS.

    `market.share` and `score` are scaled by SHARE_SCALE and SCORE_SCALE and rounded down; `.more` says that
    something was cut off, so that both kinds of limit can be held exactly.
    """

    enterprises: pl.DataFrame
    figures: pl.DataFrame
    equity_financing: pl.DataFrame
    intellectual_property: pl.DataFrame
    science_awards: pl.DataFrame
    maker_in_china: pl.DataFrame
    certificates: pl.DataFrame
    platform_scores: pl.DataFrame
    recognitions: pl.DataFrame

    def __len__(self) -> int:
        return self.enterprises.height


def scale_fraction(value: Fraction | None, scale: int) -> tuple[int | None, bool | None]:
    """The value in whole parts of `scale`, rounded down, and whether something was cut off."""
    if value is None:
        return None, None
    whole, rest = divmod(value.numerator * scale, value.denominator)
    return whole, rest > 0


def fits(dossier: Dossier) -> bool:
    """Whether all numbers are small enough for whole columns; others go to the exact interpreter."""
    amounts = [getattr(one, field) for one in dossier.figures for field in FIGURE_FIELDS]
    amounts += [one.amount for one in dossier.equity_financing or ()]
    amounts += [one.holder_rank for one in dossier.intellectual_property or ()]
    amounts += [one.rank for one in dossier.science_awards or ()]
    amounts.append(dossier.market.rank)
    # Sums too stay within whole columns.
    amounts.append(sum(one.amount for one in dossier.equity_financing or ()))
    return all(value is None or abs(value) <= LARGEST for value in amounts)


def tables_of(dossiers: Sequence[Dossier]) -> PoolTables:
    """Columns from dossiers that fit."""
    enterprises = _frame([_enterprise(row, one) for row, one in enumerate(dossiers)], ENTERPRISES)
    lists = {name: _frame(list(_items(dossiers, name)), schema) for name, schema in LISTS.items()}
    return PoolTables(enterprises, **lists)


def _frame(lines: list[tuple[Any, ...]], schema: Schema) -> pl.DataFrame:
    return pl.DataFrame(lines, schema=schema, orient="row")


def _enterprise(row: int, dossier: Dossier) -> tuple[Any, ...]:
    market, compliance, quality = dossier.market, dossier.compliance, dossier.quality
    return (
        row,
        dossier.uscc,
        dossier.industry,
        dossier.niche_started_on,
        dossier.strategic_emerging,
        dossier.product_field,
        dossier.rd_institution,
        dossier.digital_level,
        dossier.product_certification,
        dossier.information_system,
        dossier.local_feature_points,
        *scale_fraction(market.share, SHARE_SCALE),
        market.rank,
        market.leading,
        market.reputation,
        dossier.chain_role,
        dossier.product_domain,
        compliance.abnormal_list,
        compliance.dishonest_list,
        compliance.prohibited_product,
        compliance.serious_incident,
        *(word in (quality or ()) or (None if dossier.is_open("quality") else False) for word in QUALITY_WORDS),
        *(not dossier.is_open(name) for name in CLOSABLE),
    )


def _items(dossiers: Sequence[Dossier], name: str) -> Iterable[tuple[Any, ...]]:
    values = _VALUES.get(name) or _plain_values(name)
    for row, dossier in enumerate(dossiers):
        for item in getattr(dossier, name) or ():
            yield (row, *values(item))


def _plain_values(name: str) -> Callable[[Any], tuple[Any, ...]]:
    fields = tuple(LISTS[name])[1:]
    return lambda item: tuple(getattr(item, field) for field in fields)


_VALUES: MappingProxyType[str, Callable[[Any], tuple[Any, ...]]] = MappingProxyType(
    {"platform_scores": lambda item: (item.year, *scale_fraction(item.score, SCORE_SCALE))}
)
