"""晋级差距 as values: one enterprise held against its targets, clause by clause, with evidence and what to ask for."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from crm.cultivation.facts import dossier_of
from crm.cultivation.gap_lines import Ahead, Branch, CriterionLine, FactBasis, IndicatorLine, Points
from crm.cultivation.night.queries import Spell
from crm.cultivation.reasons.coming import ComingDay
from crm.cultivation.windows.conditions import WindowCondition, next_window, window_conditions
from crm.enterprises.facts.models import Grade
from crm.rules import (
    TARGETS,
    Dossier,
    FactUse,
    Finding,
    Judgement,
    Library,
    NoRulebookInForce,
    Purpose,
    Rulebook,
    Sight,
    Status,
)
from crm.rules.exact.judging import judge_seen
from crm.rules.law.catalogue import FIELDS
from crm.rules.law.nodes import AnyOf
from crm.rules.reading.ladder import Ladder, Window
from crm.rules.reading.library import review_day

_ORDER = {Status.UNMET: 0, Status.UNKNOWN: 1, Status.MET: 2}
_RELIABLE = (Grade.AUDITED, Grade.REGISTRY)


@dataclass(frozen=True, slots=True)
class Gap:
    """One target on one day. `rows` are unmet first, then unknown; `more` are met.

    `assumed_year` is the year that was taken to be like the one before, `awaiting_year` the year whose figures
    are still to come, `stale_year` the last reported year where Y itself is not reported; `unverified` is an
    eligible verdict that rests on self-declared figures (policy 2.12). `ahead` is the day of a review whose rules
    are not yet in force on `as_of`. `spell` is since when the night says what it says, `coming` what the calendar
    will do next.
    """

    target: str
    purpose: str
    rulebook: str
    name: str
    document: str
    as_of: date
    verdict: str
    flag: str | None
    rows: tuple[CriterionLine, ...]
    more: tuple[CriterionLine, ...]
    missing: tuple[FactBasis, ...]
    notes: tuple[str, ...]
    score: Points | None
    unverified: bool
    assumed_year: int | None = None
    awaiting_year: int | None = None
    stale_year: int | None = None
    window: Window | None = None
    ahead: date | None = None
    changing: tuple[Ahead, ...] = ()
    conditions: tuple[WindowCondition, ...] = ()
    spell: Spell | None = None
    coming: tuple[ComingDay, ...] = ()

    def count(self, status: str) -> int:
        """How many criteria are met, unmet or unknown."""
        return sum(row.status == status for row in (*self.rows, *self.more))


@dataclass(frozen=True, slots=True)
class NotInForce:
    """No rulebook answers for this target on this day."""

    target: str
    purpose: str
    as_of: date


def gaps_of(
    session: Session,
    enterprise_id: int,
    library: Library,
    *,
    as_of: date,
    purpose: str = Purpose.NEW,
    targets: tuple[str, ...] = TARGETS,
    assume: bool = False,
) -> list[Gap | NotInForce]:
    """Every target of one enterprise on a day, from one reading of its facts; raises CrmError not_found."""
    return gaps_for(
        dossier_of(session, enterprise_id), library, as_of=as_of, purpose=purpose, targets=targets, assume=assume
    )


def gaps_for(
    dossier: Dossier,
    library: Library,
    *,
    as_of: date,
    purpose: str = Purpose.NEW,
    targets: tuple[str, ...] = TARGETS,
    assume: bool = False,
) -> list[Gap | NotInForce]:
    """The same for facts already at hand, such as those of a what-if.

    With `assume` the last complete year, where it is not reported yet and its update is not due, is taken to be like
    the one before (policy 2.10); the page has to say so.
    """
    year = as_of.year - 1
    plain = Sight(dossier, as_of, library.sizing)
    assumed = Sight(dossier.with_year_repeated(year), as_of, library.sizing) if assume else plain
    return [
        _gap(assumed if library.ladder.open_year(target, as_of) == year else plain, library, target, purpose, dossier)
        for target in targets
    ]


def changes_ahead(gap: Gap, then: Gap) -> tuple[Ahead, ...]:
    """What the rulebook of a later day asks otherwise than the one of the gap; nothing where it is the same."""
    if then.rulebook == gap.rulebook:
        return ()
    now = {row.id: row.required for row in (*gap.rows, *gap.more)}
    return tuple(
        Ahead(then.as_of, row.text, row.clause, then.document, now[row.id], row.required)
        for row in (*then.rows, *then.more)
        if row.id in now and now[row.id] != row.required
    )


def next_target(dossier: Dossier, ladder: Ladder, on: date) -> str | None:
    """The title to work for next by the titles valid on a day; None at the top."""
    return ladder.next_target(one.tier for one in dossier.recognitions or () if one.valid_on(on))


def _gap(sight: Sight, library: Library, target: str, purpose: str, given: Dossier) -> Gap | NotInForce:
    try:
        rulebook = library.rulebook_of(target, purpose, given.recognitions or (), sight.as_of)
    except NoRulebookInForce:
        return NotInForce(target, purpose, sight.as_of)
    return replace(
        gap_by(rulebook, sight, purpose),
        assumed_year=sight.year if sight.dossier != given else None,
        awaiting_year=awaited_year(given, library.ladder, target, sight.as_of),
        stale_year=stale_year(given, sight.year),
        window=next_window(library.ladder, target, purpose, sight.as_of),
        conditions=window_conditions(library.ladder, target, purpose, sight),
        ahead=_looks_ahead_to(rulebook, given, purpose, sight.as_of),
    )


def _looks_ahead_to(rulebook: Rulebook, given: Dossier, purpose: str, as_of: date) -> date | None:
    """The day of the review, where its rules begin only after the day that is asked about."""
    if as_of in rulebook.in_force[Purpose(purpose)]:
        return None
    return review_day(rulebook.target, given.recognitions or (), as_of)


def gap_by(rulebook: Rulebook, sight: Sight, purpose: str) -> Gap:
    """What one rulebook says, in force or not; nothing of the calendar around it."""
    said = judge_seen(rulebook, sight, purpose)
    rows = sorted((_row(one) for one in said.criteria), key=lambda row: _ORDER[Status(row.status)])
    return Gap(
        target=rulebook.target,
        purpose=said.purpose.value,
        rulebook=rulebook.id,
        name=rulebook.text.zh,
        document=rulebook.document,
        as_of=sight.as_of,
        verdict=said.verdict.value,
        flag=said.flag.value if said.flag else None,
        rows=tuple(row for row in rows if row.status != Status.MET),
        more=tuple(row for row in rows if row.status == Status.MET),
        missing=tuple(evidence_of(use) for use in said.missing),
        notes=tuple(note.text.zh for note in said.notes),
        score=_score(said),
        unverified=said.flag == "eligible" and not all(map(is_verified, said.criteria)),
    )


def awaited_year(dossier: Dossier, ladder: Ladder, target: str, as_of: date) -> int | None:
    """Y while its figures are missing and the tier's annual update is still open (policy 2.10)."""
    year = as_of.year - 1
    is_reported = any(one.year == year for one in dossier.figures)
    return None if is_reported or ladder.open_year(target, as_of) > year else year


