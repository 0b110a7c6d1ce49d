"""Why a judgement is not what it was: of all that differs, what undone alone undoes the change."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import reduce

from crm.cultivation.night.kept_facts import first_year
from crm.cultivation.reasons.calendar_changes import IsUndone, Reason, calendar_reason
from crm.cultivation.reasons.fact_changes import FactChange, fact_changes, figures_change
from crm.cultivation.reasons.fields_used import fields_used
from crm.cultivation.reasons.outcomes import Case, StoredJudgement

CALENDAR, RULEBOOK, TOGETHER = "calendar", "rulebook", "together"


@dataclass(frozen=True, slots=True)
class Difference:
    """One of the things that differ, and the case in which it alone is as before."""

    reason: Reason
    undo: Callable[[Case], Case]
    fact: FactChange | None = None


@dataclass(frozen=True, slots=True)
class JudgementChange:
    """Two judgements of one question with their outcomes."""

    before: Case
    now: Case
    came_from: StoredJudgement
    came_out: StoredJudgement

    @property
    def moved_criteria(self) -> list[str]:
        """Criteria whose status is another, also those that only one of two rulebooks has."""
        books = {self.before.rulebook.version: self.before.rulebook, self.now.rulebook.version: self.now.rulebook}
        ids = dict.fromkeys(one.id for book in books.values() for one in book.criteria[self.now.purpose])
        return [one for one in ids if self.came_from.status(one) != self.came_out.status(one)]

    def aims(self) -> list[IsUndone]:
        """What it means that the change is undone: the verdict, else the flag, else each criterion, else the score."""
        before, now, moved = self.came_from, self.came_out, self.moved_criteria
        if before.verdict != now.verdict:
            return [lambda other: other.verdict == before.verdict and _touches(other, before, moved)]
        if before.flag != now.flag:
            return [lambda other: other.flag == before.flag and _touches(other, before, moved)]
        if moved:
            return [_criterion_undone(one, before) for one in moved]
        return [lambda other: other.score == before.score]


def reasons_of(change: JudgementChange) -> list[Reason]:
    """The reasons, the weightiest first; never empty.

    Each undone alone undoes the change, or one of the criteria that moved; what does so only together is one reason.
    """
    parts = _parts(change)
    aims = change.aims()
    if len(parts) == 1:
        return [_named(parts[0], change, aims)]
    alone = [(part, part.undo(change.now).outcome()) for part in parts]
    singles = [(part, outcome) for part, outcome in alone if any(aim(outcome) for aim in aims)]
    singles.sort(key=lambda pair: _weight(pair[1], change, aims))
    open_ = [aim for aim in aims if not any(aim(outcome) for _, outcome in singles)]
    named = [_named(part, change, aims) for part, _ in singles]
    named += (_together(_group(parts, aim, change), change, aim) for aim in open_)
    return _each_once(named)


def _touches(other: StoredJudgement, before: StoredJudgement, moved: Sequence[str]) -> bool:
    return not moved or any(other.status(one) == before.status(one) for one in moved)


def _criterion_undone(criterion: str, before: StoredJudgement) -> IsUndone:
    return lambda other: other.status(criterion) == before.status(criterion)


def _parts(change: JudgementChange) -> list[Difference]:
    before, now = change.before, change.now
    differences = fact_changes(before.facts, now.facts, first_year=first_year(before.as_of))
    facts = [_fact_part(one) for one in differences]
    calendar = (
        [Difference({"code": CALENDAR}, lambda case: case.on(before.as_of))] if before.as_of != now.as_of else []
    )
    return [*_rules(before, now), *facts, *calendar]


def _rules(before: Case, now: Case) -> list[Difference]:
    if before.digest == now.digest:
        return []
    reason = {"code": RULEBOOK, "from": before.rulebook.id, "to": now.rulebook.id}
    return [
        Difference(
            reason, lambda case: replace(case, rulebook=before.rulebook, sizing=before.sizing, digest=before.digest)
        )
    ]


def _fact_part(fact: FactChange) -> Difference:
    return Difference(fact.reason, lambda case: replace(case, facts=fact.put_back(case.facts)), fact)


def _weight(outcome: StoredJudgement, change: JudgementChange, aims: Sequence[IsUndone]) -> tuple[bool, int]:
    """What puts everything back comes first, then what puts back most; equals stay in their order."""
    return outcome != change.came_from, -sum(aim(outcome) for aim in aims)


def _group(parts: Sequence[Difference], aim: IsUndone, change: JudgementChange) -> list[Difference]:
    """The fewest of the parts that undo it together: one after the other is left out, the calendar first."""
    kept = list(parts)
    for part in reversed(parts):
        rest = [one for one in kept if one is not part]
        if rest and aim(_undone(rest, change.now).outcome()):
            kept = rest
    return kept


def _undone(parts: Iterable[Difference], case: Case) -> Case:
    return reduce(lambda left, part: part.undo(left), parts, case)


def _together(group: Sequence[Difference], change: JudgementChange, aim: IsUndone) -> Reason:
    """One reason of several; of the calendar what it did besides the others, which may be several things again."""
    facts = [part for part in group if part.reason["code"] != CALENDAR]
    reasons = [part.reason for part in facts]
    if len(facts) < len(group):
        rest = _undone(facts, change.now)
        besides = calendar_reason(rest, change.before.as_of, aim)
        reasons += besides["of"] if besides["code"] == TOGETHER else [besides]
    return {"code": TOGETHER, "of": reasons} if len(reasons) > 1 else reasons[0]


def _named(part: Difference, change: JudgementChange, aims: Sequence[IsUndone]) -> Reason:
    if part.reason["code"] == CALENDAR:
        return calendar_reason(change.now, change.before.as_of, lambda other: any(aim(other) for aim in aims))
    if part.fact is None or len(part.fact.fields) < 2:  # a pair is the least that can be narrowed
        return part.reason
    return _narrowed(part, part.fact, change).reason


def _narrowed(part: Difference, fact: FactChange, change: JudgementChange) -> Difference:
    """Only those figures of the year that matter: undone, they have the same effect as all of them."""
    effect = part.undo(change.now).outcome()
    for fields in _fewer(fact, change):
        fewer = _fact_part(figures_change(fact.reason["code"], fact.reason["year"], fields, change.before.facts))
        if fields and fewer.undo(change.now).outcome() == effect:
            part = fewer
            if fact.reason["code"] == "figures_changed":
                return _least(part, change, effect)
            return part
    return part


def _fewer(fact: FactChange, change: JudgementChange) -> Iterator[list[str]]:
    """The figures that the moved criteria use; a report that came is named by them, a correction by the least."""
    used = fields_used(change.now.rulebook, change.now.purpose, change.now.sizing)
    wanted = {field for one in change.moved_criteria or used for field in used.get(one, ())}
    yield [field for field in fact.fields if field in wanted]
    yield list(fact.fields)


def _least(part: Difference, change: JudgementChange, effect: StoredJudgement) -> Difference:
    code, year, fields = part.reason["code"], part.reason["year"], list(part.reason["fields"])
    for field in list(fields):
        rest = [one for one in fields if one != field]
        fewer = _fact_part(figures_change(code, year, rest, change.before.facts)) if rest else None
        if fewer is not None and fewer.undo(change.now).outcome() == effect:
            part, fields = fewer, rest
    return part


def _each_once(reasons: Iterable[Reason]) -> list[Reason]:
    found: list[Reason] = []
    for reason in reasons:
        if reason not in found:
            found.append(reason)
    return found
