"""People at an enterprise: written down, corrected, gone. Mobile numbers are sealed; every look at one is recorded."""

import hashlib
import re
from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import update
from sqlalchemy.orm import Session

from crm.audit import service as audit
from crm.db import serialise
from crm.enterprises import queries
from crm.enterprises.models import Contact, Enterprise, EnterpriseChange
from crm.errors import CrmError
from crm.sealing import seal, unseal

MOBILE_PLACE = "contacts.mobile"
_MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
_PREFIX = re.compile(r"^(\+?86|0086)(?=1\d{10}$)", re.ASCII)
_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Card:
    """What is written on a contact's card; `mobile` is the full number, None leaves the known one."""

    name: str
    position: str | None = None
    mobile: str | None = None
    telephone: str | None = None
    email: str | None = None
    preference: str | None = None
    mail_agreed_on: date | None = None
    is_primary: bool = False


def add_contact(session: Session, enterprise_id: int, card: Card, *, by: int | None, on: date, key: bytes) -> Contact:
    """Write down somebody at the enterprise who can be reached; the first one becomes the primary contact.

    The very card that the same person wrote down on the same day is the same one, sent twice.
    """
    if session.get(Enterprise, enterprise_id) is None:
        raise CrmError("not_found")
    if not (card.mobile or card.telephone or card.email):
        raise CrmError("contact_unreachable")
    serialise(session, f"contacts of {enterprise_id}")
    first = not queries.contacts(session, enterprise_id, on)
    contact = Contact(enterprise_id=enterprise_id, recorded_by=by, recorded_on=on)
    _fill(contact, card, key=key)
    for known in queries.contacts(session, enterprise_id, on):
        if _is_same(known, contact, key=key):
            return known
    session.add(contact)
    session.flush()
    if card.is_primary or first:
        _make_primary(session, contact)
    audit.record(session, by, "contact.added", f"enterprise:{enterprise_id}", contact=contact.id)
    return contact


def correct_contact(
    session: Session, contact: Contact, card: Card, *, by: int, on: date, key: bytes, seen: str | None = None
) -> list[EnterpriseChange]:
    """Correct a card; each line that differs leaves a row with what it was, numbers masked.

    `seen` is the `mark` of the card the person looked at.
    """
    serialise(session, f"contacts of {contact.enterprise_id}")
    session.refresh(contact)
    if contact.left_on is not None and contact.left_on <= on:
        raise CrmError("contact_left", name=contact.name)
    if seen is not None and seen != mark(contact):
        raise CrmError("contact_changed_meanwhile", name=contact.name)
    changes = rewrite(contact, card, by=by, on=on, key=key)
    session.add_all(changes)
    if card.is_primary:
        _make_primary(session, contact)
    session.flush()
    if changes:
        fields = [change.field for change in changes]
        audit.record(
            session, by, "contact.corrected", f"enterprise:{contact.enterprise_id}", contact=contact.id, fields=fields
        )
    return changes


def rewrite(contact: Contact, card: Card, *, by: int, on: date, key: bytes) -> list[EnterpriseChange]:
    """Put what `card` says on the contact; a row for each line that differs, numbers masked, still to be written."""
    before = _lines(contact)
    _fill(contact, card, key=key)
    if not (contact.mobile_sealed or contact.telephone or contact.email):
        raise CrmError("contact_unreachable")
    after = _lines(contact)
    return [
        EnterpriseChange(
            enterprise_id=contact.enterprise_id,
            field=f"{queries.CONTACT}:{contact.id}:{field}",
            old=before[field],
            new=after[field],
            changed_by=by,
            changed_on=on,
        )
        for field in after
        if after[field] != before[field]
    ]


def leave(session: Session, contact: Contact, *, by: int, on: date) -> None:
    """The person no longer works there; the card stays in the record."""
    gone = session.execute(
        update(Contact)
        .where(Contact.id == contact.id, Contact.left_on.is_(None))
        .values(left_on=on, is_primary=False)
    ).rowcount  # type: ignore[attr-defined]
    if gone != 1:
        raise CrmError("contact_left", name=contact.name)
    audit.record(session, by, "contact.left", f"enterprise:{contact.enterprise_id}", contact=contact.id)


