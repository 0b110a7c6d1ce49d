"""What the record knows of the enterprises of a register, read in a few wide queries; nothing is compared here."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from crm.cultivation.models import PoolEntry, Title
from crm.enterprises.facts.models import EnterpriseFact, FactList, IntellectualProperty, ListKind
from crm.enterprises.models import Contact, Enterprise, FormerName, YearlyFigures
from crm.interactions.models import Interaction
from crm.people.models import Role, RoleGrant, User, UserState
from crm.stewards.models import Assignment, QueueEntry

# Fewer than the parameters either database takes in one statement.
SLICE = 5_000
PROPERTY_COLUMNS = (
    "ip_class",
    "title",
    "related_to_main_product",
    "economic_benefit",
    "self_developed",
    "high_value",
    "granted_on",
    "transferred_in_on",
    "holder_rank",
)


@dataclass(slots=True)
class Known:
    """The record's side of a comparison; keys are enterprise ids unless they say otherwise."""

    enterprises: dict[str, Enterprise] = field(default_factory=dict)
    former_names: dict[int, list[str]] = field(default_factory=dict)
    facts: dict[tuple[int, str], EnterpriseFact] = field(default_factory=dict)
    contacts: dict[int, set[tuple[str, str | None, str | None]]] = field(default_factory=dict)
    figures: dict[tuple[int, int], YearlyFigures] = field(default_factory=dict)
    titles: dict[tuple[int, str, date], Title] = field(default_factory=dict)
    property: Counter[tuple[Any, ...]] = field(default_factory=Counter)
    lists: dict[tuple[int, ListKind], FactList] = field(default_factory=dict)
    stewards: dict[int, int] = field(default_factory=dict)
    queued: set[int] = field(default_factory=set)
    pooled: set[int] = field(default_factory=set)
    visits: set[str] = field(default_factory=set)

    def id_of(self, uscc: str) -> int | None:
        """The enterprise's id, None while it is not in the record."""
        enterprise = self.enterprises.get(uscc)
        return enterprise.id if enterprise else None


def known(session: Session, codes: Sequence[str], visit_keys: Sequence[str]) -> Known:
    """Everything the record has on these credit codes, and which of these visits it has already."""
    found = Known()
    for part in slices(codes):
        for enterprise in session.scalars(select(Enterprise).where(Enterprise.credit_code.in_(part))):
            found.enterprises[enterprise.credit_code] = enterprise
    for ids in slices([enterprise.id for enterprise in found.enterprises.values()]):
        _read_identity(session, found, ids)
        _read_lists(session, found, ids)
        _read_care(session, found, ids)
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


def staff_keys(session: Session) -> set[str]:
    """Every staff number that is taken, in the form in which they are compared."""
    return set(session.scalars(select(User.staff_key)))


def slices(items: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """The items in runs that fit into one statement."""
    return (items[start : start + SLICE] for start in range(0, len(items), SLICE))


def _read_identity(session: Session, found: Known, ids: Sequence[int]) -> None:
    for former in session.scalars(_of(FormerName, ids)):
        found.former_names.setdefault(former.enterprise_id, []).append(former.name)
    facts = _of(EnterpriseFact, ids).where(EnterpriseFact.replaced_on.is_(None)).order_by(EnterpriseFact.from_date)
    for fact in session.scalars(facts):
        found.facts[fact.enterprise_id, fact.fact] = fact
    for contact in session.scalars(_of(Contact, ids).where(Contact.left_on.is_(None))):
        card = (contact.name, contact.mobile_last4, contact.telephone)
        found.contacts.setdefault(contact.enterprise_id, set()).add(card)


def _read_lists(session: Session, found: Known, ids: Sequence[int]) -> None:
    for figures in session.scalars(_of(YearlyFigures, ids)):
        found.figures[figures.enterprise_id, figures.year] = figures
    for title in session.scalars(_of(Title, ids).where(Title.removed_on.is_(None))):
        found.titles[title.enterprise_id, title.tier.value, title.granted_on] = title
    for item in session.scalars(_of(IntellectualProperty, ids).where(IntellectualProperty.removed_on.is_(None))):
        found.property[item.enterprise_id, *(getattr(item, column) for column in PROPERTY_COLUMNS)] += 1
    for kept in session.scalars(_of(FactList, ids)):
        found.lists[kept.enterprise_id, kept.kind] = kept


def _read_care(session: Session, found: Known, ids: Sequence[int]) -> None:
    for assignment in session.scalars(_of(Assignment, ids).where(Assignment.to_on.is_(None))):
        found.stewards[assignment.enterprise_id] = assignment.steward_id
    found.queued.update(entry.enterprise_id for entry in session.scalars(_of(QueueEntry, ids).where(_open_entry())))
    pool = _of(PoolEntry, ids).where(PoolEntry.left_on.is_(None))
    found.pooled.update(entry.enterprise_id for entry in session.scalars(pool))


def _open_entry() -> Any:
    return QueueEntry.left_on.is_(None)


def _of(table: Any, ids: Sequence[int]) -> Select[Any]:
    return select(table).where(table.enterprise_id.in_(ids))
