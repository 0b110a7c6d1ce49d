"""Writes figures, titles, items of lists and contacts of a register, through the verbs of their owners."""

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from crm.cultivation.models import Tier
from crm.cultivation.titles.wholesale import Grant, Renewal, grant_titles, renew_titles
from crm.enterprises.facts.lists.listings import LISTINGS
from crm.enterprises.facts.lists.service import Evidence
from crm.enterprises.facts.models import Grade
from crm.enterprises.facts.wholesale import add_items
from crm.enterprises.figures.wholesale import YearEntry, record_years
from crm.imports.lists.list_sheet import ListSheet
from crm.imports.record.act import ImportAct
from crm.imports.record.list_columns import column_values
from crm.imports.record.row_plans import FiguresPlan, RowPlan
from crm.imports.sheets.staged import StagedItem, StagedTitle, StagedVisit
from crm.interactions.models import Channel, ContactPurpose
from crm.interactions.service import Encounter
from crm.interactions.wholesale import RecordedEncounter, log_all

PURPOSES = {
    "规划": ContactPurpose.PLANNING,
    "政策": ContactPurpose.POLICY,
    "项目": ContactPurpose.PROJECT,
    "资源": ContactPurpose.RESOURCE,
    "宣传": ContactPurpose.PUBLICITY,
}
NOTHING_WRITTEN = "—"

Ids = Mapping[str, int]


def write_figures(
    session: Session, plan: RowPlan[FiguresPlan], ids: Ids, *, with_leaps: bool, act: ImportAct
) -> None:
    """Write new years and changed figures; a register is a self-declaration, and its own source stands beside it.

    Amounts that leap by a unit's step are written only `with_leaps`: when the person who imports confirmed them.
    """
    entries = [
        YearEntry(ids[each.staged.uscc], each.staged.year, values, _source(each, act))
        for each in [*plan.new, *plan.changed]
        if (values := {**each.values, **(each.doubtful if with_leaps else {})}) or not each.doubtful
    ]
    record_years(session, entries, grade=Grade.SELF_DECLARED, by=act.by, on=act.on, batch_id=act.batch_id)


def write_titles(
    session: Session, titles: Sequence[StagedTitle], renewals: Sequence[Renewal], ids: Ids, *, act: ImportAct
) -> None:
    """Write titles, each with the event of its grant, and the passed reviews that move an end."""
    grants = [
        Grant(
            ids[title.uscc],
            Tier(title.tier),
            title.granted_on,
            title.expires_on,
            title.batch,
            reviewed_on=title.reviewed_on,
            certificate=title.certificate,
        )
        for title in titles
    ]
    source = {"import": act.batch_id}
    grant_titles(session, grants, by=act.by, on=act.on, **source)
    renew_titles(session, [each for each in renewals if each.decided_on <= act.on], by=act.by, on=act.on, **source)


def write_items(session: Session, sheet: ListSheet, items: Sequence[StagedItem], ids: Ids, *, act: ImportAct) -> None:
    """Write items of a list."""
    rows = [(ids[item.uscc], column_values(sheet, item)) for item in items]
    add_items(session, LISTINGS[sheet.list_id].table, rows, Evidence(act.evidence), by=act.by, on=act.on)


def write_visits(
    session: Session,
    visits: Sequence[tuple[str, StagedVisit]],
    ids: Ids,
    authors: Mapping[str, int],
    *,
    act: ImportAct,
) -> None:
    """Write contacts under the name of the steward who had them, never of the person who imports."""
    entries = [
        RecordedEncounter(ids[visit.uscc], authors[visit.steward or ""], _contact(visit), key)
        for key, visit in visits
    ]
    log_all(session, entries, on=act.on, at=act.at, batch_id=act.batch_id)


def _contact(visit: StagedVisit) -> Encounter:
    return Encounter(
        Channel(visit.kind),
        PURPOSES[visit.purposes[0]] if visit.purposes else None,
        visit.on,
        visit.summary or NOTHING_WRITTEN,
        follow_up=_follow_up(visit),
    )


def _follow_up(visit: StagedVisit) -> str | None:
    """What the enterprise asked for, and of whom."""
    if visit.demand and visit.department:
        return f"{visit.demand}（{visit.department}）"
    return visit.demand


def _source(plan: FiguresPlan, act: ImportAct) -> str:
    return f"{act.evidence}：{plan.staged.source}" if plan.staged.source else act.evidence
