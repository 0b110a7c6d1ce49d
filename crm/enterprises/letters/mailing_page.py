"""The mailing of letters with what this installation gives it: a mail server, rules and the words of letters."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from crm.clock import business_date
from crm.config.service_rules import service_rules
from crm.enterprises.letters import jobs
from crm.enterprises.letters.page import word_kind
from crm.notifications.channels.page import post
from crm.work import Outside, Report, Turn

MAIL = Outside(
    lambda session, turn: jobs.read_mail(session, turn, word_kind),
    lambda mail, turn: jobs.send_mail(mail, turn, post()),
    lasts=True,
)


def is_wanted(session: Session, at: datetime) -> bool:
    """Whether there is a letter to mail at a moment."""
    return jobs.is_wanted(session, business_date(at), at, post())


def mail_parts(session: Session, turn: Turn) -> Sequence[str]:
    """A part for each letter whose time has come."""
    return jobs.mail_parts(session, turn, post())


def record_mail(session: Session, turn: Turn) -> Report:
    """Note what came of it."""
    return jobs.record_mail(session, turn, service_rules().channels)
