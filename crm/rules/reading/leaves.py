"""Reads the leaves of a rulebook, each one comparison with a limit; how they are joined is not known here."""

from __future__ import annotations

import re
from collections.abc import Callable

from crm.rules.law.catalogue import (
    CERTIFICATES,
    CHOICE_FACTS,
    COUNTS,
    FIELDS,
    LEVELS,
    LISTS,
    TIERS,
    YES_NO_FACTS,
    FactKind,
)
from crm.rules.law.metrics import METRICS, FigureMetric, Metric, PlatformMetric
from crm.rules.law.nodes import (
    AllOf,
    Answer,
    Award,
    CodeBegins,
    Compare,
    Contest,
    Count,
    HoldsCertificate,
    HoldsTitle,
    Node,
    NoRevocation,
    OneOf,
    PropertyRules,
    Relation,
    SmallerThan,
)
from crm.rules.law.quantities import Unit
from crm.rules.reading.written import PlacedValue

_YEAR = re.compile(r"Y(?:([+-])([1-9]))?", re.ASCII)
SIZES = frozenset({"large", "medium", "small"})
RELATIONS = " ".join(Relation)


def read_leaf(rule: PlacedValue, operator: str, rules: PropertyRules | None) -> Node:
    if operator == "count":
        return read_count(rule, rules)
    return LEAVES[operator](rule)


def read_metric(written: PlacedValue) -> Metric:
    name = written.text()
    if name not in METRICS:
        raise written.fail(f"unknown metric {name!r}; known: {', '.join(sorted(METRICS))}")
    return METRICS[name]


def relation_in(rule: PlacedValue, entries: dict[str, PlacedValue]) -> Relation:
    found = [relation for relation in Relation if relation in entries]
    if len(found) != 1:
        raise rule.fail(f"must say exactly one of {', '.join(Relation)}")
    return found[0]


def _compare(rule: PlacedValue) -> Node:
    entries = rule.section("metric", f"{RELATIONS} years")
    metric = read_metric(entries["metric"])
    relation = relation_in(rule, entries)
    limit = entries[relation].quantity(metric.unit)
    offsets = _offsets(entries["years"], metric) if "years" in entries else _no_year(rule, metric)
    leaves = tuple(Compare(metric, relation, limit, offset) for offset in offsets)
    return leaves[0] if len(leaves) == 1 else AllOf(leaves)


def _no_year(rule: PlacedValue, metric: Metric) -> tuple[int, ...]:
    if isinstance(metric, PlatformMetric):
        raise rule.fail(f"{metric.id!r} needs its years")
    return (0,)


def _offsets(written: PlacedValue, metric: Metric) -> tuple[int, ...]:
    if not isinstance(metric, FigureMetric | PlatformMetric):
        raise written.fail(f"{metric.id!r} does not go by years")
    offsets = tuple(_offset(item) for item in written.items())
    if not offsets or len(set(offsets)) != len(offsets):
        raise written.fail("must name at least one year, and none twice")
    return offsets


def _offset(written: PlacedValue) -> int:
    match = _YEAR.fullmatch(str(written.value))
    if match is None:
        raise written.fail(f"{written.value!r} is no year; write Y, Y-1, Y+1")
    return int(f"{match[1]}{match[2]}") if match[2] else 0


def read_count(rule: PlacedValue, rules: PropertyRules | None) -> Count:
    entries = rule.section("count at_least")
    name = entries["count"].text()
    if name not in COUNTS:
        raise entries["count"].fail(f"unknown count {name!r}; known: {', '.join(sorted(COUNTS))}")
    if rules is None:
        raise rule.fail("the rulebook does not say which intellectual property counts")
    return Count(COUNTS[name], rules, entries["at_least"].whole())


def _title(rule: PlacedValue) -> Node:
    return HoldsTitle(rule.section("title")["title"].word(TIERS))


def _no_revocation(rule: PlacedValue) -> Node:
    entries = rule.section("no_revocation_within")
    return NoRevocation(int(entries["no_revocation_within"].quantity(Unit.YEARS)))


def _award(rule: PlacedValue) -> Node:
    entries = rule.section("award within")
    ranks = tuple((entry, _rank(rank)) for entry, rank in entries["award"].section(optional=_LEVELS).items())
    if not ranks:
        raise entries["award"].fail("names no level")
    return Award(ranks, int(entries["within"].quantity(Unit.YEARS)))


_LEVELS = " ".join(sorted(map(str, LEVELS)))


def _rank(written: PlacedValue) -> int | None:
    return None if written.value == "any" else written.whole()


def _contest(rule: PlacedValue) -> Node:
    entries = rule.section("contest within")
    lists = tuple(item.word(LISTS) for item in entries["contest"].items())
    return Contest(lists, int(entries["within"].quantity(Unit.YEARS)))


def _certificate(rule: PlacedValue) -> Node:
    return HoldsCertificate(
        tuple(item.word(CERTIFICATES) for item in rule.section("certificate")["certificate"].items())
    )


def _fact(rule: PlacedValue) -> Node:
    return _answer(rule, "fact", FactKind.YES_NO)


def _judgement(rule: PlacedValue) -> Node:
    return _answer(rule, "judgement", FactKind.JUDGEMENT)


def _answer(rule: PlacedValue, key: str, kind: FactKind) -> Node:
    entries = rule.section(f"{key} is", "obtainable")
    name = entries[key].text()
    if name not in YES_NO_FACTS or FIELDS[name].kind is not kind:
        raise entries[key].fail(f"unknown {key} {name!r}")
    obtainable = "obtainable" in entries and entries["obtainable"].yes_no()
    return Answer(name, entries["is"].yes_no(), obtainable)


def _choice(rule: PlacedValue) -> Node:
    entries = rule.section("choice within", "obtainable")
    name = read_choice(entries["choice"])
    known = frozenset(choice.value for choice in FIELDS[name].choices)
    within = tuple(item.word(known) for item in entries["within"].items())
    return OneOf(name, within, "obtainable" in entries and entries["obtainable"].yes_no())


def read_choice(written: PlacedValue) -> str:
    name = written.text()
    if name not in CHOICE_FACTS:
        raise written.fail(f"unknown choice {name!r}; known: {', '.join(sorted(CHOICE_FACTS))}")
    return name


def _credit_code(rule: PlacedValue) -> Node:
    return CodeBegins(rule.section("credit_code_begins")["credit_code_begins"].text())


def _smaller(rule: PlacedValue) -> Node:
    return SmallerThan(rule.section("smaller_than")["smaller_than"].word(SIZES))


LEAVES: dict[str, Callable[[PlacedValue], Node]] = {
    "metric": _compare,
    "count": lambda rule: read_count(rule, None),
    "title": _title,
    "no_revocation_within": _no_revocation,
    "award": _award,
    "contest": _contest,
    "certificate": _certificate,
    "fact": _fact,
    "judgement": _judgement,
    "choice": _choice,
    "credit_code_begins": _credit_code,
    "smaller_than": _smaller,
}
