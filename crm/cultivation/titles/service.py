"""The life of a title: granted, corrected, reviewed, revoked, removed; each step is an event that stays."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.audit import service as audit
from crm.cultivation.duties.upkeep import move_duties, settle
from crm.cultivation.models import Tier, Title, TitleEvent, TitleEventKind
from crm.cultivation.titles import queries as title_queries
from crm.cultivation.titles.bars import RevocationCause, refuse_barred
from crm.db import serialise
from crm.enterprises.models import Enterprise
from crm.errors import CrmError
from crm.people import queries as people
from crm.rules.law.days.validity import Term, overlap
from crm.rules.law.fields import words
from crm.rules.reading.ladder import Ladder

# The lock under which titles are written: a page asks for one enterprise's, a register for all of them.
TITLES = "titles"


@dataclass(frozen=True, slots=True)
class TitleGrant:
    """What the recognising body announced; without a last day the policy's term counts."""

    tier: Tier
    granted_on: date
    expires_on: date | None = None
    document: str | None = None
    batch: str | None = None
    certificate: str | None = None


class DatedTitle(Term, Protocol):
    """A title in the record, or one about to be written."""

    @property
    def tier(self) -> Tier: ...


@dataclass(frozen=True, slots=True)
class TitleSpan:
    """From the first day of a title to its last, or until it was taken back."""

    granted_on: date
    expires_on: date
    revoked_on: date | None = None


def grant_title(
    session: Session, enterprise_id: int, recognition: TitleGrant, *, ladder: Ladder, by: int | None, on: date
) -> Title:
    """Write down a title; raises CrmError when another one of its tier is valid at the same time."""
    _claim(session, enterprise_id)
    title = _new(session, enterprise_id, recognition, ladder=ladder, by=by, on=on)
    note_happening(session, title, TitleEventKind.GRANTED, title.granted_on, by=by)
    audit.record(
        session,
        by,
        "title.granted",
        f"enterprise:{enterprise_id}",
        title=title.id,
        tier=title.tier,
        granted_on=title.granted_on,
        expires_on=title.expires_on,
    )
    return title


def correct_title(
    session: Session, title: Title, recognition: TitleGrant, *, ladder: Ladder, by: int, on: date
) -> Title:
    """Put another row in the place of one that was written down wrongly; what happened to it moves along."""
    _claim(session, title.enterprise_id)
    if _recognition_of(title) == recognition:
        return title
    _remove(session, title, by=by, on=on)
    new = _new(session, title.enterprise_id, recognition, ladder=ladder, by=by, on=on, revoked_on=title.revoked_on)
    for event in _events(session, title):
        if event.kind not in (TitleEventKind.GRANTED, TitleEventKind.CORRECTED):
            moved = note_happening(session, new, event.kind, event.happened_on, by=event.recorded_by, **event.detail)
            moved.expires_before, moved.expires_after = event.expires_before, event.expires_after
            if event.kind == TitleEventKind.REVIEW_FAILED and event.expires_before == title.expires_on:
                moved.expires_before = new.expires_on
    move_duties(session, title, new)
    note_happening(session, new, TitleEventKind.GRANTED, new.granted_on, by=by)
    note_happening(session, new, TitleEventKind.CORRECTED, on, by=by, instead_of=title.id)
    audit.record(
        session, by, "title.corrected", f"enterprise:{title.enterprise_id}", title=new.id, instead_of=title.id
    )
    return new


def remove_title(session: Session, title: Title, *, why: str, by: int, on: date) -> None:
    """The title was written down by mistake; the row stays and no longer counts."""
    _claim(session, title.enterprise_id)
    _remove(session, title, by=by, on=on)
    note_happening(session, title, TitleEventKind.REMOVED, on, by=by, why=why)
    audit.record(session, by, "title.removed", f"enterprise:{title.enterprise_id}", title=title.id)


def revoke_title(
    session: Session, title: Title, revoked_on: date, cause: RevocationCause, *, why: str, by: int, on: date
) -> None:
    """The recognising body cancelled the title; from that day it does not count, and bars the enterprise for years."""
    claim_standing_title(session, title)
    if title.revoked_on is not None:
        raise CrmError("title_already_revoked", day=title.revoked_on)
    refuse_day_ahead(revoked_on, on=on)
    if not title.granted_on <= revoked_on <= title.expires_on:
        raise CrmError("title_revoked_outside", since=title.granted_on, until=title.expires_on)
    title.revoked_on = revoked_on
    note_happening(session, title, TitleEventKind.REVOKED, revoked_on, by=by, why=why, cause=cause.value)
    audit.record(
        session,
        by,
        "title.revoked",
        f"enterprise:{title.enterprise_id}",
        title=title.id,
        revoked_on=revoked_on,
        cause=cause.value,
    )


