"""By what applications are judged here: the policies of this installation with the texts that are kept of them."""

from sqlalchemy.orm import Session

from crm.config.policies import library, rulebook_texts
from crm.config.service_rules import service_rules
from crm.cultivation.night.verdicts import Standards
from crm.cultivation.windows.queries import ladder_now, library_now
from crm.rules.reading.ladder import Ladder


def standards_now(session: Session) -> Standards:
    """The library with every approved window, the text of each rulebook, and how far ahead reviews are looked at."""
    return Standards(library_now(session, library()), rulebook_texts(), service_rules().night.review_months)


def announced_ladder(session: Session) -> Ladder:
    """The ladder with every approved window."""
    return ladder_now(session, library().ladder)
