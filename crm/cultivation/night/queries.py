"""Reading what was said of an enterprise, now and before, with the rules it was said by."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, defer

from crm.cultivation.models import Evaluation, RulebookText
from crm.errors import CrmError


def evaluations(
    session: Session, enterprise_id: int, *, offset: int = 0, limit: int = 50
) -> tuple[Sequence[Evaluation], int]:
    """What was said of an enterprise, the newest first and without its facts, and how often something was said."""
    of_it = Evaluation.enterprise_id == enterprise_id
    total = session.scalar(select(func.count()).select_from(Evaluation).where(of_it)) or 0
    newest = select(Evaluation).where(of_it).order_by(Evaluation.as_of.desc(), Evaluation.id.desc())
    newest = newest.options(defer(Evaluation.facts, raiseload=True))
    return session.scalars(newest.offset(offset).limit(limit)).all(), total


def evaluation(session: Session, enterprise_id: int, evaluation_id: int) -> Evaluation:
    """One of them; raises CrmError not_found for somebody else's."""
    found = session.get(Evaluation, evaluation_id)
    if found is None or found.enterprise_id != enterprise_id:
        raise CrmError("not_found")
    return found


def kept_text(session: Session, digest: str) -> str:
    """The text of the rules by which something was said; "" where none was kept."""
    found = session.get(RulebookText, digest)
    return found.text if found else ""
