"""Dossiers to search, on the borders of every rulebook and on the days on which it is in force; none is judged here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tests.rules.border import AS_OF_DATES, BORDERS, border_dossiers
from tests.rules.reference import rulebook_for
from tests.rules.ways.checker.question import Question

TARGETS = {"innovative": "innovative", "srdi": "srdi", "little-giant": "little_giant"}


@dataclass(frozen=True)
class Chunk:
    """Some dossiers of one rulebook and day; the seed tells them from those of all other chunks."""

    rulebook: str
    as_of: date
    rows: int
    seed: int

    @property
    def target(self) -> str:
        return target_of(self.rulebook)

    def questions(self) -> Iterator[Question]:
        for row in border_dossiers(self.rulebook, self.as_of, self.rows, self.seed):
            yield Question(row, self.target, self.as_of)


def target_of(rulebook: str) -> str:
    return next(target for prefix, target in TARGETS.items() if rulebook.startswith(prefix))


def days_of(rulebook: str) -> list[date]:
    return [day for day in AS_OF_DATES if rulebook_for(target_of(rulebook), "new", day) == rulebook]


def chunks(rows: int, seed: int, size: int = 25) -> Iterator[Chunk]:
    """The rows shared out evenly over the rulebooks, each on the days on which it is in force, in turns."""
    books = list(BORDERS)
    for number in range(-(-rows // size)):
        turn, place = divmod(number, len(books))
        days = days_of(books[place])
        yield Chunk(books[place], days[turn % len(days)], min(size, rows - number * size), seed + number)
