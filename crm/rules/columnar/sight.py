"""A whole pool seen on one day: columns of figures, sums and counts, made once for all rulebooks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from functools import reduce
from operator import and_

import polars as pl

from crm.rules.columnar.tables import FIGURE_FIELDS, WORDS, PoolTables
from crm.rules.columnar.validity import counts_on
from crm.rules.law.catalogue import COUNTS, PropertyCount
from crm.rules.law.days.dates import last_complete_year, latest_start, recent_since
from crm.rules.law.nodes import Award, Contest, HoldsCertificate, HoldsTitle, NoRevocation, PropertyRules
from crm.rules.reading.sizing import Sizing


@dataclass(frozen=True, slots=True)
class Truth:
    """A condition over the pool: where it certainly holds, and where it may hold. Neither is ever null."""

    sure: pl.Expr
    possible: pl.Expr

    @classmethod
    def of(cls, answer: pl.Expr) -> Truth:
        """From a column of true, false and null for unknown."""
        return cls(answer.fill_null(value=False), answer.fill_null(value=True))


Range = tuple[pl.Expr, pl.Expr]
"""The lowest and the highest of a number; null in the second is no end."""


Line = tuple[str | None, str, str]
"""A line of a score table: its part, and the columns of its lowest and highest points."""


class Stage(Enum):
    """The order in which drafted columns are computed."""

    NUMBERS = auto()
    LINES = auto()
    TRUTHS = auto()
    MASKS = auto()


class PoolSight:
    """Facts are added to `frame` when a rule first asks for them, so several rulebooks may share one sight.

    What is worked out from them is only drafted, in stages that may use each other's columns, and computed in one
    pass by `conclude`.
    """

    __slots__ = ("_drafts", "_tables", "as_of", "frame", "scores", "sizing", "truths", "year")

    def __init__(self, tables: PoolTables, as_of: date, sizing: Sizing) -> None:
        self._tables = tables
        self.as_of = as_of
        self.sizing = sizing
        self.year = last_complete_year(as_of)
        self.frame = tables.enterprises.with_columns(pl.col(name).cast(kind) for name, kind in WORDS.items())
        self._forget()

    def figure(self, field: str, offset: int) -> pl.Expr:
        """The figure of the year Y + `offset`, null where unknown."""
        name = f"{field}@{offset}"
        if name not in self.frame.columns:
            names: dict[str, str] = {one: f"{one}@{offset}" for one in FIGURE_FIELDS}
            year = self._tables.figures.filter(pl.col("year") == self.year + offset)
            self._join(year.select("row", *FIGURE_FIELDS).rename(names))
        return pl.col(name)

    def score(self, offset: int) -> tuple[pl.Expr, pl.Expr]:
        """The platform's score of the year Y + `offset`, scaled, rounded down and up."""
        name = f"score@{offset}"
        if name not in self.frame.columns:
            year = self._tables.platform_scores.filter(pl.col("year") == self.year + offset)
            self._join(year.select("row", pl.col("score").alias(name), pl.col("score.more").alias(f"{name}.more")))
        return pl.col(name), pl.col(name) + pl.col(f"{name}.more").cast(pl.Int64)

    def equity(self, years: int) -> Range:
        """Sum of equity paid in by qualified institutions in the `years` calendar years up to Y."""
        name = f"equity@{years}"
        if f"{name}.low" not in self.frame.columns:
            recent = self._tables.equity_financing.filter(
                pl.col("paid_on").dt.year().is_between(self.year - years + 1, self.year)
            )
            sums = recent.group_by("row").agg(
                pl.col("amount").filter(pl.col("qualified")).sum().alias(f"{name}.low"),
                pl.col("amount").filter(pl.col("qualified").fill_null(value=True)).sum().alias(f"{name}.high"),
            )
            self._join_ranges(sums, [name], "equity_financing")
        return pl.col(f"{name}.low"), pl.col(f"{name}.high")

    def count(self, count: PropertyCount, rules: PropertyRules) -> Range:
        """How many items of intellectual property count for certain, and how many may."""
        name = _count_name(count, rules)
        if f"{name}.low" not in self.frame.columns:
            self._count_all(rules)
        return pl.col(f"{name}.low"), pl.col(f"{name}.high")

    def title(self, leaf: HoldsTitle) -> Truth:
        """A title of the tier, valid on the day."""
        valid = (pl.col("tier") == leaf.tier) & counts_on(self.as_of)
        return self._any(f"title.{leaf.tier}", "recognitions", valid)

    def no_revocation(self, leaf: NoRevocation) -> Truth:
        """No title revoked in the years up to the day."""
        revoked = pl.col("revoked_on")
        barring = revoked.is_not_null() & (revoked <= self.as_of) & (revoked > latest_start(self.as_of, leaf.years))
        barred = self._any(f"revoked.{leaf.years}", "recognitions", barring)
        return Truth(~barred.possible, ~barred.sure)

    def award(self, leaf: Award) -> Truth:
        """A science award in the window, of a level and rank that suffice."""
        enough = pl.lit(value=False)
        for level, last in leaf.ranks:
            ranked = pl.lit(value=True) if last is None else pl.col("rank") <= last
            enough = pl.when(pl.col("level") == level).then(ranked).otherwise(enough)
        recent = pl.col("awarded_on").is_between(recent_since(self.as_of, leaf.years), self.as_of)
        return self._any(f"award.{leaf}", "science_awards", recent & enough)

    def contest(self, leaf: Contest) -> Truth:
        """A place on one of the lists in the window."""
        since = recent_since(self.as_of, leaf.years).year
        entered = pl.col("list").is_in(leaf.lists) & pl.col("year").is_between(since, self.as_of.year)
        return self._any(f"contest.{leaf}", "maker_in_china", entered)

    def holds_certificate(self, leaf: HoldsCertificate) -> Truth:
        """A certificate of one of the kinds, valid on the day."""
        valid = (pl.col("valid_from") <= self.as_of) & (pl.col("valid_to") >= self.as_of)
        return self._any(f"certified.{leaf}", "certificates", pl.col("kind").is_in(leaf.kinds) & valid)

    def code_begins(self, prefix: str) -> Truth:
        """A credit code that begins so; it is always known."""
        name = f"code.{prefix}"
        if name not in self.frame.columns:
            self._add({name: pl.col("uscc").str.starts_with(prefix)})
        return Truth(pl.col(name), pl.col(name))

    def draft(self, stage: Stage, name: str, column: pl.Expr) -> pl.Expr:
        """A column that several rules use, from facts and from columns of earlier stages."""
        self._drafts[stage].setdefault(name, column)
        return pl.col(name)

    def conclude(self, columns: dict[str, pl.Expr]) -> pl.DataFrame:
        """Compute columns from facts and drafts; the drafts are then forgotten."""
        plan = self.frame.lazy()
        for drafts in self._drafts.values():
            plan = plan.with_columns(**drafts) if drafts else plan
        self._forget()
        # In pieces that stay in the processor's cache.
        return plan.select(**columns).collect(engine="streaming")

    def _forget(self) -> None:
        self._drafts: dict[Stage, dict[str, pl.Expr]] = {stage: {} for stage in Stage}
        self.scores: dict[int, list[Line]] = {}
        self.truths: dict[int, Truth] = {}

    def _add(self, columns: dict[str, pl.Expr]) -> None:
        self.frame = self.frame.with_columns(**columns)

    def _held(self, rules: PropertyRules) -> pl.Expr:
        granted = pl.col("granted_on").is_null() | (pl.col("granted_on") <= self.as_of)
        own = pl.col("transferred_in_on").is_null()
        if rules.transferred_years is None:
            return granted & own
        long_ago = pl.col("transferred_in_on") <= latest_start(self.as_of, rules.transferred_years)
        return granted & (own | long_ago)

    def _count_all(self, rules: PropertyRules) -> None:
        """Every count of the catalogue in one pass over the items."""
        counts: dict[str, pl.Expr] = {}
        for count in COUNTS.values():
            counted = reduce(and_, _needed(count, rules), pl.col("property_class") == count.property_class)
            name = _count_name(count, rules)
            counts[f"{name}.low"] = counted.fill_null(value=False).cast(pl.Int64)
            counts[f"{name}.high"] = counted.fill_null(value=True).cast(pl.Int64)
        held = self._tables.intellectual_property.filter(self._held(rules)).select("row", **counts)
        names = [_count_name(count, rules) for count in COUNTS.values()]
        self._join_ranges(held.group_by("row").agg(pl.all().sum()), names, "intellectual_property")

    def _any(self, name: str, kind: str, holds: pl.Expr) -> Truth:
        """Whether some item of a list holds; a list that may hold more than its entries may always hold one."""
        if f"{name}.sure" not in self.frame.columns:
            found = getattr(self._tables, kind).select("row", holds.alias("holds"))
            truths = found.group_by("row").agg(
                pl.col("holds").fill_null(value=False).any().alias(f"{name}.sure"),
                pl.col("holds").fill_null(value=True).any().alias(f"{name}.possible"),
            )
            self._join(truths)
            self._add(
                {
                    f"{name}.sure": pl.col(f"{name}.sure").fill_null(value=False),
                    f"{name}.possible": pl.col(f"{name}.possible").fill_null(value=False) | ~pl.col(f"known.{kind}"),
                }
            )
        return Truth(pl.col(f"{name}.sure"), pl.col(f"{name}.possible"))

    def _join_ranges(self, sums: pl.DataFrame, names: list[str], kind: str) -> None:
        """Sums and counts of a list; where it may hold more than its entries, there is no upper end."""
        self._join(sums)
        known = pl.col(f"known.{kind}")
        lows = {f"{name}.low": pl.col(f"{name}.low").fill_null(0) for name in names}
        highs = {f"{name}.high": pl.when(known).then(pl.col(f"{name}.high").fill_null(0)) for name in names}
        self._add(lows | highs)

    def _join(self, right: pl.DataFrame) -> None:
        """Beside every line what the right frame has for it; lines are their own numbers, so no key is searched."""
        places = pl.Series("place", [None], pl.UInt32).new_from_index(0, len(self._tables))
        places = places.scatter(right["row"], pl.int_range(right.height, dtype=pl.UInt32, eager=True))
        self.frame = self.frame.hstack(right.select(pl.exclude("row").gather(places)))


def _count_name(count: PropertyCount, rules: PropertyRules) -> str:
    return f"count.{count.id}@{rules}"


def _needed(count: PropertyCount, rules: PropertyRules) -> list[pl.Expr]:
    needed = []
    if rules.related_to_main_product:
        needed.append(pl.col("related_to_main_product"))
    if rules.economic_benefit:
        needed.append(pl.col("economic_benefit"))
    if rules.holder_rank is not None:
        needed.append(pl.col("holder_rank") <= rules.holder_rank)
    if count.high_value:
        needed.append(pl.col("high_value"))
    if count.self_developed:
        needed.append(pl.col("self_developed"))
    return needed
