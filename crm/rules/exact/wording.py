"""Says in Chinese what a condition requires, what was found and what is lacking; it decides nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from crm.rules.exact import wording_leaves
from crm.rules.exact.conditions import bracket, inside, parts_of, status_of
from crm.rules.exact.sight import Sight
from crm.rules.exact.wording_numbers import limit, name_metric, value_of
from crm.rules.law.logic import Status
from crm.rules.law.nodes import AllOf, AnyOf, Brackets, Compare, Node, Score

Say = Callable[[Any, Sight], str]


_SAID: dict[tuple[int, int], tuple[Node, str]] = {}
MOST_SAID = 5_000


def word_required(node: Node, sight: Sight) -> str:
    """What a rule asks for; a single comparison needs no name of what it compares.

    Every enterprise is told the same in one year, but for brackets, so it is worded once.
    """
    node = inside(node)
    key = (id(node), sight.year)
    said = _SAID.get(key)
    if said is not None and said[0] is node:
        return said[1]
    text = limit(node) if isinstance(node, Compare) else _required(node, sight)
    if required_of_all(node) and len(_SAID) < MOST_SAID:
        _SAID[key] = (node, text)
    return text


def required_of_all(node: Node) -> bool:
    """Whether the same is required of every enterprise; with brackets it depends on their figures."""
    return not isinstance(node, Brackets) and all(map(required_of_all, parts_of(node)))


def word_found(node: Node, sight: Sight) -> str:
    """What the facts say, or which of them are missing."""
    node = inside(node)
    if isinstance(node, Compare):
        return value_of(node, sight)
    return _found(node, sight)


def shortfall(node: Node, sight: Sight) -> str | None:
    """What is lacking in an unmet condition, in its own unit; None where that is no quantity."""
    node = inside(node)
    if status_of(node, sight) is not Status.UNMET:
        return None
    lacking = LACKING.get(type(node))
    return None if lacking is None else lacking(node, sight)


def _required(node: Node, sight: Sight) -> str:
    node = inside(node)
    return REQUIRED[type(node)](node, sight)


def _found(node: Node, sight: Sight) -> str:
    node = inside(node)
    return FOUND[type(node)](node, sight)


def _joined(parts: Iterable[str], word: str) -> str:
    return word.join(dict.fromkeys(parts))


def _all_gap(node: AllOf, sight: Sight) -> str | None:
    return _gaps(node.parts, sight, "，")


def _any_gap(node: AnyOf, sight: Sight) -> str | None:
    return _gaps(node.parts, sight, " 或 ")


def _gaps(parts: tuple[Node, ...], sight: Sight, word: str) -> str | None:
    said = []
    for part in parts:
        lacking = shortfall(part, sight)
        inner = inside(part)
        if lacking is not None:
            said.append(f"{name_metric(inner, sight)}差 {lacking}" if isinstance(inner, Compare) else lacking)
    return _joined(said, word) or None


def _bracket(node: Brackets, sight: Sight, say: Callable[[Node, Sight], str]) -> str:
    place = bracket(node, sight)
    if place is None:
        return "按营业收入分档：" + _joined((say(part, sight) for part in node.parts), "；")
    return say(node.parts[place], sight)


def _bracket_gap(node: Brackets, sight: Sight) -> str | None:
    place = bracket(node, sight)
    return None if place is None else _gaps((node.parts[place],), sight, "，")


def _all(say: Callable[[Node, Sight], str], word: str) -> Callable[[Any, Sight], str]:
    """Parts joined by a word; a joint inside a joint stands in brackets."""

    def said(node: Node, sight: Sight) -> str:
        text = say(node, sight)
        return f"（{text}）" if word == " 或 " and _is_joint(node) else text

    return lambda node, sight: _joined((said(part, sight) for part in node.parts), word)


def _is_joint(node: Node) -> bool:
    inner = inside(node)
    return isinstance(inner, AllOf | AnyOf) or (isinstance(inner, Score) and bool(inner.parts))


REQUIRED: dict[type[Any], Say] = {
    **wording_leaves.REQUIRED,
    AllOf: _all(_required, " 且 "),
    AnyOf: _all(_required, " 或 "),
    Brackets: lambda node, sight: _bracket(node, sight, _required),
}

FOUND: dict[type[Any], Say] = {
    **wording_leaves.FOUND,
    AllOf: _all(_found, "；"),
    AnyOf: _all(_found, "；"),
    Brackets: lambda node, sight: _bracket(node, sight, _found),
}

LACKING: dict[type[Any], Callable[[Any, Sight], str | None]] = {
    **wording_leaves.LACKING,
    AllOf: _all_gap,
    AnyOf: _any_gap,
    Brackets: _bracket_gap,
}
