"""One-valued facts and judgements: recorded by a person with date and evidence; the row before stays."""

from datetime import date
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from crm.audit import service as audit
from crm.db import serialise
from crm.enterprises.facts import queries as fact_queries
from crm.enterprises.facts.current import put_current
from crm.enterprises.facts.lists.service import Evidence
from crm.enterprises.facts.models import EnterpriseFact
from crm.enterprises.facts.values import field_of, show_value, write_value
from crm.enterprises.models import Enterprise
from crm.errors import CrmError
from crm.people import queries as people


def record_fact(
    session: Session,
    enterprise_id: int,
    fact: str,
    value: Any,
    evidence: Evidence,
    *,
    by: int | None,
    on: date,
    from_date: date | None = None,
    seen: int | None = None,
) -> EnterpriseFact | None:
    """Say what a fact is since `from_date` (None: since today); a value of None says that it is not known any more.

    `seen` is the id of the row the person looked at, 0 for none. Nothing is written when nothing would change.
    """
    field_of(fact)
    since = from_date or on
    if since > on:
        raise CrmError("day_ahead", day=since)
    serialise(session, f"facts of {enterprise_id}")
    if session.get(Enterprise, enterprise_id) is None:
        raise CrmError("not_found")
    current = fact_queries.current_fact(session, enterprise_id, fact)
    _check_seen(session, current, seen)
    new = EnterpriseFact(
        enterprise_id=enterprise_id,
        fact=fact,
        value=write_value(fact, value),
        from_date=since,
        grade=evidence.grade,
        evidence=evidence.source,
        recorded_by=by,
        recorded_on=on,
    )
    if value is None if current is None else _same(current, new):
        return current
    _put_in_place(session, new, on)
    audit.record(session, by, "fact.recorded", f"enterprise:{enterprise_id}", fact=fact, row=new.id)
    return new


def _same(one: EnterpriseFact, other: EnterpriseFact) -> bool:
    return (one.value, one.from_date, one.grade, one.evidence) == (
        other.value,
        other.from_date,
        other.grade,
        other.evidence,
    )


def _put_in_place(session: Session, new: EnterpriseFact, on: date) -> None:
    """The row that said it until now stays and ends; the new one is what the night reads."""
    session.execute(
        update(EnterpriseFact)
        .where(
            EnterpriseFact.enterprise_id == new.enterprise_id,
            EnterpriseFact.fact == new.fact,
            EnterpriseFact.replaced_on.is_(None),
        )
        .values(replaced_on=on)
    )
    session.add(new)
    session.flush()
    put_current(session, new.fact, {new.enterprise_id: new.value})


def _check_seen(session: Session, current: EnterpriseFact | None, seen: int | None) -> None:
    """Nobody else recorded this fact since the person looked."""
    if seen is None or current is None or seen == current.id:
        return
    names = people.names(session, {current.recorded_by} if current.recorded_by else set())
    raise CrmError(
        "fact_changed_meanwhile",
        who=names.get(current.recorded_by or 0, "—"),
        day=current.recorded_on,
        label=field_of(current.fact).zh,
        value=show_value(current.fact, current.value),
    )
