"""Why an evaluation is not what it was: facts that came, went or changed, a rulebook, or the calendar alone."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from crm.rules import Dossier, Purpose, Rulebook, Sight
from crm.rules.exact.conditions import parts_of
from crm.rules.exact.facts_used import facts_of
from crm.rules.law.dossier import YearFigures
from crm.rules.law.metrics import NicheMetric
from crm.rules.law.nodes import Compare, Criterion, Node, SmallerThan
from crm.rules.reading.sizing import Sizing

Reason = dict[str, Any]
_LISTS = (
    "equity_financing",
    "intellectual_property",
    "science_awards",
    "maker_in_china",
    "certificates",
    "recognitions",
)
_FIGURE_FIELDS = YearFigures.__match_args__[1:]
_APART = ("figures", "platform_scores", *_LISTS)
_ANY_DAY = date(2000, 1, 1)
_FIELDS_USED: dict[tuple[str, Purpose], Mapping[str, frozenset[str]]] = {}


@dataclass(frozen=True, slots=True)
class Said:
    """One evaluation as far as reasons are concerned; `facts` as they were kept."""

    rulebook: str
    as_of: date
    unmet: tuple[str, ...]
    unknown: tuple[str, ...]
    facts: Mapping[str, Any]

    def status(self, criterion: str) -> str:
        """Met, unmet or unknown."""
        return "unmet" if criterion in self.unmet else "unknown" if criterion in self.unknown else "met"


def reasons_of(before: Said | None, now: Said, rulebook: Rulebook, purpose: str, sizing: Sizing) -> list[Reason]:
    """The reasons, the weightiest first; never empty.

    Only facts count that a criterion uses whose status moved, so that an old correction is not named for a new title.
    """
    if before is None:
        return [{"code": "first"}]
    if before.rulebook != now.rulebook:
        return [{"code": "rulebook", "from": before.rulebook, "to": now.rulebook}]
    moved = {one for one in _criteria(rulebook, purpose) if before.status(one) != now.status(one)}
    used = fields_used(rulebook, Purpose(purpose), sizing)
    fields = {field for one in moved or used for field in used[one]}
    changed = [_narrowed(one, fields) for one in fact_changes(before.facts, now.facts) if _touches(one, fields)]
    return changed or _calendar(before, now, rulebook, purpose, moved)


def fact_changes(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[Reason]:
    """Every difference between two kept sets of facts; figures first, then lists, then single facts."""
    return [*_figures(before, now), *_scores(before, now), *_lists(before, now), *_singles(before, now)]


def fields_used(rulebook: Rulebook, purpose: Purpose, sizing: Sizing) -> Mapping[str, frozenset[str]]:
    """The fields each top-level criterion may rest on, whatever the facts; of list items only the list."""
    name = (rulebook.version, purpose)
    if name not in _FIELDS_USED:
        sight = Sight(Dossier("", ""), _ANY_DAY, sizing)
        _FIELDS_USED[name] = {one.id: frozenset(_fields(one, sight)) for one in rulebook.criteria[purpose]}
    return _FIELDS_USED[name]


def _criteria(rulebook: Rulebook, purpose: str) -> Iterable[str]:
    return (one.id for one in rulebook.criteria[Purpose(purpose)])


def _fields(node: Node, sight: Sight) -> set[str]:
    if isinstance(node, Criterion):
        return _fields(node.node, sight)
    if isinstance(node, SmallerThan):
        return {"industry", *(one.field for industry in sight.sizing.industries for one in industry.indicators)}
    own = {_list_or_field(use.field) for use in facts_of(node, sight)}
    return own.union(*(_fields(part, sight) for part in parts_of(node)))


def _list_or_field(field: str) -> str:
    group = field.partition(".")[0]
    return group if group in _LISTS else field


def _touches(reason: Reason, fields: set[str]) -> bool:
    if "fields" in reason:
        return not fields.isdisjoint(reason["fields"])
    return reason.get("list", reason.get("field")) in fields


def _narrowed(reason: Reason, fields: set[str]) -> Reason:
    """The same reason with only those figures of the year that matter."""
    if "fields" not in reason:
        return reason
    return {**reason, "fields": [field for field in reason["fields"] if field in fields]}


def _figures(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[Reason]:
    old, new = _by_year(before, "figures"), _by_year(now, "figures")
    found = []
    for year in sorted(new, reverse=True):
        was = old.get(year, {})
        added = [field for field in _FIGURE_FIELDS if was.get(field) is None and new[year].get(field) is not None]
        changed = [field for field in _FIGURE_FIELDS if was.get(field) not in (None, new[year].get(field))]
        found += [{"code": "figures_added", "year": year, "fields": added}] if added else []
        found += [{"code": "figures_changed", "year": year, "fields": changed}] if changed else []
    return found


def _scores(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[Reason]:
    old, new = _by_year(before, "platform_scores"), _by_year(now, "platform_scores")
    return [
        {"code": "score_recorded", "year": year, "field": "platform_scores.score"}
        for year in sorted(new, reverse=True)
        if old.get(year) != new[year]
    ]


def _by_year(facts: Mapping[str, Any], name: str) -> dict[int, Mapping[str, Any]]:
    return {one["year"]: one for one in facts.get(name) or ()}


def _lists(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[Reason]:
    found: list[Reason] = []
    for name in _LISTS:
        old, new = _counted(before, name), _counted(now, name)
        added, removed = (new - old).total(), (old - new).total()
        if added or removed:
            code = "list_changed" if added and removed else "list_added" if added else "list_removed"
            found.append({"code": code, "list": name, "count": max(added, removed)})
        elif not before.get(f"known.{name}") and now.get(f"known.{name}"):
            found.append({"code": "list_known", "list": name})
    return found


def _counted(facts: Mapping[str, Any], name: str) -> Counter[str]:
    return Counter(repr(sorted(one.items())) for one in facts.get(name) or ())


def _singles(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[Reason]:
    found = []
    for name, new in now.items():
        old = before.get(name)
        if old != new and name not in _APART and not name.startswith("known.") and not name.endswith(".more"):
            code = "fact_recorded" if old is None else "fact_withdrawn" if new is None else "fact_changed"
            found.append({"code": code, "field": name})
    return found


def _calendar(before: Said, now: Said, rulebook: Rulebook, purpose: str, moved: set[str]) -> list[Reason]:
    """No fact changed, so the days that passed did it."""
    years = [reason for one in rulebook.criteria[Purpose(purpose)] if one.id in moved for reason in _years(one, now)]
    if years:
        return years
    ended = _ended(before, now)
    if ended:
        return ended
    if before.as_of.year != now.as_of.year:
        return [{"code": "new_year", "year": now.as_of.year - 1}]
    return [{"code": "time", "criteria": sorted(moved)}]


def _years(criterion: Criterion, now: Said) -> list[Reason]:
    node, start = criterion.node, now.facts.get("niche_started_on")
    if now.status(criterion.id) != "met" or start is None:
        return []
    if not isinstance(node, Compare) or not isinstance(node.metric, NicheMetric):
        return []
    return [{"code": "years_reached", "years": int(node.limit), "since": start}]


def _ended(before: Said, now: Said) -> list[Reason]:
    """Titles and certificates whose last day lies between the two evaluations."""
    return [
        {"code": f"{code}_ended", "list": name, key: one[key]}
        for name, code, key, last in (
            ("recognitions", "title", "tier", "expires_on"),
            ("certificates", "certificate", "kind", "valid_to"),
        )
        for one in now.facts.get(name) or ()
        if before.as_of <= date.fromisoformat(one[last]) < now.as_of
    ]
