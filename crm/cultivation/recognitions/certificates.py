"""The same list sent again with numbers of certificates: they are offered line by line, and filled in at once."""

from collections import defaultdict, deque
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.audit import service as audit
from crm.cultivation.models import Title
from crm.cultivation.recognitions import service
from crm.cultivation.recognitions.heading import ListHeading, digest_of
from crm.cultivation.recognitions.models import RecognitionLine, RecognitionList
from crm.cultivation.recognitions.reading import PrintedLine
from crm.cultivation.titles.service import note_certificate
from crm.db import serialise
from crm.errors import CrmError


@dataclass(frozen=True, slots=True)
class ReceivedList:
    """A list that was taken; `offered` counts the numbers that it brought to one known already."""

    id: int
    offered: int = 0


def receive_or_offer(
    session: Session, heading: ListHeading, lines: Sequence[PrintedLine], *, by: int, on: date
) -> ReceivedList:
    """Keep a list, or offer what a known one lacks; CrmError list_known where it brings nothing new."""
    digest = digest_of(heading, lines)
    serialise(session, f"recognition list {digest}")
    known = session.scalar(select(RecognitionList).where(RecognitionList.digest == digest))
    offered = _offer(session, known, lines) if known is not None else 0
    if known is None or not offered:
        return ReceivedList(service.receive(session, heading, lines, by=by, on=on).id)
    audit.record(session, by, "recognition.certificates_offered", f"recognition:{known.id}", count=offered)
    return ReceivedList(known.id, offered)


def decide_certificates(
    session: Session, received: RecognitionList, numbers: Collection[int], *, is_taken: bool, by: int, on: date
) -> int:
    """Fill the offered numbers of these lines in, in the list and in the titles it made; or let them go."""
    service.refuse_none_chosen(numbers)
    serialise(session, f"recognition list {received.digest}")
    mine = RecognitionLine.list_id == received.id, RecognitionLine.number.in_(numbers)
    asked = select(RecognitionLine).where(*mine, RecognitionLine.offered_certificate.is_not(None))
    lines = session.scalars(asked.order_by(RecognitionLine.number).with_for_update()).all()
    if not lines:
        raise CrmError("list_certificates_decided")
    for line in lines:
        if is_taken:
            _fill_in(session, line, by=by, on=on)
        line.offered_certificate = None
    session.flush()
    what = "filled" if is_taken else "passed_over"
    audit.record(session, by, f"recognition.certificates_{what}", f"recognition:{received.id}", count=len(lines))
    return len(lines)


def _offer(session: Session, known: RecognitionList, lines: Sequence[PrintedLine]) -> int:
    """A number for every kept line that has none, or another; lines that are printed alike take theirs in order."""
    sent: dict[tuple[str | None, str], deque[str]] = defaultdict(deque)
    for line in lines:
        if line.certificate:
            sent[line.code, line.name].append(line.certificate)
    kept = select(RecognitionLine).where(RecognitionLine.list_id == known.id).order_by(RecognitionLine.number)
    offered = 0
    for row in session.scalars(kept):
        numbers = sent[row.printed_code, row.printed_name]
        number = numbers.popleft() if numbers else None
        if number is not None and number != row.printed_certificate:
            row.offered_certificate = number
            offered += 1
    session.flush()
    return offered


def _fill_in(session: Session, line: RecognitionLine, *, by: int, on: date) -> None:
    line.printed_certificate = line.offered_certificate
    title = session.get(Title, line.title_id) if line.title_id else None
    if title is not None and title.removed_on is None and line.offered_certificate:
        note_certificate(session, title, line.offered_certificate, by=by, on=on)
