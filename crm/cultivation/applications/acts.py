"""What each step does to an application beside its state; guards and who may take it stand in `life.py`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from crm.cultivation.applications.entitled import title_under_review, written_title
from crm.cultivation.applications.life import ApplicationAct
from crm.cultivation.applications.models import Application
from crm.cultivation.models import Title
from crm.cultivation.pool.recognising import recognise
from crm.cultivation.titles import reviews
from crm.cultivation.titles.service import TitleGrant, note_certificate
from crm.enterprises.models import Enterprise
from crm.errors import CrmError
from crm.rules import Purpose
from crm.rules.reading.ladder import Ladder


@dataclass(frozen=True, slots=True)
class ApplicationSaying:
    """What somebody says with a step; each step needs some of it."""

    why: str | None = None
    text: str | None = None
    document: str | None = None
    clause: str | None = None
    day: date | None = None
    until: date | None = None
    certificate: str | None = None


APPLICATION_NEEDS = {
    "why": "application_needs_why",
    "text": "application_needs_text",
    "document": "application_needs_document",
    "clause": "application_needs_clause",
    "day": "application_needs_day",
    "until": "application_needs_until",
}
"""The refusal of a step that lacks one of the things it needs."""


@dataclass(frozen=True, slots=True)
class ApplicationTurn:
    """Who takes a step (None: the night), when, and by which ladder of titles."""

    ladder: Ladder
    by: int | None
    on: date
    at: datetime


Effect = Callable[[Session, Application, ApplicationSaying, ApplicationTurn], dict[str, Any]]
"""Changes the application and returns what the event keeps of it."""


def _send_back(
    _session: Session, application: Application, _saying: ApplicationSaying, _turn: ApplicationTurn
) -> dict[str, Any]:
    application.site_checked_on = None
    return {}


def _check_site(
    _session: Session, application: Application, saying: ApplicationSaying, turn: ApplicationTurn
) -> dict[str, Any]:
    day = _past(saying, turn)
    if application.submitted_on is not None and day < application.submitted_on:
        raise CrmError("application_checked_before", day=application.submitted_on)
    application.site_checked_on = day
    return {"day": day.isoformat()}


def _recommend(
    _session: Session, application: Application, saying: ApplicationSaying, turn: ApplicationTurn
) -> dict[str, Any]:
    if application.submitted_by == turn.by:
        raise CrmError("application_recommended_alone")
    if application.site_checked_on is None:
        raise CrmError("application_needs_site_check")
    application.letter, application.recommended_on = saying.document, turn.on
    return {"document": saying.document}


def _announce(
    _session: Session, application: Application, saying: ApplicationSaying, _turn: ApplicationTurn
) -> dict[str, Any]:
    since, until = saying.day, saying.until
    if since is None or until is None or until < since:
        raise CrmError("application_publicity_ends_early")
    if application.recommended_on is not None and since < application.recommended_on:
        raise CrmError("application_publicity_before", day=application.recommended_on)
    application.publicity_from, application.publicity_to = since, until
    return {"document": saying.document, "day": since.isoformat(), "until": until.isoformat()}


def _object(
    _session: Session, application: Application, _saying: ApplicationSaying, _turn: ApplicationTurn
) -> dict[str, Any]:
    application.objections += 1
    return {"objections": application.objections}


def _settle(
    _session: Session, application: Application, _saying: ApplicationSaying, _turn: ApplicationTurn
) -> dict[str, Any]:
    application.objections -= 1
    return {"objections": application.objections}


def _grant(
    session: Session, application: Application, saying: ApplicationSaying, turn: ApplicationTurn
) -> dict[str, Any]:
    """The title is made, or carried on, in the same transaction, by the verbs of titles with all they refuse."""
    day = _past(saying, turn)
    hindrance = hindrance_of_grant(application, day)
    if hindrance is not None:
        raise hindrance
    written = written_title(session, application, day)
    if written is not None and saying.certificate:
        note_certificate(session, session.get_one(Title, written), saying.certificate, by=turn.by or 0, on=turn.on)
    application.title_id = written or _make_title(session, application, saying, day, turn)
    application.closed_on = turn.on
    about = {"document": saying.document, "day": day.isoformat()}
    return about | ({"certificate": saying.certificate} if saying.certificate else {})


def hindrance_of_grant(application: Application, day: date) -> CrmError | None:
    """Why it cannot have been granted on a day; None if it can."""
    if application.objections:
        return CrmError("application_objections_open", count=application.objections)
    if application.submitted_on is not None and day < application.submitted_on:
        return CrmError("grant_before_application", day=application.submitted_on)
    if application.publicity_to is not None and day <= application.publicity_to:
        return CrmError("grant_within_publicity", day=application.publicity_to)
    return None


def _make_title(
    session: Session, application: Application, saying: ApplicationSaying, day: date, turn: ApplicationTurn
) -> int:
    if application.purpose is Purpose.NEW:
        enterprise = session.get_one(Enterprise, application.enterprise_id)
        announced = TitleGrant(application.target, day, document=saying.document, certificate=saying.certificate)
        return recognise(session, enterprise, announced, ladder=turn.ladder, by=turn.by, on=turn.on).id
    title = title_under_review(session, application.enterprise_id, application.target)
    about = {"why": saying.document, "certificate": saying.certificate}
    reviews.pass_review(session, title, day, ladder=turn.ladder, by=turn.by or 0, on=turn.on, **about)
    return title.id


def _refuse(
    _session: Session, application: Application, saying: ApplicationSaying, turn: ApplicationTurn
) -> dict[str, Any]:
    application.closed_on = turn.on
    return {"clause": saying.clause}


def _close(
    _session: Session, application: Application, _saying: ApplicationSaying, turn: ApplicationTurn
) -> dict[str, Any]:
    application.closed_on = turn.on
    return {}


def _past(saying: ApplicationSaying, turn: ApplicationTurn) -> date:
    """The day that was said, which is not ahead."""
    if saying.day is None:
        raise CrmError("application_needs_day")
    if saying.day > turn.on:
        raise CrmError("application_day_ahead", day=saying.day)
    return saying.day


EFFECTS: Mapping[str, Effect] = {
    ApplicationAct.MISS: _close,
    ApplicationAct.SEND_BACK: _send_back,
    ApplicationAct.CHECK_SITE: _check_site,
    ApplicationAct.RECOMMEND: _recommend,
    ApplicationAct.ANNOUNCE: _announce,
    ApplicationAct.OBJECT: _object,
    ApplicationAct.SETTLE: _settle,
    ApplicationAct.GRANT: _grant,
    ApplicationAct.REFUSE: _refuse,
    ApplicationAct.WITHDRAW: _close,
}
"""What `take_step` does; submitting has a verb of its own."""
