"""Evaluates the lines of a dossier file one by one, exactly; reading and writing the files is the caller's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from crm.rules.exact.judging import judge_seen
from crm.rules.exact.sight import Sight
from crm.rules.files.dossier_json import read_dossier
from crm.rules.files.json_lines import json_text, line_bytes
from crm.rules.law.dossier import Dossier
from crm.rules.law.problems import DossierError, RulesError
from crm.rules.law.rulebook import Purpose, Rulebook
from crm.rules.reading.library import TARGETS, Library
from crm.rules.reading.sizing import Sizing

BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class BatchQuestion:
    """What every line of a file is asked: which rulebooks, on which day, for what purpose."""

    rulebooks: tuple[Rulebook, ...]
    purpose: Purpose
    as_of: date
    sizing: Sizing


def question(library: Library, as_of: date, purpose: str, rulebook: str | None = None) -> BatchQuestion:
    """The named rulebook, or the one in force for each tier; raise RulesError where there is none."""
    asked = Purpose(purpose)
    if rulebook is None:
        books = tuple(library.rulebook_for(target, asked, as_of) for target in TARGETS)
        return BatchQuestion(books, asked, as_of, library.sizing)
    if rulebook not in library.rulebooks:
        raise RulesError(f"没有名为“{rulebook}”的认定标准；可选：{'、'.join(sorted(library.rulebooks))}")
    return BatchQuestion((library.rulebooks[rulebook],), asked, as_of, library.sizing)


@dataclass(frozen=True, slots=True)
class Answers:
    """What one line of input gives: its lines of output, and whether it could be read."""

    lines: Sequence[dict[str, Any]]
    readable: bool


def answer(number: int, line: bytes, asked: BatchQuestion) -> Answers:
    try:
        dossier = read_line(number, line)
    except DossierError as error:
        return Answers([refusal(number, error)], readable=False)
    return Answers(judge_line(dossier, asked), readable=True)


def read_line(number: int, line: bytes) -> Dossier:
    """The dossier of a line of the file; raise DossierError where it breaks the format."""
    try:
        text = (line.removeprefix(BOM) if number == 1 else line).decode("utf-8")
    except UnicodeDecodeError as error:
        raise DossierError("", "不是 UTF-8 编码的文字") from error
    return read_dossier(text)


def refusal(number: int, error: DossierError) -> dict[str, Any]:
    """What stands in the place of a line that could not be read."""
    return {"line": number, "error": str(error)}


def judge_line(dossier: Dossier, asked: BatchQuestion) -> list[dict[str, Any]]:
    """What the exact interpreter says for each rulebook."""
    sight = Sight(dossier, asked.as_of, asked.sizing)
    return [judge_seen(book, sight, asked.purpose).as_mapping() for book in asked.rulebooks]


@dataclass(frozen=True, slots=True)
class AnsweredLines:
    """The output of some lines: bytes read for it, lines answered, and how many of those could not be read."""

    text: bytes
    read: int
    answered: int
    unreadable: int


def encode_line(mapping: dict[str, Any]) -> bytes:
    """One line of the output file."""
    return line_bytes(json_text(mapping))


def one_by_one(lines: Sequence[bytes], asked: BatchQuestion, first_line: int = 1) -> AnsweredLines:
    """The answers to each line in order; blank lines give none, a bad line gives its error."""
    answers = [answer(number, line, asked) for number, line in enumerate(lines, first_line) if line.strip()]
    return AnsweredLines(
        b"".join(encode_line(line) for one in answers for line in one.lines),
        read=sum(map(len, lines)),
        answered=len(answers),
        unreadable=sum(not one.readable for one in answers),
    )
