"""Reads the conditions of a rulebook, named ones and parts of them, for one purpose; points are read elsewhere."""

from __future__ import annotations

import re
from collections.abc import Callable

from crm.rules.law.metrics import METRICS, FigureMetric
from crm.rules.law.nodes import AllOf, AnyOf, Brackets, Criterion, Node, PropertyRules, Score
from crm.rules.law.rulebook import Purpose
from crm.rules.reading.leaves import LEAVES, read_leaf
from crm.rules.reading.policy_words import read_purposes, read_text
from crm.rules.reading.written import PlacedValue

_ID = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?", re.ASCII)
NAMED = ("id", "clause", "text")


class Conditions:
    """A reader for one purpose; what another purpose tests reads as None and is left out."""

    def __init__(self, purpose: Purpose, rules: PropertyRules | None, score: Score | None) -> None:
        self.purpose = purpose
        self.rules = rules
        self.score = score
        self.document = ""
        self.names: set[str] = set()

    def criterion(self, written: PlacedValue, document: str) -> Criterion | None:
        """A top-level rule of a document."""
        self.document = document
        return self._criterion(written, within="")

    def _criterion(self, written: PlacedValue, within: str) -> Criterion | None:
        """A rule with an id; inside another rule the id begins with that rule's."""
        entries = dict(written.mapping())
        for key in NAMED:
            if key not in entries:
                raise written.fail(f"missing {key!r}")
        name = self._name(entries.pop("id"), within)
        clause = f"{self.document} {entries.pop('clause').text()}"
        text = read_text(entries.pop("text"))
        node = self._plain(PlacedValue(written.file, written.line, entries), name)
        return None if node is None else Criterion(name, clause, text, node)

    def _name(self, written: PlacedValue, within: str) -> str:
        name = written.text()
        if not _ID.fullmatch(name) or not name.startswith(within):
            raise written.fail(f"{name!r} is no id for this place")
        if name in self.names:
            raise written.fail(f"{name!r} names two rules")
        self.names.add(name)
        return name

    def node(self, written: PlacedValue, within: str) -> Node | None:
        """A part of a rule, with or without a name of its own."""
        if "id" in written.mapping():
            return self._criterion(written, f"{within}.")
        return self._plain(written, within)

    def _plain(self, written: PlacedValue, within: str) -> Node | None:
        entries = dict(written.mapping())
        purposes = entries.pop("purposes", None)
        rule = PlacedValue(written.file, written.line, entries)
        node = self._operation(rule, within)
        if purposes is not None and self.purpose not in read_purposes(purposes):
            return None
        return node

    def _operation(self, rule: PlacedValue, within: str) -> Node:
        known = [*JOINTS, *LEAVES]
        found = [key for key in known if key in rule.mapping()]
        if len(found) != 1:
            said = ", ".join(rule.mapping()) or "nothing"
            raise rule.fail(f"must say exactly one of {', '.join(known)}; it says {said}")
        if found[0] in JOINTS:
            return JOINTS[found[0]](self, rule, within)
        return read_leaf(rule, found[0], self.rules)

    def all_of(self, rule: PlacedValue, within: str) -> Node:
        parts = self._parts(rule.section("all")["all"], within)
        return parts[0] if len(parts) == 1 else AllOf(parts)

    def any_of(self, rule: PlacedValue, within: str) -> Node:
        parts = self._parts(rule.section("any")["any"], within)
        return parts[0] if len(parts) == 1 else AnyOf(parts)

    def _parts(self, written: PlacedValue, within: str) -> tuple[Node, ...]:
        read = (self.node(part, within) for part in written.items())
        parts = tuple(part for part in read if part is not None)
        if not parts:
            raise written.fail("an empty list would decide without a rule")
        return parts

    def brackets(self, rule: PlacedValue, within: str) -> Node:
        entries = rule.section("brackets by")
        metric = METRICS.get(entries["by"].text())
        if not isinstance(metric, FigureMetric) or metric.compounds:
            raise entries["by"].fail(f"{entries['by'].value!r} is no yearly figure")
        *rows, last = entries["brackets"].items()
        sections = [row.section("at_least requires") for row in rows]
        bounds = tuple(section["at_least"].quantity(metric.unit) for section in sections)
        if list(bounds) != sorted(set(bounds), reverse=True):
            raise rule.fail("brackets must fall from the highest to the lowest")
        nodes = [*(section["requires"] for section in sections), last.section("otherwise")["otherwise"]]
        parts = tuple(self._always(node, within) for node in nodes)
        return Brackets(metric, bounds, parts)

    def _always(self, written: PlacedValue, within: str) -> Node:
        node = self.node(written, within)
        if node is None:
            raise written.fail("a bracket must say what it requires for every purpose")
        return node

    def score_of(self, rule: PlacedValue, _: str) -> Node:
        rule.section("score")["score"].word(frozenset({"total"}))
        if self.score is None:
            raise rule.fail("the rulebook has no score table")
        return self.score


JOINTS: dict[str, Callable[[Conditions, PlacedValue, str], Node]] = {
    "all": Conditions.all_of,
    "any": Conditions.any_of,
    "brackets": Conditions.brackets,
    "score": Conditions.score_of,
}
