"""假设测算: the facts of an enterprise as they would be under a supposition; nothing is judged here, nothing saved."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import Any

from crm.enterprises.facts.models import Grade
from crm.rules.law.dossier import (
    Dossier,
    EquityRound,
    IntellectualProperty,
    PlatformScore,
    Source,
    SourceKey,
    YearFigures,
)
from crm.rules.ways.changes import Changes, apply_changes

FIGURE_FIELDS = YearFigures.__match_args__[1:]
QUALITY, MOST_ADDED = "quality", 50

FIRST = IntellectualProperty(
    "I", high_value=False, self_developed=True, related_to_main_product=True, economic_benefit=True, holder_rank=1
)
"""An item that counts under every rulebook as one of class I, but not as a valuable one."""

HIGH_VALUE = replace(FIRST, high_value=True)
SECOND = replace(FIRST, property_class="II")


@dataclass(frozen=True, slots=True)
class Supposition:
    """What is supposed: figures by year and field (fen, heads; None: unknown), one-valued facts by catalogue id,
    the platform's scores by year, how many more items that count (class I, of high value, class II), one more round
    of equity, and steps of a way that no input can say.
    """

    figures: Mapping[int, Mapping[str, int | None]] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)
    scores: Mapping[int, Fraction | None] = field(default_factory=dict)
    more_property: int = 0
    more_high_value: int = 0
    more_second: int = 0
    equity: EquityRound | None = None
    steps: Changes = ()
    label: str = field(default="", compare=False)

    @property
    def items(self) -> tuple[IntellectualProperty, ...]:
        """The items supposed to be there as well."""
        numbers = ((FIRST, self.more_property), (HIGH_VALUE, self.more_high_value), (SECOND, self.more_second))
        return tuple(item for item, number in numbers for _ in range(number))


def known_fact(dossier: Dossier, name: str) -> Any:
    """A one-valued fact by its catalogue id; None is unknown."""
    group, _, part = name.partition(".")
    if group == QUALITY:
        is_held = part in (dossier.quality or ())
        return None if not is_held and dossier.is_open(QUALITY) else is_held
    return getattr(getattr(dossier, group), part) if part else getattr(dossier, name)


def known_figure(dossier: Dossier, name: str, year: int) -> int | None:
    """A figure of a year; None is unknown."""
    figures = next((one for one in dossier.figures if one.year == year), None)
    return getattr(figures, name) if figures else None


def suppose(dossier: Dossier, supposition: Supposition) -> Dossier:
    """The dossier after the supposition; whatever it leaves as it is keeps its source."""
    changed = _with_figures(apply_changes(dossier, supposition.steps), supposition.figures)
    changed = _with_scores(changed, supposition.scores)
    for name, value in supposition.facts.items():
        if value != known_fact(dossier, name):
            changed = _with_fact(changed, name, value)
    words = [value for name, value in supposition.facts.items() if name.startswith(f"{QUALITY}.")]
    if words and None not in words:
        changed = replace(changed, incomplete=changed.incomplete - {QUALITY})
    if supposition.items:
        items = (*(changed.intellectual_property or ()), *supposition.items)
        changed = replace(changed, intellectual_property=items)
    if supposition.equity:
        changed = replace(changed, equity_financing=(*(changed.equity_financing or ()), supposition.equity))
    return replace(changed, sources=_sources(dossier, supposition))


def with_years_repeated(dossier: Dossier, years: Iterable[int]) -> Dossier:
    """Each of the years, where it is not reported, like the year before."""
    for year in years:
        dossier = dossier.with_year_repeated(year)
    return dossier


def changes(dossier: Dossier, supposition: Supposition) -> list[SourceKey]:
    """What the supposition changes: fields with their year, in the order of the form."""
    figures = [
        (name, year)
        for year, values in supposition.figures.items()
        for name, value in values.items()
        if value != known_figure(dossier, name, year)
    ]
    facts = [(name, None) for name, value in supposition.facts.items() if value != known_fact(dossier, name)]
    scores = [
        ("platform_scores.score", year)
        for year, score in supposition.scores.items()
        if score != _known_score(dossier, year)
    ]
    more: list[SourceKey] = [("intellectual_property", None)] if supposition.items else []
    more += [("equity_financing", None)] if supposition.equity else []
    return [*figures, *facts, *scores, *more, *((change.key[0], None) for change in supposition.steps)]


def _with_figures(dossier: Dossier, supposed_figures: Mapping[int, Mapping[str, int | None]]) -> Dossier:
    """A year of which nothing is known afterwards stays out of the series."""
    by_year = {one.year: one for one in dossier.figures}
    for year, values in supposed_figures.items():
        given: dict[str, Any] = dict(values)
        by_year[year] = replace(by_year.get(year, YearFigures(year)), **given)
    kept = (one for one in by_year.values() if any(getattr(one, name) is not None for name in FIGURE_FIELDS))
    return replace(dossier, figures=tuple(kept))


def _with_scores(dossier: Dossier, scores: Mapping[int, Fraction | None]) -> Dossier:
    others = tuple(one for one in dossier.platform_scores if one.year not in scores)
    given = tuple(PlatformScore(year, score) for year, score in scores.items() if score is not None)
    return replace(dossier, platform_scores=(*others, *given))


def _known_score(dossier: Dossier, year: int) -> Fraction | None:
    return next((one.score for one in dossier.platform_scores if one.year == year), None)


def _with_fact(dossier: Dossier, name: str, value: Any) -> Dossier:
    group, _, part = name.partition(".")
    if group == QUALITY:
        held = dossier.quality or frozenset()
        more = frozenset({QUALITY}) if dossier.quality is None else frozenset()
        quality = held | {part} if value else held - {part}
        return replace(dossier, quality=quality, incomplete=dossier.incomplete | more)
    if part:
        return replace(dossier, **{group: replace(getattr(dossier, group), **{part: value})})
    return replace(dossier, **{name: value})


def _sources(dossier: Dossier, supposition: Supposition) -> Mapping[SourceKey, Source]:
    said = Source(Grade.SELF_DECLARED, supposition.label)
    return {**dossier.sources, **dict.fromkeys(changes(dossier, supposition), said)}


def years_asked(as_of: date) -> tuple[int, ...]:
    """The year in progress, and the three whose figures a rulebook may look at, newest first."""
    return tuple(as_of.year - back for back in range(4))
