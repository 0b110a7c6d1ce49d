"""Contacts of many enterprises at once; numbers are sealed as everywhere. The audit row is the caller's."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.db import add_rows, slices
from crm.enterprises.contacts.service import Card, rewrite, sealed_mobile
from crm.enterprises.models import Contact
from crm.errors import CrmError


def add_contacts(session: Session, cards: Sequence[tuple[int, Card]], *, by: int, on: date, key: bytes) -> None:
    """Write down who can be reached, by enterprise; the first of an enterprise becomes its primary contact."""
    known = _with_contacts(session, sorted({enterprise_id for enterprise_id, _ in cards}))
    rows = []
    for enterprise_id, card in cards:
        if not (card.mobile or card.telephone or card.email):
            raise CrmError("contact_unreachable")
        lines: dict[str, Any] = {"name": card.name, "position": card.position, "telephone": card.telephone}
        lines |= {"email": card.email, "preference": card.preference, "mail_agreed_on": card.mail_agreed_on}
        lines["is_primary"] = enterprise_id not in known
        rows.append(_row(enterprise_id, lines, card.mobile, key) | {"recorded_by": by, "recorded_on": on})
        known.add(enterprise_id)
    add_rows(session, Contact, rows)


def correct_contacts(
    session: Session, cards: Sequence[tuple[Contact, Card]], *, by: int, on: date, key: bytes
) -> None:
    """Put new lines on cards of the record; each that differs leaves a row with what it was."""
    for contact, card in cards:
        session.add_all(rewrite(contact, card, by=by, on=on, key=key))
    session.flush()


def _row(enterprise_id: int, lines: dict[str, Any], mobile: str | None, key: bytes) -> dict[str, Any]:
    sealed, last4 = sealed_mobile(mobile, key=key) if mobile else (None, None)
    return {"enterprise_id": enterprise_id, **lines, "mobile_sealed": sealed, "mobile_last4": last4}


def _with_contacts(session: Session, ids: Sequence[int]) -> set[int]:
    known: set[int] = set()
    for part in slices(ids):
        there = select(Contact.enterprise_id).where(Contact.enterprise_id.in_(part), Contact.left_on.is_(None))
        known.update(session.scalars(there))
    return known