def stale_year(dossier: Dossier, year: int) -> int | None:
    """The last reported year where a year is not reported itself; its figures stand in for nothing."""
    reported = {one.year for one in dossier.figures}
    return None if year in reported else max((one for one in reported if one < year), default=None)


def is_verified(finding: Finding) -> bool:
    """Whether the figures that make it met are audited or from a registry; of alternatives one is enough."""
    if not finding.parts:
        return all(use.source is not None and use.source.grade in _RELIABLE for use in finding.facts if use.year)
    if isinstance(finding.node, AnyOf):
        return any(is_verified(part) for part in finding.parts if part.status is Status.MET)
    return all(is_verified(part) for part in finding.parts)


def _row(finding: Finding) -> CriterionLine:
    return CriterionLine(
        id=finding.id or "",
        text=finding.text,
        clause=finding.clause or "",
        status=finding.status.value,
        actual=finding.actual,
        required=finding.requirement,
        shortfall=finding.shortfall,
        close=finding.close,
        met_on=finding.met_on,
        evidence=tuple(evidence_of(use) for use in finding.facts),
        missing=tuple(evidence_of(use) for use in finding.missing),
        branches=tuple(_branch(one) for one in finding.branches()),
        score=_points(finding),
        to_verify=tuple(evidence_of(use) for use in _unverified(finding)),
    )


def _unverified(finding: Finding) -> Iterator[FactUse]:
    if finding.status is Status.MET and not is_verified(finding):
        yield from (use for use in finding.facts if use.year and use.source and use.source.grade not in _RELIABLE)


def _branch(finding: Finding) -> Branch:
    return Branch(
        finding.id or "",
        finding.text,
        finding.status.value,
        finding.actual,
        finding.requirement,
        finding.shortfall,
        _points(finding),
    )


def _points(finding: Finding) -> Points | None:
    score = finding.score
    if score is None:
        return None
    lines = (IndicatorLine(one.indicator.text.zh, one.low, one.high, one.indicator.most) for one in score.lines)
    return Points(score.low, score.high, score.threshold, tuple(lines))


def _score(said: Judgement) -> Points | None:
    return next((points for one in said.criteria if (points := _points(one)) is not None), None)


def evidence_of(use: FactUse) -> FactBasis:
    """A fact as it was used, with the words of the catalogue."""
    return FactBasis(
        use.field,
        label_of(use.field),
        use.year,
        use.source.grade if use.source else None,
        use.source.label if use.source else "",
        use.missing,
    )


def label_of(field: str) -> str:
    """The Chinese name of a fact of the catalogue."""
    found = FIELDS.get(field)
    return found.zh if found else field
