"""Reads about services: the latest contact of an enterprise, and records as the timeline shows them."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import Session, aliased

from crm.attachments.queries import Owner
from crm.enterprises.models import Contact, Enterprise
from crm.errors import CrmError
from crm.interactions.models import Channel, ContactPurpose, Interaction, InteractionPhoto, Participant
from crm.people.models import User
from crm.sql.bundles import Rows, columns_of


@dataclass(frozen=True, slots=True)
class LastContact:
    """The newest contact with an enterprise."""

    enterprise_id: int
    held_on: date
    channel: Channel
    purpose: ContactPurpose | None
    summary: str
    author: str
    author_id: int


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """One record as the timeline shows it."""

    id: int
    channel: Channel
    purpose: ContactPurpose | None
    summary: str
    follow_up: str | None
    next_contact_on: date | None
    asked_for: bool
    author: str
    with_whom: tuple[str, ...]
    enterprise_id: int
    photos: int
    author_id: int
    withdrawn_on: date | None
    withdrawn_why: str | None
    is_corrected: bool
    is_correction: bool
    met: str | None


def counts_as_contact(record: Any = Interaction) -> ColumnElement[bool]:
    """The condition for being a contact with the enterprise: a briefing for many speaks to nobody in particular."""
    return and_(record.withdrawn_on.is_(None), record.channel != Channel.BRIEFING)


def record_of(session: Session, enterprise_id: int, interaction_id: int) -> Interaction:
    """One record of an enterprise, also a withdrawn one; raises CrmError not_found."""
    record = session.get(Interaction, interaction_id)
    if record is None or record.enterprise_id != enterprise_id:
        raise CrmError("not_found")
    return record


def photos_of(record: Interaction) -> Owner:
    """The record as the owner of its photos."""
    return Owner(InteractionPhoto, "interaction_id", record.id, record.enterprise_id)


def companions_of(session: Session, interaction_id: int) -> frozenset[int]:
    """The colleagues who were there beside the author."""
    return frozenset(session.scalars(select(Participant.user_id).where(Participant.interaction_id == interaction_id)))


def is_latest() -> ColumnElement[bool]:
    """The condition on `Interaction`, joined beside `Enterprise`, for being the newest contact with the enterprise.

    Answered from the index row by row, so that a list costs what its enterprises cost and not what all others do.
    """
    earlier = aliased(Interaction)
    newest = (
        select(earlier.id)
        .where(earlier.enterprise_id == Enterprise.id, counts_as_contact(earlier))
        .order_by(earlier.held_on.desc(), earlier.id.desc())
        .limit(1)
        .correlate(Enterprise)
        .scalar_subquery()
    )
    return Interaction.id == newest


def last_contact(session: Session, enterprise_id: int) -> LastContact | None:
    """The newest contact with one enterprise."""
    row = session.execute(
        select(Interaction, User.name)
        .join(User, User.id == Interaction.author_id)
        .where(Interaction.enterprise_id == enterprise_id, counts_as_contact())
        .order_by(Interaction.held_on.desc(), Interaction.id.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        return None
    newest, author = row
    return LastContact(
        enterprise_id, newest.held_on, newest.channel, newest.purpose, newest.summary, author, newest.author_id
    )


def selects_of_services(ids: Collection[int]) -> dict[str, Select[Any]]:
    """What `make_service_lines` needs of some records, to be read in one bundle with whatever else is wanted."""
    columns = columns_of(Interaction, but=("recorded_at",))
    records = select(*columns, User.name.label("author"), Contact.name.label("met"))
    records = records.join(User, User.id == Interaction.author_id).outerjoin(
        Contact, Contact.id == Interaction.contact_id
    )
    companions = select(Participant.interaction_id, User.name).join(User, User.id == Participant.user_id)
    photo = InteractionPhoto
    photos = select(photo.interaction_id, func.count().label("number")).where(photo.removed_on.is_(None))
    return {
        "service": records.where(Interaction.id.in_(ids)),
        "service_companions": companions.where(Participant.interaction_id.in_(ids)).order_by(User.name),
        "service_photos": photos.where(photo.interaction_id.in_(ids)).group_by(photo.interaction_id),
        "service_corrected": select(Interaction.replaces_id).where(Interaction.replaces_id.in_(ids)),
    }


def make_service_lines(rows: Rows) -> dict[int, ServiceLine]:
    """Records by id, with author and companions."""
    companions: dict[int, list[str]] = defaultdict(list)
    for companion in rows["service_companions"]:
        companions[companion.interaction_id].append(companion.name)
    photos = {photo.interaction_id: photo.number for photo in rows["service_photos"]}
    corrected = {correction.replaces_id for correction in rows["service_corrected"]}
    return {
        one.id: ServiceLine(
            one.id,
            one.channel,
            one.purpose,
            one.summary,
            one.follow_up,
            one.next_contact_on,
            one.asked_for,
            one.author,
            tuple(companions[one.id]),
            one.enterprise_id,
            photos.get(one.id, 0),
            one.author_id,
            one.withdrawn_on,
            one.withdrawn_why,
            one.id in corrected,
            one.replaces_id is not None,
            one.met,
        )
        for one in rows["service"]
    }
