"""A way carried into 假设测算: what it changes fills the form, and what no input can say is supposed beside it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from crm.desk.prospects.ways_page import mark_of
from crm.desk.prospects.what_if.form import Questions
from crm.desk.prospects.what_if.supposition import with_years_repeated
from crm.rules.law.dossier import Dossier
from crm.rules.reading.library import Library
from crm.rules.ways.changes import (
    AddEquity,
    AddProperty,
    Change,
    Changes,
    RecordFigure,
    RecordScore,
    SetFact,
    Shift,
    apply_changes,
)
from crm.rules.ways.search import ways_up
from crm.rules.ways.way import Way
from crm.rules.ways.wording import word_change

INPUTS = {"class1_high_value": "more_high_value", "class2": "more_second"}


@dataclass(frozen=True, slots=True)
class CarriedWay:
    """A way as the form takes it: `dossier` begins the inputs, `added` those of lists, `steps` are supposed as such."""

    dossier: Dossier
    added: Mapping[str, int]
    steps: Changes
    words: tuple[str, ...]


def find_marked_way(
    library: Library, target: str, purpose: str, dossier: Dossier, *, since: date, mark: str
) -> Way | None:
    """The way of a mark, if it is still offered."""
    found = ways_up(library, target, dossier, as_of=since, purpose=purpose)
    return next((way for way in found.ways if mark_of(way) == mark), None)


def carry(way: Way, dossier: Dossier, asked: Questions) -> CarriedWay:
    """Split a way into what the inputs of the form can say and what they cannot."""
    typed = tuple(change for change in way.changes if _is_typed(change, asked))
    steps = tuple(change for change in way.changes if not _is_typed(change, asked) and not _is_added(change))
    ground = with_years_repeated(dossier, way.assumed_years)
    return CarriedWay(apply_changes(ground, typed), dict(_added(way.changes)), steps, tuple(map(word_change, steps)))


def _is_typed(change: Change, asked: Questions) -> bool:
    match change:
        case Shift():
            return change.year in asked.years
        case RecordFigure():
            return change.year in asked.years and change.field in asked.figures
        case SetFact():
            return change.field in asked.facts
        case RecordScore():
            return change.year == asked.score_year
        case _:
            return False


def _is_added(change: Change) -> bool:
    return isinstance(change, AddProperty | AddEquity)


def _added(changes: Changes) -> Iterator[tuple[str, int]]:
    for change in changes:
        if isinstance(change, AddProperty):
            yield INPUTS.get(change.leaf.count.id, "more_property"), len(change.items)
        elif isinstance(change, AddEquity):
            yield "equity", change.amount
