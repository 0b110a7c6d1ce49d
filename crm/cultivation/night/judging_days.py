"""When the calendar alone can next change what the night says: judgements, questions, flags, the pool."""

from datetime import date, timedelta

import polars as pl
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from crm.cultivation.models import Flag, JudgingDay, PoolEntry
from crm.cultivation.night.verdicts import Standards
from crm.cultivation.pool.columns import Pool
from crm.enterprises.facts.columns import Chosen
from crm.rules.columnar.changing import first_after, title_days
from crm.rules.law.days.dates import MONTHS_IN_YEAR
from crm.sql import columns

_DAYS = {"row": pl.Int64, "day": pl.Date}
_AT_ONCE = 5000


def keep_judging_days(
    session: Session, chosen: Chosen, pool: Pool, judged: pl.DataFrame, standards: Standards, on: date
) -> None:
    """Write the days of the chosen enterprises; `judged` are tonight's judgements with their `changes_on`."""
    titles = pool.tables.recognitions.lazy()
    rows = [
        pool.members.lazy().select("row", pl.lit(date(on.year + 1, 1, 1)).alias("day")),
        judged.lazy().select("row", pl.col("changes_on").alias("day")),
        *title_days(titles),
        *_review_days(titles, standards.review_months),
    ]
    due = first_after(rows, on).join(pool.members, on="row").select("enterprise_id", "day")
    others = [_entry_days(session, chosen).lazy(), _flag_days(session, chosen, standards, on).lazy()]
    outside = first_after(others, on).select(pl.col("row").alias("enterprise_id"), "day")
    both = pl.concat([due, outside]).group_by("enterprise_id").agg(pl.col("day").min().alias("due_on"))
    _write(session, chosen, both.sort("enterprise_id"))


def _review_days(titles: pl.LazyFrame, months: int) -> list[pl.LazyFrame]:
    """When the review of a title begins to be asked; days beside it too, because months differ in length."""
    years, rest = divmod(months, MONTHS_IN_YEAR)
    begins = pl.col("expires_on").dt.offset_by(f"-{years}y{rest}mo")
    return [titles.select("row", begins.dt.offset_by(f"{days}d").alias("day")) for days in (-1, 0, 1, 2)]


def _entry_days(session: Session, chosen: Chosen) -> pl.DataFrame:
    """Days on which somebody enters or leaves the pool; they may be no members yet."""
    wanted = select(PoolEntry.enterprise_id, PoolEntry.admitted_on).where(chosen.of(PoolEntry.enterprise_id))
    left = select(PoolEntry.enterprise_id, PoolEntry.left_on).where(
        chosen.of(PoolEntry.enterprise_id), PoolEntry.left_on.is_not(None)
    )
    return pl.concat([columns.read(session, wanted, _DAYS), columns.read(session, left, _DAYS)])


def _flag_days(session: Session, chosen: Chosen, standards: Standards, on: date) -> pl.DataFrame:
    """The day after the annual update is due, for flags that wait for it."""
    waiting = select(Flag.enterprise_id, Flag.target).where(
        chosen.of(Flag.enterprise_id), Flag.closed_on.is_(None), Flag.awaiting_year.is_not(None)
    )
    flags = columns.read(session, waiting, {"row": pl.Int64, "target": pl.String})
    if flags.is_empty():
        return pl.DataFrame(schema=_DAYS)
    ladder = standards.library.ladder
    deadlines = {target: ladder.update_deadline(target, on.year) for target in flags["target"].unique()}
    ends = {target: day + timedelta(days=1) if day else None for target, day in deadlines.items()}
    return flags.select("row", pl.col("target").replace_strict(ends, return_dtype=pl.Date).alias("day"))


def _write(session: Session, chosen: Chosen, due: pl.DataFrame) -> None:
    """Only what is another now."""
    wanted = select(JudgingDay.enterprise_id, JudgingDay.due_on).where(chosen.of(JudgingDay.enterprise_id))
    kept = columns.read(session, wanted, {"enterprise_id": pl.Int64, "due_on": pl.Date})
    stale = kept.join(due, on=["enterprise_id", "due_on"], how="anti")["enterprise_id"].to_list()
    for begin in range(0, len(stale), _AT_ONCE):
        part = stale[begin : begin + _AT_ONCE]
        session.execute(delete(JudgingDay).where(JudgingDay.enterprise_id.in_(part)))
    columns.append(session, JudgingDay, due.join(kept, on=["enterprise_id", "due_on"], how="anti"))
