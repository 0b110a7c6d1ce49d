"""Writes the enterprises of a register, identity, facts and contacts, through the verbs of the rooms that own them."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from crm.enterprises import wholesale as enterprises
from crm.enterprises.contacts.service import Card
from crm.enterprises.contacts.wholesale import add_contacts, correct_contacts
from crm.enterprises.facts.lists.service import Evidence
from crm.enterprises.facts.wholesale import Statement, record_facts
from crm.enterprises.models import Contact
from crm.enterprises.service import Identity
from crm.imports.record.act import ImportAct
from crm.imports.record.contact_plan import ContactLine
from crm.imports.record.enterprise_plan import EnterprisePlan
from crm.imports.record.queries import RecordSide, ids_by_code

CLEAN_FACTS = (
    "compliance.abnormal_list",
    "compliance.dishonest_list",
    "compliance.prohibited_product",
    "compliance.serious_incident",
)


def write_enterprises(
    session: Session, plans: Sequence[EnterprisePlan], codes: Sequence[str], *, act: ImportAct
) -> dict[str, int]:
    """Write what is new or changed and return the id of every enterprise the register mentions, by credit code."""
    newcomers = {plan.staged.uscc: _identity(plan) for plan in plans if plan.is_new}
    enterprises.register_all(session, newcomers, by=act.by, on=act.on)
    corrections = [
        enterprises.Correction(plan.known, plan.identity) for plan in plans if plan.known and plan.identity
    ]
    enterprises.correct_all(session, corrections, by=act.by, on=act.on, at=act.at)
    ids = ids_by_code(session, codes)
    former = {ids[plan.staged.uscc]: plan.former_name for plan in plans if plan.former_name}
    enterprises.add_former_names(session, former, by=act.by, on=act.on)
    statements = [
        Statement(ids[plan.staged.uscc], fact, value) for plan in plans for fact, value in plan.facts.items()
    ]
    record_facts(session, statements, Evidence(act.evidence), by=act.by, on=act.on)
    new = [(ids[plan.staged.uscc], _card(line)) for plan in plans for line in plan.contacts.new]
    add_contacts(session, new, by=act.by, on=act.on, key=act.field_key)
    known = [(contact, _corrected(contact, line)) for plan in plans for contact, line in plan.contacts.corrections]
    correct_contacts(session, known, by=act.by, on=act.on, key=act.field_key)
    return ids


def attest_clean(session: Session, ids: Sequence[int], known: RecordSide, *, act: ImportAct) -> int:
    """Record for each enterprise without an entry that it is on no list, prohibited product or serious incident."""
    statements = [
        Statement(enterprise_id, fact, "false")
        for enterprise_id in ids
        for fact in CLEAN_FACTS
        if (enterprise_id, fact) not in known.facts
    ]
    record_facts(session, statements, Evidence(act.evidence), by=act.by, on=act.on)
    return len({each.enterprise_id for each in statements})


def _identity(plan: EnterprisePlan) -> Identity:
    stated = plan.identity.get
    return Identity(
        plan.staged.name,
        industry=stated("industry"),
        street=stated("street"),
        main_product=stated("main_product"),
        remark=stated("remark"),
    )


def _card(line: ContactLine) -> Card:
    return Card(line.name, line.position, mobile=line.mobile, telephone=line.telephone)


def _corrected(contact: Contact, line: ContactLine) -> Card:
    """The card with what the register says now; what it leaves out stays."""
    return Card(
        contact.name,
        line.position or contact.position,
        mobile=line.mobile,
        telephone=line.telephone or contact.telephone,
        email=contact.email,
        preference=contact.preference,
        mail_agreed_on=contact.mail_agreed_on,
    )
