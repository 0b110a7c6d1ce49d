"""Writes the figures, titles, intellectual property and contacts of a register, a table at a time."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from crm.cultivation.models import Tier, Title, TitleEvent
from crm.enterprises.facts.models import FactList, Grade, IntellectualProperty, ListKind
from crm.enterprises.models import FigureChange, FigureName, YearlyFigures
from crm.imports.record.act import Act
from crm.imports.record.enterprise_writing import put
from crm.imports.record.queries import Known
from crm.imports.record.row_plans import FiguresPlan, Plan, property_columns
from crm.imports.sheets.staged import StagedProperty, StagedTitle, StagedVisit
from crm.interactions.models import Channel, Interaction, Purpose

PURPOSES = {
    "规划": Purpose.PLANNING,
    "政策": Purpose.POLICY,
    "项目": Purpose.PROJECT,
    "资源": Purpose.RESOURCE,
    "宣传": Purpose.PUBLICITY,
}
NOTHING_WRITTEN = "—"

Ids = Mapping[str, int]


def write_figures(session: Session, plan: Plan[FiguresPlan], ids: Ids, *, act: Act) -> None:
    """Write new years and changed figures, with one change row a figure; a register is a self-declaration."""
    put(session, YearlyFigures, [_year_row(each, ids) for each in plan.new])
    changes = [change for each in [*plan.new, *plan.changed] for change in _changes(each, ids, act)]
    for each in plan.changed:
        for name, value in each.values.items():
            setattr(each.known, name, value)
            setattr(each.known, f"{name}_grade", Grade.SELF_DECLARED)
    session.flush()
    put(session, FigureChange, changes)


def write_titles(session: Session, plan: Plan[StagedTitle], ids: Ids, *, act: Act) -> None:
    """Write titles, each with the event of its grant."""
    rows = [
        {
            "enterprise_id": ids[title.uscc],
            "tier": Tier(title.tier),
            "granted_on": title.granted_on,
            "expires_on": title.expires_on,
            "batch": title.batch,
            "recorded_by": act.by,
            "recorded_on": act.on,
        }
        for title in plan.new
    ]
    if not rows:
        return
    written = session.scalars(insert(Title).returning(Title.id, sort_by_parameter_order=True), rows)
    events = [
        {
            "title_id": title_id,
            "kind": "granted",
            "happened_on": title.granted_on,
            "recorded_by": act.by,
            "detail": {"import": act.batch_id},
        }
        for title_id, title in zip(written, plan.new, strict=True)
    ]
    put(session, TitleEvent, events)


def write_property(session: Session, plan: Plan[StagedProperty], ids: Ids, *, act: Act) -> None:
    """Write items of intellectual property."""
    common = {"source": act.evidence, "grade": Grade.SELF_DECLARED, "recorded_by": act.by, "recorded_on": act.on}
    rows = [{"enterprise_id": ids[item.uscc], **property_columns(item), **common} for item in plan.new]
    put(session, IntellectualProperty, rows)


def write_lists(session: Session, kind: ListKind, ids: Sequence[int], known: Known, *, act: Act) -> None:
    """Record that a list of these enterprises is known as of today."""
    rows = []
    for enterprise_id in ids:
        kept = known.lists.get((enterprise_id, kind))
        if kept is None:
            rows.append(
                {
                    "enterprise_id": enterprise_id,
                    "kind": kind,
                    "complete_as_of": act.on,
                    "evidence": act.evidence,
                    "recorded_by": act.by,
                    "recorded_on": act.on,
                }
            )
        elif kept.complete_as_of < act.on:
            kept.complete_as_of, kept.evidence = act.on, act.evidence
            kept.recorded_by, kept.recorded_on = act.by, act.on
    session.flush()
    put(session, FactList, rows)


def write_visits(
    session: Session, visits: Sequence[tuple[str, StagedVisit]], ids: Ids, authors: Mapping[str, int], *, act: Act
) -> None:
    """Write contacts under the name of the steward who had them, never of the person who imports."""
    rows = [
        {
            "enterprise_id": ids[visit.uscc],
            "channel": Channel(visit.kind),
            "held_on": visit.on,
            "purpose": PURPOSES[visit.purposes[0]] if visit.purposes else None,
            "summary": visit.summary or NOTHING_WRITTEN,
            "follow_up": _follow_up(visit),
            "author_id": authors[visit.steward or ""],
            "recorded_at": act.at,
            "client_key": key,
            "batch_id": act.batch_id,
        }
        for key, visit in visits
    ]
    put(session, Interaction, rows)


def _follow_up(visit: StagedVisit) -> str | None:
    """What the enterprise asked for, and of whom."""
    if visit.demand and visit.department:
        return f"{visit.demand}（{visit.department}）"
    return visit.demand


def _year_row(plan: FiguresPlan, ids: Ids) -> dict[str, Any]:
    row: dict[str, Any] = {"enterprise_id": ids[plan.staged.uscc], "year": plan.staged.year}
    for name in FigureName:
        value = plan.values.get(name)
        row[name.value] = value
        row[f"{name}_grade"] = None if value is None else Grade.SELF_DECLARED
    return row


def _changes(plan: FiguresPlan, ids: Ids, act: Act) -> list[dict[str, Any]]:
    source = f"{act.evidence}：{plan.staged.source}" if plan.staged.source else act.evidence
    return [
        {
            "enterprise_id": ids[plan.staged.uscc],
            "year": plan.staged.year,
            "field": name,
            "new": value,
            "old": getattr(plan.known, name) if plan.known else None,
            "old_grade": getattr(plan.known, f"{name}_grade") if plan.known else None,
            "grade": Grade.SELF_DECLARED,
            "source": source[:200],
            "changed_by": act.by,
            "changed_on": act.on,
            "batch_id": act.batch_id,
        }
        for name, value in plan.values.items()
    ]
