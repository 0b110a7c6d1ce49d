"""The cultivation pool as the columnar interpreter reads it: members, titles held, and all their facts."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

import polars as pl
from sqlalchemy import or_ as either
from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.cultivation.models import PoolEntry, Title
from crm.cultivation.titles.ending import review_failed
from crm.enterprises.facts.columns import Chosen, fact_columns
from crm.enterprises.models import Enterprise
from crm.rules.columnar.tables import ENTERPRISES, FIGURE_FIELDS, LARGEST, LISTS, PoolTables
from crm.sql import columns

_IDENTITY = {"enterprise_id": pl.Int64, "uscc": pl.String, "industry": pl.String}
_TITLE_OF = {"row": pl.Int64, "tier": pl.String}
_LISTED = tuple(name for name in ENTERPRISES if name.startswith("known."))
_NUMBERS = {
    "figures": FIGURE_FIELDS,
    "equity_financing": ("amount",),
    "intellectual_property": ("holder_rank",),
    "science_awards": ("rank",),
}


@dataclass(frozen=True, slots=True)
class Pool:
    """Members with an id each (`enterprise_id` by `row`) and their facts.

    `vast` are members whose numbers are too large to be multiplied in columns; they are judged one by one.
    `failed_reviews` (row, tier) are titles that run out on their last day, because a review did not carry them on.
    """

    members: pl.DataFrame
    tables: PoolTables
    vast: tuple[int, ...]
    failed_reviews: pl.DataFrame

    def __len__(self) -> int:
        return self.members.height


def read_pool(session: Session, span: Chosen, on: date) -> Pool:
    """The members of a span on a day over the facts known now."""
    everybody = columns.read(session, _members(span, on), _IDENTITY)
    facts = fact_columns(session, span)
    titles = columns.read(session, _titles(span), LISTS["recognitions"])
    lists = {**facts.lists, "recognitions": titles}
    members = everybody.sort("enterprise_id").with_row_index("row")
    members = members.with_columns(pl.col("row").cast(pl.Int64))
    numbered = {name: _numbered(frame, members) for name, frame in lists.items()}
    enterprises = _enterprises(members, _numbered(facts.singles, members), _numbered(facts.declared, members))
    tables = PoolTables(enterprises, **numbered)
    failed = _numbered(columns.read(session, _failed(span), _TITLE_OF), members)
    return Pool(members.select("row", "enterprise_id"), tables, _vast(enterprises, numbered), failed)


def with_year_repeated(tables: PoolTables, year: int) -> PoolTables:
    """The same facts, each figure of `year` that is not reported taken from the year before (policy 2.10).

    [decision] The platform computes its score of the year after from the same report, so that score is repeated too.
    """
    scores = tables.platform_scores
    last = scores.filter(pl.col("year") == year).with_columns(year=pl.lit(year + 1, pl.Int64))
    missing = last.join(scores.filter(pl.col("year") == year + 1), on="row", how="anti")
    return replace(
        tables, figures=_figures_repeated(tables.figures, year), platform_scores=pl.concat([scores, missing])
    )


def _figures_repeated(figures: pl.DataFrame, year: int) -> pl.DataFrame:
    before = figures.filter(pl.col("year") == year - 1)
    reported = figures.filter(pl.col("year") == year)
    assumed = before.join(reported, on="row", how="full", coalesce=True, suffix=".reported").select(
        "row",
        pl.lit(year, pl.Int64).alias("year"),
        *(pl.coalesce(f"{field}.reported", field).alias(field) for field in FIGURE_FIELDS),
    )
    return pl.concat([figures.filter(pl.col("year") != year), assumed])


def _members(span: Chosen, on: date) -> Any:
    return (
        select(Enterprise.id, Enterprise.credit_code, Enterprise.industry)
        .join(PoolEntry, PoolEntry.enterprise_id == Enterprise.id)
        .where(
            span.of(Enterprise.id),
            PoolEntry.admitted_on <= on,
            either(PoolEntry.left_on.is_(None), PoolEntry.left_on > on),
        )
        .distinct()
    )


def _titles(span: Chosen) -> Any:
    return select(Title.enterprise_id, Title.tier, Title.granted_on, Title.expires_on, Title.revoked_on).where(
        span.of(Title.enterprise_id), Title.removed_on.is_(None)
    )


def _failed(span: Chosen) -> Any:
    return select(Title.enterprise_id, Title.tier).where(
        span.of(Title.enterprise_id), Title.removed_on.is_(None), review_failed()
    )


def _vast(enterprises: pl.DataFrame, lists: Mapping[str, pl.DataFrame]) -> tuple[int, ...]:
    frames = {name: (lists[name], fields) for name, fields in _NUMBERS.items()}
    frames["market"] = (enterprises, ("market.rank",))
    large = [
        frame.filter(reduce(or_, (pl.col(field).abs() > LARGEST for field in fields)))["row"]
        for frame, fields in frames.values()
    ]
    paid = lists["equity_financing"].group_by("row").agg(pl.col("amount").cast(pl.Int128).sum())
    large.append(paid.filter(pl.col("amount") > LARGEST)["row"])
    return tuple(pl.concat(large).unique().sort().to_list())


def _numbered(frame: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
    """Rows of members only, by their number instead of their id."""
    numbers = members.select("row", "enterprise_id")
    joined = frame.rename({"row": "enterprise_id"}).join(numbers, on="enterprise_id", how="inner")
    return joined.select("row", *(name for name in frame.columns if name != "row"))


def _enterprises(members: pl.DataFrame, singles: pl.DataFrame, declared: pl.DataFrame) -> pl.DataFrame:
    frame = members.join(singles.drop("uscc", "industry", strict=False), on="row", how="left", maintain_order="left")
    known = [_is_complete(name.removeprefix("known."), declared).alias(name) for name in _LISTED]
    missing = [
        pl.lit(None, kind).alias(name)
        for name, kind in ENTERPRISES.items()
        if name not in frame.columns and name not in _LISTED
    ]
    return frame.with_columns(*known, *missing).select(list(ENTERPRISES))


def _is_complete(name: str, declared: pl.DataFrame) -> pl.Expr:
    """Whether somebody declared that a list holds everything; entries alone never say so."""
    return pl.col("row").is_in(declared.filter(pl.col("kind") == name)["row"].implode())
