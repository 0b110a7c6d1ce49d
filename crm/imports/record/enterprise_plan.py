"""Compares the enterprises of a register with the record: identity, facts with one value, and the contact."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from crm.enterprises.contacts.service import read_mobile
from crm.enterprises.models import Enterprise
from crm.errors import CrmError
from crm.imports.record.queries import Known
from crm.imports.sheets.staged import StagedEnterprise


@dataclass(frozen=True, slots=True)
class ContactLine:
    """Somebody to reach, with the number in the place it belongs to."""

    name: str
    position: str | None
    mobile: str | None
    telephone: str | None


@dataclass(frozen=True, slots=True)
class EnterprisePlan:
    """What importing one enterprise writes; nothing of what the register leaves blank."""

    staged: StagedEnterprise
    known: Enterprise | None
    identity: dict[str, str]
    facts: dict[str, str]
    contact: ContactLine | None

    @property
    def is_new(self) -> bool:
        return self.known is None

    @property
    def changes(self) -> bool:
        return bool(self.identity or self.facts or self.contact)


def plan_enterprises(staged: Sequence[StagedEnterprise], known: Known) -> list[EnterprisePlan]:
    """One plan for each enterprise of the register."""
    return [_plan(enterprise, known) for enterprise in staged]


def identity_of(staged: StagedEnterprise) -> dict[str, str]:
    """The identity fields the register states."""
    fields = {
        "name": staged.name,
        "street": staged.street,
        "industry": staged.industry,
        "main_product": staged.product,
    }
    return {field: value for field, value in fields.items() if value is not None}


def facts_of(staged: StagedEnterprise) -> dict[str, str]:
    """The facts the register states, as the JSON texts the record keeps."""
    facts: dict[str, Any] = {
        "niche_started_on": staged.niche_since.isoformat() if staged.niche_since else None,
        "product_field": staged.product_field,
        "strategic_emerging": staged.strategic,
        "rd_institution": staged.rd_institution,
    }
    return {fact: json.dumps(value, ensure_ascii=False) for fact, value in facts.items() if value is not None}


def contact_of(staged: StagedEnterprise) -> ContactLine | None:
    """The contact the register names; a number that is no mobile is kept as a telephone."""
    if not staged.contact:
        return None
    try:
        mobile = read_mobile(staged.phone or "")
    except CrmError:
        return ContactLine(staged.contact, staged.position, None, staged.phone)
    return ContactLine(staged.contact, staged.position, mobile, None)


def _plan(staged: StagedEnterprise, known: Known) -> EnterprisePlan:
    enterprise = known.enterprises.get(staged.uscc)
    identity, facts, contact = identity_of(staged), facts_of(staged), contact_of(staged)
    if enterprise is None:
        return EnterprisePlan(staged, None, identity, facts, contact)
    identity = {field: value for field, value in identity.items() if getattr(enterprise, field) != value}
    present = {fact: known.facts.get((enterprise.id, fact)) for fact in facts}
    facts = {fact: value for fact, value in facts.items() if _value(present[fact]) != value}
    if contact and _card(contact) in known.contacts.get(enterprise.id, set()):
        contact = None
    return EnterprisePlan(staged, enterprise, identity, facts, contact)


def _value(fact: Any) -> str | None:
    return fact.value if fact else None


def _card(contact: ContactLine) -> tuple[str, str | None, str | None]:
    return contact.name, contact.mobile[-4:] if contact.mobile else None, contact.telephone
