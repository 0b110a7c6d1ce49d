"""What an enterprise lacks for a title, and which title to look at when nobody says: from its facts of this moment."""

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from crm.cultivation.facts import dossier_of
from crm.cultivation.gap import Gap, NotInForce, changes_ahead, evidence_of, gaps_for, next_target
from crm.cultivation.gap_lines import Ahead
from crm.cultivation.night.queries import find_spell
from crm.cultivation.reasons.coming import find_coming_days
from crm.cultivation.windows.queries import library_now
from crm.rules import TARGETS, Dossier, Library, Purpose
from crm.rules.ways.asking import facts_to_ask


@dataclass(frozen=True, slots=True)
class Aim:
    """A target and purpose, or None for the next title (at the top: the review of the highest)."""

    target: str | None = None
    purpose: str | None = None


def outlook(session: Session, enterprise_id: int, library: Library, *, asked: Aim, as_of: date) -> Gap | NotInForce:
    """The gap to the asked or the next title on a day; the caller has checked the scope.

    While the figures of the last year are still to come, the gap says which year it waits for. What is missing
    stands in the order in which it matters; beside it since when this is said, and what the calendar does next.
    """
    library = library_now(session, library)
    dossier = dossier_of(session, enterprise_id)
    found = outlook_for(dossier, library, asked=asked, as_of=as_of)
    if isinstance(found, NotInForce):
        return found
    asking = facts_to_ask(library, found.target, dossier, as_of=as_of, purpose=found.purpose)
    missing = tuple(evidence_of(one.use) for one in asking)
    return replace(
        found,
        missing=missing,
        changing=_changing(dossier, library, found),
        spell=find_spell(session, enterprise_id, found.target, found.purpose, on=as_of),
        coming=find_coming_days(dossier, library, found.target, found.purpose, after=as_of),
    )


def _changing(dossier: Dossier, library: Library, gap: Gap) -> tuple[Ahead, ...]:
    """What changes with the next turn of the year."""
    turn = date(gap.as_of.year + 1, 1, 1)
    then = outlook_for(dossier, library, asked=Aim(gap.target, gap.purpose), as_of=turn)
    return changes_ahead(gap, then) if isinstance(then, Gap) else ()


def outlook_for(dossier: Dossier, library: Library, *, asked: Aim, as_of: date) -> Gap | NotInForce:
    """The same for facts at hand; what is missing stands in the order of the document."""
    target = asked.target or next_target(dossier, library.ladder, as_of)
    purpose = asked.purpose or (Purpose.NEW if target else Purpose.REVIEW)
    found = gaps_for(dossier, library, as_of=as_of, purpose=purpose, targets=(target or TARGETS[-1],))
    return found[0]
