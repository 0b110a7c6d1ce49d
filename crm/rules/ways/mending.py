"""How one condition that does not hold could come to hold: sets of changes, each of which suffices for it alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import product
from math import ceil, floor
from typing import Any

from crm.rules.exact.conditions import bracket, status_of
from crm.rules.exact.sight import Sight, counts
from crm.rules.law.dates import end_of
from crm.rules.law.dossier import Dossier, IntellectualProperty, YearFigures
from crm.rules.law.logic import Status
from crm.rules.law.metrics import EquityMetric, FactMetric, FigureMetric, NicheMetric, PlatformMetric
from crm.rules.law.nodes import (
    AllOf,
    Answer,
    AnyOf,
    Brackets,
    Compare,
    Count,
    Criterion,
    Node,
    OneOf,
    PropertyRules,
    Relation,
)
from crm.rules.reading.sizing import Sizing
from crm.rules.ways.changes import (
    LEVERS,
    AddEquity,
    AddProperty,
    Change,
    Changes,
    RecordFigure,
    RecordScore,
    SetFact,
    SettleProperty,
    Shift,
    applied,
    merged,
)
from crm.rules.ways.levers import Effort, Lever

VAST = 10**14
"""Beyond a trillion yuan no change is suggested; the search for an amount ends here."""

STEP = 10_000
"""Amounts in fen are rounded up to whole hundreds of yuan, as people read 万元 with two decimals."""

MOST_TOGETHER = 24


@dataclass(frozen=True, slots=True)
class Ground:
    """Where changes are looked for: facts, day and table. Years before `open_year` are over and stay as they are."""

    dossier: Dossier
    day: date
    sizing: Sizing
    open_year: int

    @property
    def sight(self) -> Sight:
        return Sight(self.dossier, self.day, self.sizing)

    def after(self, changes: Iterable[Change]) -> Ground:
        return replace(self, dossier=applied(self.dossier, changes))

    def holds(self, node: Node, changes: Iterable[Change]) -> bool:
        return status_of(node, self.after(changes).sight) is Status.MET


def mends(node: Node, ground: Ground) -> list[Changes]:
    """Sets of changes after which the node is met; nothing where it is met, or where nobody could honestly mend it."""
    if status_of(node, ground.sight) is Status.MET:
        return [()]
    mender = MENDERS.get(type(node))
    found = [] if mender is None else mender(node, ground)
    return [changes for changes in found if ground.holds(node, changes)]


def _all(node: AllOf, ground: Ground) -> list[Changes]:
    """One choice for each part; several parts may be mended by the same change."""
    choices = [mends(part, ground) for part in node.parts]
    found: list[Changes] = []
    for chosen in product(*choices):
        together: Changes = ()
        for changes in chosen:
            together = merged(together, changes)
        found.append(together)
        if len(found) == MOST_TOGETHER:
            break
    return found


def _any(node: AnyOf, ground: Ground) -> list[Changes]:
    return [changes for part in node.parts for changes in mends(part, ground)]


def _brackets(node: Brackets, ground: Ground) -> list[Changes]:
    place = bracket(node, ground.sight)
    return [] if place is None else mends(node.parts[place], ground)


def _compare(leaf: Compare, ground: Ground) -> list[Changes]:
    match leaf.metric:
        case FigureMetric():
            return list(_figures(leaf, leaf.metric, ground))
        case NicheMetric():
            return list(_niche(leaf, ground))
        case EquityMetric():
            return list(_equity(leaf, leaf.metric, ground))
        case PlatformMetric():
            return _platform(leaf, ground)
        case FactMetric():
            return _stated(leaf, leaf.metric, ground)


def _figures(leaf: Compare, metric: FigureMetric, ground: Ground) -> Iterator[Changes]:
    """Missing figures are recorded; of a year that is not over a lever may be moved just far enough."""
    records = tuple(_missing(leaf, metric, ground))
    ground = ground.after(records)
    if ground.holds(leaf, ()):
        yield records
    for year in sorted({ground.sight.year + leaf.offset + away for _, away in metric.needs}):
        for lever in LEVERS:
            amount = _least(lever, year, leaf, ground)
            if amount is None:
                continue
            if year >= ground.open_year:
                yield (*records, Shift(lever, year, amount))
            elif any(record.year == year and record.field in lever.moves for record in records):
                yield tuple(_raised(record, lever, year, amount) for record in records)


def _missing(leaf: Compare, metric: FigureMetric, ground: Ground) -> Iterator[RecordFigure]:
    """Each figure nobody has written down, with a neighbouring year's value to begin with."""
    sight = ground.sight
    for field, away in metric.needs:
        year = sight.year + leaf.offset + away
        if sight.figure(field, leaf.offset + away) is None:
            yield RecordFigure(field, year, _likely(field, year, ground.dossier))


def _likely(field: str, year: int, dossier: Dossier) -> int:
    known = [(abs(one.year - year), one.year, getattr(one, field)) for one in dossier.figures]
    near = sorted((distance, other, value) for distance, other, value in known if value is not None)
    return near[0][2] if near else STEP


def _raised(record: RecordFigure, lever: Lever, year: int, amount: int) -> RecordFigure:
    if record.year != year or record.field not in lever.moves:
        return record
    return replace(record, value=record.value + lever.moves[record.field] * amount)


