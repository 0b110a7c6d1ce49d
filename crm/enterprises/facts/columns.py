"""The facts of many enterprises as columns, read set-wise, one statement a table; titles are a later feature's."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import polars as pl
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from crm.enterprises.facts import models
from crm.enterprises.facts.current import COLUMNS
from crm.enterprises.facts.lists.listings import LISTINGS, SCORE_UNIT
from crm.enterprises.facts.models import CurrentFacts, FactList
from crm.enterprises.models import YearlyFigures
from crm.rules.columnar.tables import (
    ENTERPRISES,
    FIGURE_FIELDS,
    LISTS,
    QUALITY_WORDS,
    SCORE_SCALE,
    SHARE_SCALE,
    scale_fraction,
)
from crm.sql import columns

SHARE, MORE, QUALITY = "market.share", "market.share.more", "quality"
_SCORE = {"row": pl.Int64, "year": pl.Int64, "score_e4": pl.Int64}
_TABLES: Mapping[str, tuple[type[Any], tuple[str, ...]]] = {
    "figures": (YearlyFigures, ("year", *FIGURE_FIELDS)),
    **{
        listing.id: (listing.table, tuple(listing.column(name) for name in listing.fields))
        for listing in LISTINGS.values()
        if listing.id != "platform_scores"
    },
}


@dataclass(frozen=True, slots=True)
class IdSpan:
    """Enterprises by their ids, both ends included."""

    first: int
    last: int

    @classmethod
    def read(cls, name: str) -> "IdSpan":
        """The span that `str` wrote."""
        return cls(*map(int, name.split("-")))

    def __str__(self) -> str:
        return f"{self.first}-{self.last}"

    def of(self, column: Any) -> Any:
        """The condition that a column's id lies in the span."""
        return column.between(self.first, self.last)

    def halves(self) -> "tuple[IdSpan, ...]":
        """The span in two; nothing of a single id."""
        if self.first == self.last:
            return ()
        middle = (self.first + self.last) // 2
        return IdSpan(self.first, middle), IdSpan(middle + 1, self.last)


@dataclass(frozen=True, slots=True)
class IdList:
    """Enterprises named one by one, in ascending order."""

    ids: tuple[int, ...]

    def of(self, column: Any) -> Any:
        """The condition that a column's id is one of them."""
        return column.in_(self.ids)


Chosen = IdSpan | IdList


@dataclass(frozen=True, slots=True)
class FactColumns:
    """One frame a kind of fact; in each `row` is still the enterprise's id, and `declared` holds lists by name."""

    singles: pl.DataFrame
    declared: pl.DataFrame
    lists: Mapping[str, pl.DataFrame]


def fact_columns(session: Session, span: Chosen) -> FactColumns:
    """Everything recorded about the enterprises of a span."""
    lists = {name: columns.read(session, _select(name, span), LISTS[name]) for name in _TABLES}
    lists["platform_scores"] = _scores(session, span)
    return FactColumns(_singles(session, span), _declared(session, span), lists)


def _select(name: str, span: Chosen) -> Select[Any]:
    table, fields = _TABLES[name]
    wanted = select(table.enterprise_id, *(getattr(table, field) for field in fields))
    wanted = wanted.where(span.of(table.enterprise_id))
    return wanted.where(table.removed_on.is_(None)) if hasattr(table, "removed_on") else wanted


def _scores(session: Session, span: Chosen) -> pl.DataFrame:
    score = models.PlatformScore
    wanted = select(score.enterprise_id, score.year, score.score_e4).where(
        span.of(score.enterprise_id), score.removed_on.is_(None)
    )
    return columns.read(session, wanted, _SCORE).select(
        "row",
        "year",
        (pl.col("score_e4") * (SCORE_SCALE // SCORE_UNIT)).alias("score"),
        pl.lit(value=False).alias("score.more"),
    )


def _declared(session: Session, span: Chosen) -> pl.DataFrame:
    wanted = select(FactList.enterprise_id, FactList.kind).where(
        span.of(FactList.enterprise_id), FactList.ended_on.is_(None)
    )
    return columns.read(session, wanted, {"row": pl.Int64, "kind": pl.String})


def _singles(session: Session, span: Chosen) -> pl.DataFrame:
    """One line an enterprise with a recorded fact, one column a fact; what is not known is missing."""
    recorded = select(CurrentFacts.enterprise_id, *(getattr(CurrentFacts, name) for name in COLUMNS.values()))
    schema = {"row": pl.Int64, **dict.fromkeys(COLUMNS, pl.String)}
    wide = columns.read(session, recorded.where(span.of(CurrentFacts.enterprise_id)), schema)
    return _with_share(wide.with_columns(_parsed(wide.columns)))


def _parsed(names: list[str]) -> list[pl.Expr]:
    """Values stand in the table as JSON text."""
    found = [_value(name, ENTERPRISES[name]) for name in names if name in ENTERPRISES and name not in ("row", SHARE)]
    if QUALITY in names:
        words = pl.col(QUALITY)
        found += [words.str.contains(f'"{word}"', literal=True).alias(f"quality.{word}") for word in QUALITY_WORDS]
    return found


def _value(name: str, kind: Any) -> pl.Expr:
    text = pl.col(name)
    if kind == pl.Boolean:
        return text == "true"
    plain = text.str.strip_chars('"')
    if kind == pl.Date:
        return plain.str.to_date("%Y-%m-%d", strict=False)
    return plain if kind == pl.String else plain.cast(pl.Int64, strict=False)


def _with_share(wide: pl.DataFrame) -> pl.DataFrame:
    if SHARE not in wide.columns:
        return wide
    texts = wide[SHARE].drop_nulls().unique()
    parts = [scale_fraction(Fraction(text.strip('"')), SHARE_SCALE) for text in texts]
    known = pl.DataFrame(
        {SHARE: texts, "whole": [whole for whole, _ in parts], MORE: [more for _, more in parts]},
        schema={SHARE: pl.String, "whole": pl.Int64, MORE: pl.Boolean},
    )
    return wide.join(known, on=SHARE, how="left").drop(SHARE).rename({"whole": SHARE})
