"""Which facts each criterion of a rulebook may rest on, whatever the facts are."""

from collections.abc import Mapping
from datetime import date

from crm.cultivation.reasons.fact_changes import LISTS
from crm.rules import Dossier, Purpose, Rulebook, Sight
from crm.rules.exact.conditions import parts_of
from crm.rules.exact.facts_used import facts_of
from crm.rules.law.nodes import Criterion, Node, SmallerThan
from crm.rules.reading.sizing import Sizing

_ANY_DAY = date(2000, 1, 1)
_FIELDS_USED: dict[tuple[str, Purpose], Mapping[str, frozenset[str]]] = {}


def fields_used(rulebook: Rulebook, purpose: Purpose, sizing: Sizing) -> Mapping[str, frozenset[str]]:
    """The fields each top-level criterion may rest on, whatever the facts; of list items only the list."""
    name = (rulebook.version, purpose)
    if name not in _FIELDS_USED:
        sight = Sight(Dossier("", ""), _ANY_DAY, sizing)
        _FIELDS_USED[name] = {one.id: frozenset(_fields(one, sight)) for one in rulebook.criteria[purpose]}
    return _FIELDS_USED[name]


def _fields(node: Node, sight: Sight) -> set[str]:
    if isinstance(node, Criterion):
        return _fields(node.node, sight)
    if isinstance(node, SmallerThan):
        return {"industry", *(one.field for industry in sight.sizing.industries for one in industry.indicators)}
    own = {_list_or_field(use.field) for use in facts_of(node, sight)}
    return own.union(*(_fields(part, sight) for part in parts_of(node)))


def _list_or_field(field: str) -> str:
    group = field.partition(".")[0]
    return group if group in LISTS else field
