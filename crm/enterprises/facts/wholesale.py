"""Facts of many enterprises at once; what a row replaces ends and stays. The audit row is the caller's."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from crm.db import add_rows, slices
from crm.enterprises.facts.current import put_current
from crm.enterprises.facts.lists.listings import Item
from crm.enterprises.facts.lists.service import Evidence
from crm.enterprises.facts.models import EnterpriseFact, FactList, ListKind
from crm.sql.claiming import execute_counting


@dataclass(frozen=True, slots=True)
class Statement:
    """What a fact of an enterprise is, as the JSON text of the dossier's field."""

    enterprise_id: int
    fact: str
    value: str


def record_facts(
    session: Session, statements: Sequence[Statement], evidence: Evidence, *, by: int | None, on: date
) -> None:
    """Say what facts are since today; the rows that said it until now end."""
    reached: dict[str, list[int]] = defaultdict(list)
    for each in statements:
        reached[each.fact].append(each.enterprise_id)
    for fact, ids in reached.items():
        for part in slices(ids):
            current = EnterpriseFact.enterprise_id.in_(part), EnterpriseFact.fact == fact
            until_now = update(EnterpriseFact).where(*current, EnterpriseFact.replaced_on.is_(None))
            execute_counting(session, until_now.values(replaced_on=on))
    shared = {"from_date": on, "grade": evidence.grade, "evidence": evidence.source}
    rows = [
        {"enterprise_id": each.enterprise_id, "fact": each.fact, "value": each.value, **shared, **_recorded(by, on)}
        for each in statements
    ]
    add_rows(session, EnterpriseFact, rows)
    for fact in reached:
        put_current(session, fact, {each.enterprise_id: each.value for each in statements if each.fact == fact})


def add_items(
    session: Session,
    table: type[Item],
    items: Sequence[tuple[int, Mapping[str, Any]]],
    evidence: Evidence,
    *,
    by: int,
    on: date,
) -> None:
    """Write down items of a list, by enterprise, each in the columns of its table."""
    rests_on = {"source": evidence.source, "grade": evidence.grade, **_recorded(by, on)}
    add_rows(session, table, [{"enterprise_id": key, **item, **rests_on} for key, item in items])


def declare_lists(session: Session, kind: ListKind, ids: Sequence[int], *, evidence: str, by: int, on: date) -> None:
    """Say of many enterprises that a list is complete as of today; a declaration of an earlier day ends and stays."""
    standing: dict[int, FactList] = {}
    for part in slices(ids):
        known = select(FactList).where(FactList.enterprise_id.in_(part), FactList.kind == kind)
        standing |= {each.enterprise_id: each for each in session.scalars(known.where(FactList.ended_on.is_(None)))}
    older = [each for each in standing.values() if each.complete_as_of < on]
    for declaration in older:
        declaration.ended_on, declaration.ended_by = on, by
    session.flush()
    newly = [key for key in ids if key not in standing] + [each.enterprise_id for each in older]
    said = {"kind": kind, "complete_as_of": on, "evidence": evidence, **_recorded(by, on)}
    add_rows(session, FactList, [{"enterprise_id": key, **said} for key in newly])


def _recorded(by: int | None, on: date) -> dict[str, Any]:
    return {"recorded_by": by, "recorded_on": on}
