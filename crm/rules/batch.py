"""Evaluates a dossier file line by line, without a database; reading and writing the files is the caller's."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from crm.rules.dossier_json import read_dossier
from crm.rules.judging import judge_seen
from crm.rules.library import TARGETS, Library
from crm.rules.problems import DossierError, RulesError
from crm.rules.rulebook import Purpose, Rulebook
from crm.rules.sight import Sight
from crm.rules.sizing import Sizing

BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Question:
    """What every line of a file is asked: which rulebooks, on which day, for what purpose."""

    rulebooks: tuple[Rulebook, ...]
    purpose: Purpose
    as_of: date
    sizing: Sizing


def question(library: Library, as_of: date, purpose: str, rulebook: str | None = None) -> Question:
    """The named rulebook, or the one in force for each tier; raise RulesError where there is none."""
    asked = Purpose(purpose)
    if rulebook is None:
        books = tuple(library.rulebook_for(target, asked, as_of) for target in TARGETS)
        return Question(books, asked, as_of, library.sizing)
    if rulebook not in library.rulebooks:
        raise RulesError(f"没有名为“{rulebook}”的认定标准；可选：{'、'.join(sorted(library.rulebooks))}")
    return Question((library.rulebooks[rulebook],), asked, as_of, library.sizing)


@dataclass(frozen=True, slots=True)
class Answers:
    """What one line of input gives: its lines of output, and whether it could be read."""

    lines: Sequence[dict[str, Any]]
    readable: bool


def evaluate(lines: Iterable[bytes], asked: Question, first_line: int = 1) -> Iterator[Answers]:
    """The answers to each line in order; blank lines give none, a bad line gives its error."""
    for number, line in enumerate(lines, first_line):
        if line.strip():
            yield answer(number, line, asked)


def answer(number: int, line: bytes, asked: Question) -> Answers:
    try:
        dossier = read_dossier(_text(number, line))
    except DossierError as error:
        return Answers([{"line": number, "error": str(error)}], readable=False)
    sight = Sight(dossier, asked.as_of, asked.sizing)
    return Answers(
        [judge_seen(book, sight, asked.purpose).as_mapping() for book in asked.rulebooks], readable=True
    )


def _text(number: int, line: bytes) -> str:
    try:
        return (line.removeprefix(BOM) if number == 1 else line).decode("utf-8")
    except UnicodeDecodeError as error:
        raise DossierError("", "不是 UTF-8 编码的文字") from error


def written(mapping: dict[str, Any]) -> bytes:
    """One line of the output file; what is no proper text is escaped, so that the line stays valid JSON."""
    text = json.dumps(mapping, ensure_ascii=False, separators=(", ", ": "))
    return text.encode("utf-8", "backslashreplace") + b"\n"
