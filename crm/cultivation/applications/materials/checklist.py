"""The checklist of an application as it stands: handed in, filled from the record, waived, asked for, or missing."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from crm.attachments.queries import counts_of
from crm.config.materials import material_rules
from crm.config.working_days import due_before
from crm.cultivation.applications.materials.models import ApplicationMaterial, MaterialAttachment
from crm.cultivation.applications.models import Application, ApplicationState
from crm.cultivation.facts import dossiers_of
from crm.enterprises.facts.models import Grade
from crm.rules import Dossier
from crm.rules.reading.ladder import Window

_RELIABLE = (Grade.AUDITED, Grade.REGISTRY)


class MaterialState(StrEnum):
    """How a paper stands."""

    READY = "ready"
    FILLED = "filled"
    WAIVED = "waived"
    ASKED = "asked"
    MISSING = "missing"


SETTLED = (MaterialState.READY, MaterialState.FILLED, MaterialState.WAIVED)
"""Nothing more has to be done about a paper in one of these."""


@dataclass(frozen=True, slots=True)
class MaterialLine:
    """One paper with its words, how it stands, how many files it has, and by when it would be due."""

    material: ApplicationMaterial
    text: str
    state: MaterialState
    files: int
    due_on: date | None


def checklist_of(session: Session, application: Application, window: Window | None) -> list[MaterialLine]:
    """The papers of an application in the order of the configuration."""
    return checklists_of(session, [application], {window.id: window} if window else {})[application.id]


def checklists_of(
    session: Session, applications: Sequence[Application], windows: Mapping[str, Window]
) -> dict[int, list[MaterialLine]]:
    """The same for many by id, with as many queries as for one."""
    ids = [application.id for application in applications]
    mine = select(ApplicationMaterial).where(ApplicationMaterial.application_id.in_(ids))
    papers = session.scalars(mine.order_by(ApplicationMaterial.id)).all() if ids else ()
    files = counts_of(session, MaterialAttachment, "material_id", [paper.id for paper in papers]) if papers else {}
    dossiers = dossiers_of(session, {one.enterprise_id for one in applications}) if ids else {}
    lines: dict[int, list[MaterialLine]] = {application_id: [] for application_id in ids}
    for application in applications:
        window = windows.get(application.window_id or "")
        year = window.year if window else application.opened_on.year
        known = _known(dossiers[application.enterprise_id], year)
        own = (paper for paper in papers if paper.application_id == application.id)
        lines[application.id] = [_line(paper, files.get(paper.id, 0), known, window) for paper in own]
    return lines


def _line(paper: ApplicationMaterial, files: int, known: Mapping[str, bool], window: Window | None) -> MaterialLine:
    rule = next((rule for rule in material_rules() if rule.id == paper.material), None)
    is_filled = rule is not None and rule.known_by is not None and known[rule.known_by]
    due_on = paper.due_on or (due_before(window.until, rule.days_before) if window and rule else None)
    text = rule.text.zh if rule else paper.material
    return MaterialLine(paper, text, _state(paper, files, is_filled=is_filled), files, due_on)


def missing_of(lines: Sequence[MaterialLine]) -> list[MaterialLine]:
    """Papers that are neither there nor waived."""
    return [line for line in lines if line.state not in SETTLED]


def is_open_material() -> ColumnElement[bool]:
    """The condition on `ApplicationMaterial` for a paper nobody has handed in, taken down or waived.

    The record may stand for it all the same: `checklists_of` knows.
    """
    with_file = select(MaterialAttachment.material_id).where(MaterialAttachment.removed_on.is_(None))
    is_waiting = ApplicationMaterial.done_on.is_(None) & ApplicationMaterial.waived_on.is_(None)
    return is_waiting & ApplicationMaterial.id.not_in(with_file)


def papers_asked_of(user_ids: Collection[int]) -> Select[Any]:
    """Papers that these people were asked for and that are open still, with their application, the first due first."""
    asked = select(ApplicationMaterial.application_id, ApplicationMaterial.material, ApplicationMaterial.due_on)
    return (
        asked.join(Application, Application.id == ApplicationMaterial.application_id)
        .where(ApplicationMaterial.asked_of.in_(user_ids), is_open_material())
        .where(Application.state == ApplicationState.PREPARED)
        .order_by(ApplicationMaterial.due_on, ApplicationMaterial.id)
    )


def _state(paper: ApplicationMaterial, files: int, *, is_filled: bool) -> MaterialState:
    if paper.waived_on is not None:
        return MaterialState.WAIVED
    if files or paper.done_on is not None:
        return MaterialState.READY
    if is_filled:
        return MaterialState.FILLED
    return MaterialState.ASKED if paper.asked_of is not None else MaterialState.MISSING


def _known(dossier: Dossier, year: int) -> Mapping[str, bool]:
    """For each thing of the record that may stand for a paper, whether it is there for an application of a year."""
    source = dossier.sources.get(("revenue", year - 1)) if dossier.sources else None
    checks: Mapping[str, Callable[[], bool]] = {
        "figures": lambda: source is not None and source.grade in _RELIABLE,
        "score": lambda: any(score.year == year for score in dossier.platform_scores or ()),
        "property": lambda: bool(dossier.intellectual_property),
        "title": lambda: any(title.revoked_on is None for title in dossier.recognitions or ()),
    }
    return {name: check() for name, check in checks.items()}
