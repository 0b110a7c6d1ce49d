"""What the engine says of every member of the pool: for its next title, and for the review of one that ends soon."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from crm.cultivation.night.kept_facts import dossier_from_kept, facts_texts
from crm.cultivation.pool.columns import Pool
from crm.rules import TARGETS, Judgement, Library, NoRulebookInForce, Purpose, Rulebook, judge
from crm.rules.columnar.changing import changes_on
from crm.rules.columnar.judging import FLAGS, VERDICTS, PoolJudgement, judge_pool_seen
from crm.rules.columnar.sight import PoolSight
from crm.rules.columnar.validity import counts_on, not_over
from crm.rules.law.days.dates import months_after
from crm.rules.reading.ladder import Ladder

VERDICT_COLUMNS = {
    "row": pl.Int64,
    "target": pl.String,
    "purpose": pl.String,
    "rulebook": pl.String,
    "rulebook_digest": pl.String,
    "verdict": pl.String,
    "flag_kind": pl.String,
    "unmet": pl.String,
    "unknown": pl.String,
    "score_low": pl.Int64,
    "score_high": pl.Int64,
    "changes_on": pl.Date,
}


@dataclass(frozen=True, slots=True)
class Standards:
    """What a night judges by: the library, the text of each rulebook to be kept with its digest, how far it looks."""

    library: Library
    texts: Mapping[str, tuple[str, str]]
    review_months: int

    @property
    def rules_digest(self) -> str:
        """Another one whenever anything that a night judges by is another, and the same in every process.

        Yearly notices change no verdict; their conditions are sets, which lie in another order in each process.
        """
        ladder = self.library.ladder
        everything = (sorted(self.texts.items()), ladder.tiers, ladder.updates, ladder.windows, self.review_months)
        return hashlib.sha256(repr(everything).encode()).hexdigest()

    def digest(self, rulebook: str) -> str:
        """Under which the rulebook's text is kept."""
        return self.texts[rulebook][0]


def verdicts(pool: Pool, standards: Standards, on: date) -> pl.DataFrame:
    """One line for each question of the night, with VERDICT_COLUMNS; lists of ids are JSON text."""
    sight = PoolSight(pool.tables, on, standards.library.sizing)
    asked = questions(pool, standards, on)
    frames = [
        _answers(pool, standards, sight, part, rulebook, Purpose(purpose))
        for (target, purpose), rows in asked.items()
        for rulebook, part in _by_rulebook(pool, standards.library, target, purpose, rows, on)
    ]
    return pl.concat(frames) if frames else pl.DataFrame(schema=VERDICT_COLUMNS)


def questions(pool: Pool, standards: Standards, on: date) -> dict[tuple[str, str], pl.Series]:
    """The rows to judge by target and purpose."""
    titles = pool.tables.recognitions.filter(not_over(on))
    return {
        **_next_titles(pool, titles, standards.library.ladder, on),
        **_reviews(titles, pool.failed_reviews, standards.review_months, on),
    }


def _next_titles(pool: Pool, titles: pl.DataFrame, ladder: Ladder, on: date) -> dict[tuple[str, str], pl.Series]:
    """Policy 2, last line: everybody for the title above the highest one held."""
    ranks = {tier.id: tier.rank for tier in ladder.tiers}
    held = (
        titles.filter(counts_on(on))
        .group_by("row")
        .agg(pl.col("tier").replace_strict(ranks, return_dtype=pl.Int64).max().alias("rank"))
    )
    standing = pool.members.join(held, on="row", how="left").with_columns(pl.col("rank").fill_null(0))
    found = {}
    for target in TARGETS:
        below = [tier.rank for tier in ladder.tiers if tier.next == target]
        found[target, Purpose.NEW.value] = standing.filter(pl.col("rank").is_in(below))["row"]
    return found


def _reviews(titles: pl.DataFrame, failed: pl.DataFrame, months: int, on: date) -> dict[tuple[str, str], pl.Series]:
    """Holders of a title whose last day, renewals included, is near, unless its review was failed already."""
    ends = (
        titles.join(failed, on=("row", "tier"), how="anti")
        .group_by("row", "tier")
        .agg(pl.col("expires_on").max().alias("last"), pl.col("granted_on").min().alias("first"))
    )
    near = ends.filter(pl.col("first") <= on, pl.col("last") <= months_after(on, months))
    return {(target, Purpose.REVIEW.value): near.filter(pl.col("tier") == target)["row"].sort() for target in TARGETS}


