"""The life of a thing as its page shows it: what happened, and what can be done now."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from crm import clock
from crm.steps import StepTaken


@dataclass(frozen=True, slots=True)
class StepWords:
    """One step of the history."""

    when: str
    act: str
    by: str
    text: str | None
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ActButton:
    """What can be done now: at once by a POST, or on a page of its own."""

    url: str
    label: str
    is_main: bool
    is_at_once: bool = False


def word_steps(
    steps: Iterable[StepTaken], word_act: Callable[[str], Any], notes: Callable[[Mapping[str, Any]], Iterable[Any]]
) -> list[StepWords]:
    """The steps in words; `notes` says the details of one."""
    return [
        StepWords(
            clock.local(step.event.at).strftime("%Y-%m-%d %H:%M"),
            str(word_act(step.event.act)),
            step.by or _("系统"),
            step.event.why,
            tuple(map(str, notes(step.event.detail))),
        )
        for step in steps
    ]


def word_notes(detail: Mapping[str, Any], words: Mapping[str, Callable[[Any], Any]]) -> list[Any]:
    """The details that have a word and are not empty, in the order of the words."""
    return [say(detail[name]) for name, say in words.items() if detail.get(name)]
