"""The same pool as arrays by variable and year, as OpenFisca takes its input; the making is not part of any time."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy
import polars as pl

from benchmarks.openfisca.facts import FIGURES, MET, UNKNOWN, UNMET
from benchmarks.openfisca.system import Columns
from crm.rules.columnar.tables import PoolTables

FEN = 100
LEVELS = {
    "product_field": ("other", "key_supporting", "fills_gap"),
    "rd_institution": ("none", "below_municipal", "municipal", "provincial", "national"),
}
# How a group of items is asked for: what they all are, and the one flag that makes the difference.
PROPERTY = {
    "high_value": ("I", "high_value"),
    "self_developed": ("I", "self_developed"),
    "class1": ("I", None),
    "class2": ("II", None),
}


def arrays(tables: PoolTables, as_of: date) -> Columns:
    """Everything the rules ask for, the lists already counted: work that the columnar interpreter does itself."""
    year = as_of.year - 1
    columns: dict[tuple[str, int], Any] = figures(tables)
    columns |= {(name, year): values for name, values in facts(tables, as_of).items()}
    columns |= {(name, year): values for name, values in truths(tables, as_of).items()}
    columns |= {(name, year): values for name, values in equity(tables, year).items()}
    for name, (kind, flag) in PROPERTY.items():
        low, high = counts(tables, kind, flag)
        columns[f"{name}_low", year], columns[f"{name}_high", year] = low, high
    return columns


def floats(series: pl.Series) -> Any:
    return series.cast(pl.Float32).fill_null(float("nan")).to_numpy()


def figures(tables: PoolTables) -> dict[tuple[str, int], Any]:
    found = {}
    for (year,), rows in tables.figures.sort("row").group_by("year"):
        for name in FIGURES:
            unit = 1 if name in ("employees", "rd_staff") else FEN
            found[name, year] = floats(rows[name] / unit)
    return found


def facts(tables: PoolTables, as_of: date) -> dict[str, Any]:
    firms = tables.enterprises
    started = pl.col("niche_started_on")
    # Month and day as one number; as 32 bits, because months come in 8.
    place = started.dt.month().cast(pl.Int32) * 100 + started.dt.day()
    unripe = place > as_of.month * 100 + as_of.day
    quality = [pl.col(name).cast(pl.Int32) for name in firms.columns if name.startswith("quality.")]
    derived = firms.select(
        niche_years=as_of.year - started.dt.year() - unripe.cast(pl.Int32),
        quality_kinds=pl.sum_horizontal(quality, ignore_nulls=False),
        **{name: levels(name, words) for name, words in LEVELS.items()},
    )
    found = {name: floats(derived[name]) for name in derived.columns}
    return found | {name: floats(firms[name]) for name in ("digital_level", "local_feature_points")}


def levels(name: str, words: tuple[str, ...]) -> pl.Expr:
    return pl.col(name).replace_strict({word: place for place, word in enumerate(words)}, default=None)


def truths(tables: PoolTables, as_of: date) -> dict[str, Any]:
    firms = tables.enterprises
    on_day = (pl.col("granted_on") <= as_of) & (pl.col("expires_on") >= as_of)
    recent = pl.col("awarded_on").is_between(date(as_of.year - 3, 1, 1), as_of)
    last = pl.when(pl.col("level") == "national").then(5).otherwise(3)
    awards = tables.science_awards.filter(recent).with_columns(holds=pl.col("rank") <= last)
    contests = tables.maker_in_china.filter(pl.col("year").is_between(as_of.year - 3, as_of.year))
    titles = tables.recognitions.filter((pl.col("tier") == "innovative") & on_day)
    return {
        "legal_person": truth_of(firms["uscc"].str.starts_with("91")),
        "off_abnormal_list": truth_of(~firms["compliance.abnormal_list"]),
        "off_dishonest_list": truth_of(~firms["compliance.dishonest_list"]),
        "product_allowed": truth_of(~firms["compliance.prohibited_product"]),
        "conduct_clean": truth_of(~firms["compliance.serious_incident"]),
        "innovative_title": any_item(tables, "recognitions", titles.with_columns(holds=pl.lit(value=True))),
        "science_award": any_item(tables, "science_awards", awards),
        "maker_in_china": any_item(tables, "maker_in_china", contests.with_columns(holds=pl.lit(value=True))),
    }


def truth_of(series: pl.Series) -> Any:
    return (series.cast(pl.Int32) * MET).fill_null(UNKNOWN).to_numpy()


def any_item(tables: PoolTables, name: str, items: pl.DataFrame) -> Any:
    """Whether any item of a list holds, by enterprise; a list that is not known leaves it open."""
    found = numpy.full(len(tables), UNMET)
    found[items.filter(pl.col("holds").is_null())["row"].to_numpy()] = UNKNOWN
    found[items.filter(pl.col("holds"))["row"].to_numpy()] = MET
    return numpy.where(known(tables, name), found, UNKNOWN)


def known(tables: PoolTables, name: str) -> Any:
    return tables.enterprises[f"known.{name}"].to_numpy()


def added_up(tables: PoolTables, name: str, items: pl.DataFrame, weights: pl.Expr) -> Any:
    """The weights of the items of each enterprise, NaN where the list is not known."""
    sums = items.group_by("row").agg(sum=weights.sum())
    found = numpy.zeros(len(tables))
    found[sums["row"].to_numpy()] = sums["sum"].to_numpy()
    return numpy.where(known(tables, name), found, numpy.nan)


def equity(tables: PoolTables, year: int) -> dict[str, Any]:
    recent = tables.equity_financing.filter(pl.col("paid_on").dt.year().is_between(year - 1, year))
    paid = pl.col("amount") / FEN
    sure, possible = pl.col("qualified").fill_null(value=False), pl.col("qualified").fill_null(value=True)
    return {
        "equity_low": added_up(tables, "equity_financing", recent, paid * sure),
        "equity_high": added_up(tables, "equity_financing", recent, paid * possible),
    }


def counts(tables: PoolTables, kind: str, flag: str | None) -> tuple[Any, Any]:
    items = tables.intellectual_property.filter(pl.col("property_class") == kind)
    holds = pl.col("related_to_main_product")
    if flag is not None:
        holds = holds & pl.col(flag)
    ends = (holds.fill_null(value=False), holds.fill_null(value=True))
    low, high = (added_up(tables, "intellectual_property", items, end.cast(pl.Int32)) for end in ends)
    return low, high
