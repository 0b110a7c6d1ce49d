"""What the record knows of the enterprises of a register, read in a few wide queries; nothing is compared here."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from crm.cultivation.models import Title
from crm.cultivation.pool.queries import gone_from_pool
from crm.db import slices
from crm.enterprises.facts.lists.listings import LISTINGS
from crm.enterprises.facts.models import EnterpriseFact
from crm.enterprises.models import Contact, Enterprise, FormerName, YearlyFigures
from crm.imports.lists.list_sheet import ListSheet
from crm.imports.record.list_columns import table_columns
from crm.interactions.models import Interaction
from crm.people.models import Role, RoleGrant, User, UserState


@dataclass(slots=True)
class RecordSide:
    """The record's side of a comparison; keys are enterprise ids unless they say otherwise."""

    enterprises: dict[str, Enterprise] = field(default_factory=dict)
    facts: dict[tuple[int, str], EnterpriseFact] = field(default_factory=dict)
    contacts: dict[int, list[Contact]] = field(default_factory=dict)
    former_names: dict[int, list[str]] = field(default_factory=dict)
    figures: dict[tuple[int, int], YearlyFigures] = field(default_factory=dict)
    titles: dict[tuple[int, str], list[Title]] = field(default_factory=dict)
    removed_titles: set[tuple[int, str, date]] = field(default_factory=set)
    stays_out: set[int] = field(default_factory=set)
    items: dict[str, Counter[tuple[Any, ...]]] = field(default_factory=dict)
    visits: set[str] = field(default_factory=set)

    def id_of(self, uscc: str) -> int | None:
        """The enterprise's id, None while it is not in the record."""
        enterprise = self.enterprises.get(uscc)
        return enterprise.id if enterprise else None


def read_known(
    session: Session, codes: Sequence[str], visit_keys: Sequence[str], lists: Sequence[ListSheet]
) -> RecordSide:
    """What the record has on these credit codes and in these lists, and which of these visits it has already."""
    found = RecordSide(items={sheet.name: Counter() for sheet in lists})
    for part in slices(codes):
        for enterprise in session.scalars(select(Enterprise).where(Enterprise.credit_code.in_(part))):
            found.enterprises[enterprise.credit_code] = enterprise
    for ids in slices([enterprise.id for enterprise in found.enterprises.values()]):
        _read_identity(session, found, ids)
        _read_years_and_titles(session, found, ids)
        for sheet in lists:
            _read_items(session, found.items[sheet.name], sheet, ids)
    for keys in slices(visit_keys):
        written = select(Interaction.client_key).where(Interaction.client_key.in_(keys))
        found.visits.update(key for key in session.scalars(written) if key)
    return found


def known_codes(session: Session, codes: Sequence[str]) -> set[str]:
    """Those of the credit codes that are in the record."""
    parts = (select(Enterprise.credit_code).where(Enterprise.credit_code.in_(part)) for part in slices(codes))
    return {code for part in parts for code in session.scalars(part)}


def ids_by_code(session: Session, codes: Sequence[str]) -> dict[str, int]:
    """The enterprises' ids by credit code."""
    found: dict[str, int] = {}
    for part in slices(codes):
        wanted = select(Enterprise.credit_code, Enterprise.id).where(Enterprise.credit_code.in_(part))
        found.update((row.credit_code, row.id) for row in session.execute(wanted))
    return found


def possible_stewards(session: Session, names: Sequence[str]) -> dict[str, list[int]]:
    """Users who may be meant by a steward's name: active with the role, or candidates; by name."""
    holding = select(RoleGrant.user_id).where(RoleGrant.role == Role.STEWARD, RoleGrant.ended_on.is_(None))
    found: dict[str, list[int]] = {}
    for part in slices(names):
        wanted = select(User.name, User.id).where(
            User.name.in_(part),
            User.state != UserState.DISABLED,
            User.id.in_(holding) | (User.state == UserState.CANDIDATE),
        )
        for row in session.execute(wanted.order_by(User.id)):
            found.setdefault(row.name, []).append(row.id)
    return found


def _read_identity(session: Session, found: RecordSide, ids: Sequence[int]) -> None:
    facts = _of(EnterpriseFact, ids).where(EnterpriseFact.replaced_on.is_(None)).order_by(EnterpriseFact.from_date)
    for fact in session.scalars(facts):
        found.facts[fact.enterprise_id, fact.fact] = fact
    for former in session.scalars(_of(FormerName, ids)):
        found.former_names.setdefault(former.enterprise_id, []).append(former.name)
    for contact in session.scalars(_of(Contact, ids).order_by(Contact.id)):
        found.contacts.setdefault(contact.enterprise_id, []).append(contact)


def _read_years_and_titles(session: Session, found: RecordSide, ids: Sequence[int]) -> None:
    for figures in session.scalars(_of(YearlyFigures, ids)):
        found.figures[figures.enterprise_id, figures.year] = figures
    for title in session.scalars(_of(Title, ids)):
        if title.removed_on is None:
            found.titles.setdefault((title.enterprise_id, title.tier.value), []).append(title)
        else:
            found.removed_titles.add((title.enterprise_id, title.tier.value, title.granted_on))
    found.stays_out |= gone_from_pool(session, ids)


def _read_items(session: Session, items: Counter[tuple[Any, ...]], sheet: ListSheet, ids: Sequence[int]) -> None:
    """Count the items of a list by what the columns of the sheet say of each."""
    table, columns = LISTINGS[sheet.list_id].table, table_columns(sheet)
    for item in session.scalars(_of(table, ids).where(table.removed_on.is_(None))):
        items[item.enterprise_id, *(getattr(item, column) for column in columns)] += 1


def _of(table: Any, ids: Sequence[int]) -> Select[Any]:
    return select(table).where(table.enterprise_id.in_(ids))
