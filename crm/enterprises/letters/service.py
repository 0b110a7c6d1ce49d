"""Writing letters with the act they tell of, passing them on and taking them back; wording is elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from crm.audit import service as audit
from crm.enterprises.letters import queries
from crm.enterprises.letters.models import EnterpriseLetter, LetterState, LetterWay
from crm.errors import CrmError
from crm.people import queries as people
from crm.sql.claiming import execute_counting, insert_all_once


@dataclass(frozen=True, slots=True)
class Letter:
    """One thing to tell one enterprise; a second one with the same key is never written.

    `kind` is registered with its words (crm/site/letter_kinds.py); `reason` names what the letter rests on.
    """

    key: str
    enterprise_id: int
    kind: str
    values: dict[str, Any]
    reason: str | None = None


def write_letters(session: Session, letters: Sequence[Letter], *, by: int | None, on: date, at: datetime) -> int:
    """Note what the contacts of enterprises are to be told; returns how many letters were not there before.

    The row of audit is that of the act the letters tell of.
    """
    contacts = queries.first_contacts(session, {letter.enterprise_id for letter in letters}, on)
    rows = [
        {
            "dedupe_key": letter.key,
            "enterprise_id": letter.enterprise_id,
            "contact_id": contacts.get(letter.enterprise_id),
            "kind": letter.kind,
            "values": letter.values,
            "reason": letter.reason,
            "state": LetterState.WAITING,
            "written_by": by,
            "written_at": at,
        }
        for letter in letters
    ]
    return insert_all_once(session, EnterpriseLetter, ["dedupe_key"], rows)


def pass_on(session: Session, enterprise_id: int, letter_id: int, way: LetterWay, *, by: int, at: datetime) -> None:
    """The contact was told, in this way; of two who tell at once the second reads that it was done, and by whom."""
    if not note_told(session, enterprise_id, letter_id, way, by=by, at=at):
        raise _refusal(session, queries.letter_of(session, enterprise_id, letter_id))


def note_told(
    session: Session, enterprise_id: int, letter_id: int, way: LetterWay, *, by: int | None, at: datetime
) -> bool:
    """The contact was told; False where somebody else told before, who stays named."""
    waiting = update(EnterpriseLetter).where(
        EnterpriseLetter.id == letter_id,
        EnterpriseLetter.enterprise_id == enterprise_id,
        EnterpriseLetter.state == LetterState.WAITING,
    )
    told = {"state": LetterState.PASSED_ON, "way": way, "passed_on_by": by, "passed_on_at": at}
    if not execute_counting(session, waiting.values(told)):
        return False
    audit.record(session, by, "letter.passed_on", f"enterprise:{enterprise_id}", letter=letter_id, way=way.value)
    return True


def withdraw_letters(session: Session, reason: str) -> list[int]:
    """What rests on the reason is so no longer: letters that wait are taken back.

    Returns the enterprises that were told already, so that they can be told what holds instead.
    """
    ours = EnterpriseLetter.reason == reason
    waiting = update(EnterpriseLetter).where(ours, EnterpriseLetter.state == LetterState.WAITING)
    execute_counting(session, waiting.values(state=LetterState.WITHDRAWN))
    passed_on = select(EnterpriseLetter.enterprise_id).where(ours, EnterpriseLetter.state == LetterState.PASSED_ON)
    return sorted(set(session.scalars(passed_on)))


def _refusal(session: Session, letter: EnterpriseLetter) -> CrmError:
    if letter.state is LetterState.WITHDRAWN:
        return CrmError("letter_withdrawn")
    if letter.way is LetterWay.MAIL:
        return CrmError("letter_mailed")
    who = people.names(session, {letter.passed_on_by or 0}).get(letter.passed_on_by or 0, "—")
    return CrmError("letter_passed_on", by=who)
