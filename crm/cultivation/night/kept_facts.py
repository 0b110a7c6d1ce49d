"""The facts an evaluation rests on, kept as JSON with it, and read back into a dossier years later."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

import polars as pl

from crm.rules.columnar.tables import ENTERPRISES, LISTS, QUALITY_WORDS, SCORE_SCALE, SHARE_SCALE, PoolTables
from crm.rules.law import dossier as engine
from crm.rules.law.dossier import Dossier

YEARS = 3  # the years of figures and scores that any rulebook looks at: Y and the two before, or the as-of year
_SERIES = ("figures", "platform_scores")


def first_year(as_of: date) -> int:
    """The first year of figures and scores that a rulebook looks at on a day."""
    return as_of.year - YEARS


def facts_texts(tables: PoolTables, rows: pl.Series, as_of: date, *, since: date | None = None) -> pl.DataFrame:
    """One JSON text (`facts`) for each of the rows, with everything a rulebook may have looked at on the day.

    With `since` also what it may have looked at on the days from then. Each list stands in the order of its values,
    as a database keeps none: the same facts give the same text every night.
    """
    asked = pl.col("row").is_in(rows.implode())
    frame = tables.enterprises.lazy().filter(asked)
    for name, schema in LISTS.items():
        items = getattr(tables, name).lazy().filter(asked)
        if name in _SERIES:
            items = items.filter(pl.col("year").is_between(first_year(since or as_of), as_of.year))
        packed = (
            items.sort(list(schema))
            .group_by("row", maintain_order=True)
            .agg(pl.struct(pl.exclude("row")).alias(name))
        )
        frame = frame.join(packed, on="row", how="left", maintain_order="left")
    return frame.select("row", pl.struct(pl.exclude("row")).struct.json_encode().alias("facts")).collect()


def dossier_from_kept(name: str, kept: Mapping[str, Any]) -> Dossier:
    """The dossier that was judged, without sources; `name` is the enterprise's, which no rule reads."""
    plain: dict[str, Any] = {field: kept.get(field) for field in _PLAIN}
    lists: dict[str, Any] = {field: _items(field, kept) for field in _ITEMS}
    quality = {word for word in QUALITY_WORDS if kept.get(f"quality.{word}")}
    knows_quality = any(kept.get(f"quality.{word}") is not None for word in QUALITY_WORDS)
    return Dossier(
        uscc=kept["uscc"],
        name=name,
        **plain,
        **lists,
        niche_started_on=_day(kept.get("niche_started_on")),
        quality=frozenset(quality) if knows_quality else None,
        incomplete=_incomplete(kept),
        market=engine.Market(
            _share(kept), *(kept.get(f"market.{part}") for part in ("rank", "leading", "reputation"))
        ),
        compliance=engine.Compliance(**{field: kept.get(f"compliance.{field}") for field in _COMPLIANCE}),
        figures=tuple(engine.YearFigures(**one) for one in kept.get("figures") or ()),
        platform_scores=tuple(
            engine.PlatformScore(one["year"], Fraction(one["score"], SCORE_SCALE))
            for one in kept.get("platform_scores") or ()
        ),
    )


def _incomplete(kept: Mapping[str, Any]) -> frozenset[str]:
    """Lists that were not known to hold everything; what is kept of them counts as at least."""
    open_lists = {name for name in _ITEMS if kept.get(name) and not kept.get(f"known.{name}")}
    lacks_quality = any(kept.get(f"quality.{word}") is None for word in QUALITY_WORDS)
    return frozenset(open_lists | ({"quality"} if lacks_quality else set()))


_COMPLIANCE = engine.Compliance.__match_args__
_PLAIN = (
    "industry",
    "strategic_emerging",
    "product_field",
    "rd_institution",
    "digital_level",
    "product_certification",
    "information_system",
    "local_feature_points",
    "chain_role",
    "product_domain",
)
_ITEMS: Mapping[str, Callable[..., Any]] = {
    "equity_financing": engine.EquityRound,
    "intellectual_property": engine.IntellectualProperty,
    "science_awards": engine.ScienceAward,
    "maker_in_china": engine.ContestEntry,
    "certificates": engine.Certificate,
    "recognitions": engine.Recognition,
}
_DAYS = {field for schema in (ENTERPRISES, *LISTS.values()) for field, kind in schema.items() if kind == pl.Date}


def _share(kept: Mapping[str, Any]) -> Fraction | None:
    """A share is kept in whole parts of its scale; what was cut off beyond is marked and far below any limit's step."""
    whole = kept.get("market.share")
    return None if whole is None else Fraction(whole, SHARE_SCALE)


def _items(name: str, kept: Mapping[str, Any]) -> tuple[Any, ...] | None:
    items: Sequence[Mapping[str, Any]] = kept.get(name) or ()
    if not items and not kept.get(f"known.{name}"):
        return None
    return tuple(_ITEMS[name](**{field: _read(field, value) for field, value in one.items()}) for one in items)


def _read(field: str, value: Any) -> Any:
    return _day(value) if field in _DAYS else value


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
