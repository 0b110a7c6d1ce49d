"""Holds one dossier against one rulebook, exactly, and says how far it is; it reads no file and no clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from crm.rules.exact.conditions import LEAVES, bracket, inside, join_statuses, parts_of, status_of
from crm.rules.exact.findings import FLAGGED, Finding, FlagKind, Judgement, Verdict
from crm.rules.exact.scoring import score_points
from crm.rules.exact.sight import Sight
from crm.rules.law.dossier import Dossier
from crm.rules.law.logic import Status
from crm.rules.law.nodes import Brackets, Criterion, Node, Score
from crm.rules.law.rulebook import Near, Purpose, Rulebook
from crm.rules.reading.sizing import Sizing


def judge(
    rulebook: Rulebook, dossier: Dossier, *, as_of: date, purpose: Purpose | str = Purpose.NEW, sizing: Sizing
) -> Judgement:
    """The judgement of one enterprise on one day; whether the rulebook is in force is the caller's question."""
    return judge_seen(rulebook, Sight(dossier, as_of, sizing), purpose)


def judge_seen(rulebook: Rulebook, sight: Sight, purpose: Purpose | str = Purpose.NEW) -> Judgement:
    """The same for a sight already made, which several rulebooks may share."""
    purpose = Purpose(purpose)
    pairs = zip(rulebook.criteria[purpose], rulebook.widened[purpose], strict=True)
    criteria = tuple(_criterion(plain, widened, sight) for plain, widened in pairs)
    verdict = verdict_of(criteria, rulebook.near)
    flag = flag_of(verdict, criteria, rulebook.near)
    return Judgement(rulebook, purpose, sight.as_of, sight.dossier, criteria, verdict, flag)


def explain(node: Node, sight: Sight) -> Finding:
    """The finding of a node with those of its parts; a named leaf is one finding, not two."""
    inner = inside(node)
    leaf = LEAVES.get(type(inner))
    if leaf is not None:
        return Finding(node, leaf(inner, sight), sight)
    parts = tuple(explain(part, sight) for part in parts_of(node))
    status = join_statuses(node, [part.status for part in parts], sight)
    place = bracket(node, sight) if isinstance(node, Brackets) else None
    return Finding(node, status, sight, parts if place is None else (parts[place],))


def _criterion(plain: Criterion, widened: Criterion, sight: Sight) -> Finding:
    """Close is what would no longer be unmet with all its limits widened at once."""
    finding = explain(plain, sight)
    if finding.status is Status.UNMET and status_of(widened, sight) is not Status.UNMET:
        return replace(finding, close=True)
    return finding


def verdict_of(criteria: Sequence[Finding], near: Near) -> Verdict:
    unmet = [one for one in criteria if one.status is Status.UNMET]
    if not all(one.close for one in unmet) or len(unmet) > near.max_unmet:
        return Verdict.FAR
    if unmet:
        return Verdict.NEAR
    unknown = any(one.status is Status.UNKNOWN for one in criteria)
    return Verdict.INCOMPLETE if unknown else Verdict.ELIGIBLE


def flag_of(verdict: Verdict, criteria: Sequence[Finding], near: Near) -> FlagKind | None:
    """An incomplete dossier is worth asking about when little is missing and the score is within reach."""
    if verdict is not Verdict.INCOMPLETE:
        return FLAGGED.get(verdict)
    unknown = [one for one in criteria if one.status is Status.UNKNOWN]
    if len(unknown) > near.max_unknown or not all(_within_reach(one, near) for one in unknown):
        return None
    return FLAGGED[verdict]


def _within_reach(finding: Finding, near: Near) -> bool:
    """Whether an unknown score inside the finding has its low end near enough to the threshold."""
    node = inside(finding.node)
    if isinstance(node, Score) and finding.status is Status.UNKNOWN:
        points = score_points(node, finding.sight)
        return points.low >= points.threshold - near.ask_points
    return all(_within_reach(part, near) for part in finding.parts)
