"""Letters by mail as a job: to contacts who agreed to it, as long as the desk has a mail server.

A letter is sent while no transaction is open and noted afterwards: whoever dies in between has sent it once, and
whoever goes on sends it once more. What was noted is never sent again.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from crm.config.service_rules import ChannelRules
from crm.enterprises.letters import mailing, queries
from crm.notifications.channels.models import ChannelKind
from crm.notifications.channels.receipts import Receipt
from crm.notifications.channels.sending import Message, Post, send
from crm.work import Report, Turn

AT_ONCE = 25
"""Letters in one turn: as many as can all be slow within its time."""

Word = Callable[[str, Mapping[str, Any], str], tuple[str, str]]
"""The heading and the sentence of a letter, by its kind, its values and the name of the enterprise."""


@dataclass(frozen=True, slots=True)
class LetterMail:
    """A letter on its way to a mailbox."""

    address: str
    message: Message


def is_wanted(session: Session, on: date, at: datetime, post: Post) -> bool:
    """Whether the time of any letter has come, and there is a server to take it."""
    return bool(post.smtp_url and queries.letters_to_mail(session, on, at, limit=1))


def mail_parts(session: Session, turn: Turn, post: Post) -> Sequence[str]:
    """A part for each letter whose time has come."""
    if not post.smtp_url:
        return ()
    return [str(row.id) for row in queries.letters_to_mail(session, turn.today, turn.at, limit=AT_ONCE)]


def read_mail(session: Session, turn: Turn, word: Word) -> LetterMail | None:
    """The letter in words; nothing where it was taken back, passed on or is not to be mailed any more."""
    found = queries.letters_to_mail(session, turn.today, turn.at, only=int(turn.part), limit=1)
    if not found:
        return None
    [row] = found
    subject, text = word(row.kind, row.values, row.enterprise)
    return LetterMail(row.email, Message(subject, text))


def send_mail(mail: LetterMail | None, turn: Turn, post: Post) -> Receipt | None:
    """Send it, if there is anything to send."""
    return send(ChannelKind.MAIL, mail.address, mail.message, post, at=turn.at) if mail else None


def record_mail(session: Session, turn: Turn, rules: ChannelRules) -> Report:
    """Note what came of it."""
    report, receipt = Report(), turn.acted
    if receipt is None:
        report.count("dropped")
        return report
    mailing.note_mailing(session, int(turn.part), receipt, rules, at=turn.at)
    report.count("sent" if receipt.is_sent else "not_sent")
    return report
