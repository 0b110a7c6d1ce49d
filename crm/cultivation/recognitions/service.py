"""A published list: received once, decided line by line, then done in one act that says what could not be done."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm.audit import service as audit
from crm.cultivation.applications.acts import ApplicationSaying
from crm.cultivation.applications.models import Application
from crm.cultivation.applications.service import grant_by_list, hold_open_application
from crm.cultivation.models import Title
from crm.cultivation.pool.recognising import recognise
from crm.cultivation.recognitions.heading import ListHeading, digest_of
from crm.cultivation.recognitions.matching import match_lines
from crm.cultivation.recognitions.models import LineDecision, ListPurpose, MatchedBy, RecognitionLine, RecognitionList
from crm.cultivation.recognitions.reading import PrintedLine
from crm.cultivation.titles import reviews
from crm.cultivation.titles import service as titles
from crm.cultivation.titles.bars import RevocationCause
from crm.db import add_rows, serialise
from crm.enterprises.models import Enterprise
from crm.errors import CrmError
from crm.rules import Purpose
from crm.rules.reading.ladder import Ladder


def receive(
    session: Session, heading: ListHeading, lines: Sequence[PrintedLine], *, by: int, on: date
) -> RecognitionList:
    """Keep a list with its lines and whom each may be; the same list again is refused with the first one's day."""
    titles.refuse_day_ahead(heading.decided_on, on=on)
    if heading.purpose is ListPurpose.REVOKED and heading.cause is None:
        raise CrmError("revocation_needs_cause")
    digest = digest_of(heading, lines)
    serialise(session, f"recognition list {digest}")
    known = session.scalar(select(RecognitionList).where(RecognitionList.digest == digest))
    if known is not None:
        raise CrmError("list_known", document=known.document, day=known.received_on)
    received = RecognitionList(**asdict(heading), digest=digest, received_by=by, received_on=on)
    session.add(received)
    session.flush()
    add_rows(session, RecognitionLine, _rows(received.id, lines, match_lines(session, lines)))
    audit.record(
        session, by, "recognition.received", f"recognition:{received.id}", lines=len(lines), tier=heading.tier
    )
    return received


def decide_lines(
    session: Session,
    received: RecognitionList,
    numbers: Collection[int],
    decision: LineDecision,
    *,
    by: int,
    on: date,
) -> int:
    """Take these lines for the enterprises they were matched with, or leave them out; returns how many."""
    refuse_none_chosen(numbers)
    _claim(session, received)
    mine = select(RecognitionLine).where(
        RecognitionLine.list_id == received.id, RecognitionLine.number.in_(numbers), RecognitionLine.done_on.is_(None)
    )
    lines = [
        line for line in session.scalars(mine) if decision is LineDecision.LEFT_OUT or line.enterprise_id is not None
    ]
    for line in lines:
        _decide(line, decision, by=by, on=on)
    session.flush()
    _refuse_doubles(session, received)
    if lines:
        audit.record(
            session, by, "recognition.decided", f"recognition:{received.id}", decision=decision, count=len(lines)
        )
    return len(lines)


def refuse_none_chosen(numbers: Collection[int]) -> None:
    """CrmError list_none_chosen where an act on lines was sent without a line."""
    if not numbers:
        raise CrmError("list_none_chosen")


def match_line(
    session: Session, received: RecognitionList, number: int, enterprise: Enterprise, *, by: int, on: date
) -> None:
    """Take a line for another enterprise than was proposed."""
    _claim(session, received)
    line = line_of(session, received.id, number)
    if line.done_on is not None:
        raise CrmError("list_line_done", day=line.done_on)
    line.enterprise_id, line.matched_by = enterprise.id, MatchedBy.PERSON
    _decide(line, LineDecision.TAKEN, by=by, on=on)
    session.flush()
    _refuse_doubles(session, received)
    audit.record(session, by, "recognition.matched", f"enterprise:{enterprise.id}", list=received.id, line=number)


def apply(
    session: Session, received: RecognitionList, *, ladder: Ladder, by: int, on: date, at: datetime
) -> tuple[int, int]:
    """Do what was decided: titles with their applications, renewals, ends. Returns how many lines were done or refused.

    A line that cannot be done is undecided again and keeps the reason; all others are done, and done once.
    """
    _claim(session, received)
    undecided = session.scalar(_lines(received, func.count()).where(RecognitionLine.decision.is_(None)))
    if undecided:
        raise CrmError("list_undecided", count=undecided)
    taken = _lines(received, RecognitionLine).where(
        RecognitionLine.decision == LineDecision.TAKEN, RecognitionLine.done_on.is_(None)
    )
    lines = session.scalars(taken.order_by(RecognitionLine.number)).all()
    refused = sum(not _try_line(session, received, line, ladder, by, on, at) for line in lines)
    if not refused:
        received.applied_by, received.applied_on = by, on
    session.flush()
    done = len(lines) - refused
    audit.record(session, by, "recognition.applied", f"recognition:{received.id}", done=done, refused=refused)
    return done, refused


def list_of(session: Session, list_id: int) -> RecognitionList:
    """One list, or CrmError not_found."""
    received = session.get(RecognitionList, list_id)
    if received is None:
        raise CrmError("not_found")
    return received


def line_of(session: Session, list_id: int, number: int) -> RecognitionLine:
    """One line of a list, or CrmError not_found."""
    line = session.get(RecognitionLine, (list_id, number))
    if line is None:
        raise CrmError("not_found")
    return line


