"""Compares the enterprises of a register with the record: identity, facts with one value, and contacts."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from crm.enterprises.facts.values import UNKNOWN
from crm.enterprises.identity.names import fold
from crm.enterprises.models import Enterprise
from crm.imports.record.contact_plan import ContactPlan, plan_contacts
from crm.imports.record.queries import RecordSide
from crm.imports.sheets.staged import StagedEnterprise
from crm.imports.tables.blanking import BLANKED_COLUMNS
from crm.imports.tables.layout import ENTERPRISE_FACTS


@dataclass(frozen=True, slots=True)
class EnterprisePlan:
    """What importing one enterprise writes; nothing of what the register leaves blank."""

    staged: StagedEnterprise
    known: Enterprise | None
    identity: Mapping[str, str | None]
    facts: dict[str, str]
    contacts: ContactPlan
    former_name: str | None = None

    @property
    def is_new(self) -> bool:
        return self.known is None

    @property
    def changes(self) -> bool:
        return bool(self.identity or self.facts or self.contacts or self.former_name)


def plan_enterprises(staged: Sequence[StagedEnterprise], known: RecordSide) -> list[EnterprisePlan]:
    """One plan for each enterprise of the register."""
    return [_plan(enterprise, known) for enterprise in staged]


def identity_of(staged: StagedEnterprise) -> dict[str, str]:
    """The identity fields the register states."""
    fields = {
        "name": staged.name,
        "street": staged.street,
        "industry": staged.industry,
        "main_product": staged.product,
        "remark": staged.remark,
    }
    return {field: value for field, value in fields.items() if value is not None}


def facts_of(staged: StagedEnterprise) -> dict[str, str]:
    """The facts the register states, as the JSON texts the record keeps."""
    facts = {fact: getattr(staged, fact) for fact in ENTERPRISE_FACTS}
    return {fact: json.dumps(_plain(value), ensure_ascii=False) for fact, value in facts.items() if value is not None}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _plan(staged: StagedEnterprise, known: RecordSide) -> EnterprisePlan:
    enterprise = known.enterprises.get(staged.uscc)
    identity, facts = identity_of(staged), facts_of(staged)
    if enterprise is None:
        former = staged.former_name if staged.former_name != staged.name else None
        return EnterprisePlan(staged, None, identity, facts, plan_contacts(staged, ()), former)
    said = {**_blanked_columns(staged), **identity}
    changed = {field: value for field, value in said.items() if getattr(enterprise, field) != value}
    blanked = {fact: UNKNOWN for fact in staged.blanked if (enterprise.id, fact) in known.facts}
    facts = {**blanked, **facts}
    present = {fact: known.facts.get((enterprise.id, fact)) for fact in facts}
    facts = {fact: value for fact, value in facts.items() if _value(present[fact]) != value}
    contacts = plan_contacts(staged, known.contacts.get(enterprise.id, ()))
    own_names = {fold(name) for name in (staged.name, enterprise.name, *known.former_names.get(enterprise.id, ()))}
    former = staged.former_name if staged.former_name and fold(staged.former_name) not in own_names else None
    return EnterprisePlan(staged, enterprise, changed, facts, contacts, former)


def _blanked_columns(staged: StagedEnterprise) -> dict[str, str | None]:
    return {BLANKED_COLUMNS[field]: None for field in staged.blanked if field in BLANKED_COLUMNS}


def _value(fact: Any) -> str | None:
    return fact.value if fact else None
