"""The values of 服务团队与服务包: the promises of a year by aspect, each with what may be done about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _

from crm.interactions.models import ContactPurpose
from crm.interactions.support.life import ITEM_LIFE
from crm.interactions.support.models import ItemState
from crm.people.person import Person
from crm.steps import Step, allowed_steps
from crm.web.words import word


@dataclass(frozen=True, slots=True)
class PromiseLine:
    """A promise in words, with its steps."""

    id: int
    text: str
    keeper: str
    due_on: date
    state: str
    tone: str
    last_word: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class AspectLines:
    """What is promised in one of the five aspects."""

    aspect: str
    promises: Sequence[PromiseLine]


def by_aspect(items: Sequence[Any], person: Person, on: date) -> list[AspectLines]:
    """All five aspects, those without a promise too: what is missing is to be seen."""
    return [
        AspectLines(aspect.value, [_line(item, person, on) for item in items if item.aspect == aspect])
        for aspect in ContactPurpose
    ]


def state_words(state: ItemState, due_on: date, on: date) -> tuple[str, str]:
    """The state of a promise on a day with its tone; an open one says how late it is."""
    if state is not ItemState.PROMISED:
        return word(state, "promise_state"), "good" if state is ItemState.FULFILLED else "unknown"
    late = (on - due_on).days
    return (str(_("逾期 %(days)s 天", days=late)), "bad") if late > 0 else (word(state, "promise_state"), "calm")


def _line(item: Any, person: Person, on: date) -> PromiseLine:
    state, tone = state_words(item.state, item.due_on, on)
    said = _("%(name)s：%(why)s", name=item.closed_by, why=item.why) if item.why else ""
    return PromiseLine(
        item.id,
        item.text,
        item.department or str(_("管家")),
        item.due_on,
        state,
        tone,
        str(said),
        allowed_steps(ITEM_LIFE, item.state, person.roles),
    )


def shown_years(years: Sequence[Any], on: date, asked: int) -> list[int]:
    """The years one can turn to: those with a plan, this one, and the one that is shown."""
    return sorted({*(row.year for row in years), on.year, asked})
