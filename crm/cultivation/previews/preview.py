"""A change of rules before it bites: who of the pool rises or falls when judged by other rules or on another day."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from crm.cultivation.night.kept_facts import dossier_from_kept, facts_texts
from crm.cultivation.night.verdicts import judge_rows
from crm.cultivation.pool.columns import Pool, with_year_repeated
from crm.rules import Purpose, Rulebook, Verdict, judge
from crm.rules.columnar.sight import PoolSight
from crm.rules.columnar.validity import counts_on
from crm.rules.reading.ladder import Ladder
from crm.rules.reading.sizing import Sizing

ORDER = (Verdict.FAR, Verdict.NEAR, Verdict.INCOMPLETE, Verdict.ELIGIBLE)
"""[decision] From the worst: where nothing is unmet, unknown facts may still turn out well."""


@dataclass(frozen=True, slots=True)
class JudgingBasis:
    """By what is judged: a rulebook, the table of sizes, and the day."""

    rulebook: Rulebook
    sizing: Sizing
    on: date


@dataclass(frozen=True, slots=True)
class Move:
    """An enterprise whose verdict differs; `because` are ids of the criteria that make the difference."""

    enterprise_id: int
    before: Verdict
    after: Verdict
    because: tuple[str, ...]

    @property
    def rises(self) -> bool:
        """Whether it stands better afterwards."""
        return ORDER.index(self.after) > ORDER.index(self.before)


@dataclass(frozen=True, slots=True)
class RulePreview:
    """Who moves, those who fall first; `judge_rows` is how many were looked at, `assumed_years` what was assumed."""

    judged: int
    moves: tuple[Move, ...]
    assumed_years: tuple[int, ...]

    @property
    def rising(self) -> int:
        """How many rise."""
        return sum(one.rises for one in self.moves)

    def clauses(self) -> list[tuple[str, int, int]]:
        """Each criterion that makes a difference, with how many rise and how many fall because of it."""
        rises = Counter(clause for one in self.moves if one.rises for clause in one.because)
        falls = Counter(clause for one in self.moves if not one.rises for clause in one.because)
        named = dict.fromkeys([*falls, *rises])
        return sorted(((one, rises[one], falls[one]) for one in named), key=lambda one: -(one[1] + one[2]))


def preview(pool: Pool, before: JudgingBasis, after: JudgingBasis, purpose: Purpose, ladder: Ladder) -> RulePreview:
    """Judge the pool by both sides; figures that may still be to come on the first day are assumed (policy 2.10)."""
    years = tuple(range(ladder.open_year(after.rulebook.target, before.on), after.on.year))
    pool = assuming(pool, (year for year in years if year < before.on.year))
    later = assuming(pool, years)
    rows = select_concerned(pool, after.rulebook.target, purpose, ladder, after.on)
    if rows.is_empty():
        return RulePreview(0, (), years)
    sides = _judged(pool, before, rows, purpose).join(_judged(later, after, rows, purpose), on="row", suffix=".after")
    moved = sides.filter(pl.col("verdict") != pl.col("verdict.after")).join(pool.members, on="row")
    alike = moved.filter(pl.col("unmet") == pl.col("unmet.after"), pl.col("unknown") == pl.col("unknown.after"))[
        "row"
    ]
    distant = (_distant(pool, before, alike, purpose), _distant(later, after, alike, purpose))
    moves = sorted(_moves(moved, *distant), key=lambda one: (one.rises, ORDER.index(one.after)))
    return RulePreview(rows.len(), tuple(moves), years)


def assuming(pool: Pool, years: Iterable[int]) -> Pool:
    """The pool with each of the years, where it is not reported, like the year before."""
    for year in years:
        pool = replace(pool, tables=with_year_repeated(pool.tables, year))
    return pool


def select_concerned(pool: Pool, target: str, purpose: Purpose, ladder: Ladder, on: date) -> pl.Series:
    """Rows of those without the title or a higher one on a day; for a review, of those who have it."""
    held = pool.tables.recognitions.filter(counts_on(on))
    if purpose is Purpose.REVIEW:
        return held.filter(pl.col("tier") == target)["row"].unique().sort()
    rank = ladder.tier(target).rank
    above = held.filter(pl.col("tier").is_in([tier.id for tier in ladder.tiers if tier.rank >= rank]))
    return pool.members.join(above, on="row", how="anti")["row"].sort()


def _judged(pool: Pool, side: JudgingBasis, rows: pl.Series, purpose: Purpose) -> pl.DataFrame:
    said = judge_rows(pool, PoolSight(pool.tables, side.on, side.sizing), rows, side.rulebook, purpose)
    return said.select("row", "verdict", "unmet", "unknown")


def _distant(pool: Pool, side: JudgingBasis, rows: pl.Series, purpose: Purpose) -> dict[int, list[str]]:
    """By row what is unmet and not close; only the exact interpreter tells criteria apart by that."""
    found = {}
    for row, text in facts_texts(pool.tables, rows, side.on).iter_rows():
        dossier = dossier_from_kept("", json.loads(text))
        said = judge(side.rulebook, dossier, as_of=side.on, purpose=purpose, sizing=side.sizing)
        found[row] = [one.id or "" for one in said.unmet if not one.close]
    return found


def _moves(moved: pl.DataFrame, distant: dict[int, list[str]], distant_after: dict[int, list[str]]) -> Iterator[Move]:
    for line in moved.sort("enterprise_id").iter_rows(named=True):
        before, after = Verdict(line["verdict"]), Verdict(line["verdict.after"])
        was = {"unmet": json.loads(line["unmet"]), "unknown": json.loads(line["unknown"])}
        now = {"unmet": json.loads(line["unmet.after"]), "unknown": json.loads(line["unknown.after"])}
        was["distant"], now["distant"] = distant.get(line["row"], []), distant_after.get(line["row"], [])
        move = Move(line["enterprise_id"], before, after, ())
        worse, better = (was, now) if move.rises else (now, was)
        yield replace(move, because=_difference(worse, better))


def _difference(worse: dict[str, list[str]], better: dict[str, list[str]]) -> tuple[str, ...]:
    """What is worse on the worse side; where every status is the same, what is no longer close there."""
    settled = [
        one for one in (*worse["unmet"], *worse["unknown"]) if one not in {*better["unmet"], *better["unknown"]}
    ]
    heavier = [one for one in worse["unmet"] if one in better["unknown"]]
    further = [one for one in worse["distant"] if one not in better["distant"]]
    return tuple([*settled, *heavier] or further or worse["unmet"] or worse["unknown"])