def note_event(
    session: Session,
    title: Title,
    kind: TitleEventKind,
    happened_on: date,
    *,
    by: int,
    on: date,
    why: str | None = None,
) -> None:
    """An annual update or a report of a major change."""
    if kind not in (TitleEventKind.ANNUAL_UPDATE, TitleEventKind.MAJOR_CHANGE):
        raise CrmError("bad_request")
    claim_standing_title(session, title)
    refuse_day_ahead(happened_on, on=on)
    note_happening(session, title, kind, happened_on, by=by, why=why)
    settle(session, [title.id])
    audit.record(session, by, f"title.{kind}", f"enterprise:{title.enterprise_id}", title=title.id)


def note_certificate(session: Session, title: Title, certificate: str, *, by: int, on: date) -> None:
    """The number of the certificate became known; one that stood there before stays in the record of acts."""
    claim_standing_title(session, title)
    before = title.certificate
    if before == certificate:
        return
    title.certificate = certificate
    about = {"title": title.id, "before": before, "after": certificate, "day": on}
    audit.record(session, by, "title.certified", f"enterprise:{title.enterprise_id}", **about)


def _claim(session: Session, enterprise_id: int) -> None:
    serialise(session, f"titles of {enterprise_id}", among=TITLES)
    if session.get(Enterprise, enterprise_id) is None:
        raise CrmError("not_found")


def claim_standing_title(session: Session, title: Title) -> None:
    """The row still stands; otherwise CrmError says who put an end to it."""
    _claim(session, title.enterprise_id)
    session.refresh(title)
    if title.removed_on is not None:
        names = people.names(session, {title.removed_by} if title.removed_by else set())
        raise CrmError("title_changed_meanwhile", who=names.get(title.removed_by or 0, "—"), day=title.removed_on)


def _new(
    session: Session,
    enterprise_id: int,
    recognition: TitleGrant,
    *,
    ladder: Ladder,
    by: int | None,
    on: date,
    revoked_on: date | None = None,
) -> Title:
    if recognition.tier is Tier.SEED:
        raise CrmError("bad_request")
    refuse_day_ahead(recognition.granted_on, on=on)
    expires_on = recognition.expires_on or ladder.tier(recognition.tier).expires_on(recognition.granted_on)
    if expires_on is None or expires_on < recognition.granted_on:
        raise CrmError("title_ends_too_early")
    title = Title(
        enterprise_id=enterprise_id,
        tier=recognition.tier,
        granted_on=recognition.granted_on,
        expires_on=expires_on,
        revoked_on=revoked_on,
        document=recognition.document,
        batch=recognition.batch,
        certificate=recognition.certificate,
        recorded_by=by,
        recorded_on=on,
    )
    held = title_queries.titles(session, enterprise_id)
    check_alone(title, (one for one in held if one.tier == title.tier))
    refuse_barred(held, title.granted_on, ladder)
    session.add(title)
    session.flush()
    return title


def check_alone(term: Term, others: Iterable[DatedTitle]) -> None:
    """Raise CrmError when another title of its tier counts on one of its days or was granted on the same day."""
    for other in others:
        if stands_in_the_way(other, term):
            tier = words("recognitions.tier", other.tier)
            raise CrmError("title_already_valid", day=term.granted_on, tier=tier, expires=other.expires_on)


def stands_in_the_way(other: Term, term: Term) -> bool:
    """Whether two titles of one tier cannot both have been held."""
    return overlap(other, term) or other.granted_on == term.granted_on


def titles_of_tier(session: Session, enterprise_id: int, tier: Tier) -> Sequence[Title]:
    """All titles of one tier that stand in the record."""
    standing = Title.enterprise_id == enterprise_id, Title.tier == tier, Title.removed_on.is_(None)
    return session.scalars(select(Title).where(*standing)).all()


def _remove(session: Session, title: Title, *, by: int, on: date) -> None:
    claim_standing_title(session, title)
    title.removed_by, title.removed_on = by, on
    session.flush()


def note_happening(
    session: Session, title: Title, kind: TitleEventKind, happened_on: date, *, by: int | None, **detail: Any
) -> TitleEvent:
    """One event; the same kind happens to a title at most once a day. What is None is not kept."""
    known = any(event.kind == kind and event.happened_on == happened_on for event in _events(session, title))
    if known:
        raise CrmError("title_event_known")
    known_detail = {name: value for name, value in detail.items() if value is not None}
    event = TitleEvent(title_id=title.id, kind=kind, happened_on=happened_on, recorded_by=by, detail=known_detail)
    session.add(event)
    session.flush()
    return event


def _events(session: Session, title: Title) -> list[TitleEvent]:
    return list(session.scalars(select(TitleEvent).where(TitleEvent.title_id == title.id)))


def _recognition_of(title: Title) -> TitleGrant:
    return TitleGrant(title.tier, title.granted_on, title.expires_on, title.document, title.batch, title.certificate)


def refuse_day_ahead(day: date, *, on: date) -> None:
    """Nothing about a title is written down before it happens."""
    if day > on:
        raise CrmError("title_day_ahead", day=day)
