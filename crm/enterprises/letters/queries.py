"""Reads about letters: those that wait or were passed on, of the enterprises somebody sees, and whom they go to."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from crm.db import slices
from crm.enterprises.letters.models import EnterpriseLetter, LetterMailing, LetterState
from crm.enterprises.models import Contact, Enterprise
from crm.errors import CrmError
from crm.notifications.channels.models import DeliveryState
from crm.people.models import User
from crm.sql.bundles import columns_of


def list_letters(
    session: Session, within: ColumnElement[bool], state: LetterState, *, offset: int = 0, limit: int
) -> tuple[Sequence[Any], int]:
    """A page of the letters in a state, and how many there are: what waits the longest first, what is over last."""
    chosen = within & (EnterpriseLetter.state == state)
    moment = EnterpriseLetter.written_at
    order = moment if state is LetterState.WAITING else moment.desc()
    rows = session.execute(_lines(chosen).order_by(order, EnterpriseLetter.id).offset(offset).limit(limit)).all()
    number = select(func.count()).select_from(EnterpriseLetter).join(Enterprise).where(chosen)
    return rows, session.scalar(number) or 0


def letters_of(session: Session, enterprise_id: int, *, limit: int) -> Sequence[Any]:
    """The letters to one enterprise that were not taken back, those that wait first, then the newest."""
    theirs = (EnterpriseLetter.enterprise_id == enterprise_id) & (EnterpriseLetter.state != LetterState.WITHDRAWN)
    waits_first = EnterpriseLetter.state != LetterState.WAITING
    return session.execute(_lines(theirs).order_by(waits_first, EnterpriseLetter.id.desc()).limit(limit)).all()


def letters_about(session: Session, within: ColumnElement[bool], reason: str) -> Sequence[Any]:
    """What was or is still to be told because of the reason, of enterprises one sees, the newest first."""
    about = (EnterpriseLetter.reason == reason) & (EnterpriseLetter.state != LetterState.WITHDRAWN)
    return session.execute(_lines(within & about).order_by(EnterpriseLetter.id.desc())).all()


def waiting_letters(
    enterprise: InstrumentedAttribute[int], whose: ColumnElement[bool], beside: Sequence[Any], *, limit: int
) -> Select[Any]:
    """What is still to be told to enterprises of another table, the longest first, with columns of that table."""
    waiting = select(EnterpriseLetter.enterprise_id, EnterpriseLetter.kind, EnterpriseLetter.values, *beside)
    waiting = waiting.join_from(EnterpriseLetter, enterprise.class_, enterprise == EnterpriseLetter.enterprise_id)
    waiting = waiting.where(whose, EnterpriseLetter.state == LetterState.WAITING)
    return waiting.order_by(EnterpriseLetter.written_at, EnterpriseLetter.id).limit(limit)


def letters_to_mail(
    session: Session, on: date, at: datetime, *, limit: int, only: int | None = None
) -> Sequence[Any]:
    """Letters that wait, to contacts who agreed to mail and are still there, whose time to be tried has come."""
    is_due = (LetterMailing.state == DeliveryState.WAITING) & (LetterMailing.due_at <= at)
    due = (
        select(*columns_of(EnterpriseLetter), Enterprise.name.label("enterprise"), Contact.email)
        .join(Enterprise, Enterprise.id == EnterpriseLetter.enterprise_id)
        .join(Contact, Contact.id == EnterpriseLetter.contact_id)
        .outerjoin(LetterMailing, LetterMailing.letter_id == EnterpriseLetter.id)
        .where(
            EnterpriseLetter.state == LetterState.WAITING,
            Contact.email.is_not(None),
            Contact.mail_agreed_on <= on,
            or_(Contact.left_on.is_(None), Contact.left_on > on),
            or_(LetterMailing.letter_id.is_(None), is_due),
        )
    )
    if only is not None:
        due = due.where(EnterpriseLetter.id == only)
    return session.execute(due.order_by(EnterpriseLetter.id).limit(limit)).all()


def letter_of(session: Session, enterprise_id: int, letter_id: int) -> EnterpriseLetter:
    """One letter to the enterprise as it is now; raises CrmError not_found for another's."""
    letter = session.get(EnterpriseLetter, letter_id, populate_existing=True)
    if letter is None or letter.enterprise_id != enterprise_id:
        raise CrmError("not_found")
    return letter


def first_contacts(session: Session, enterprise_ids: Collection[int], on: date) -> dict[int, int]:
    """Whom one writes to at each enterprise: its primary contact, else the first who has not left."""
    known: dict[int, int] = {}
    for part in slices(sorted(enterprise_ids)):
        rows = session.execute(
            select(Contact.enterprise_id, Contact.id)
            .where(Contact.enterprise_id.in_(part), or_(Contact.left_on.is_(None), Contact.left_on > on))
            .order_by(Contact.is_primary, Contact.id.desc())
        )
        known |= dict(rows.tuples().all())  # the last one of each enterprise stays
    return known


def _lines(condition: ColumnElement[bool]) -> Select[Any]:
    return (
        select(
            *columns_of(EnterpriseLetter),
            Enterprise.name.label("enterprise"),
            Contact.name.label("contact"),
            Contact.position,
            Contact.preference,
            User.name.label("passed_on_by_name"),
            LetterMailing.state.label("mailing"),
            LetterMailing.tries,
            LetterMailing.trouble,
            LetterMailing.detail,
        )
        .join(Enterprise, Enterprise.id == EnterpriseLetter.enterprise_id)
        .outerjoin(Contact, Contact.id == EnterpriseLetter.contact_id)
        .outerjoin(User, User.id == EnterpriseLetter.passed_on_by)
        .outerjoin(LetterMailing, LetterMailing.letter_id == EnterpriseLetter.id)
        .where(condition)
    )
