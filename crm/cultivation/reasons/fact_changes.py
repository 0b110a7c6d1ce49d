"""What differs between two kept sets of facts, each difference with the way to put it back; it judges nothing."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from crm.cultivation.reasons.outcomes import Facts
from crm.rules.columnar.tables import QUALITY_WORDS
from crm.rules.law.dossier import YearFigures

Reason = dict[str, Any]
PutBack = Callable[[Facts], Facts]
LISTS = (
    "equity_financing",
    "intellectual_property",
    "science_awards",
    "maker_in_china",
    "certificates",
    "recognitions",
)
QUALITY = tuple(f"quality.{word}" for word in QUALITY_WORDS)
_FIGURE_FIELDS = YearFigures.__match_args__[1:]
_APART = ("figures", "platform_scores", *LISTS, *QUALITY)


@dataclass(frozen=True, slots=True)
class FactChange:
    """One difference, its reason as it is stored, and how to undo it alone."""

    reason: Reason
    put_back: PutBack

    @property
    def fields(self) -> Sequence[str]:
        """The figures it is about, when it is about figures of a year."""
        fields: Sequence[str] = self.reason.get("fields", ())
        return fields


def fact_changes(before: Facts, now: Facts, *, first_year: int) -> list[FactChange]:
    """Every difference; figures first, then scores, lists and single facts. Years before the first were not kept."""
    return [
        *_figures(before, now, first_year),
        *_scores(before, now, first_year),
        *_lists(before, now),
        *_singles(before, now),
    ]


def figures_change(code: str, year: int, fields: Sequence[str], before: Facts) -> FactChange:
    """Figures of a year that came or were corrected together."""
    old = _by_year(before, "figures").get(year, {})

    def put_back(facts: Facts) -> Facts:
        years = _by_year(facts, "figures")
        blank = dict.fromkeys(_FIGURE_FIELDS)
        years[year] = {"year": year, **blank, **years.get(year, {}), **{field: old.get(field) for field in fields}}
        return {**facts, "figures": list(years.values())}

    return FactChange({"code": code, "year": year, "fields": list(fields)}, put_back)


def _figures(before: Facts, now: Facts, first_year: int) -> Iterator[FactChange]:
    old, new = _by_year(before, "figures"), _by_year(now, "figures")
    for year in sorted((one for one in {*old, *new} if one >= first_year), reverse=True):
        was, is_ = old.get(year, {}), new.get(year, {})
        added = [field for field in _FIGURE_FIELDS if was.get(field) is None and is_.get(field) is not None]
        changed = [field for field in _FIGURE_FIELDS if was.get(field) not in (None, is_.get(field))]
        if added:
            yield figures_change("figures_added", year, added, before)
        if changed:
            yield figures_change("figures_changed", year, changed, before)


def _scores(before: Facts, now: Facts, first_year: int) -> Iterator[FactChange]:
    old, new = _by_year(before, "platform_scores"), _by_year(now, "platform_scores")
    for year in sorted((one for one in {*old, *new} if one >= first_year), reverse=True):
        if old.get(year) == new.get(year):
            continue
        code = "score_recorded" if year in new else "score_withdrawn"
        reason = {"code": code, "year": year, "field": "platform_scores.score"}
        yield FactChange(reason, _score_back(year, old.get(year)))


def _score_back(year: int, old: Mapping[str, Any] | None) -> PutBack:
    def put_back(facts: Facts) -> Facts:
        others = [one for one in facts.get("platform_scores") or () if one["year"] != year]
        return {**facts, "platform_scores": [*others, old] if old else others}

    return put_back


def _by_year(facts: Facts, name: str) -> dict[int, Mapping[str, Any]]:
    return {one["year"]: one for one in facts.get(name) or ()}


def _lists(before: Facts, now: Facts) -> Iterator[FactChange]:
    """Items first; a list that became known or unknown beside that is a difference of its own."""
    for name in LISTS:
        known = f"known.{name}"
        old, new = _counted(before, name), _counted(now, name)
        added, removed = (new - old).total(), (old - new).total()
        declared = before.get(known) != now.get(known)
        if added or removed:
            code = "list_changed" if added and removed else "list_added" if added else "list_removed"
            # The first item makes a list known, and the last one taken out unknown, unless somebody declared it.
            names = (name, known) if declared and not (old and new) else (name,)
            yield FactChange({"code": code, "list": name, "count": max(added, removed)}, _back(before, *names))
        if declared and ((old and new) or not (added or removed)):
            code = "list_known" if now.get(known) else "list_withdrawn"
            yield FactChange({"code": code, "list": name}, _back(before, known))


def _counted(facts: Facts, name: str) -> Counter[str]:
    return Counter(repr(sorted(one.items())) for one in facts.get(name) or ())


def _singles(before: Facts, now: Facts) -> Iterator[FactChange]:
    yield from _quality(before, now)
    for name in now:
        if name in _APART or name.startswith("known.") or name.endswith(".more"):
            continue
        names = [one for one in (name, f"{name}.more") if one in now]
        if any(before.get(one) != now.get(one) for one in names):
            reason = {"code": _code(before.get(name), now.get(name)), "field": name}
            yield FactChange(reason, _back(before, *names))


def _quality(before: Facts, now: Facts) -> Iterator[FactChange]:
    """The words are recorded together, and what is not among them is known together."""
    old, new = ([facts.get(name) for name in QUALITY] for facts in (before, now))
    if old != new:
        known = (True if _is_known(words) else None for words in (old, new))
        yield FactChange({"code": _code(*known), "field": "quality"}, _back(before, *QUALITY))


def _is_known(words: Sequence[Any]) -> bool:
    return any(word is not None for word in words)


def _code(old: Any, new: Any) -> str:
    return "fact_recorded" if old is None else "fact_withdrawn" if new is None else "fact_changed"


def _back(before: Facts, *names: str) -> PutBack:
    old = {name: before.get(name) for name in names}
    return lambda facts: {**facts, **old}
