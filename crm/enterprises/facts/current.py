"""The current facts of an enterprise in one row: kept by whoever records a fact, and derived anew to check them."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Select, case, delete, exists, func, insert, or_, select, union_all
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from crm.db import slices
from crm.enterprises.facts.models import CurrentFacts, EnterpriseFact
from crm.enterprises.facts.values import UNKNOWN, single_facts
from crm.touched import touch

COLUMNS: Mapping[str, str] = {field.id: field.id.replace(".", "_") for field in single_facts()}
"""The column of each fact."""
Within = Callable[[Any], Any]


def put_current(session: Session, fact: str, values: Mapping[int, str]) -> None:
    """Say what a fact is now, as JSON text by enterprise; the other facts of a row stay as somebody else says them."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    column = COLUMNS[fact]
    rows = [{"enterprise_id": key, column: None if values[key] == UNKNOWN else values[key]} for key in sorted(values)]
    new = dialect.insert(CurrentFacts.__table__)
    put = new.on_conflict_do_update(index_elements=["enterprise_id"], set_={column: new.excluded[column]})
    session.execute(put, rows)


def derive_current(within: Within) -> Select[Any]:
    """The rows as the record says them, for the enterprises of a condition on a column of ids."""
    value = func.nullif(EnterpriseFact.value, UNKNOWN)
    each = (func.max(case((EnterpriseFact.fact == fact, value))).label(name) for fact, name in COLUMNS.items())
    current = select(EnterpriseFact.enterprise_id, *each).where(
        within(EnterpriseFact.enterprise_id), EnterpriseFact.replaced_on.is_(None)
    )
    return current.group_by(EnterpriseFact.enterprise_id)


def correct_current(session: Session, within: Within) -> list[int]:
    """The enterprises whose row is not what the record says, in ascending order; each is put right."""
    wrong = list(session.scalars(_differing(within)))
    touch(session, CurrentFacts.__tablename__, wrong)
    for part in slices(wrong):
        _write_anew(session, part)
    return wrong


def _differing(within: Within) -> Select[tuple[int]]:
    """Rows that the record says otherwise, or that are missing; and rows of which the record says nothing."""
    derived = derive_current(within).subquery("derived")
    is_other = (derived.c[name].is_distinct_from(getattr(CurrentFacts, name)) for name in COLUMNS.values())
    others = (
        select(derived.c.enterprise_id)
        .outerjoin(CurrentFacts, CurrentFacts.enterprise_id == derived.c.enterprise_id)
        .where(or_(CurrentFacts.enterprise_id.is_(None), *is_other))
    )
    is_recorded = exists().where(
        EnterpriseFact.enterprise_id == CurrentFacts.enterprise_id, EnterpriseFact.replaced_on.is_(None)
    )
    unfounded = select(CurrentFacts.enterprise_id).where(within(CurrentFacts.enterprise_id), ~is_recorded)
    both = union_all(others, unfounded).subquery("both")
    return select(both.c.enterprise_id).order_by(both.c.enterprise_id)


def _write_anew(session: Session, ids: Sequence[int]) -> None:
    session.execute(delete(CurrentFacts).where(CurrentFacts.enterprise_id.in_(ids)))
    derived = derive_current(lambda column: column.in_(ids))
    session.execute(insert(CurrentFacts).from_select(["enterprise_id", *COLUMNS.values()], derived))
