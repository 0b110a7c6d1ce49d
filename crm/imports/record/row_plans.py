"""Compares figures, titles, items of lists and contacts of a register with the record, row by row."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Generic, TypeVar

from crm.config.policies import library
from crm.cultivation.models import Title
from crm.cultivation.titles.bars import find_bar
from crm.cultivation.titles.service import TitleSpan, stands_in_the_way
from crm.cultivation.titles.wholesale import Renewal
from crm.enterprises.facts.models import Grade
from crm.enterprises.models import FigureName, YearlyFigures
from crm.imports.lists.list_sheet import ListSheet
from crm.imports.record.leaps import leaping
from crm.imports.record.list_columns import column_values
from crm.imports.record.queries import RecordSide
from crm.imports.sheets.staged import StagedFigures, StagedItem, StagedTitle, StagedVisit
from crm.imports.tables.layout import SheetKind, label
from crm.money import wan
from crm.rules.law.days.dates import anniversary
from crm.rules.law.days.validity import Term

Row = TypeVar("Row")
YearsOfOne = dict[int, dict[FigureName, int]]
"""What is said of one enterprise, by year."""


@dataclass(slots=True)
class RowPlan(Generic[Row]):
    """New rows, rows that change something, and how many say what the record says.

    `kept` tells where the record stands firm, `held` which rows cannot be written beside what stands there.
    """

    new: list[Row] = field(default_factory=list)
    changed: list[Row] = field(default_factory=list)
    same: int = 0
    kept: list[tuple[int, str, dict[str, Any]]] = field(default_factory=list)
    held: list[tuple[int, str, dict[str, Any]]] = field(default_factory=list)


@dataclass(slots=True)
class TitlesPlan(RowPlan[StagedTitle]):
    """New titles, and those of the record that a passed review renews."""

    renewals: list[Renewal] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class FiguresPlan:
    """The figures of one year that differ from the record; the doubtful ones are written only when confirmed."""

    staged: StagedFigures
    known: YearlyFigures | None
    values: Mapping[FigureName, int | None]
    doubtful: dict[FigureName, int] = field(default_factory=dict)


def plan_figures(staged: Sequence[StagedFigures], known: RecordSide) -> RowPlan[FiguresPlan]:
    """A blank cell changes nothing, and a figure with better evidence than a register stays."""
    plan: RowPlan[FiguresPlan] = RowPlan()
    stated: dict[str, YearsOfOne] = defaultdict(dict)
    recorded: dict[int, YearsOfOne] = defaultdict(dict)
    for row in staged:
        stated[row.uscc][row.year] = _stated(row.values)
    for (enterprise_id, year), figures in known.figures.items():
        recorded[enterprise_id][year] = _stated({name: getattr(figures, name) for name in FigureName})
    for row in staged:
        values = stated[row.uscc][row.year]
        enterprise_id = known.id_of(row.uscc) or 0
        kept = known.figures.get((enterprise_id, row.year))
        same_year = recorded[enterprise_id].get(row.year, {})
        leaps = leaping(values, _beside(row.year, stated[row.uscc], recorded[enterprise_id]), same_year)
        plan.held += [_leap(row, name, other) for name, other in leaps.items()]
        doubtful = {name: values[name] for name in leaps}
        values = {name: value for name, value in values.items() if name not in leaps}
        if kept is None:
            plan.new.append(FiguresPlan(row, None, values, doubtful))
            continue
        said = {**_blanked(row, kept), **values}
        differing = {name: value for name, value in said.items() if getattr(kept, name) != value}
        firm = [name for name in differing if getattr(kept, f"{name}_grade") not in (None, Grade.SELF_DECLARED)]
        plan.kept += [(row.row, "figure_kept", {"year": row.year, "field": name.value}) for name in firm]
        written = {name: value for name, value in differing.items() if name not in firm}
        if written or doubtful:
            plan.changed.append(FiguresPlan(row, kept, written, doubtful))
        else:
            plan.same += 1
    return plan


def _blanked(row: StagedFigures, kept: YearlyFigures) -> dict[FigureName, int | None]:
    """The figures of the record that a register empties on purpose."""
    return {name: None for name in FigureName if name in row.blanked and getattr(kept, name) is not None}


def _stated(figures: Mapping[str, int | None]) -> dict[FigureName, int]:
    return {name: value for name in FigureName if (value := figures.get(name)) is not None}


def _beside(year: int, *told: YearsOfOne) -> Iterator[dict[FigureName, int]]:
    """What register and record say of the nearest years before and after, however far these are."""
    for years in told:
        before = max((each for each in years if each < year), default=None)
        after = min((each for each in years if each > year), default=None)
        yield from (years[each] for each in (before, after) if each is not None)


def _leap(row: StagedFigures, name: FigureName, other: int) -> tuple[int, str, dict[str, Any]]:
    values = {"year": row.year, "heading": label(SheetKind.FIGURES, name), "amount": wan(row.values[name] or 0)}
    return row.row, "amount_leaps", {**values, "other": wan(other)}


def plan_titles(staged: Sequence[StagedTitle], known: RecordSide) -> TitlesPlan:
    """A title is known by enterprise, tier and day; its end stays as recorded, for a review may have moved it.

    A title that would overlap another one of its tier, in the record or in the register, is held back, and so is what
    a revocation bars.
    """
    plan, revoked = TitlesPlan(), _revoked(known)
    taken: dict[tuple[str, str], list[Term]] = defaultdict(list)
    for row in staged:
        enterprise_id = known.id_of(row.uscc) or 0
        standing = known.titles.get((enterprise_id, row.tier), [])
        renewal = _renewal(standing, row)
        kept = next((title for title in standing if _is_the_same(title.granted_on, row)), None)
        bar = find_bar(revoked.get(enterprise_id, []), row.reviewed_on or row.granted_on, library().ladder)
        if bar is not None and (kept is None or renewal is not None):
            values = {"day": bar.revoked_on.isoformat(), "until": bar.until.isoformat(), **_whose(row)}
            plan.held.append((row.row, "title_barred", values))
            continue
        if renewal is not None:
            plan.renewals.append(renewal)
            continue
        if kept is None and (enterprise_id, row.tier, row.granted_on) in known.removed_titles:
            plan.held.append((row.row, "title_removed_before", {"day": row.granted_on.isoformat(), **_whose(row)}))
            continue
        span = TitleSpan(row.granted_on, row.expires_on)
        others = (*standing, *taken[row.uscc, row.tier])
        other = next((each for each in others if stands_in_the_way(each, span)), None)
        if kept is not None:
            plan.same += 1
            if kept.granted_on != row.granted_on and not row.by_month:
                plan.kept.append((row.row, "title_day_kept", {"day": kept.granted_on.isoformat()}))
            elif kept.expires_on != row.expires_on and not row.by_month:
                plan.kept.append((row.row, "title_end_kept", {"expires": kept.expires_on.isoformat()}))
        elif other is not None:
            values = {"since": other.granted_on.isoformat(), "until": other.expires_on.isoformat()}
            plan.held.append((row.row, "title_overlaps", {**values, **_whose(row)}))
        else:
            plan.new.append(row)
            taken[row.uscc, row.tier].append(span)
    return plan


def _whose(row: StagedTitle) -> dict[str, str]:
    """Of which enterprise a row was not written: its list is not complete."""
    return {"kind": SheetKind.TITLES.value, "owner": row.uscc}


def _revoked(known: RecordSide) -> Mapping[int, list[Title]]:
    """The titles of the record that were revoked, by enterprise."""
    revoked: dict[int, list[Title]] = defaultdict(list)
    for (enterprise_id, _tier), held in known.titles.items():
        revoked[enterprise_id] += [title for title in held if title.revoked_on is not None]
    return revoked


def _renewal(standing: Sequence[Title], row: StagedTitle) -> Renewal | None:
    """The title of the record that a passed review told of in this row moves on, unless it did so before."""
    if row.reviewed_on is None:
        return None
    earlier = [title for title in standing if title.granted_on < row.reviewed_on]
    title = max(earlier, key=lambda each: each.granted_on, default=None)
    if title is None or (title.granted_on != row.granted_on and row.granted_on != row.reviewed_on):
        return None
    years = (row.expires_on + timedelta(days=1)).year - row.granted_on.year
    is_told_alone = row.granted_on == row.reviewed_on and not row.end_given
    until = anniversary(title.expires_on, years) if is_told_alone else row.expires_on
    return Renewal(title, row.reviewed_on, until) if until > title.expires_on else None


def _is_the_same(recorded: date, row: StagedTitle) -> bool:
    """The same day, or the same month where one of the two is known by its month alone: then its first day stands."""
    if recorded == row.granted_on:
        return True
    same_month = (recorded.year, recorded.month) == (row.granted_on.year, row.granted_on.month)
    return same_month and (row.by_month or recorded.day == 1)


def plan_items(sheet: ListSheet, staged: Sequence[StagedItem], known: RecordSide) -> RowPlan[StagedItem]:
    """Items have no number, so as many alike as the register lists more than the record are new."""
    plan: RowPlan[StagedItem] = RowPlan()
    left: Counter[tuple[Any, ...]] = Counter(known.items[sheet.name])
    for row in staged:
        key = (known.id_of(row.uscc), *column_values(sheet, row).values())
        if left[key] > 0:
            left[key] -= 1
            plan.same += 1
        else:
            plan.new.append(row)
    return plan


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


def plan_visits(staged: Sequence[StagedVisit], known: RecordSide) -> RowPlan[tuple[str, StagedVisit]]:
    """Contacts with their keys; those whose key the record has are the same."""
    plan: RowPlan[tuple[str, StagedVisit]] = RowPlan()
    for key, row in zip(visit_keys(staged), staged, strict=True):
        if key in known.visits:
            plan.same += 1
        else:
            plan.new.append((key, row))
    return plan