def _by_rulebook(
    pool: Pool, library: Library, target: str, purpose: str, rows: pl.Series, on: date
) -> Iterator[tuple[Rulebook, pl.Series]]:
    """The rows under the rulebook each is judged by: of a review the one in force on the title's last day."""
    if purpose == Purpose.NEW:
        days = pl.DataFrame({"row": rows, "day": [on] * rows.len()}, schema={"row": pl.Int64, "day": pl.Date})
    else:
        days = _last_days(pool.tables.recognitions.filter(not_over(on), pl.col("tier") == target), rows)
    books: dict[str, tuple[Rulebook, list[int]]] = {}
    for day, part in days.group_by("day", maintain_order=True):
        rulebook = _in_force(library, target, purpose, day[0])
        if rulebook is not None:
            books.setdefault(rulebook.id, (rulebook, []))[1].extend(part["row"])
    for rulebook, found in books.values():
        yield rulebook, pl.Series("row", sorted(found), pl.Int64)


def _last_days(titles: pl.DataFrame, rows: pl.Series) -> pl.DataFrame:
    ends = titles.filter(pl.col("row").is_in(rows.implode())).group_by("row")
    return ends.agg(pl.col("expires_on").max().alias("day")).sort("row")


def _in_force(library: Library, target: str, purpose: str, on: date) -> Rulebook | None:
    try:
        return library.rulebook_for(target, purpose, on)
    except NoRulebookInForce:
        return None


def _answers(
    pool: Pool, standards: Standards, sight: PoolSight, rows: pl.Series, rulebook: Rulebook, purpose: Purpose
) -> pl.DataFrame:
    if rows.is_empty():
        return pl.DataFrame(schema=VERDICT_COLUMNS)
    days = changes_on(rulebook, pool.tables, purpose, after=sight.as_of)
    rules_end = standards.library.rules_change_on(rulebook.target, purpose, sight.as_of)
    return (
        judge_rows(pool, sight, rows, rulebook, purpose)
        .join(days, on="row", how="left", maintain_order="left")
        .with_columns(
            pl.min_horizontal("changes_on", pl.lit(rules_end, pl.Date)),
            pl.lit(rulebook.target).alias("target"),
            pl.lit(purpose.value).alias("purpose"),
            pl.lit(rulebook.id).alias("rulebook"),
            pl.lit(standards.digest(rulebook.id)).alias("rulebook_digest"),
        )
        .select(list(VERDICT_COLUMNS))
    )


def judge_rows(pool: Pool, sight: PoolSight, rows: pl.Series, rulebook: Rulebook, purpose: Purpose) -> pl.DataFrame:
    """What one rulebook says of some rows, in force or not, as lines of VERDICT_COLUMNS without the question."""
    vast = rows.filter(rows.is_in(pool.vast))
    said = judge_pool_seen(rulebook, sight, purpose)
    wanted = said.frame.filter(pl.col("row").is_in(rows.implode()) & ~pl.col("row").is_in(list(pool.vast)))
    columnar = _decoded(said, wanted)
    if vast.is_empty():
        return columnar
    exact = pl.DataFrame(
        list(_one_by_one(pool, sight, vast, rulebook, purpose)), schema=columnar.schema, orient="row"
    )
    return pl.concat([columnar, exact])


def _decoded(said: PoolJudgement, frame: pl.DataFrame) -> pl.DataFrame:
    """Words in the place of numbers and masks; there are few different masks."""
    scored = "score_low" in frame.columns
    score = [
        pl.col(name).cast(pl.Int64) if scored else pl.lit(None, pl.Int64).alias(name)
        for name in ("score_low", "score_high")
    ]
    return frame.select(
        "row",
        pl.col("verdict").replace_strict(dict(enumerate(one.value for one in VERDICTS)), return_dtype=pl.String),
        pl.col("flag")
        .replace_strict(
            {place: kind.value if kind else None for place, kind in enumerate(FLAGS)}, return_dtype=pl.String
        )
        .alias("flag_kind"),
        _names(frame["unmet"], said.criteria),
        _names(frame["unknown"], said.criteria),
        *score,
    )


def _names(masks: pl.Series, criteria: tuple[str, ...]) -> pl.Series:
    texts = {
        mask: json.dumps([name for place, name in enumerate(criteria) if mask >> place & 1])
        for mask in masks.unique()
    }
    return masks.replace_strict(texts, return_dtype=pl.String).cast(pl.String)  # without any masks it stays a number


def _one_by_one(
    pool: Pool, sight: PoolSight, rows: pl.Series, rulebook: Rulebook, purpose: Purpose
) -> Iterator[tuple[object, ...]]:
    for row, text in facts_texts(pool.tables, rows, sight.as_of).iter_rows():
        dossier = dossier_from_kept("", json.loads(text))
        said = judge(rulebook, dossier, as_of=sight.as_of, purpose=purpose, sizing=sight.sizing)
        yield (row, said.verdict.value, said.flag.value if said.flag else None, *_ids(said), *_score(said))


def _ids(said: Judgement) -> tuple[str, str]:
    return json.dumps([one.id for one in said.unmet]), json.dumps([one.id for one in said.unknown])


def _score(said: Judgement) -> tuple[int | None, int | None]:
    return (said.score.low, said.score.high) if said.score else (None, None)
