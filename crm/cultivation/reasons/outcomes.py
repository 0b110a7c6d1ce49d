"""What was judged and what came out, as far as reasons are concerned; it compares nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Self

from crm.cultivation.night.kept_facts import dossier_from_kept
from crm.rules import Dossier, Purpose, Rulebook, judge
from crm.rules.reading.sizing import Sizing

Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class StoredJudgement:
    """A judgement as it is stored."""

    verdict: str
    flag: str | None
    unmet: frozenset[str]
    unknown: frozenset[str]
    score: tuple[int, int] | None

    def status(self, criterion: str) -> str:
        """Met, unmet or unknown."""
        return "unmet" if criterion in self.unmet else "unknown" if criterion in self.unknown else "met"


@dataclass(frozen=True, slots=True)
class Case:
    """What a judgement rests on; `facts` as they are kept, `digest` is that of the rules."""

    rulebook: Rulebook
    sizing: Sizing
    digest: str
    purpose: Purpose
    as_of: date
    facts: Facts

    @property
    def dossier(self) -> Dossier:
        """The facts as the engine reads them."""
        return dossier_from_kept("", self.facts)

    def on(self, day: date) -> Self:
        """The same on another day."""
        return replace(self, as_of=day)

    def outcome(self, dossier: Dossier | None = None) -> StoredJudgement:
        """What the exact interpreter says, of these facts or of a dossier in their place."""
        judged = judge(
            self.rulebook, dossier or self.dossier, as_of=self.as_of, purpose=self.purpose, sizing=self.sizing
        )
        return StoredJudgement(
            judged.verdict.value,
            judged.flag.value if judged.flag else None,
            frozenset(str(one.id) for one in judged.unmet),
            frozenset(str(one.id) for one in judged.unknown),
            (judged.score.low, judged.score.high) if judged.score else None,
        )
