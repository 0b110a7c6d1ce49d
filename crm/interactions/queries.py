"""Reads about services: the latest contact of an enterprise, what was planned, and the month's count."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from crm.enterprises.models import Enterprise
from crm.errors import CrmError
from crm.interactions.models import Channel, ContactPurpose, Interaction, InteractionPhoto, Participant
from crm.people.models import User
from crm.sql.bundles import Rows, columns_of


@dataclass(frozen=True, slots=True)
class LastContact:
    """The newest record of an enterprise; its plan is the enterprise's standing plan."""

    enterprise_id: int
    held_on: date
    channel: Channel
    purpose: ContactPurpose | None
    summary: str
    author: str
    author_id: int
    next_contact_on: date | None


@dataclass(frozen=True, slots=True)
class AnnouncedContact:
    """A colleague's announced contact."""

    enterprise_id: int
    author: str
    planned_on: date


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


def counts_as_service() -> ColumnElement[bool]:
    """The condition on `Interaction` for counting at all: nobody has withdrawn or corrected it."""
    return Interaction.withdrawn_on.is_(None)


def record_of(session: Session, enterprise_id: int, interaction_id: int) -> Interaction:
    """One record of an enterprise, also a withdrawn one; raises CrmError not_found."""
    record = session.get(Interaction, interaction_id)
    if record is None or record.enterprise_id != enterprise_id:
        raise CrmError("not_found")
    return record


def companions_of(session: Session, interaction_id: int) -> frozenset[int]:
    """The colleagues who were there beside the author."""
    return frozenset(session.scalars(select(Participant.user_id).where(Participant.interaction_id == interaction_id)))


def latest_contacts() -> Subquery:
    """The newest record of every enterprise, to be joined on `enterprise_id`; for reading all of them at once."""
    newest_first = func.row_number().over(
        partition_by=Interaction.enterprise_id, order_by=(Interaction.held_on.desc(), Interaction.id.desc())
    )
    numbered = select(Interaction.id.label("id"), newest_first.label("place")).where(counts_as_service()).subquery()
    return (
        select(
            Interaction.id,
            Interaction.enterprise_id,
            Interaction.held_on,
            Interaction.channel,
            Interaction.purpose,
            Interaction.summary,
            Interaction.author_id,
            Interaction.next_contact_on,
        )
        .join(numbered, numbered.c.id == Interaction.id)
        .where(numbered.c.place == 1)
        .subquery("latest_contact")
    )


def is_latest() -> ColumnElement[bool]:
    """The condition on `Interaction`, joined beside `Enterprise`, for being the enterprise's newest record.

    Answered from the index row by row, so that a list costs what its enterprises cost and not what all others do.
    """
    earlier = aliased(Interaction)
    newest = (
        select(earlier.id)
        .where(earlier.enterprise_id == Enterprise.id, earlier.withdrawn_on.is_(None))
        .order_by(earlier.held_on.desc(), earlier.id.desc())
        .limit(1)
        .correlate(Enterprise)
        .scalar_subquery()
    )
    return Interaction.id == newest


def last_contact(session: Session, enterprise_id: int) -> LastContact | None:
    """The newest record of one enterprise."""
    row = session.execute(
        select(Interaction, User.name)
        .join(User, User.id == Interaction.author_id)
        .where(Interaction.enterprise_id == enterprise_id, counts_as_service())
        .order_by(Interaction.held_on.desc(), Interaction.id.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        return None
    newest, author = row
    return LastContact(
        enterprise_id,
        newest.held_on,
        newest.channel,
        newest.purpose,
        newest.summary,
        author,
        newest.author_id,
        newest.next_contact_on,
    )


def contacts_in_month(session: Session, enterprise_id: int, on: date) -> int:
    """Contacts since the first of the month of `on` that the enterprise had not asked for."""
    return session.scalar(count_in_month(enterprise_id, on)) or 0


def count_in_month(enterprise_id: int, on: date) -> Select[tuple[int]]:
    """The same as a select of one row with a `number`."""
    return (
        select(func.count().label("number"))
        .select_from(Interaction)
        .where(
            Interaction.enterprise_id == enterprise_id,
            counts_as_service(),
            Interaction.asked_for.is_(False),
            Interaction.held_on >= on.replace(day=1),
            Interaction.held_on <= on,
        )
    )


def plans_of_others(
    session: Session,
    enterprise_ids: Collection[int] | Select[tuple[int]],
    *,
    but: Collection[int],
    since: date,
    until: date,
) -> list[AnnouncedContact]:
    """Who else has announced to contact these enterprises within the days: each colleague's newest word counts."""
    later = aliased(Interaction)
    newer = and_(
        later.enterprise_id == Interaction.enterprise_id,
        later.author_id == Interaction.author_id,
        later.withdrawn_on.is_(None),
        or_(
            later.held_on > Interaction.held_on, and_(later.held_on == Interaction.held_on, later.id > Interaction.id)
        ),
    )
    rows = session.execute(
        select(Interaction.enterprise_id, User.name, Interaction.next_contact_on)
        .join(User, User.id == Interaction.author_id)
        .outerjoin(later, newer)
        .where(
            Interaction.enterprise_id.in_(enterprise_ids),
            counts_as_service(),
            Interaction.author_id.not_in(but),
            Interaction.next_contact_on >= since,
            Interaction.next_contact_on <= until,
            later.id.is_(None),
        )
        .order_by(Interaction.next_contact_on, User.name)
    )
    return [AnnouncedContact(enterprise_id, author, planned_on) for enterprise_id, author, planned_on in rows]


def selects_of_services(ids: Collection[int]) -> dict[str, Select[Any]]:
    """What `make_service_lines` needs of some records, to be read in one bundle with whatever else is wanted."""
    records = select(*columns_of(Interaction, but=("recorded_at",)), User.name.label("author"))
    companions = select(Participant.interaction_id, User.name).join(User, User.id == Participant.user_id)
    photo = InteractionPhoto
    photos = select(photo.interaction_id, func.count().label("number")).where(photo.removed_on.is_(None))
    return {
        "service": records.join(User, User.id == Interaction.author_id).where(Interaction.id.in_(ids)),
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
        )
        for one in rows["service"]
    }
