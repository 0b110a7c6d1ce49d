"""Compares figures, titles, intellectual property and contacts of a register with the record, row by row."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from crm.cultivation.titles.service import Span, stands_in_the_way
from crm.enterprises.facts.models import Grade
from crm.enterprises.models import FigureName, YearlyFigures
from crm.imports.record.queries import Known
from crm.imports.sheets.staged import StagedFigures, StagedProperty, StagedTitle, StagedVisit
from crm.rules.law.validity import Term

Row = TypeVar("Row")


@dataclass(slots=True)
class Plan(Generic[Row]):
    """New rows, rows that change something, and how many say what the record says.

    `kept` tells where the record stands firm, `held` which rows cannot be written beside what stands there.
    """

    new: list[Row] = field(default_factory=list)
    changed: list[Row] = field(default_factory=list)
    same: int = 0
    kept: list[tuple[int, str, dict[str, Any]]] = field(default_factory=list)
    held: list[tuple[int, str, dict[str, Any]]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class FiguresPlan:
    """The figures of one year that differ from the record."""

    staged: StagedFigures
    known: YearlyFigures | None
    values: dict[FigureName, int]


def plan_figures(staged: Sequence[StagedFigures], known: Known) -> Plan[FiguresPlan]:
    """A blank cell changes nothing, and a figure with better evidence than a register stays."""
    plan: Plan[FiguresPlan] = Plan()
    for row in staged:
        values = {name: value for name in FigureName if (value := getattr(row, name)) is not None}
        kept = known.figures.get((known.id_of(row.uscc) or 0, row.year))
        if kept is None:
            plan.new.append(FiguresPlan(row, None, values))
            continue
        differing = {name: value for name, value in values.items() if getattr(kept, name) != value}
        firm = [name for name in differing if getattr(kept, f"{name}_grade") not in (None, Grade.SELF_DECLARED)]
        plan.kept += [(row.row, "figure_kept", {"year": row.year, "field": name.value}) for name in firm]
        values = {name: value for name, value in differing.items() if name not in firm}
        if values:
            plan.changed.append(FiguresPlan(row, kept, values))
        else:
            plan.same += 1
    return plan


def plan_titles(staged: Sequence[StagedTitle], known: Known) -> Plan[StagedTitle]:
    """A title is known by enterprise, tier and day; its end stays as recorded, for a review may have moved it.

    A title that would overlap another one of its tier, in the record or in the register, is held back.
    """
    plan: Plan[StagedTitle] = Plan()
    taken: dict[tuple[str, str], list[Term]] = defaultdict(list)
    for row in staged:
        standing = known.titles.get((known.id_of(row.uscc) or 0, row.tier), [])
        kept = next((title for title in standing if title.granted_on == row.granted_on), None)
        span = Span(row.granted_on, row.expires_on)
        others = (*standing, *taken[row.uscc, row.tier])
        other = next((each for each in others if stands_in_the_way(each, span)), None)
        if kept is not None:
            plan.same += 1
            if kept.expires_on != row.expires_on:
                plan.kept.append((row.row, "title_end_kept", {"expires": kept.expires_on.isoformat()}))
        elif other is not None:
            values = {"since": other.granted_on.isoformat(), "until": other.expires_on.isoformat()}
            plan.held.append((row.row, "title_overlaps", values))
        else:
            plan.new.append(row)
            taken[row.uscc, row.tier].append(span)
    return plan


def plan_property(staged: Sequence[StagedProperty], known: Known) -> Plan[StagedProperty]:
    """Items have no number, so as many alike as the register lists more than the record are new."""
    plan: Plan[StagedProperty] = Plan()
    left: Counter[tuple[Any, ...]] = Counter(known.property)
    for row in staged:
        key = (known.id_of(row.uscc), *property_columns(row).values())
        if left[key] > 0:
            left[key] -= 1
            plan.same += 1
        else:
            plan.new.append(row)
    return plan


def property_columns(row: StagedProperty) -> dict[str, Any]:
    """The item as the record keeps it, in the order of `PROPERTY_COLUMNS`."""
    return {
        "ip_class": row.category,
        "title": row.title,
        "related_to_main_product": row.related,
        "economic_benefit": row.benefit,
        "self_developed": row.own,
        "high_value": row.high_value,
        "granted_on": row.granted_on,
        "transferred_in_on": row.transferred_on,
        "holder_rank": row.rank,
    }


def visit_keys(staged: Sequence[StagedVisit]) -> list[str]:
    """A key for each contact, the same whenever the register is read; of several alike each has its own."""
    seen: Counter[str] = Counter()
    keys = []
    for row in staged:
        says = [row.uscc, row.on, row.kind, row.steward, row.purposes, row.summary, row.demand, row.department]
        text = "\n".join(map(repr, says))
        seen[text] += 1
        keys.append(hashlib.sha256(f"{text}\n{seen[text]}".encode()).hexdigest())
    return keys


def plan_visits(staged: Sequence[StagedVisit], known: Known) -> Plan[tuple[str, StagedVisit]]:
    """Contacts with their keys; those whose key the record has are the same."""
    plan: Plan[tuple[str, StagedVisit]] = Plan()
    for key, row in zip(visit_keys(staged), staged, strict=True):
        if key in known.visits:
            plan.same += 1
        else:
            plan.new.append((key, row))
    return plan