def _least(lever: Lever, year: int, leaf: Node, ground: Ground) -> int | None:
    """The least move of the lever with which the leaf holds, by halving; None where none does."""
    figures = next((one for one in ground.dossier.figures if one.year == year), YearFigures(year))
    if any(getattr(figures, field) is None for field in lever.moves):
        return None
    step = STEP if lever.unit == "money" else 1
    low, high = 0, lever.most(figures, VAST) // step
    if not high or not ground.holds(leaf, [Shift(lever, year, high * step)]):
        return None
    while low < high - 1:
        middle = (low + high) // 2
        low, high = (low, middle) if ground.holds(leaf, [Shift(lever, year, middle * step)]) else (middle, high)
    return high * step


def _niche(leaf: Compare, ground: Ground) -> Iterator[Changes]:
    """Time is the calendar's; only a start nobody has written down can be recorded."""
    if ground.dossier.niche_started_on is None:
        start = date(ground.day.year - ceil(leaf.limit) - 1, 1, 1)
        yield (SetFact("niche_started_on", start, Effort.RECORD, "不晚于 "),)


def _equity(leaf: Compare, metric: EquityMetric, ground: Ground) -> Iterator[Changes]:
    if leaf.relation is not Relation.AT_LEAST:
        return
    low, high = ground.sight.read(metric)
    lacking = ceil(leaf.limit) - (low[0] if low else 0)
    if high is None or high != low:
        yield (AddEquity(end_of(ground.sight.year), lacking, Effort.RECORD),)
    if high is not None and ground.sight.year >= ground.open_year:
        yield (AddEquity(end_of(ground.sight.year), lacking, Effort.OBTAIN),)


def _platform(leaf: Compare, ground: Ground) -> list[Changes]:
    """A score that is known stays: it is the platform's. A later year brings another, which may be better."""
    year = ground.sight.year + leaf.offset
    if ground.sight.score(leaf.offset) is None:
        return [(RecordScore(year, leaf.limit),)]
    return [(RecordScore(year, leaf.limit, Effort.OBTAIN),)] if year > ground.open_year else []


def _stated(leaf: Compare, metric: FactMetric, ground: Ground) -> list[Changes]:
    if ground.sight.fact(metric.field) is not None:
        return []
    value: Any = leaf.limit
    if metric.field not in {"market.share"}:
        value = ceil(leaf.limit) if leaf.relation is Relation.AT_LEAST else floor(leaf.limit)
    sign = "≥ " if leaf.relation is Relation.AT_LEAST else "≤ "
    return [(SetFact(metric.field, value, Effort.RECORD, sign),)]


def _count(leaf: Count, ground: Ground) -> list[Changes]:
    """Settle what is unknown of listed items first; what is still lacking is added to the list."""
    low, high = ground.sight.count(leaf.count, leaf.rules)
    lacking = leaf.at_least - low
    settled = tuple(_settled(leaf, ground))[:lacking]
    settle: Changes = (SettleProperty(settled, leaf.count.zh),) if settled else ()
    if len(settled) == lacking:
        return [settle]
    effort = Effort.RECORD if high is None else Effort.OBTAIN
    item = _item(leaf)
    add = AddProperty((item,) * (lacking - len(settled)), _described(leaf), effort)
    alone = AddProperty((item,) * lacking, _described(leaf), effort)
    return [(*settle, add), (alone,)] if settled else [(add,)]


def _settled(leaf: Count, ground: Ground) -> Iterator[tuple[int, IntellectualProperty]]:
    for place, item in enumerate(ground.dossier.intellectual_property or ()):
        if counts(item, leaf.count, leaf.rules, ground.day) is None:
            yield place, _with_answers(item, leaf.rules)


def _with_answers(item: IntellectualProperty, rules: PropertyRules) -> IntellectualProperty:
    names = ("related_to_main_product", "economic_benefit", "high_value", "self_developed")
    answers: dict[str, Any] = {name: True for name in names if getattr(item, name) is None}
    if item.holder_rank is None and rules.holder_rank is not None:
        answers["holder_rank"] = 1
    return replace(item, **answers)


def _item(leaf: Count) -> IntellectualProperty:
    return IntellectualProperty(
        leaf.count.property_class,
        high_value=leaf.count.high_value,
        self_developed=leaf.count.self_developed,
        related_to_main_product=True,
        economic_benefit=True,
        holder_rank=1,
    )


def _described(leaf: Count) -> str:
    related = "与主导产品相关" if leaf.rules.related_to_main_product else ""
    benefit = "并产生经济效益" if leaf.rules.economic_benefit else ""
    return f"{related}{benefit}{'的' if related else ''}{leaf.count.zh}"


def _answer(leaf: Answer, ground: Ground) -> list[Changes]:
    return _fact(leaf.fact, leaf.expected, ground, obtainable=leaf.obtainable)


def _one_of(leaf: OneOf, ground: Ground) -> list[Changes]:
    """The last word of the row is the easiest to have."""
    return _fact(leaf.fact, leaf.within[-1], ground, obtainable=leaf.obtainable)


def _fact(field: str, value: Any, ground: Ground, *, obtainable: bool) -> list[Changes]:
    if ground.sight.fact(field) is None:
        return [(SetFact(field, value, Effort.RECORD),)]
    return [(SetFact(field, value, Effort.OBTAIN),)] if obtainable else []


MENDERS: dict[type[Any], Callable[[Any, Ground], list[Changes]]] = {
    AllOf: _all,
    AnyOf: _any,
    Brackets: _brackets,
    Criterion: lambda criterion, ground: mends(criterion.node, ground),
    Compare: _compare,
    Count: _count,
    Answer: _answer,
    OneOf: _one_of,
}
"""Titles, awards, lists, certificates and sizes have no mender: nobody can decide to have them."""
