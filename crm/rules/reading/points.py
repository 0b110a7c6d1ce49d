"""Reads the score table of a rulebook and checks that each indicator can give what it promises."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from crm.rules.law.catalogue import FIELDS, YES_NO_FACTS
from crm.rules.law.nodes import (
    Bands,
    BestOf,
    EachAnswer,
    EachSpan,
    FirstRow,
    Indicator,
    Points,
    PointsByWord,
    PropertyRules,
    Relation,
    Score,
    ScorePart,
    StatedPoints,
    bound_of,
)
from crm.rules.law.points import highest
from crm.rules.reading.leaves import read_choice, read_count, read_metric, relation_in
from crm.rules.reading.policy_words import read_text
from crm.rules.reading.written import PlacedValue


def read_score(written: PlacedValue, rules: PropertyRules | None) -> Score:
    table = written.section("at_least indicators", "parts")
    parts = tuple(_part(name, part) for name, part in table["parts"].mapping().items()) if "parts" in table else ()
    indicators = tuple(_indicator(one, parts, rules) for one in table["indicators"].items())
    if len({one.id for one in indicators}) != len(indicators):
        raise table["indicators"].fail("two indicators have the same id")
    score = Score(table["at_least"].whole(), parts, indicators)
    if score.at_least > sum(one.most for one in indicators):
        raise table["at_least"].fail("no enterprise can reach so many points")
    return score


def _part(name: str, written: PlacedValue) -> ScorePart:
    entries = written.section("at_least text")
    return ScorePart(name, read_text(entries["text"]), entries["at_least"].whole())


def _indicator(written: PlacedValue, parts: tuple[ScorePart, ...], rules: PropertyRules | None) -> Indicator:
    entries = dict(written.mapping())
    for key in ("id", "text", "most", *(["part"] if parts else [])):
        if key not in entries:
            raise written.fail(f"missing {key!r}")
    name, text, most = entries.pop("id").text(), read_text(entries.pop("text")), entries.pop("most")
    part = entries.pop("part").word(frozenset(one.id for one in parts)) if parts else None
    points = read_points(PlacedValue(written.file, written.line, entries), rules)
    if highest(points) != most.whole():
        raise most.fail(f"{name!r} can give {highest(points)} points at most")
    return Indicator(name, text, part, most.whole(), points)


def read_points(written: PlacedValue, rules: PropertyRules | None) -> Points:
    entries = written.mapping()
    if "first" in entries:
        return _first(written, rules)
    for key, read in POINTS.items():
        if key in entries:
            return read(written)
    raise written.fail(f"must give points by one of first, {', '.join(POINTS)}")


def _bands(written: PlacedValue) -> Points:
    entries = written.section("metric bands")
    metric = read_metric(entries["metric"])
    bands = entries["bands"].section("otherwise", " ".join(Relation))
    relation = relation_in(entries["bands"], bands)
    rows = [row.pair() for row in bands[relation].items()]
    if not rows:
        raise bands[relation].fail("has no bands")
    limits = [limit.quantity(metric.unit) for limit, _ in rows]
    if limits != sorted(set(limits), reverse=relation is Relation.AT_LEAST):
        raise bands[relation].fail("the limits must go from the hardest to the easiest")
    points = [point.whole() for _, point in rows]
    otherwise = bands["otherwise"].whole()
    _falling(written, [*points, otherwise])
    steps = tuple((bound_of(metric, limit), point) for limit, point in zip(limits, points, strict=True))
    return Bands(metric, relation, steps, otherwise)


def _falling(written: PlacedValue, points: Sequence[int]) -> None:
    if list(points) != sorted(set(points), reverse=True):
        raise written.fail("points must fall from row to row")


def _first(written: PlacedValue, rules: PropertyRules | None) -> Points:
    entries = written.section("first otherwise")
    rows = [row.pair() for row in entries["first"].items()]
    read = tuple((read_count(condition, rules), points.whole()) for condition, points in rows)
    otherwise = entries["otherwise"].whole()
    _falling(written, [*(points for _, points in read), otherwise])
    return FirstRow(read, otherwise)


def _best_of(written: PlacedValue) -> Points:
    return BestOf(tuple(read_points(one, None) for one in written.section("best_of")["best_of"].items()))


def _each_answer(written: PlacedValue) -> Points:
    entries = written.section("facts each at_most")
    facts = tuple(item.word(YES_NO_FACTS) for item in entries["facts"].items())
    return EachAnswer(facts, entries["each"].whole(), entries["at_most"].whole())


def _each_span(written: PlacedValue) -> Points:
    entries = written.section("metric every each at_most")
    metric = read_metric(entries["metric"])
    every = entries["every"].quantity(metric.unit)
    if every <= 0:
        raise entries["every"].fail("must be more than nothing")
    return EachSpan(metric, every, entries["each"].whole(), entries["at_most"].whole())


def _choice_points(written: PlacedValue) -> Points:
    entries = written.section("choice points")
    name = read_choice(entries["choice"])
    words = {str(choice.value): choice.value for choice in FIELDS[name].choices}
    points = entries["points"].section(" ".join(words))
    return PointsByWord(name, {words[word]: point.whole() for word, point in points.items()})


def _answer_points(written: PlacedValue) -> Points:
    entries = written.section("fact points")
    points = entries["points"].section("yes no")
    return PointsByWord(
        entries["fact"].word(YES_NO_FACTS), {True: points["yes"].whole(), False: points["no"].whole()}
    )


def _given(written: PlacedValue) -> Points:
    entries = written.section("metric given")
    bounds = entries["given"].section("lowest highest")
    lowest, most = bounds["lowest"].whole(), bounds["highest"].whole()
    if lowest > most:
        raise entries["given"].fail("the lowest is above the highest")
    return StatedPoints(read_metric(entries["metric"]), lowest, most)


POINTS: dict[str, Callable[[PlacedValue], Points]] = {
    "bands": _bands,
    "best_of": _best_of,
    "facts": _each_answer,
    "every": _each_span,
    "choice": _choice_points,
    "fact": _answer_points,
    "given": _given,
}
