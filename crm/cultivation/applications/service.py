"""Opening an application, submitting it with what is judged on that day, and taking the other steps of its life."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm.audit import service as audit
from crm.cultivation.applications import queries
from crm.cultivation.applications.acts import (
    APPLICATION_NEEDS,
    EFFECTS,
    ApplicationSaying,
    ApplicationTurn,
    hindrance_of_grant,
)
from crm.cultivation.applications.entitled import refuse_unentitled
from crm.cultivation.applications.judging import Submission, check_submission, hear_application, keep_judgement
from crm.cultivation.applications.life import ApplicationAct, ApplicationActor, steps_open_to
from crm.cultivation.applications.materials.checklist import checklist_of, missing_of
from crm.cultivation.applications.materials.service import make_checklist
from crm.cultivation.applications.models import Application, ApplicationEvent, ApplicationState
from crm.cultivation.applications.notices import tell_of_application
from crm.cultivation.flags import acts as flag_acts
from crm.cultivation.models import Flag, Tier
from crm.cultivation.night.verdicts import Standards
from crm.cultivation.windows.conditions import window_of
from crm.db import serialise
from crm.errors import CrmError
from crm.people import queries as people
from crm.rules import Purpose
from crm.rules.law.fields import words
from crm.rules.reading.ladder import Ladder, Window
from crm.steps import Step, Thing, last_step, record_step

_OPEN = Step("open", "", ApplicationState.PREPARED, frozenset())


@dataclass(frozen=True, slots=True)
class ApplicationWish:
    """What is applied for, in which announced window (None: none is announced), and the flag that led to it."""

    target: Tier
    purpose: Purpose
    window_id: str | None = None
    flag_id: int | None = None


def open_application(
    session: Session, enterprise_id: int, wish: ApplicationWish, *, ladder: Ladder, by: int, on: date, at: datetime
) -> Application:
    """Begin to prepare an application; the flag that led to it counts as acted on."""
    serialise(session, "application numbers")
    window = window_of(ladder, wish.window_id)
    if window is not None and (window.tier, window.purpose) != (wish.target.value, wish.purpose):
        raise CrmError("bad_request")
    day = window.day_of(on) if window else on
    refuse_unentitled(session, enterprise_id, wish.target, wish.purpose, ladder, day=day, on=on)
    _refuse_second(session, enterprise_id, wish)
    flag = _flag(session, enterprise_id, wish)
    application = Application(
        number=_next_number(session, on),
        enterprise_id=enterprise_id,
        target=wish.target,
        purpose=wish.purpose,
        window_id=wish.window_id,
        state=ApplicationState.PREPARED,
        flag_id=flag.id if flag else None,
        opened_on=on,
        opened_by=by,
    )
    session.add(application)
    session.flush()
    make_checklist(session, application)
    record_step(session, thing_of(application), _OPEN, by=by, at=at)
    if flag is not None and flag.closed_on is None:
        flag_acts.act_on(session, enterprise_id, flag.id, what=f"准备申报 {application.number}", by=by, on=on)
    audit.record(session, by, "application.opened", f"enterprise:{enterprise_id}", application=application.id)
    return application


def submit_application(
    session: Session,
    application_id: int,
    submission: Submission,
    standards: Standards,
    *,
    by: int,
    on: date,
    at: datetime,
) -> Application:
    """Submit it: judged by the rules of the window's day, and kept with the facts it was judged by."""
    application = _claim(session, application_id)
    step = _step_of(session, application, ApplicationAct.SUBMIT, by, on)
    ladder = standards.library.ladder
    window = window_of(ladder, application.window_id)
    is_outside = window is None or not window.is_open(on)
    if is_outside:
        _refuse_outside(application, submission)
    day = window.day_of(on) if window else on
    refuse_unentitled(
        session, application.enterprise_id, application.target, application.purpose, ladder, day=day, on=on
    )
    _refuse_incomplete(session, application, window)
    hearing = hear_application(session, application, window, standards, on=on)
    check_submission(hearing, submission)
    if not is_outside:
        submission = replace(submission, outside_why=None)
    kept = keep_judgement(session, application, hearing, submission, standards, on=on, at=at)
    application.submitted_on, application.submitted_by = on, by
    detail = {"judgement": kept.number, "verdict": kept.verdict, "outside": is_outside}
    _take(session, application, step, by=by, at=at, why=_reasons(kept.outside_why, kept.below_why), **detail)
    tell_of_application(session, application, step.act, on=on, at=at)
    return application


