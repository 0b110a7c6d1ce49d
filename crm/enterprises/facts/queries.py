"""Reads of facts with their evidence: the current ones, what was there before, and which lists are complete."""

from collections.abc import Sequence
from typing import cast

from sqlalchemy import func, literal, select, union_all
from sqlalchemy.orm import Session

from crm.enterprises.facts.lists.listings import LISTINGS, Item, Listing
from crm.enterprises.facts.models import EnterpriseFact, FactList
from crm.errors import CrmError


def current_facts(session: Session, enterprise_id: int) -> dict[str, EnterpriseFact]:
    """The current row of every one-valued fact that was ever recorded."""
    rows = session.scalars(
        select(EnterpriseFact)
        .where(EnterpriseFact.enterprise_id == enterprise_id, EnterpriseFact.replaced_on.is_(None))
        .order_by(EnterpriseFact.id)
    )
    return {row.fact: row for row in rows}


def current_fact(session: Session, enterprise_id: int, fact: str) -> EnterpriseFact | None:
    """The current row of one fact."""
    rows = fact_history(session, enterprise_id, fact)
    return next((row for row in rows if row.replaced_on is None), None)


def fact_history(session: Session, enterprise_id: int, fact: str) -> Sequence[EnterpriseFact]:
    """Every row of one fact, latest first."""
    return session.scalars(
        select(EnterpriseFact)
        .where(EnterpriseFact.enterprise_id == enterprise_id, EnterpriseFact.fact == fact)
        .order_by(EnterpriseFact.id.desc())
    ).all()


def items(session: Session, enterprise_id: int, listing: Listing) -> Sequence[Item]:
    """The rows of a list that hold, latest first."""
    table = listing.table
    rows = session.scalars(
        select(table)
        .where(table.enterprise_id == enterprise_id, table.removed_on.is_(None))
        .order_by(table.id.desc())
    )
    return cast("Sequence[Item]", rows.all())


def ended_items(session: Session, enterprise_id: int, listing: Listing, *, limit: int = 20) -> Sequence[Item]:
    """Rows that were corrected or removed, latest first."""
    table = listing.table
    rows = session.scalars(
        select(table)
        .where(table.enterprise_id == enterprise_id, table.removed_on.is_not(None))
        .order_by(table.removed_on.desc(), table.id.desc())
        .limit(limit)
    )
    return cast("Sequence[Item]", rows.all())


def item(session: Session, enterprise_id: int, listing: Listing, item_id: int) -> Item:
    """One row of a list, whether it still holds or not; CrmError not_found for another enterprise's."""
    row = cast("Item | None", session.get(listing.table, item_id))
    if row is None or row.enterprise_id != enterprise_id:
        raise CrmError("not_found")
    return row


def declarations(session: Session, enterprise_id: int) -> dict[str, FactList]:
    """Which lists somebody declared complete."""
    rows = session.scalars(
        select(FactList).where(FactList.enterprise_id == enterprise_id, FactList.ended_on.is_(None))
    )
    return {row.kind: row for row in rows}


def counts(session: Session, enterprise_id: int) -> dict[str, int]:
    """How many rows that hold each list has; one query for all lists."""
    each = [
        select(literal(listing.id).label("listing"), func.count().label("rows"))
        .select_from(listing.table)
        .where(listing.table.enterprise_id == enterprise_id, listing.table.removed_on.is_(None))
        for listing in LISTINGS.values()
    ]
    return {row.listing: row.rows for row in session.execute(union_all(*each))}
