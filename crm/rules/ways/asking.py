"""Which unknown facts to ask for, in the order in which they matter; what is done with the answers is not here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from crm.rules.exact.facts_used import FactUse
from crm.rules.exact.findings import Finding, Judgement, Verdict
from crm.rules.exact.judging import judge_seen, verdict_of
from crm.rules.exact.sight import Sight
from crm.rules.law.dossier import Dossier
from crm.rules.law.logic import Status
from crm.rules.law.problems import NoRulebookInForce
from crm.rules.law.rulebook import Purpose
from crm.rules.reading.library import TARGETS, Library

WORTH_ASKING = (Verdict.ELIGIBLE, Verdict.NEAR)


@dataclass(frozen=True, slots=True)
class UnknownFact:
    """An unknown fact: how many criteria it would settle by itself, how many it touches, and in how many targets.

    `could` is the verdict if this and every other unknown fact were answered in the best way.
    """

    use: FactUse
    settles: int
    touches: int
    targets: int
    could: Verdict


def facts_to_ask(
    library: Library, target: str, dossier: Dossier, *, as_of: date, purpose: Purpose | str = Purpose.NEW
) -> tuple[UnknownFact, ...]:
    """The facts missing for a target, those first whose answer decides most; nothing where no rulebook is in force.

    When the best answers could not bring the verdict near, a fact that could help with another title comes first.
    """
    sight = Sight(dossier, as_of, library.sizing)
    judgement = _judged(library, target, Purpose(purpose), sight)
    if judgement is None:
        return ()
    others = [one for name in TARGETS if name != target and (one := _judged(library, name, Purpose.NEW, sight))]
    could = best_verdict(judgement)
    hopeful = [one for one in others if best_verdict(one) in WORTH_ASKING]
    found = [_question(use, judgement, others, could) for use in judgement.missing]
    return tuple(sorted(found, key=lambda one: _rank(one, hopeful)))


def best_verdict(judgement: Judgement) -> Verdict:
    """The verdict if every criterion still unknown turned out met, which is the best that answers can do."""
    known = [one for one in judgement.criteria if one.status is not Status.UNKNOWN]
    return verdict_of(known, judgement.rulebook.near)


def _judged(library: Library, target: str, purpose: Purpose, sight: Sight) -> Judgement | None:
    try:
        rulebook = library.rulebook_of(target, purpose, sight.dossier.recognitions or (), sight.as_of)
    except NoRulebookInForce:
        return None
    return judge_seen(rulebook, sight, purpose)


def _question(use: FactUse, judgement: Judgement, others: Iterable[Judgement], could: Verdict) -> UnknownFact:
    touched = list(_touched(use, judgement))
    return UnknownFact(
        use,
        settles=sum(set(one.missing) == {use} for one in touched),
        touches=len(touched),
        targets=1 + sum(any(_touched(use, one)) for one in others),
        could=could,
    )


def _touched(use: FactUse, judgement: Judgement) -> Iterator[Finding]:
    return (one for one in judgement.unknown if use in one.missing)


def _rank(question: UnknownFact, hopeful: list[Judgement]) -> tuple[bool, int, int, int]:
    """Whether the answer could lead anywhere, then how much it decides; ties stay in the order of the document."""
    leads = question.could in WORTH_ASKING or any(any(_touched(question.use, one)) for one in hopeful)
    return not leads, -question.settles, -question.touches, -question.targets
