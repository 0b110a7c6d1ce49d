"""Dossiers to search, on the borders of every rulebook and on the days on which it is in force; none is judged here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tests.rules.border import AS_OF_DATES, BORDERS, border_dossiers
from tests.rules.reference import rulebook_for
from tests.rules.ways.checker.question import Question

DAYS_LEFT = (0, 1, 20, 45, 200, 365)
"""How long a title to be reviewed lasts still: to before and to after the turn of the year or a change of rules."""

TARGETS = {"innovative": "innovative", "srdi": "srdi", "little-giant": "little_giant"}


@dataclass(frozen=True)
class Chunk:
    """Some dossiers of one rulebook and day; the seed tells them from those of all other chunks."""

    rulebook: str
    as_of: date
    rows: int
    seed: int
    purpose: str = "new"

    @property
    def target(self) -> str:
        return target_of(self.rulebook)

    def questions(self) -> Iterator[Question]:
        for number, row in enumerate(border_dossiers(self.rulebook, self.as_of, self.rows, self.seed)):
            dossier = row if self.purpose == "new" else holding(row, self.target, self.as_of, DAYS_LEFT[number % 6])
            yield Question(dossier, self.target, self.as_of, self.purpose)


def holding(row: dict[str, Any], target: str, as_of: date, days_left: int) -> dict[str, Any]:
    """The same with the title that is to be reviewed; what was unknown of its titles stays open."""
    last = as_of + timedelta(days=days_left)
    title = {"tier": target, "granted_on": (last - timedelta(days=1095)).isoformat(), "expires_on": last.isoformat()}
    was_open = row.get("recognitions") is None
    opened = {"incomplete": [*(row.get("incomplete") or []), "recognitions"]} if was_open else {}
    return {**row, "recognitions": [*(row.get("recognitions") or []), title], **opened}


def target_of(rulebook: str) -> str:
    return next(target for prefix, target in TARGETS.items() if rulebook.startswith(prefix))


def days_of(rulebook: str) -> list[date]:
    return [day for day in AS_OF_DATES if rulebook_for(target_of(rulebook), "new", day) == rulebook]


def chunks(rows: int, seed: int, size: int = 25, purpose: str = "new") -> Iterator[Chunk]:
    """The rows shared out evenly over the rulebooks, each on the days on which it is in force, in turns."""
    books = list(BORDERS)
    for number in range(-(-rows // size)):
        turn, place = divmod(number, len(books))
        days = days_of(books[place])
        yield Chunk(books[place], days[turn % len(days)], min(size, rows - number * size), seed + number, purpose)