def come_back(session: Session, contact: Contact, *, by: int) -> None:
    """The person works there after all: a departure noted by mistake is taken back."""
    back = session.execute(
        update(Contact).where(Contact.id == contact.id, Contact.left_on.is_not(None)).values(left_on=None)
    ).rowcount  # type: ignore[attr-defined]
    if back != 1:
        raise CrmError("contact_still_there", name=contact.name)
    audit.record(session, by, "contact.came_back", f"enterprise:{contact.enterprise_id}", contact=contact.id)


def read_revealed_number(contact: Contact, *, key: bytes) -> str:
    """The number whose revealing was recorded by the request before this one."""
    if contact.mobile_sealed is None:
        raise CrmError("contact_without_mobile", name=contact.name)
    return unseal(contact.mobile_sealed, key=key, place=MOBILE_PLACE)


def reveal(session: Session, contact: Contact, *, by: int, key: bytes) -> str:
    """The full mobile number; that `by` looked at it is recorded."""
    number = read_revealed_number(contact, key=key)
    audit.record(session, by, "contact.revealed", f"enterprise:{contact.enterprise_id}", contact=contact.id)
    return number


def mask_number(last4: str | None) -> str | None:
    """How a mobile number stands on pages: 1** **** 5707."""
    return f"1** **** {last4}" if last4 else None


def masked_line(telephone: str | None) -> str | None:
    """How a landline stands on pages: its last four digits hidden."""
    if telephone is None or len(telephone) <= _SHOWN:
        return telephone
    return telephone[:-_SHOWN] + "*" * _SHOWN


def mark(contact: Contact) -> str:
    """A short text that differs whenever the card does."""
    lines = repr([*_lines(contact).values(), contact.mobile_sealed, contact.is_primary])
    return hashlib.sha256(lines.encode()).hexdigest()[:16]


def read_mobile(text: str) -> str:
    """Eleven digits, without country code and blanks; raises CrmError for anything else."""
    digits = _PREFIX.sub("", re.sub(r"[\s-]", "", text))
    if not _MOBILE.fullmatch(digits):
        raise CrmError("mobile_invalid")
    return digits


def sealed_mobile(text: str, *, key: bytes) -> tuple[bytes, str]:
    """A mobile number as it is kept: sealed, and its last four digits to search by."""
    digits = read_mobile(text)
    return seal(digits, key=key, place=MOBILE_PLACE), digits[-_SHOWN:]


def _fill(contact: Contact, card: Card, *, key: bytes) -> None:
    lines = asdict(card)
    mobile = lines.pop("mobile")
    lines.pop("is_primary")
    for field, value in lines.items():
        setattr(contact, field, value)
    if mobile:
        digits = read_mobile(mobile)
        if contact.mobile_sealed is None or unseal(contact.mobile_sealed, key=key, place=MOBILE_PLACE) != digits:
            contact.mobile_sealed, contact.mobile_last4 = sealed_mobile(digits, key=key)


def _is_same(known: Contact, fresh: Contact, *, key: bytes) -> bool:
    fields = ("name", "position", "telephone", "email", "preference", "recorded_by", "recorded_on")
    if any(getattr(known, field) != getattr(fresh, field) for field in fields):
        return False
    sealed = [
        each and unseal(each, key=key, place=MOBILE_PLACE) for each in (known.mobile_sealed, fresh.mobile_sealed)
    ]
    return sealed[0] == sealed[1]


def _lines(contact: Contact) -> dict[str, str | None]:
    """The card as it may be kept in the history."""
    return {
        "name": contact.name,
        "position": contact.position,
        "mobile": mask_number(contact.mobile_last4),
        "telephone": masked_line(contact.telephone),
        "email": contact.email,
        "preference": contact.preference,
        "mail_agreed_on": contact.mail_agreed_on.isoformat() if contact.mail_agreed_on else None,
    }


def _make_primary(session: Session, contact: Contact) -> None:
    """This contact and no other is the one to call first."""
    others = Contact.enterprise_id == contact.enterprise_id, Contact.id != contact.id
    session.execute(update(Contact).where(*others).values(is_primary=False))
    contact.is_primary = True
