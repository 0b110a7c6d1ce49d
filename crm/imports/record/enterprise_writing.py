"""Writes the enterprises of a register: identity, former names, facts and contacts, a table at a time."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from crm.enterprises import names
from crm.enterprises.contacts.service import MOBILE_PLACE
from crm.enterprises.facts.models import EnterpriseFact, Grade
from crm.enterprises.models import Contact, Enterprise, EnterpriseChange, FormerName
from crm.imports.record.act import Act
from crm.imports.record.enterprise_plan import ContactLine, EnterprisePlan
from crm.imports.record.queries import Known, ids_by_code
from crm.sealing import seal

CLEAN_FACTS = (
    "compliance.abnormal_list",
    "compliance.dishonest_list",
    "compliance.prohibited_product",
    "compliance.serious_incident",
)


def write_enterprises(
    session: Session, plans: Sequence[EnterprisePlan], known: Known, codes: Sequence[str], *, act: Act
) -> dict[str, int]:
    """Write what is new or changed and return the id of every enterprise the register mentions, by credit code."""
    put(session, Enterprise, [_new_row(plan, act) for plan in plans if plan.is_new])
    for plan in plans:
        if plan.known is not None and plan.identity:
            _change(session, plan.known, plan.identity, known, act)
    session.flush()
    ids = ids_by_code(session, codes)
    _write_facts(session, [(ids[plan.staged.uscc], plan.facts) for plan in plans], known, act)
    _write_contacts(session, plans, ids, known, act)
    return ids


def attest_clean(session: Session, ids: Sequence[int], known: Known, *, act: Act) -> int:
    """Record for each enterprise without an entry that it is on no list, prohibited product or serious incident."""
    rows = [
        _fact_row(enterprise_id, fact, "false", act)
        for enterprise_id in ids
        for fact in CLEAN_FACTS
        if (enterprise_id, fact) not in known.facts
    ]
    put(session, EnterpriseFact, rows)
    return len({row["enterprise_id"] for row in rows})


def put(session: Session, table: Any, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows in one statement; none is no statement."""
    if rows:
        session.execute(insert(table), rows)


def _new_row(plan: EnterprisePlan, act: Act) -> dict[str, Any]:
    name = plan.staged.name
    blank = {"street": None, "industry": None, "main_product": None}
    return {
        **blank,
        **plan.identity,
        "credit_code": plan.staged.uscc,
        "search_key": names.search_key([name]),
        "initials": names.initials([name]),
        "created_on": act.on,
        "created_by": act.by,
    }


def _change(session: Session, enterprise: Enterprise, identity: dict[str, str], known: Known, act: Act) -> None:
    """Each field that differs leaves a row with what it was; an old name stays findable."""
    for field, value in identity.items():
        old = getattr(enterprise, field)
        change = EnterpriseChange(field=field, old=old, new=value, changed_by=act.by, changed_on=act.on, at=act.at)
        change.enterprise_id = enterprise.id
        session.add(change)
    if "name" in identity:
        former = FormerName(name=enterprise.name, until=act.on, recorded_by=act.by)
        former.enterprise_id = enterprise.id
        session.add(former)
        every = [identity["name"], enterprise.name, *known.former_names.get(enterprise.id, [])]
        enterprise.search_key, enterprise.initials = names.search_key(every), names.initials(every)
    for field, value in identity.items():
        setattr(enterprise, field, value)


def _write_facts(session: Session, facts: Sequence[tuple[int, dict[str, str]]], known: Known, act: Act) -> None:
    rows = []
    for enterprise_id, values in facts:
        for fact, value in values.items():
            present = known.facts.get((enterprise_id, fact))
            if present is not None:
                present.replaced_on = act.on
            rows.append(_fact_row(enterprise_id, fact, value, act))
    session.flush()
    put(session, EnterpriseFact, rows)


def _fact_row(enterprise_id: int, fact: str, value: str, act: Act) -> dict[str, Any]:
    return {
        "enterprise_id": enterprise_id,
        "fact": fact,
        "value": value,
        "from_date": act.on,
        "grade": Grade.SELF_DECLARED,
        "evidence": act.evidence,
        "recorded_by": act.by,
        "recorded_on": act.on,
    }


def _write_contacts(
    session: Session, plans: Sequence[EnterprisePlan], ids: dict[str, int], known: Known, act: Act
) -> None:
    rows = []
    for plan in plans:
        if plan.contact:
            enterprise_id = ids[plan.staged.uscc]
            rows.append(_contact_row(enterprise_id, plan.contact, enterprise_id not in known.contacts, act))
    put(session, Contact, rows)


def _contact_row(enterprise_id: int, contact: ContactLine, is_first: bool, act: Act) -> dict[str, Any]:
    mobile = contact.mobile
    return {
        "enterprise_id": enterprise_id,
        "name": contact.name,
        "position": contact.position,
        "mobile_sealed": seal(mobile, key=act.field_key, place=MOBILE_PLACE) if mobile else None,
        "mobile_last4": mobile[-4:] if mobile else None,
        "telephone": contact.telephone,
        "is_primary": is_first,
        "recorded_by": act.by,
        "recorded_on": act.on,
    }