def take_step(
    session: Session,
    application_id: int,
    act: str,
    saying: ApplicationSaying,
    *,
    ladder: Ladder,
    by: int | None,
    on: date,
    at: datetime,
) -> Application:
    """Do something else about an application, by `APPLICATION_LIFE`; CrmError says who was faster.

    Whether the person sees the application at all is the caller's to ask; without `by` it is the night that acts.
    """
    application = _claim(session, application_id)
    if act not in EFFECTS:
        raise CrmError("bad_request")
    step = _step_of(session, application, act, by, on)
    for need, code in APPLICATION_NEEDS.items():
        if need in step.needs and not getattr(saying, need):
            raise CrmError(code)
    detail = EFFECTS[act](session, application, saying, ApplicationTurn(ladder, by, on, at))
    _take(session, application, step, by=by, at=at, why=saying.why or saying.text, **detail)
    tell_of_application(session, application, act, on=on, at=at)
    return application


def hold_open_application(session: Session, enterprise_id: int, target: Tier, purpose: Purpose) -> Application | None:
    """The open application for a title about to be written elsewhere; nobody takes a step on it until then."""
    known = queries.open_application_of(session, enterprise_id, target, purpose)
    return _claim(session, known.id) if known else None


def grant_by_list(
    session: Session,
    application: Application,
    saying: ApplicationSaying,
    *,
    ladder: Ladder,
    by: int,
    on: date,
    at: datetime,
) -> None:
    """End the application with the title that a published list wrote.

    One that was not recommended yet, has objections, or was submitted after the list is left to people.
    """
    steps = steps_open_to(application, queries.actors_of(session, application, by, on=on))
    is_next = any(step.act == ApplicationAct.GRANT for step in steps)
    if is_next and saying.day is not None and hindrance_of_grant(application, saying.day) is None:
        take_step(session, application.id, ApplicationAct.GRANT, saying, ladder=ladder, by=by, on=on, at=at)


def thing_of(application: Application) -> Thing:
    """The application as its events name it."""
    return Thing(ApplicationEvent, "application_id", application.id)


def is_still_prepared(session: Session, application_id: int) -> bool:
    """Whether nobody submitted or withdrew it meanwhile, nor can until this is written."""
    return _claim(session, application_id).state is ApplicationState.PREPARED


def _claim(session: Session, application_id: int) -> Application:
    serialise(session, f"application {application_id}")
    application = session.get(Application, application_id, populate_existing=True)
    if application is None:
        raise CrmError("not_found")
    return application


def _step_of(session: Session, application: Application, act: str, by: int | None, on: date) -> Step:
    night = frozenset({ApplicationActor.NIGHT})
    actors = queries.actors_of(session, application, by, on=on) if by is not None else night
    step = next((one for one in steps_open_to(application, actors) if one.act == act), None)
    if step is None:
        raise _refusal(session, application)
    return step


def _take(
    session: Session,
    application: Application,
    step: Step,
    *,
    by: int | None,
    at: datetime,
    why: str | None,
    **detail: object,
) -> None:
    application.state = ApplicationState(step.after)
    session.flush()
    record_step(session, thing_of(application), step, by=by, at=at, why=why, **detail)
    audit.record(session, by, f"application.{step.act}", f"application:{application.id}", state=step.after)


def _refuse_outside(application: Application, submission: Submission) -> None:
    if not submission.outside_why:
        raise CrmError("application_outside_window" if application.window_id else "application_without_window")


def _refuse_incomplete(session: Session, application: Application, window: Window | None) -> None:
    missing = missing_of(checklist_of(session, application, window))
    if missing:
        raise CrmError("application_materials_missing", what="；".join(line.text for line in missing))


def _refuse_second(session: Session, enterprise_id: int, wish: ApplicationWish) -> None:
    known = queries.open_application_of(session, enterprise_id, wish.target, wish.purpose)
    if known is not None:
        tier = words("recognitions.tier", wish.target)
        raise CrmError("application_open_already", number=known.number, tier=tier, day=known.opened_on)


def _flag(session: Session, enterprise_id: int, wish: ApplicationWish) -> Flag | None:
    if wish.flag_id is None:
        return None
    flag = flag_acts.flag_of(session, enterprise_id, wish.flag_id)
    if (flag.target, flag.purpose) != (wish.target, wish.purpose):
        raise CrmError("bad_request")
    return flag


def _reasons(*whys: str | None) -> str | None:
    return "\n".join(why for why in whys if why) or None


def _refusal(session: Session, application: Application) -> CrmError:
    last = last_step(session, thing_of(application))
    if last is None:
        return CrmError("forbidden")
    who = people.names(session, {last.by} if last.by else set()).get(last.by, "—")
    return CrmError("application_moved_on", number=application.number, by=who, why=last.why or "—")


def _next_number(session: Session, on: date) -> str:
    """SB2026-000001: counted within the year."""
    start = f"SB{on.year}-"
    latest = session.scalar(select(func.max(Application.number)).where(Application.number.startswith(start)))
    count = int(latest.removeprefix(start)) + 1 if latest else 1
    return f"{start}{count:06d}"