def _claim(session: Session, received: RecognitionList) -> None:
    serialise(session, f"recognition list {received.digest}")
    session.refresh(received)
    if received.applied_on is not None:
        raise CrmError("list_applied", day=received.applied_on)


def _lines(received: RecognitionList, what: Any) -> Any:
    return select(what).select_from(RecognitionLine).where(RecognitionLine.list_id == received.id)


def _decide(line: RecognitionLine, decision: LineDecision, *, by: int, on: date) -> None:
    line.decision, line.decided_by, line.decided_on, line.refusal = decision, by, on, None


def _refuse_doubles(session: Session, received: RecognitionList) -> None:
    """No enterprise stands for two lines that are taken."""
    taken = _lines(received, RecognitionLine.enterprise_id).where(RecognitionLine.decision == LineDecision.TAKEN)
    twice = taken.group_by(RecognitionLine.enterprise_id).having(func.count() > 1).limit(1)
    enterprise_id = session.scalar(twice)
    if enterprise_id is not None:
        raise CrmError("list_line_twice", name=session.get_one(Enterprise, enterprise_id).name)


def _rows(list_id: int, lines: Sequence[PrintedLine], matches: Sequence[Any]) -> list[dict[str, Any]]:
    return [
        {
            "list_id": list_id,
            "number": number,
            "printed_name": line.name,
            "printed_code": line.code,
            "printed_certificate": line.certificate,
            "enterprise_id": match[0] if match else None,
            "matched_by": match[1] if match else None,
        }
        for number, (line, match) in enumerate(zip(lines, matches, strict=True), start=1)
    ]


def _try_line(
    session: Session,
    received: RecognitionList,
    line: RecognitionLine,
    ladder: Ladder,
    by: int,
    on: date,
    at: datetime,
) -> bool:
    enterprise = session.get_one(Enterprise, line.enterprise_id)
    try:
        with session.begin_nested():
            application = _application(session, received, enterprise)
            act = _ACTS[received.purpose]
            title = act(session, received, line, enterprise, ladder=ladder, by=by, on=on)
            if application is not None:
                decided = ApplicationSaying(document=received.document, day=received.decided_on)
                grant_by_list(session, application, decided, ladder=ladder, by=by, on=on, at=at)
    except CrmError as refusal:
        values = {name: str(value) for name, value in refusal.values.items()}
        line.refusal, line.decision = {"code": refusal.code, "values": values}, None
        return False
    line.title_id, line.done_on, line.refusal = title.id, on, None
    return True


def _application(session: Session, received: RecognitionList, enterprise: Enterprise) -> Application | None:
    """The open application that the list decides: held before its title is, as its own steps do."""
    purpose = _DECIDED.get(received.purpose)
    return hold_open_application(session, enterprise.id, received.tier, purpose) if purpose else None


def _recognise(
    session: Session,
    received: RecognitionList,
    line: RecognitionLine,
    enterprise: Enterprise,
    *,
    ladder: Ladder,
    by: int,
    on: date,
) -> Title:
    announced = titles.TitleGrant(
        received.tier, received.decided_on, document=received.document, certificate=line.printed_certificate
    )
    return recognise(session, enterprise, announced, ladder=ladder, by=by, on=on)


def _pass(
    session: Session,
    received: RecognitionList,
    line: RecognitionLine,
    enterprise: Enterprise,
    *,
    ladder: Ladder,
    by: int,
    on: date,
) -> Title:
    title = _held(session, received, enterprise)
    day, why, certificate = received.decided_on, received.document, line.printed_certificate
    reviews.pass_review(session, title, day, ladder=ladder, by=by, on=on, why=why, certificate=certificate)
    return title


def _fail(
    session: Session,
    received: RecognitionList,
    _line: RecognitionLine,
    enterprise: Enterprise,
    *,
    ladder: Ladder,
    by: int,
    on: date,
) -> Title:
    title = _held(session, received, enterprise)
    reviews.fail_review(session, title, received.decided_on, by=by, on=on, why=received.document)
    return title


def _revoke(
    session: Session,
    received: RecognitionList,
    _line: RecognitionLine,
    enterprise: Enterprise,
    *,
    ladder: Ladder,
    by: int,
    on: date,
) -> Title:
    title = _held(session, received, enterprise)
    cause = RevocationCause(received.cause or RevocationCause.OTHER)
    titles.revoke_title(session, title, received.decided_on, cause, why=received.document, by=by, on=on)
    return title


def _held(session: Session, received: RecognitionList, enterprise: Enterprise) -> Title:
    """The newest title of the tier that the enterprise had been granted by the day of the list."""
    held = titles.titles_of_tier(session, enterprise.id, received.tier)
    begun = [title for title in held if title.granted_on <= received.decided_on]
    if not begun:
        raise CrmError("list_without_title", name=enterprise.name)
    return max(begun, key=lambda title: title.granted_on)


_DECIDED = {ListPurpose.RECOGNISED: Purpose.NEW, ListPurpose.REVIEW_PASSED: Purpose.REVIEW}
"""Which applications a list grants."""
_ACTS: dict[ListPurpose, Callable[..., Title]] = {
    ListPurpose.RECOGNISED: _recognise,
    ListPurpose.REVIEW_PASSED: _pass,
    ListPurpose.REVIEW_FAILED: _fail,
    ListPurpose.REVOKED: _revoke,
}
