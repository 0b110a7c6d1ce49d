"""A pool of made-up enterprises as the tables of the columnar interpreter; it is drawn at random, not on borders."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import numpy
import polars as pl

from crm.rules.columnar.tables import ENTERPRISES, LISTS, QUALITY_WORDS, PoolTables

AS_OF = date(2025, 11, 23)
YEARS = (2024, 2023, 2022)
MISSING = 0.04
FEN = 100
LISTS_KNOWN = ("equity_financing", "intellectual_property", "science_awards", "maker_in_china", "recognitions")


class Draw:
    """Seeded columns in which a share of the cells is missing."""

    def __init__(self, count: int, seed: int) -> None:
        self.count = count
        self.random = numpy.random.default_rng(seed)

    def blotted(self, values: Any) -> pl.Series:
        return pl.Series(values).set(pl.Series(self.random.random(len(values)) < MISSING), None)

    def amounts(self, mean: float, spread: float = 1.0) -> Any:
        """Yuan in whole fen around a mean, as skewed as figures of enterprises are."""
        return (self.random.lognormal(numpy.log(mean), spread, self.count) * FEN).astype(numpy.int64)

    def shares(self, of: Any, low: float, high: float) -> Any:
        return (of * self.random.uniform(low, high, len(of))).astype(numpy.int64)

    def words(self, *words: str) -> pl.Series:
        return self.blotted(numpy.array(words, dtype=object)[self.random.integers(0, len(words), self.count)])

    def truths(self, share: float) -> pl.Series:
        return self.blotted(self.random.random(self.count) < share)

    def days(self, first: int, last: int, count: int) -> Any:
        """Days of the years from `first` to `last`, as numpy days."""
        start = numpy.datetime64(f"{first}-01-01")
        span = int((numpy.datetime64(f"{last}-12-31") - start).astype(int))
        return start + self.random.integers(0, span + 1, count).astype("timedelta64[D]")

    def holders(self, share: float) -> Any:
        """The rows that have an item of some list; those may come more than once."""
        return numpy.sort(self.random.integers(0, self.count, int(self.count * share)))


def figures(draw: Draw) -> pl.DataFrame:
    revenue = draw.amounts(3e7)
    main = draw.shares(revenue, 0.5, 1.0)
    frames = []
    for year in YEARS:
        assets = draw.amounts(4e7)
        employees = draw.random.integers(5, 1200, draw.count)
        columns = {
            "revenue": revenue,
            "main_revenue": main,
            "rd_expense": draw.shares(revenue, 0.0, 0.12),
            "net_profit": draw.shares(revenue, -0.05, 0.15),
            "total_assets": assets,
            "total_liabilities": draw.shares(assets, 0.2, 1.0),
            "employees": employees,
            "rd_staff": draw.shares(employees, 0.0, 0.4),
        }
        blotted = {name: draw.blotted(values) for name, values in columns.items()}
        rows = numpy.arange(draw.count)
        frames.append(pl.DataFrame({"row": rows, "year": numpy.full(draw.count, year), **blotted}))
        revenue, main = draw.shares(revenue, 0.7, 1.05), draw.shares(main, 0.7, 1.05)
    return laid_out(pl.concat(frames), LISTS["figures"])


def laid_out(frame: pl.DataFrame, schema: dict[str, Any]) -> pl.DataFrame:
    """The frame with exactly the columns of a table; those that it lacks hold nothing."""
    lacking = [pl.lit(None).alias(name) for name in schema if name not in frame.columns]
    return frame.with_columns(lacking).select([pl.col(name).cast(kind) for name, kind in schema.items()])


def enterprises(draw: Draw) -> pl.DataFrame:
    columns: dict[str, Any] = {
        "row": numpy.arange(draw.count),
        "uscc": numpy.where(draw.random.random(draw.count) < 0.98, "911101070000000000", "931101070000000000"),
        "industry": numpy.full(draw.count, "C3563"),
        "niche_started_on": draw.blotted(draw.days(2008, 2024, draw.count)),
        "product_field": draw.words("fills_gap", "key_supporting", "other"),
        "rd_institution": draw.words("national", "provincial", "municipal", "below_municipal", "none"),
        "digital_level": draw.blotted(draw.random.integers(1, 5, draw.count)),
        "local_feature_points": draw.blotted(draw.random.integers(0, 16, draw.count)),
    }
    listed = ("abnormal_list", "dishonest_list", "prohibited_product", "serious_incident")
    columns |= {f"compliance.{name}": draw.truths(0.02) for name in listed}
    known = draw.random.random(draw.count) >= MISSING
    for word in QUALITY_WORDS:
        columns[f"quality.{word}"] = pl.Series(draw.random.random(draw.count) < 0.4).set(pl.Series(~known), None)
    columns |= {f"known.{name}": draw.random.random(draw.count) >= MISSING for name in LISTS_KNOWN}
    return laid_out(pl.DataFrame(columns), ENTERPRISES)


Columns = dict[str, Any]


class Items:
    """The lists of the pool: each is made for as many items as come to a share of the enterprises."""

    def __init__(self, draw: Draw, firms: pl.DataFrame) -> None:
        self.draw = draw
        self.firms = firms

    def declared(self, name: str, share: float, columns: Callable[[int], Columns]) -> pl.DataFrame:
        """The items of enterprises that have declared the list; the others are taken out again."""
        rows = self.draw.holders(share)
        items = laid_out(pl.DataFrame({"row": rows, **columns(len(rows))}), LISTS[name])
        known = self.firms.filter(pl.col(f"known.{name}")).select("row")
        return items.join(known, on="row", how="semi", maintain_order="left")

    def property_of(self, size: int) -> Columns:
        random = self.draw.random
        flags = ("high_value", "self_developed", "related_to_main_product")
        classes = numpy.where(random.random(size) < 0.5, "I", "II")
        return {"property_class": classes, **{flag: self.draw.blotted(random.random(size) < 0.6) for flag in flags}}

    def rounds_of(self, size: int) -> Columns:
        return {
            "paid_on": self.draw.days(2021, 2024, size),
            "amount": self.draw.random.integers(10**8, 10**10, size),
            "qualified": self.draw.blotted(self.draw.random.random(size) < 0.8),
        }

    def titles_of(self, size: int) -> Columns:
        granted = self.draw.days(2022, 2024, size)
        years = numpy.timedelta64(3 * 365, "D")
        return {"tier": numpy.full(size, "innovative"), "granted_on": granted, "expires_on": granted + years}

    def awards_of(self, size: int) -> Columns:
        levels = numpy.where(self.draw.random.random(size) < 0.3, "national", "provincial")
        ranks = self.draw.blotted(self.draw.random.integers(1, 9, size))
        return {"level": levels, "awarded_on": self.draw.days(2020, 2025, size), "rank": ranks}

    def contests_of(self, size: int) -> Columns:
        lists = numpy.where(self.draw.random.random(size) < 0.1, "top50", "top500")
        return {"list": lists, "year": self.draw.random.integers(2020, 2026, size)}


def pool(count: int, seed: int) -> PoolTables:
    """The same pool for the same seed."""
    draw = Draw(count, seed)
    firms = enterprises(draw)
    items = Items(draw, firms)
    nothing = pl.DataFrame({"row": []})
    return PoolTables(
        enterprises=firms,
        figures=figures(draw),
        equity_financing=items.declared("equity_financing", 0.3, items.rounds_of),
        intellectual_property=items.declared("intellectual_property", 1.5, items.property_of),
        science_awards=items.declared("science_awards", 0.05, items.awards_of),
        maker_in_china=items.declared("maker_in_china", 0.05, items.contests_of),
        certificates=laid_out(nothing, LISTS["certificates"]),
        platform_scores=laid_out(nothing, LISTS["platform_scores"]),
        recognitions=items.declared("recognitions", 0.7, items.titles_of),
    )
