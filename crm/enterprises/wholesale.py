"""Enterprises of a whole register: written down and corrected a table at a time. The audit row is the caller's."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from crm.db import add_rows, slices
from crm.enterprises.identity import names
from crm.enterprises.models import Enterprise, EnterpriseChange, FormerName
from crm.enterprises.service import Identity
from crm.touched import touch


@dataclass(frozen=True, slots=True)
class Correction:
    """The identity fields of an enterprise that shall change, with what they shall say."""

    enterprise: Enterprise
    fields: Mapping[str, str]


def register_all(session: Session, identities: Mapping[str, Identity], *, by: int, on: date) -> None:
    """Write down enterprises nobody knew, by credit code."""
    rows = [
        {
            "credit_code": credit_code,
            **asdict(identity),
            "search_key": names.search_key([identity.name]),
            "initials": names.initials([identity.name]),
            "created_on": on,
            "created_by": by,
        }
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
    renamed = [each.enterprise for each in corrections if "name" in each.fields]
    former = _former_names(session, [enterprise.id for enterprise in renamed])
    changes, old_names = [], []
    for each in corrections:
        enterprise = each.enterprise
        changes += [_change(enterprise, field, new, by, on, at) for field, new in each.fields.items()]
        if "name" in each.fields:
            old_names.append(_former_name(enterprise, by, on))
            every = [each.fields["name"], enterprise.name, *former[enterprise.id]]
            enterprise.search_key, enterprise.initials = names.search_key(every), names.initials(every)
        for field, new in each.fields.items():
            setattr(enterprise, field, new)
    session.flush()
    add_rows(session, EnterpriseChange, changes)
    add_rows(session, FormerName, old_names)


def add_former_names(session: Session, former: Mapping[int, str], *, by: int, on: date) -> None:
    """Write down a name each of these enterprises had until some day by now; it is found by it from now on."""
    known = _former_names(session, sorted(former))
    rows = []
    for part in slices(sorted(former)):
        for enterprise in session.scalars(select(Enterprise).where(Enterprise.id.in_(part))):
            rows.append(
                {"enterprise_id": enterprise.id, "name": former[enterprise.id], "until": on, "recorded_by": by}
            )
            every = [enterprise.name, former[enterprise.id], *known[enterprise.id]]
            enterprise.search_key, enterprise.initials = names.search_key(every), names.initials(every)
    session.flush()
    add_rows(session, FormerName, rows)


def _former_names(session: Session, ids: Sequence[int]) -> dict[int, list[str]]:
    known: dict[int, list[str]] = defaultdict(list)
    for part in slices(ids):
        for former in session.scalars(select(FormerName).where(FormerName.enterprise_id.in_(part))):
            known[former.enterprise_id].append(former.name)
    return known


def _change(enterprise: Enterprise, field: str, new: str, by: int, on: date, at: datetime) -> dict[str, Any]:
    by_whom = {"changed_by": by, "changed_on": on, "at": at}
    return {"enterprise_id": enterprise.id, "field": field, "old": getattr(enterprise, field), "new": new, **by_whom}


def _former_name(enterprise: Enterprise, by: int, on: date) -> dict[str, Any]:
    return {"enterprise_id": enterprise.id, "name": enterprise.name, "until": on, "recorded_by": by}
