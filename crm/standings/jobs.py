"""The steps of the night that concern standings: the new day comes in, then all of them are checked.

Standings are of the present day, whichever night is made up for; so the day is handed in, not taken from the turn.
"""

from datetime import date

from sqlalchemy.orm import Session

from crm.enterprises.facts.columns import IdSpan
from crm.standings import counts, queries, upkeep
from crm.work import Report, Turn


def bring_in_the_day(session: Session, *, on: date) -> Report:
    """Derive anew what the calendar alone changed."""
    report = Report()
    report.count("standings_changed", upkeep.refresh_due(session, on=on))
    counts.fold(session)
    return report


def check_standings(session: Session, turn: Turn, *, on: date) -> Report:
    """Derive a span of enterprises anew, count what differs (always 0) and put it right."""
    upkeep.refresh_touched(session, on=on)
    wrong = queries.differing(session, on=on, within=IdSpan.read(turn.part).of)
    upkeep.refresh(session, wrong, on=on)
    report = Report()
    report.count("standings_wrong", len(wrong))
    for enterprise_id in wrong:
        report.tell("standing_fault", enterprise_id)
    return report


def check_counts(session: Session, _turn: Turn) -> Report:
    """Count the kept numbers that differ from the standings they are numbers of (always 0), and put them right."""
    report = Report()
    report.count("standing_counts_wrong", counts.correct(session))
    return report
