"""Enterprises of a whole register: written down and corrected a table at a time. The audit row is the caller's."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from crm.db import add_rows, slices
from crm.enterprises.models import Enterprise, EnterpriseChange, FormerName
from crm.enterprises.service import Identity
from crm.touched import touch


@dataclass(frozen=True, slots=True)
class Correction:
    """The identity fields of an enterprise that shall change, with what they shall say."""

    enterprise: Enterprise
    fields: Mapping[str, str | None]


def register_all(session: Session, identities: Mapping[str, Identity], *, by: int, on: date) -> None:
    """Write down enterprises nobody knew, by credit code."""
    rows = [
        {"credit_code": credit_code, **asdict(identity), "created_on": on, "created_by": by}
        for credit_code, identity in identities.items()
    ]
    add_rows(session, Enterprise, rows)
    for part in slices(list(identities)):
        # The numbers are the database's own; without them nobody would notice that these were written.
        touch(session, Enterprise.__tablename__, session.scalars(_ids_of(part)))


def _ids_of(codes: Sequence[str]) -> Select[tuple[int]]:
    return select(Enterprise.id).where(Enterprise.credit_code.in_(codes))


def correct_all(session: Session, corrections: Sequence[Correction], *, by: int, on: date, at: datetime) -> None:
    """Correct identities; each field leaves a row with what it was, and an old name stays findable."""
    changes, old_names = [], []
    for each in corrections:
        enterprise = each.enterprise
        changes += [_change(enterprise, field, new, by, on, at) for field, new in each.fields.items()]
        if "name" in each.fields:
            old_names.append(_former_name(enterprise, by, on))
        for field, new in each.fields.items():
            setattr(enterprise, field, new)
    session.flush()
    add_rows(session, EnterpriseChange, changes)
    add_rows(session, FormerName, old_names)


def add_former_names(session: Session, former: Mapping[int, str], *, by: int, on: date) -> None:
    """Write down a name each of these enterprises had until some day by now; it is found by it from now on."""
    rows = [{"enterprise_id": key, "name": former[key], "until": on, "recorded_by": by} for key in sorted(former)]
    add_rows(session, FormerName, rows)


def note_changes_back(session: Session, change_ids: Sequence[int], *, by: int, on: date, at: datetime) -> None:
    """Write down that these changes were taken back: each is one more change, the other way round."""
    for part in slices(change_ids):
        taken = session.scalars(
            select(EnterpriseChange).where(EnterpriseChange.id.in_(part)).order_by(EnterpriseChange.id)
        ).all()
        by_whom = {"changed_by": by, "changed_on": on, "at": at}
        rows = [
            {"enterprise_id": each.enterprise_id, "field": each.field, "old": each.new, "new": each.old, **by_whom}
            for each in taken
        ]
        add_rows(session, EnterpriseChange, rows)


def _change(enterprise: Enterprise, field: str, new: str | None, by: int, on: date, at: datetime) -> dict[str, Any]:
    by_whom = {"changed_by": by, "changed_on": on, "at": at}
    return {"enterprise_id": enterprise.id, "field": field, "old": getattr(enterprise, field), "new": new, **by_whom}


def _former_name(enterprise: Enterprise, by: int, on: date) -> dict[str, Any]:
    return {"enterprise_id": enterprise.id, "name": enterprise.name, "until": on, "recorded_by": by}
