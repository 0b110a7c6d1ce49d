"""Papers change hands with their enterprise, and are nobody's when whoever was asked for them leaves."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from crm.audit import service as audit
from crm.cultivation.applications.materials.models import ApplicationMaterial
from crm.cultivation.applications.models import Application, ApplicationState
from crm.db import slices


def pass_on_papers(session: Session, enterprise_ids: Sequence[int], giver: int, receiver: int, *, by: int) -> None:
    """What the giver was asked for at these enterprises the receiver is asked for, by the same days."""
    for part in slices(enterprise_ids):
        _ask_instead(session, giver, receiver, Application.enterprise_id.in_(part), by=by)


def release_papers(session: Session, user_id: int, *, by: int) -> None:
    """Nobody is asked any more for what this person was asked for; the days stay."""
    _ask_instead(session, user_id, None, Application.enterprise_id.is_not(None), by=by)


def _ask_instead(
    session: Session, former: int, receiver: int | None, at_which: ColumnElement[bool], *, by: int
) -> None:
    """Papers of what is being prepared; those of what was submitted stay as they were."""
    prepared = select(Application.id).where(Application.state == ApplicationState.PREPARED, at_which)
    theirs = ApplicationMaterial.asked_of == former, ApplicationMaterial.application_id.in_(prepared)
    passed = update(ApplicationMaterial).where(*theirs).values(asked_of=receiver)
    columns = ApplicationMaterial.application_id, ApplicationMaterial.material
    for application_id, material in sorted(session.execute(passed.returning(*columns)).all()):
        place = f"application:{application_id}"
        audit.record(session, by, "material.passed", place, material=material, before=former, after=receiver)
