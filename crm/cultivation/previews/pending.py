"""What the next night will say otherwise because this installation's rules are no longer those it was last said by."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from crm.cultivation.models import Evaluation, Tier
from crm.cultivation.night.kept_rules import kept_rules
from crm.cultivation.night.queries import kept_text
from crm.cultivation.night.verdicts import Standards
from crm.cultivation.pool.columns import Pool
from crm.cultivation.previews.preview import JudgingBasis, RulePreview, preview
from crm.rules import NoRulebookInForce, Purpose, Rulebook


@dataclass(frozen=True, slots=True)
class PendingChange:
    """A question whose rules are others now; `moves` says for whom the verdict is another."""

    before: Rulebook
    after: Rulebook
    purpose: Purpose
    moves: RulePreview


def find_pending_changes(session: Session, pool: Pool, standards: Standards, *, on: date) -> Iterator[PendingChange]:
    """One for each version that still stands behind a judgement and is not the one the next night will judge by.

    Nothing is stored. Raises RulebookError where a kept text cannot be read any more.
    """
    ladder, sizing = standards.library.ladder, standards.library.sizing
    for target, purpose, rulebook, digest in session.execute(_standing_versions()):
        after = _next_version(standards, target, Purpose(purpose), rulebook, on)
        if after is None or standards.digest(after.id) == digest:
            continue
        kept = kept_rules(kept_text(session, digest))
        sides = JudgingBasis(kept.rulebook, kept.sizing, on), JudgingBasis(after, sizing, on)
        yield PendingChange(kept.rulebook, after, Purpose(purpose), preview(pool, *sides, Purpose(purpose), ladder))


def _standing_versions() -> Select[tuple[Tier, Purpose, str, str]]:
    asked = (Evaluation.target, Evaluation.purpose, Evaluation.rulebook, Evaluation.rulebook_digest)
    return select(*asked).where(Evaluation.superseded_on.is_(None)).distinct().order_by(*asked)


def _next_version(standards: Standards, target: str, purpose: Purpose, rulebook: str, on: date) -> Rulebook | None:
    """By which the question is judged next: of a review the same rulebook, because it goes by its title's last day."""
    if purpose is Purpose.REVIEW:
        return standards.library.rulebooks.get(rulebook)
    try:
        return standards.library.rulebook_for(target, purpose, on)
    except NoRulebookInForce:
        return None
