"""The status of each condition for one enterprise, exactly; words and verdicts are made elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from crm.rules.exact.scoring import score_points
from crm.rules.exact.sight import Sight
from crm.rules.law.days.dates import recent_since
from crm.rules.law.dossier import ScienceAward
from crm.rules.law.logic import Status, all_of, any_of, of, opposite, reaches, unanimous
from crm.rules.law.nodes import (
    AllOf,
    Answer,
    AnyOf,
    AssumedMet,
    Award,
    Brackets,
    CodeBegins,
    Compare,
    Contest,
    Count,
    Criterion,
    HoldsCertificate,
    HoldsTitle,
    Node,
    NoRevocation,
    OneOf,
    Relation,
    Score,
    SmallerThan,
)
from crm.rules.reading.sizing import CLASSES

JOINTS = (AllOf, AnyOf, Brackets)


def status_of(node: Node, sight: Sight) -> Status:
    """The status alone, without an explanation."""
    judge = LEAVES.get(type(node))
    if judge is not None:
        return judge(node, sight)
    return join_statuses(node, [status_of(part, sight) for part in parts_of(node)], sight)


def parts_of(node: Node) -> tuple[Node, ...]:
    """What a node joins; a leaf joins nothing."""
    if isinstance(node, Criterion):
        return (node.node,)
    return node.parts if isinstance(node, JOINTS) else ()


def inside(node: Node) -> Node:
    """What a named rule says, without its name."""
    while type(node) is Criterion:
        node = node.node
    return node


def join_statuses(node: Node, statuses: Sequence[Status], sight: Sight) -> Status:
    """The status of a joint from those of its parts."""
    if isinstance(node, AnyOf):
        return any_of(statuses)
    if isinstance(node, Brackets):
        place = bracket(node, sight)
        return unanimous(statuses) if place is None else statuses[place]
    return all_of(statuses)


def bracket(node: Brackets, sight: Sight) -> int | None:
    """Which part applies; None when the metric is unknown."""
    value, _ = sight.read(node.metric)
    if value is None:
        return None
    reached = (
        place for place, bound in enumerate(node.bounds) if value[0] * bound.denominator >= bound.numerator * value[1]
    )
    return next(reached, len(node.bounds))


def _compare(leaf: Compare, sight: Sight) -> Status:
    low, high = sight.later(leaf.days_later).read(leaf.metric, leaf.offset)
    if leaf.relation is Relation.AT_LEAST:
        return _within(low, high, leaf, 1)
    return _within(high, low, leaf, -1)


def _within(worst: Any, best: Any, leaf: Compare, sign: int) -> Status:
    """Met when the worst reading suffices, unmet when the best does not."""
    most, parts = leaf.bound.numerator, leaf.bound.denominator
    if worst is not None and sign * (worst[0] * parts - most * worst[1]) >= 0:
        return Status.MET
    if best is not None and sign * (best[0] * parts - most * best[1]) < 0:
        return Status.UNMET
    return Status.UNKNOWN


def _count(leaf: Count, sight: Sight) -> Status:
    return reaches(*sight.count(leaf.count, leaf.rules), leaf.at_least)


def _some(sight: Sight, listing: str, items: Iterable[Status]) -> Status:
    """Whether some item holds; a list that may hold more than is written down may always hold such an item."""
    status = any_of(list(items))
    return Status.UNKNOWN if status is Status.UNMET and sight.dossier.is_open(listing) else status


def _title(leaf: HoldsTitle, sight: Sight) -> Status:
    titles = sight.dossier.recognitions or ()
    return _some(sight, "recognitions", (of(one.tier == leaf.tier and one.valid_on(sight.as_of)) for one in titles))


def _no_revocation(leaf: NoRevocation, sight: Sight) -> Status:
    titles = sight.dossier.recognitions or ()
    return opposite(_some(sight, "recognitions", (of(one.bars_on(sight.as_of, leaf.years)) for one in titles)))


def _award(leaf: Award, sight: Sight) -> Status:
    ranks = dict(leaf.ranks)
    since = recent_since(sight.as_of, leaf.years)
    awards = sight.dossier.science_awards or ()
    recent = (one for one in awards if since <= one.awarded_on <= sight.as_of and one.level in ranks)
    return _some(sight, "science_awards", (judge_rank(one, ranks[one.level]) for one in recent))


def judge_rank(award: ScienceAward, last: int | None) -> Status:
    """Whether an award's rank is good enough; None as the last rank is any rank."""
    if last is None:
        return Status.MET
    return of(None if award.rank is None else award.rank <= last)


def _contest(leaf: Contest, sight: Sight) -> Status:
    since = recent_since(sight.as_of, leaf.years).year
    entries = (one for one in sight.dossier.maker_in_china or () if since <= one.year <= sight.as_of.year)
    return _some(sight, "maker_in_china", (of(one.list in leaf.lists) for one in entries))


def _certified(leaf: HoldsCertificate, sight: Sight) -> Status:
    valid = (one for one in sight.dossier.certificates or () if one.valid_from <= sight.as_of <= one.valid_to)
    return _some(sight, "certificates", (of(one.kind in leaf.kinds) for one in valid))


def _answer(leaf: Answer, sight: Sight) -> Status:
    answer = sight.fact(leaf.fact)
    return of(None if answer is None else answer is leaf.expected)


def _one_of(leaf: OneOf, sight: Sight) -> Status:
    word = sight.fact(leaf.fact)
    return of(None if word is None else word in leaf.within)


def _code(leaf: CodeBegins, sight: Sight) -> Status:
    return of(sight.dossier.uscc.startswith(leaf.prefix))


def _smaller(leaf: SmallerThan, sight: Sight) -> Status:
    """The size is the smallest class among the indicators, so one smaller indicator settles it."""
    sizes = sizes_of(sight)
    if not sizes:
        return Status.UNKNOWN
    limit = CLASSES.index(leaf.size)
    return any_of([of(None if size is None else size > limit) for size in sizes])


def sizes_of(sight: Sight) -> list[int | None]:
    """The class by each indicator of the industry as a place in CLASSES; empty where none is listed."""
    code = sight.dossier.industry
    industry = None if code is None else sight.sizing.industry(code)
    if industry is None:
        return []
    values = ((one, sight.figure(one.field, 0)) for one in industry.indicators)
    return [None if value is None else one.size(value) for one, value in values]


def _score(leaf: Score, sight: Sight) -> Status:
    return score_points(leaf, sight).status


LEAVES: dict[type[Any], Callable[[Any, Sight], Status]] = {
    Compare: _compare,
    Count: _count,
    HoldsTitle: _title,
    NoRevocation: _no_revocation,
    Award: _award,
    Contest: _contest,
    HoldsCertificate: _certified,
    Answer: _answer,
    OneOf: _one_of,
    CodeBegins: _code,
    SmallerThan: _smaller,
    AssumedMet: lambda _leaf, _sight: Status.MET,
    Score: _score,
}
