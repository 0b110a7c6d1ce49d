"""Which enterprises the names in a file may stand for; a proposal, never a match."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.db import slices
from crm.enterprises.models import Enterprise, FormerName


@dataclass(frozen=True, slots=True)
class NameProposal:
    """An enterprise that bears a name now, or bore it; `now` is its present name."""

    code: str
    now: str
    is_former: bool


def propose_owners(session: Session, names: Sequence[str]) -> dict[str, list[NameProposal]]:
    """The enterprises by each of the names, those that bear it now first; of two alike both."""
    proposals: dict[str, list[NameProposal]] = {}
    for part in slices(sorted(set(names))):
        present = select(Enterprise.name, Enterprise.credit_code, Enterprise.name).where(Enterprise.name.in_(part))
        former = (
            select(FormerName.name, Enterprise.credit_code, Enterprise.name)
            .join(Enterprise, Enterprise.id == FormerName.enterprise_id)
            .where(FormerName.name.in_(part))
        )
        for wanted, is_former in ((present, False), (former, True)):
            for name, code, now in session.execute(wanted.order_by(Enterprise.credit_code)):
                proposals.setdefault(name, []).append(NameProposal(code, now, is_former))
    return proposals
