"""Dated facts of which an enterprise may have many: added, corrected, removed; a row ends, it is never overwritten."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.audit import service as audit
from crm.db import serialise
from crm.enterprises.facts.lists.listings import SCORE_UNIT, Item, Listing
from crm.enterprises.facts.lists.property_kinds import property_kinds
from crm.enterprises.facts.models import FactList, Grade, ListKind, PlatformScore
from crm.enterprises.facts.values import check_values
from crm.enterprises.models import Enterprise
from crm.errors import CrmError
from crm.people import queries as people
from crm.rules.law.days.dates import anniversary
from crm.rules.law.fields import words


@dataclass(frozen=True, slots=True)
class Evidence:
    """On what a fact rests."""

    source: str | None
    grade: Grade = Grade.SELF_DECLARED


def add_item(
    session: Session,
    enterprise_id: int,
    listing: Listing,
    item: Mapping[str, Any],
    evidence: Evidence,
    *,
    by: int | None,
    on: date,
) -> Item:
    """Write down one more; raises CrmError when a dossier could not say it or it lies ahead.

    The very item that the same person wrote down on the same day is the same one, sent twice.
    """
    if session.get(Enterprise, enterprise_id) is None:
        raise CrmError("not_found")
    serialise(session, f"facts of {enterprise_id}")
    _check(session, enterprise_id, listing, item, on)
    sent = _sent_before(session, enterprise_id, listing, item, evidence, by=by, on=on)
    if sent is not None:
        return sent
    row = _new(session, enterprise_id, listing, item, evidence, by=by, on=on)
    audit.record(session, by, "fact.added", f"enterprise:{enterprise_id}", list=listing.id, row=row.id)
    return row


def correct_item(
    session: Session, row: Item, listing: Listing, item: Mapping[str, Any], evidence: Evidence, *, by: int, on: date
) -> Item:
    """Put another row in the place of one; the first to do so wins."""
    if listing.values(row) == {**listing.values(row), **item} and _rests_on(row) == evidence:
        return row
    end_item(session, row, by=by, on=on)
    new = _new(session, row.enterprise_id, listing, item, evidence, by=by, on=on)
    audit.record(
        session,
        by,
        "fact.corrected",
        f"enterprise:{row.enterprise_id}",
        list=listing.id,
        row=new.id,
        instead_of=row.id,
    )
    return new


def remove_item(session: Session, row: Item, listing: Listing, *, by: int, on: date) -> None:
    """The row was a mistake or no longer holds; it stays in the record."""
    end_item(session, row, by=by, on=on)
    audit.record(session, by, "fact.removed", f"enterprise:{row.enterprise_id}", list=listing.id, row=row.id)


def restore_item(session: Session, row: Item, listing: Listing, *, by: int, on: date) -> Item:
    """Write down again what was removed; the row that ended stays as it is."""
    if row.removed_on is None:
        raise CrmError("item_still_there")
    return add_item(session, row.enterprise_id, listing, listing.values(row), _rests_on(row), by=by, on=on)


def end_item(session: Session, row: Item, *, by: int, on: date) -> None:
    """Let a row end; raises CrmError with who and when if it has ended already."""
    serialise(session, f"facts of {row.enterprise_id}")
    session.refresh(row)
    if row.removed_on is not None:
        names = people.names(session, {row.removed_by} if row.removed_by else set())
        raise CrmError("item_changed_meanwhile", who=names.get(row.removed_by or 0, "—"), day=row.removed_on)
    row.removed_by, row.removed_on = by, on
    session.flush()


def declare_complete(
    session: Session, enterprise_id: int, kind: ListKind, *, evidence: str | None, by: int | None, on: date
) -> FactList:
    """A person says that the list holds everything there is, as of a day: nothing on it then means known none."""
    serialise(session, f"facts of {enterprise_id}")
    if session.get(Enterprise, enterprise_id) is None:
        raise CrmError("not_found")
    before = _declared(session, enterprise_id, kind)
    if before is not None:
        before.ended_on, before.ended_by = on, by
        session.flush()
    declared = FactList(enterprise_id=enterprise_id, kind=kind, complete_as_of=on, evidence=evidence)
    declared.recorded_by, declared.recorded_on = by, on
    session.add(declared)
    session.flush()
    audit.record(session, by, "list.declared_complete", f"enterprise:{enterprise_id}", list=kind, as_of=on)
    return declared


def withdraw_declaration(session: Session, enterprise_id: int, kind: ListKind, *, by: int, on: date) -> None:
    """The list may lack something after all; that it was declared complete stays in the record."""
    serialise(session, f"facts of {enterprise_id}")
    declared = _declared(session, enterprise_id, kind)
    if declared is None:
        raise CrmError("list_not_declared")
    declared.ended_on, declared.ended_by = on, by
    session.flush()
    audit.record(
        session,
        by,
        "list.declaration_withdrawn",
        f"enterprise:{enterprise_id}",
        list=kind,
        was=declared.complete_as_of,
    )


def _declared(session: Session, enterprise_id: int, kind: ListKind) -> FactList | None:
    open_one = FactList.enterprise_id == enterprise_id, FactList.kind == kind, FactList.ended_on.is_(None)
    return session.scalar(select(FactList).where(*open_one))


def _sent_before(
    session: Session,
    enterprise_id: int,
    listing: Listing,
    item: Mapping[str, Any],
    evidence: Evidence,
    *,
    by: int | None,
    on: date,
) -> Item | None:
    table: Any = type(listing.row(item))
    own = table.enterprise_id == enterprise_id, table.recorded_by == by, table.recorded_on == on
    rows: Iterable[Item] = session.scalars(select(table).where(*own, table.removed_on.is_(None)))
    wanted = listing.values(listing.row(item))
    return next((row for row in rows if listing.values(row) == wanted and _rests_on(row) == evidence), None)


def _new(
    session: Session,
    enterprise_id: int,
    listing: Listing,
    item: Mapping[str, Any],
    evidence: Evidence,
    *,
    by: int | None,
    on: date,
) -> Item:
    _check(session, enterprise_id, listing, item, on)
    row = listing.row(item)
    row.enterprise_id = enterprise_id
    row.source, row.grade = evidence.source, evidence.grade
    row.recorded_by, row.recorded_on = by, on
    session.add(row)
    session.flush()
    return row


def _check(session: Session, enterprise_id: int, listing: Listing, item: Mapping[str, Any], on: date) -> None:
    check_values(**{listing.id: [listing.dossier_item(item)]})
    ahead = [item[name] for name in listing.past if item.get(name) and item[name] > on]
    if ahead:
        raise CrmError("day_ahead", day=ahead[0])
    if listing.id == "certificates" and item["valid_to"] < item["valid_from"]:
        raise CrmError("ends_before_it_begins")
    if listing.id == "intellectual_property":
        _check_kind(item, on)
    if listing.table is PlatformScore:
        _check_score(session, enterprise_id, item)


def _check_kind(item: Mapping[str, Any], on: date) -> None:
    """A kind belongs to one class, and some kinds only after they were held for a time."""
    if not item.get("kind"):
        return
    kind = property_kinds().get(item["kind"])
    if kind is None:
        raise CrmError("bad_request")
    if kind.property_class != item["class"]:
        klass = words("intellectual_property.class", kind.property_class)
        raise CrmError("property_class_differs", kind=kind.text.zh, klass=klass)
    if kind.held_years and item.get("granted_on"):
        first = anniversary(item["granted_on"], kind.held_years) + timedelta(days=1)
        if first > on:
            raise CrmError("not_yet_class_two", kind=kind.text.zh, years=kind.held_years, day=first)


def _check_score(session: Session, enterprise_id: int, item: Mapping[str, Any]) -> None:
    """One score a year, no finer than it is kept."""
    if (Fraction(item["score"]) * SCORE_UNIT).denominator != 1:
        raise CrmError("value_too_fine")
    taken = session.scalar(
        select(PlatformScore.id).where(
            PlatformScore.enterprise_id == enterprise_id,
            PlatformScore.year == item["year"],
            PlatformScore.removed_on.is_(None),
        )
    )
    if taken is not None:
        raise CrmError("score_year_taken", year=item["year"])


def _rests_on(row: Item) -> Evidence:
    return Evidence(row.source, row.grade)
